"""
A folder as each of its decisions 一项决策: its rules, invariants and examples are then those of the decision.

What is checked, proved or written of the channel is so of any other decision, on the folder that it gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.model import DecisionTable, Item, Release
from chalicelib.decisions.tables import as_decision

Each = tuple[Folder, Release]
"""Files and release as one of their decisions."""


def each_decision(folder: Folder, release: Release) -> Iterator[Each]:
    """The decision on the channel, then each other, as if its rules were all that there are."""
    yield folder, release
    for one in folder.decisions:
        view = as_decision(release, one.form.decision)
        yield _as(one, folder, view), view


def _as(table: Read[DecisionTable], folder: Folder, view: Release) -> Folder:
    """
    The folder as a decision of its ``decisions``: no item has rules of its own, no plan and no demand of the
    law is left. Rules are told apart by identity, so they are those of the release as this decision.
    """
    return replace(
        folder,
        table=table,
        rules=table.inner("rules", view.rules),
        examples=table.inner("examples", view.examples),
        invariants=table.inner("invariants", view.invariants),
        items=[_without_rules(item) for item in folder.items],
        plans=[],
        files={**folder.files, "plan": []},
        demands=[],
    )


def _without_rules(item: Read[Item]) -> Read[Item]:
    if not item.form.rules:
        return item
    return Read(item.form.model_copy(update={"rules": ()}), item.document, item.node.without("rules"))

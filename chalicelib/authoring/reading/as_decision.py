"""
A folder as one of its decisions 一项决策: its rules, invariants and examples are then those of the decision.

What is checked, proved or written of the channel is so of any other decision, on the folder that it gives.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.model import DecisionTable, Item, Release


def as_decision(folder: Folder, table: Read[DecisionTable], release: Release) -> Folder:
    """
    The folder as a decision of the folder ``decisions``: no item has rules of its own, no plan and no demand
    of the law is left.

    Args:
        release: the folder's, as this decision: its rules are told apart by identity, so they are these.
    """
    return replace(
        folder,
        table=table,
        rules=table.inner("rules", release.rules),
        examples=table.inner("examples", release.examples),
        invariants=table.inner("invariants", release.invariants),
        items=[_without_rules(item) for item in folder.items],
        plans=[],
        files={**folder.files, "plan": []},
        demands=[],
    )


def _without_rules(item: Read[Item]) -> Read[Item]:
    if not item.form.rules:
        return item
    return Read(item.form.model_copy(update={"rules": ()}), item.document, item.node.without("rules"))

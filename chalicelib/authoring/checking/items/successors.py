"""Check what stands in the place of an item that is over: the item that its ``replaced_by`` names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import known_name
from chalicelib.decisions.effect import in_effect, in_its_place


def check_successors(folder: Folder) -> None:
    """Report names of items that are not there, or stand where nothing is over."""
    for item in folder.items:
        name = item.form.replaced_by
        if name is None:
            continue
        known_name(item, ("replaced_by",), name, folder.item_codes, "unknown-item/name")
        if item.form.until is None:
            item.report(item.node.key("replaced_by"), say("replaced-without-end"))
        elif name == item.form.item:
            item.report(item.node.find("replaced_by"), say("replaced-by-itself"))


def lint_successors(folder: Folder, today: date) -> Iterator[Problem]:
    """Items that are over and send people to where nothing can be applied for, by then or by now."""
    forms = {item.form.item: item.form for item in folder.items}
    for item in folder.items:
        until = item.form.until
        if until is None or until == date.max or item.form.replaced_by not in forms:
            continue
        first = until + timedelta(days=1)
        by_then, by_now = (in_its_place(forms, item.form, day) for day in (first, max(first, today)))
        at = item.at("replaced_by")
        if by_then is None or by_now is None:
            over = forms[item.form.replaced_by]
            yield at.error("replaced-by-one-over", item=over.item, until=over.until)
        elif not in_effect(by_then, first):
            yield at.error("replaced-later", item=by_then.item, begins=by_then.from_, first=first)

"""What stands in the place of an item that is over: the item that its ``replaced_by`` names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from chalicelib.authoring.folder import Folder
from chalicelib.authoring.names import known_name
from chalicelib.authoring.problems import Problem, Say, problem
from chalicelib.decisions.model import Item


def check_successors(folder: Folder) -> None:
    """Report names of items that are not there, or stand where nothing is over."""
    codes = [PurePosixPath(file).stem for file in folder.item_files]  # also of files with mistakes
    for item in folder.items:
        name = item.form.replaced_by
        if name is None:
            continue
        known_name(item, ("replaced_by",), name, codes, "item", "事项")
        if item.form.until is None:
            item.report(item.node.key("replaced_by"), "replaced-without-end", _NO_END)
        elif name == item.form.item:
            item.report(item.node.find("replaced_by"), "replaced-by-itself", _ITSELF)


def lint_successors(folder: Folder, today: date) -> Iterator[Problem]:
    """Items that are over and send people to one that is over by then or by now."""
    forms = {item.form.item: item.form for item in folder.items}
    for item in folder.items:
        until, after = item.form.until, forms.get(item.form.replaced_by or "")
        if until is None or after is None or after.until is None:
            continue
        if after.until < today or after.until <= until:
            at = item.node.find("replaced_by")
            yield problem(item.document.file, at, "replaced-by-one-over", _over(after))


def _over(after: Item) -> Say:
    last = after.replaced_by
    mend = (
        "请写现在办理的事项，没有就删去。",
        "Name the item handled now; if there is none, remove it.",
    )
    if last is not None:
        mend = f"是不是“{last}”？", f"Did you mean '{last}'?"
    return Say(
        f"代替本事项的“{after.item}”自己也已停止办理（{after.until}）。",
        f"'{after.item}', which is to stand in this item's place, is over itself ({after.until}).",
        *mend,
    )


_NO_END = Say(
    "事项没有终止日（until），却写了由谁代替。",
    "The item has no last day (until), but says what replaces it.",
    "请补充 until，或删去 replaced_by。",
    "Add 'until', or remove 'replaced_by'.",
)
_ITSELF = Say(
    "事项不能由自己代替。",
    "An item cannot stand in its own place.",
    "请写代替它的事项，没有就删去 replaced_by。",
    "Name the item that replaces it; if there is none, remove 'replaced_by'.",
)

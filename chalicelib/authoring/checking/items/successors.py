"""What stands in the place of an item that is over: the item that its ``replaced_by`` names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

from chalicelib.authoring.findings.problems import Problem, Say, problem
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import known_name
from chalicelib.decisions.effect import in_effect, in_its_place
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
    """Items that are over and send people to where nothing can be applied for, by then or by now."""
    forms = {item.form.item: item.form for item in folder.items}
    for item in folder.items:
        until = item.form.until
        if until is None or until == date.max or item.form.replaced_by not in forms:
            continue
        first = until + timedelta(days=1)
        by_then, by_now = (in_its_place(forms, item.form, day) for day in (first, max(first, today)))
        at = item.node.find("replaced_by")
        if by_then is None or by_now is None:
            over = forms[item.form.replaced_by]
            yield problem(item.document.file, at, "replaced-by-one-over", _over(over))
        elif not in_effect(by_then, first):
            yield problem(item.document.file, at, "replaced-later", _later(by_then, first))


def _over(after: Item) -> Say:
    return Say(
        f"代替本事项的“{after.item}”自己也已停止办理（{after.until}），其后也没有现在办理的事项。",
        f"'{after.item}', which is to stand in this item's place, is over itself ({after.until}), and what "
        "follows it is handled no longer either.",
        "请写现在办理的事项，没有就删去。",
        "Name the item handled now; if there is none, remove it.",
    )


def _later(after: Item, first: date) -> Say:
    return Say(
        f"代替本事项的“{after.item}”自 {after.from_} 起才能申请，{first} 起至此前两项都不能申请。",
        f"'{after.item}', which is to stand in this item's place, begins on {after.from_}; from {first} on "
        "until then nobody can apply for either.",
        "请核对两项的日期；确实中断的，不必修改。",
        "Check the dates of both; if the law does leave a gap, change nothing.",
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

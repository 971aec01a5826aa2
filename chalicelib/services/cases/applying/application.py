"""What an application has to be: for an item that is in effect, with the facts that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chalicelib.decisions import explain
from chalicelib.decisions.effect import as_of, in_effect
from chalicelib.decisions.facts.amounts import from_json
from chalicelib.decisions.facts.asked import asked
from chalicelib.decisions.facts.facts import checked
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.services.details import detail
from chalicelib.services.errors import Problem, not_found

_NEEDED = Text(zh="请填写", en="is needed")
_CHOOSE = Text(zh="请选择“是”或“否”", en="choose yes or no")


def find_item(release: Release, code: str, on: date) -> Item:
    """
    An item as whoever applies on a day finds it; one still to come as on its first day.

    Raises:
        Problem: 404; names the items that it may have meant.
    """
    item = release.items.get(code)
    if item is not None:
        return as_of(item, max(on, item.from_ or on))
    from difflib import get_close_matches  # here: only who mistypes needs it

    meant = get_close_matches(code, release.items, n=3, cutoff=0.75)
    zh = "、".join(f"{release.items[name].name.zh}（{name}）" for name in meant)
    en = ", ".join(f"{release.items[name].name.en} ({name})" for name in meant)
    raise not_found(
        f"没有这个事项{f'，是否指：{zh}' if zh else ''}；请在 /items 中查找事项编码",
        f"there is no such item{f'; it may be {en}' if en else ''}; look its code up under /items",
    )


def check_in_effect(release: Release, item: Item, day: date) -> None:
    """
    Raises:
        Problem: 409, the item cannot be applied for on a day: since when or until when, and what instead.
    """
    if not in_effect(item, day):
        told = explain.not_in_effect(release, item, day)
        raise Problem(409, "item_not_in_effect", told.zh, told.en)


def facts_told(
    release: Release,
    item: str,
    told: Mapping[str, FactValue],
    today: date,
    kept: Mapping[str, FactValue] | None = None,
    applied: date | None = None,
) -> dict[str, FactValue]:
    """
    The facts of an application as decisions keep them: amounts in their smallest unit.

    Args:
        told: as whoever applies told them, amounts in their unit.
        kept: those that were taken before.
        applied: the day of the application, by which its materials go; None: ``today``.

    Raises:
        Problem: 422, facts that can matter for the item are missing, or those given are wrong.
    """
    declared = {fact.fact: fact for fact in release.facts if fact.fact.startswith("application.")}
    right, invalid = checked(declared, {**(kept or {}), **from_json(release.facts, told)})
    given = right.keys() | invalid.keys()
    missing = [fact for fact in asked(release, item, today, right, applied) if fact.fact not in given]
    if not missing and not invalid:
        return right
    raise Problem(
        422,
        "facts_needed",
        "申请信息不完整或不符合要求，请按提示补充",
        "the application lacks facts or has wrong ones; please complete it as listed",
        tuple(
            detail(name, reason.zh, reason.en, declared[name].title if name in declared else None)
            for name, reason in [
                *((fact.fact, _CHOOSE if fact.type == "bool" else _NEEDED) for fact in missing),
                *invalid.items(),
            ]
        ),
    )

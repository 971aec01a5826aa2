"""Check the dates of effect of materials: within the item's, those of one name one after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item

_Numbered = tuple[int, Material]


def check_days_of_materials(item: Read[Item]) -> None:
    """Report materials that no application can need, and two of one name on the same day."""
    for number, one in enumerate(item.form.materials):
        if one.from_ is not None and one.until is not None and one.until < one.from_:
            item.report(item.node.find("materials", number, "until"), say("crossed-dates"))
        elif _is_outside(one, item.form):
            key = "from" if one.until is None or _later(one, item.form) else "until"
            item.report(item.node.find("materials", number, key), say("material-days/outside"))
    for each in _by_name(item.form):
        for (first, one), (second, other) in combinations(each, 2):
            if _first(one) <= _last(other) and _first(other) <= _last(one):
                line = item.node.find("materials", first).line
                message = say("duplicate/same-day", name=other.material, line=line)
                item.report(item.node.find("materials", second, "material"), message)


def lint_days_of_materials(item: Read[Item]) -> Iterator[Problem]:
    """Materials that nobody is asked for between two times at which everybody is."""
    for each in _by_name(item.form):
        in_turn = sorted(each, key=lambda numbered: _first(numbered[1]))
        for (_, before), (number, after) in pairwise(in_turn):
            if _last(before) < _first(after) - timedelta(days=1):
                first, last = _last(before) + timedelta(days=1), _first(after) - timedelta(days=1)
                place = item.at("materials", number, "from")
                yield place.warning("material-days/gap", name=after.name, first=first, last=last)


def _by_name(item: Item) -> Iterator[list[_Numbered]]:
    """The materials that stand there more than once, those of one name together."""
    found: dict[str, list[_Numbered]] = {}
    for number, one in enumerate(item.materials):
        found.setdefault(one.material, []).append((number, one))
    return (each for each in found.values() if len(each) > 1)


def _is_outside(one: Material, item: Item) -> bool:
    return _later(one, item) or (one.until is not None and one.until < (item.from_ or date.min))


def _later(one: Material, item: Item) -> bool:
    return one.from_ is not None and one.from_ > (item.until or date.max)


def _first(one: Material) -> date:
    return one.from_ or date.min


def _last(one: Material) -> date:
    return one.until or date.max

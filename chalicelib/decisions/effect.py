"""Dates of effect 生效日期: which rules, items and materials stand on a day, and when something changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Invariant, Item, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.today import turning_days

Dated = Rule | Invariant | Item | Material
"""What may begin and end on a day."""


def written(release: Release) -> list[OwnedRule]:
    """
    All rules as their files have them, in order of precedence: those of the region that stand before items'
    own, each item's own for itself, then the region's.
    """
    region = [OwnedRule(None, rule) for rule in release.rules]
    own = [OwnedRule(code, rule) for code, item in release.items.items() for rule in item.rules]
    before = [led for led in region if led.rule.before_items]
    return [*before, *own, *(led for led in region if not led.rule.before_items)]


def rules_of(release: Release) -> list[OwnedRule]:
    """The same, each by its ``ways``."""
    return [OwnedRule(item, way) for item, rule in written(release) for way in rule.ways]


def precedence(own: Iterable[Rule], region: Iterable[Rule]) -> list[Rule]:
    """An item's own rules and the region's in order of precedence, each by its ``ways``."""
    before, after = apart(region)
    return [*before, *ways(own), *after]


def apart(region: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The ways of a region's rules: of those that stand before items' own, and of the others."""
    each = list(ways(region))
    return [one for one in each if one.before_items], [one for one in each if not one.before_items]


def ways(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Rules without alternatives, in their order: each group of conditions by itself."""
    return (way for rule in rules for way in rule.ways)


def rules_on(release: Release, on: date) -> list[OwnedRule]:
    """The rules in effect on a day, in order of precedence."""
    return [led for led in rules_of(release) if in_effect(led.rule, on)]


def items_on(release: Release, on: date) -> dict[str, Item]:
    """The items that can be applied for on a day, by code."""
    return {code: item for code, item in release.items.items() if in_effect(item, on)}


def in_effect(one: Dated, on: date) -> bool:
    """Whether a day is within the dates of effect, first and last included."""
    return (one.from_ is None or one.from_ <= on) and (one.until is None or on <= one.until)


def as_of(item: Item, applied: date) -> Item:
    """An item as whoever applies on a day finds it: with the materials that are in effect then."""
    found = tuple(one for one in item.materials if in_effect(one, applied))
    return item if len(found) == len(item.materials) else item.model_copy(update={"materials": found})


def all_as_of(release: Release, applied: date) -> Release:
    """A release whose items are all as of a day; itself where no material of them begins or ends."""
    items = {code: as_of(item, applied) for code, item in release.items.items()}
    alike = all(items[code] is item for code, item in release.items.items())
    return release if alike else release.model_copy(update={"items": items})


def versions(item: Item, since: date = date.min) -> list[Item]:
    """An item as it is found by those who apply on a day or later: one for each time of its materials."""
    first = max(since, item.from_ or since)
    days = [first, *(day for day in cut_days(item.materials) if first < day <= (item.until or date.max))]
    return [as_of(item, day) for day in days]


class Turn(NamedTuple):
    """What whoever applies from ``day`` on has to give otherwise than the day before."""

    day: date
    also: tuple[Material, ...]
    otherwise: tuple[Material, ...]
    no_longer: tuple[Material, ...]


def turns_of(item: Item, after: date) -> Iterator[Turn]:
    """
    The days after one, as long as there is the item, on which its applicants have to give more, less or
    something else. What is shared they do not give: a paper that becomes shared is asked for no longer.
    """
    for day in cut_days(item.materials):
        if after < day <= (item.until or date.max):
            old, new = (
                {one.material: one for one in as_of(item, on).materials if one.shared is None}
                for on in (day - timedelta(days=1), day)
            )
            also = tuple(one for name, one in new.items() if name not in old)
            both = [(old[name], one) for name, one in new.items() if name in old]
            otherwise = tuple(now for was, now in both if not _alike(was, now))
            no_longer = tuple(one for name, one in old.items() if name not in new)
            if also or otherwise or no_longer:
                yield Turn(day, also, otherwise, no_longer)


def _alike(one: Material, other: Material) -> bool:
    """Whether both ask for the same, whenever."""
    dates = {"from_": None, "until": None}
    return one.model_copy(update=dates) == other.model_copy(update=dates)


def successors(items: Mapping[str, Item], item: Item) -> Iterator[Item]:
    """The items that stand in an item's place, one after the other; a circle ends where it closes."""
    met, name = {item.item}, item.replaced_by
    while name is not None and name in items and name not in met:
        met.add(name)
        yield items[name]
        name = items[name].replaced_by


def in_its_place(items: Mapping[str, Item], item: Item, on: date) -> Item | None:
    """What can be applied for on a day in the place of an item that is over; else what is first to come."""
    left = [one for one in successors(items, item) if one.until is None or on <= one.until]
    return next((one for one in left if in_effect(one, on)), left[0] if left else None)


def cut_days(dated: Iterable[Dated]) -> list[date]:
    """The days on which one comes into or goes out of effect, ascending; between two nothing changes."""
    days = set()
    for one in dated:
        if one.from_ is not None:
            days.add(one.from_)
        if one.until is not None and one.until < date.max:
            days.add(one.until + timedelta(days=1))
    return sorted(days)


def with_turns(days: list[date], rules: Iterable[Rule], more: Iterable[Condition] = ()) -> list[date]:
    """
    Days on which rules come or go, with those after the first on which the order of the bounds turns that
    these rules, without alternatives, and ``more`` compare a date with.
    """
    turns = turning_days((*(test for rule in rules for test in rule.when), *more))
    return sorted({*days, *(day for day in turns if days and day > days[0])})


def days_of(release: Release) -> list[date]:
    """``cut_days`` of all that a decision hangs on: the rules, the items themselves, and their materials."""
    items = release.items.values()
    materials = (one for item in items for one in item.materials)
    return cut_days([*(rule for _, rule in rules_of(release)), *items, *materials])

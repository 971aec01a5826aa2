"""
What an item wants handed in 申请材料 before anything is granted: what need not come any more, may come later,
or is promised in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.authoring.comparing.forms.words.titles import named, title, within
from chalicelib.authoring.comparing.real_items import RealItems
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.comparing.strictness.guards.forbidden import compared
from chalicelib.authoring.comparing.strictness.guards.guards import Guard, Guards, Says
from chalicelib.authoring.comparing.strictness.limits import items_named
from chalicelib.decisions.facts.facts import with_attributes
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.rule import Group

_LATER, _AFTER, _NEVER = "later", "after", "never"
"""That a material comes only after acceptance, only after the licence is made, or not at all."""
_ALLOWS = {
    _NEVER: Text(zh="原来必须提供，改后可以不提供", en="needed before, not now"),
    _AFTER: Text(
        zh="原来不可以、改后可以在制证后补交", en="may come after the licence is made now, not before"
    ),
    _LATER: Text(zh="原来不可以、改后可以在受理后补交", en="may come after acceptance now, not before"),
}
_FORBIDS = {
    _NEVER: Text(zh="原来可以不提供，改后必须提供", en="needed now, not before"),
    _AFTER: Text(
        zh="原来可以、改后不可以在制证后补交", en="could come after the licence was made before, not now"
    ),
    _LATER: Text(zh="原来可以、改后不可以在受理后补交", en="could come after acceptance before, not now"),
}


def materials(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    Of every item that both releases have and that is not over: each material without which less could be
    granted before, or more. What another office gives is there as before. Alike ones of several items are
    told together.
    """
    known = with_attributes(old), with_attributes(new)
    found: dict[str, tuple[Guards, list[Item]]] = {}
    for code in sorted(old.items.keys() & new.items.keys()):
        was, now = old.items[code], new.items[code]
        if was.materials == now.materials or (now.until is not None and now.until < since):
            continue
        for before, after in _pairs(was, now):
            of = Guards(before, after, tuple(_ALLOWS), known, _says(_ALLOWS), _says(_FORBIDS))
            found.setdefault(repr(of[:2]), (of, []))[1].append(now)
    for of, items in found.values():
        above, only = items_named(items), new.model_copy(update={"items": {items[0].item: items[0]}})
        for one in compared(of, since, RealItems(only)):
            yield replace(one, file=items[0].where.file, title=within(above, one.title))


def _pairs(was: Item, now: Item) -> Iterator[tuple[list[Guard], list[Guard]]]:
    """Each material as it was and as it is, in all its periods: by its code, else by its name."""
    before, after = (_by_code(item.materials) for item in (was, now))
    come = [code for code in after if code not in before]
    for code, each in before.items():
        called = (one for one in come if after[one][0].name.zh == each[0].name.zh)
        others = [code] if code in after else [*called][:1]
        come = [one for one in come if one not in others]
        now_ = [one for other in others for one in after[other]]
        if each != now_:
            yield _guards(each), _guards(now_)
    yield from (([], _guards(after[code])) for code in come)


def _by_code(each: Sequence[Material]) -> dict[str, list[Material]]:
    found: dict[str, list[Material]] = {}
    for one in each:
        found.setdefault(one.material, []).append(one)
    return found


def _guards(each: Sequence[Material]) -> list[Guard]:
    """A grant without the material is forbidden wherever it is needed and not promised."""
    return [
        Guard(
            f"{one.material}@{number}",
            one.name,
            named(title(Item, "materials"), one.name),
            "",
            f"materials[{one.material}]",
            _needed(one),
            _forbids(one),
            one.from_,
            one.until,
        )
        for number, one in enumerate(each)
    ]


def _forbids(one: Material) -> frozenset[str]:
    if one.need == "optional":
        return frozenset()
    if one.deferrable is None:
        return frozenset(_ALLOWS)
    return frozenset({_NEVER, _AFTER} if one.deferrable.before == "made" else {_NEVER})


def _needed(one: Material) -> list[Group]:
    """Where a material is needed: all of ``when`` holds, and not all of what it is promised by."""
    if one.committed is None:
        return [one.when]
    return [(*one.when, other) for test in one.committed.when for other in _contrary(test)]


def _contrary(test: Condition) -> Iterator[Condition]:
    """Conditions of which one holds where a test of a known fact does not; bounds never move by day here."""
    if test.any_of or test.none_of:
        yield Condition(fact=test.fact, any_of=test.none_of, none_of=test.any_of)
    if test.at_least is not None and test.at_least != date.min.isoformat():
        yield Condition(fact=test.fact, at_most=_beside(test.at_least, -1))
    if test.at_most is not None and test.at_most != date.max.isoformat():
        yield Condition(fact=test.fact, at_least=_beside(test.at_most, 1))


def _beside(bound: int | str, step: int) -> int | str:
    if isinstance(bound, int):
        return bound + step
    return (date.fromisoformat(bound) + timedelta(days=step)).isoformat()


def _says(words: Mapping[str, Text]) -> Says:
    def said(names: Sequence[str]) -> Text:
        return next(words[name] for name in words if name in names)

    return said

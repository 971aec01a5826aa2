"""Limits of time 时限 that leave the office longer than before, or less long: of items, and of clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title, within
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import joined
from chalicelib.cases.time.clocks import period_of
from chalicelib.decisions.forms.clock import Clock, Extend
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item, Limits, Release
from chalicelib.decisions.forms.plan import Limit, Period
from chalicelib.rendering.words import period

NAMED = 3
"""Items that are told by name."""

Pair = tuple[Period | None, Period | None]
"""A limit as it was and as it is."""


def limits(old: Release, new: Release, since: date) -> Iterator[Change]:
    """The limits of items, alike ones together, then those of clocks, and the clocks that came or went."""
    yield from _of_items(old, new, since)
    before, after = ({one.clock: one for one in release.clocks} for release in (old, new))
    for name in dict.fromkeys([*before, *after]):
        yield from _of_clock(before.get(name), after.get(name), new.items.values(), since)


def _of_items(old: Release, new: Release, since: date) -> Iterator[Change]:
    found: dict[tuple[str, Pair], list[Item]] = {}
    for code in old.items.keys() & new.items.keys():
        was, now = old.items[code].limits, new.items[code].limits
        for key in ("statutory", "promised", "extension") if was != now else ():
            pair = getattr(was, key), getattr(now, key)
            if pair[0] != pair[1]:
                found.setdefault((key, pair), []).append(new.items[code])
    for (key, pair), items in found.items():
        items.sort(key=lambda item: item.item)
        where = items[0].where.file
        called = within(within(_items(items), title(Item, "limits")), title(Limits, key))
        yield _changed(Change(where, f"limits.{key}", called), [pair], since)


def _items(items: list[Item]) -> Text:
    each = joined((item.name for item in items[:NAMED]), "、", ", ")
    if len(items) <= NAMED:
        return named(FILES["items"][1], each)
    zh, en = f"“{each.zh}”等 {len(items)} 个事项", f'"{each.en}" and other items, {len(items)} in all'
    return Text(zh=zh, en=en)


def _of_clock(was: Clock | None, now: Clock | None, items: Iterable[Item], since: date) -> Iterator[Change]:
    here = now or was
    if here is None or was == now:
        return
    at = Change(here.where.file, f"clocks[{here.clock}]", named(FILES["clocks"][1], here.title))
    if was is None or now is None:
        yield at.but(looser=_step(_REMOVED, since)) if now is None else at.but(stricter=_step(_NEW, since))
        return
    if was.limit != now.limit:
        pairs = {(period_of(was.limit, item), period_of(now.limit, item)) for item in items}
        yield _changed(at.key("limit", title(Clock, "limit")), pairs, since)
    yield from _extended(was.extend, now.extend, at, list(items), since)
    if (was.silence is None) != (now.silence is None):
        at = at.key("silence", title(Clock, "silence"))
        gone, come = _step(_SILENCE, since), _step(_SILENT, since)
        yield at.but(looser=gone) if now.silence is None else at.but(stricter=come)


def _extended(
    was: Extend | None, now: Extend | None, at: Change, items: list[Item], since: date
) -> Iterator[Change]:
    """How long a clock may be extended in all."""
    at = at.key("extend", title(Clock, "extend"))
    each = [{_times(one, item) for item in items} for one in (was, now)]
    if each[0] != each[1]:
        yield _changed(at, {(_times(was, item), _times(now, item)) for item in items}, since)


def _times(extend: Extend | None, item: Item) -> Period | None:
    """An extension as often as it may be given, as one period."""
    found = None if extend is None else period_of(extend.at_most, item)
    if found is None or extend is None:
        return None
    numbers = {key: number * extend.times for key, number in found if number is not None}
    return Period.model_construct(**numbers)


class _Word(NamedTuple):
    how: str
    words: Text


_REMOVED = _Word("removed", Text(zh="已删除", en="removed"))
_NEW = _Word("new", Text(zh="新增", en="new"))
_SILENCE = _Word("silence", Text(zh="逾期未答复不再视为受理", en="silence counts as acceptance no longer"))
_SILENT = _Word("silence", Text(zh="逾期未答复视为受理", en="silence counts as acceptance"))


def _step(word: _Word, since: date) -> Step:
    return Step(word.how, word.words, since)


def _changed(at: Change, pairs: Iterable[Pair], since: date) -> Change:
    """A limit that became longer, which is looser, or shorter; of several each is told once."""
    each = sorted({pair for pair in pairs if pair[0] != pair[1]}, key=repr)
    longer = [pair for pair in each if _longer(*pair)]
    shorter = [pair for pair in each if _shorter(*pair)]
    return at.but(
        looser=Step("longer", _words(longer), since) if longer else None,
        stricter=Step("shorter", _words(shorter), since) if shorter else None,
    )


def _longer(was: Period | None, now: Period | None) -> bool:
    """Whether a limit may be longer than before; days of another kind count by the most that they can be."""
    if was is None or now is None:
        return was is None
    return _number(now) > _number(was) if _kind(was) == _kind(now) else now.most > was.most


def _shorter(was: Period | None, now: Period | None) -> bool:
    """Whether it may be shorter; days of another kind count by the fewest that they can be."""
    if was is None or now is None:
        return now is None
    return _number(now) < _number(was) if _kind(was) == _kind(now) else now.fewest < was.fewest


def _kind(one: Period) -> set[str]:
    return {key for key, number in one if number is not None}


def _number(one: Period) -> int:
    return (one.working_days or 0) + (one.days or 0) + (one.months or 0)


def _words(pairs: list[Pair]) -> Text:
    each = [
        Text(zh=f"{_said(was).zh} → {_said(now).zh}", en=f"{_said(was).en} → {_said(now).en}")
        for was, now in pairs
    ]
    return joined(each, "、", ", ")


def _said(one: Period | None) -> Text:
    if one is None:
        return Text(zh="无", en="none")
    if isinstance(one, Limit) and one.at_once:
        return Text(zh="即办", en="at once")
    return Text(zh=period(one, "zh"), en=period(one, "en"))

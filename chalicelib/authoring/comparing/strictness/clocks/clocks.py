"""Clocks 计时 that bind the office less than before, or more: what they count, and when somebody is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.comparing.strictness.clocks.milestones import milestones
from chalicelib.authoring.comparing.strictness.clocks.warnings import warnings
from chalicelib.authoring.comparing.strictness.periods import changed
from chalicelib.cases.time.clocks import period_of
from chalicelib.decisions.forms.clock import Clock, Extend
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Period


def clocks(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    The clocks that came or went, and of those that stay the limit, how long it may be extended, the
    milestones between which it runs, its warnings, and what silence does. In which situations a clock runs is
    compared where invariants are (``guards``).
    """
    before, after = ({one.clock: one for one in release.clocks} for release in (old, new))
    items = list(new.items.values())
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        here = now or was
        if here is None or was == now:
            continue
        at = Change(here.where.file, f"clocks[{here.clock}]", named(FILES["clocks"][1], here.title))
        if was is None or now is None:
            yield (
                at.but(looser=_step(_REMOVED, since)) if now is None else at.but(stricter=_step(_NEW, since))
            )
        else:
            yield from _of_clock(was, now, at, items, since)


def _of_clock(was: Clock, now: Clock, at: Change, items: Sequence[Item], since: date) -> Iterator[Change]:
    if was.limit != now.limit:
        pairs = {(period_of(was.limit, item), period_of(now.limit, item)) for item in items}
        yield changed(at.key("limit", title(Clock, "limit")), pairs, since)
    yield from _extended(was.extend, now.extend, at, items, since)
    yield from milestones(was, now, at, since)
    yield from warnings(was, now, at, items, since)
    if (was.silence is None) != (now.silence is None):
        at = at.key("silence", title(Clock, "silence"))
        gone, come = _step(_SILENCE, since), _step(_SILENT, since)
        yield at.but(looser=gone) if now.silence is None else at.but(stricter=come)


def _extended(
    was: Extend | None, now: Extend | None, at: Change, items: Sequence[Item], since: date
) -> Iterator[Change]:
    """How long a clock may be extended in all."""
    at = at.key("extend", title(Clock, "extend"))
    each = [{_times(one, item) for item in items} for one in (was, now)]
    if each[0] != each[1]:
        yield changed(at, {(_times(was, item), _times(now, item)) for item in items}, since)


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

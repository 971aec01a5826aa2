"""Milestones 节点 between which a clock runs: whether fewer of its days count than before, or more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from chalicelib.authoring.comparing.forms.words.titles import title
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import joined
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import MILESTONES, Milestone

_S, _R, _T, _A = Milestone.SUBMITTED, Milestone.RECEIVED, Milestone.TOLD, Milestone.ACCEPTED
_D, _M, _L = Milestone.DECIDED, Milestone.MADE, Milestone.DELIVERED
_DECIDED = ((_D, _M, _L), (_D, _L))
"""Granted, and refused: what is refused is never made."""
_ANSWERED = ((Milestone.NOT_ACCEPTED,), *((_A, *way) for way in _DECIDED))
_WAYS: Sequence[tuple[Milestone, ...]] = (
    (_S, Milestone.NOT_ACCEPTED),
    (_S, _T, Milestone.NOT_ACCEPTED),
    *((_S, _R, *way) for way in _ANSWERED),
    *((_S, _T, _R, *way) for way in _ANSWERED),
    *((_S, _R, _T, *way) for way in _ANSWERED),
    *((_S, _R, _T, _R, *way) for way in _ANSWERED),
    *((_S, _R, _A, _T, *way) for way in _DECIDED),
)
"""
The orders in which a case that is not withdrawn or given up reaches milestones, whatever its plan: it is
decided only once accepted, and told what to correct before papers come, after, once accepted, or never. What
was told and is supplied is received again. Where acceptance is refused every clock stops.
"""


def milestones(was: Clock, now: Clock, at: Change, since: date) -> Iterator[Change]:
    """
    A clock that starts later, stops sooner, or is kept from starting by an earlier milestone leaves days or
    cases uncounted, which is looser; the other way round is stricter. It may be one for some cases, and the
    other for others.
    """
    keys = [key for key in _KEYS if _of(was, key) != _of(now, key)]
    each = [(_counted(was, way), _counted(now, way)) for way in _WAYS]
    fewer, more = any(one - other for one, other in each), any(other - one for one, other in each)
    if keys and (fewer or more):
        here = at.key(keys[0], title(Clock, keys[0])) if len(keys) == 1 else at
        said = joined(_said(was, now, key, alone=len(keys) == 1) for key in keys)
        yield here.but(
            looser=Step("fewer-days", _words(said, _FEWER, some=more), since) if fewer else None,
            stricter=Step("more-days", _words(said, _MORE, some=fewer), since) if more else None,
        )


_KEYS = ("starts", "stops", "before")


def _of(clock: Clock, key: str) -> frozenset[Milestone]:
    found = getattr(clock, key)
    return frozenset([found] if isinstance(found, Milestone) else found or ())


def _counted(clock: Clock, way: Sequence[Milestone]) -> set[int]:
    """The milestones of a way, by their place in it, behind which days count until the next."""
    runs, found = False, set()
    for place, milestone in enumerate(way):
        if runs:
            runs = milestone not in clock.stops
        elif milestone is clock.starts:
            runs = clock.before not in way[: place + 1]
        if runs and milestone is not Milestone.NOT_ACCEPTED:
            found.add(place)
    return found


_FEWER = Text(zh="计入的日子或办件变少", en="fewer days or cases count")
_MORE = Text(zh="计入的日子或办件变多", en="more days or cases count")


def _words(said: Text, what: Text, *, some: bool) -> Text:
    zh, en = ("有的办件", "for some cases ") if some else ("", "")
    return Text(zh=f"{said.zh}，{zh}{what.zh}", en=f"{said.en}: {en}{what.en}")


def _said(was: Clock, now: Clock, key: str, *, alone: bool) -> Text:
    before, after = _names(_of(was, key)), _names(_of(now, key))
    called = title(Clock, key)
    zh, en = ("", "") if alone else (f"{called.zh}：", f"{called.en}: ")
    return Text(zh=f"{zh}{before.zh} → {after.zh}", en=f"{en}{before.en} → {after.en}")


def _names(each: Collection[Milestone]) -> Text:
    called = [MILESTONES[one] for one in Milestone if one in each]
    return joined(called, "、", ", ") if called else Text(zh="无", en="none")

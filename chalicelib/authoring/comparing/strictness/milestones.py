"""Milestones 节点 between which a clock runs: whether fewer of its days count than before, or more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from chalicelib.authoring.comparing.forms.words.titles import title
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import joined
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import MILESTONES, Milestone

_ROW = (Milestone.SUBMITTED, Milestone.RECEIVED, Milestone.ACCEPTED, Milestone.DECIDED, Milestone.MADE)
"""Whatever the plan, a case reaches none of these before those that stand before it."""


def milestones(was: Clock, now: Clock, at: Change, since: date) -> Iterator[Change]:
    """
    A clock that starts later, stops sooner, or is kept from starting by an earlier milestone leaves days or
    cases uncounted, which is looser; the other way round is stricter. Where milestones have no order that
    holds for every case, a person has to judge.
    """
    if was.starts != now.starts:
        fewer, more = _precedes(was.starts, now.starts), _precedes(now.starts, was.starts)
        here = at.key("starts", title(Clock, "starts"))
        yield _told(here, [was.starts], [now.starts], (fewer, more), since)
    if set(was.stops) != set(now.stops):
        fewer, more = _no_later(now.stops, was.stops), _no_later(was.stops, now.stops)
        if not (fewer and more):
            yield _told(at.key("stops", title(Clock, "stops")), was.stops, now.stops, (fewer, more), since)
    if was.before != now.before:
        before, after = ([] if one.before is None else [one.before] for one in (was, now))
        fewer, more = _no_later(after, before), _no_later(before, after)
        yield _told(at.key("before", title(Clock, "before")), before, after, (fewer, more), since)


def _precedes(one: Milestone, other: Milestone) -> bool:
    """Whether every case reaches the first no later than the second."""
    if one is other or one is Milestone.SUBMITTED:
        return True
    return one in _ROW and other in _ROW and _ROW.index(one) < _ROW.index(other)


def _no_later(each: Collection[Milestone], others: Collection[Milestone]) -> bool:
    """Whether every case that reaches one of the others has reached one of the former by then."""
    return all(any(_precedes(one, other) for one in each) for other in others)


def _told(
    at: Change, was: Collection[Milestone], now: Collection[Milestone], less: tuple[bool, bool], since: date
) -> Change:
    """The change, by whether fewer days count, or more."""
    said = [_names(each) for each in (was, now)]
    zh, en = " → ".join(one.zh for one in said), " → ".join(one.en for one in said)
    match less:
        case (True, False):
            words = Text(zh=f"{zh}，计入的日子或办件变少", en=f"{en}: fewer days or cases count")
            return at.but(looser=Step("fewer-days", words, since))
        case (False, True):
            words = Text(zh=f"{zh}，计入的日子或办件变多", en=f"{en}: more days or cases count")
            return at.but(stricter=Step("more-days", words, since))
    words = Text(
        zh=f"{zh}，节点先后因办件而异，无法判断计入的日子变多还是变少，须由人判断",
        en=f"{en}: which is reached first differs from case to case, so whether fewer days count or more is "
        "for a person to judge",
    )
    return at.but(unclear=Step("unclear", words, since))


def _names(each: Collection[Milestone]) -> Text:
    called = [MILESTONES[one] for one in Milestone if one in each]
    return joined(called, "、", ", ") if called else Text(zh="无", en="none")

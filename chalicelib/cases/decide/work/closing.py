"""How a case ends 办结: when its end is settled, and with which national code it closes."""

from __future__ import annotations

from chalicelib.cases import events
from chalicelib.cases.decide.application.deferring import DEFERRING, GRANTED
from chalicelib.cases.decide.clocks.milestones import stop_clocks
from chalicelib.cases.decide.erasing import keep_parties
from chalicelib.cases.decide.papers.custody import parcels_with_papers
from chalicelib.cases.decide.work.owing import end_with_the_case, open_side
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.values import Direction, SideKind
from chalicelib.decisions.forms.plan import End, Milestone, Step
from chalicelib.decisions.plans import ends_of

_SETTLED = {End.WITHDRAWN, End.GIVEN_UP, End.NOT_ACCEPTED}
"""Ends without a decision: once there is no other, the clocks stop."""


def settle(recorder: EventRecorder, step: Step) -> None:
    """Where the case can only end without a decision any more the clocks stop, and its state is settled."""
    ends = ends_of(recorder.plan, step.step)
    if recorder.case.settled is None and len(ends) == 1 and ends <= _SETTLED:
        (only,) = ends
        recorder.record(events.CaseSettled, end=only, state=_state(recorder, only))
        stop_clocks(recorder)


def close(recorder: EventRecorder, last: End) -> None:
    """Of a parcel that still holds papers somebody finds out where it is, also after the close."""
    stop_clocks(recorder)
    end_with_the_case(recorder, granted=last is End.GRANTED)
    for direction in Direction:
        for order in parcels_with_papers(recorder, direction):
            open_side(recorder, SideKind.PARCEL_TROUBLE, (order,))
    settled = recorder.case.state if recorder.case.settled is last else None
    record_closed(recorder, last, settled or _state(recorder, last))


def record_closed(recorder: EventRecorder, last: End, state: int) -> None:
    """Record the close; where the region says how long parties are kept, their time begins with it."""
    recorder.record(events.CaseClosed, end=last, state=state)
    keep_parties(recorder)


def _state(recorder: EventRecorder, last: End) -> int:
    """The national code of case states (list BLZT) that an end has."""
    accepted = Milestone.ACCEPTED in recorder.case.milestones
    match last:
        case End.GRANTED:
            return DEFERRING if recorder.case.deferred else GRANTED
        case End.REFUSED:
            return 13
        case End.NOT_ACCEPTED:
            return 13 if accepted else 5
        case End.GIVEN_UP:
            return 2
        case End.WITHDRAWN:
            return 14 if accepted else 2
        case End.REVOKED:
            return 15

"""How the clocks of a case change with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.evolve.changes import Changes
from chalicelib.cases.values import Extension
from chalicelib.decisions.forms.plan import Milestone


def change_clocks(case: Case, event: events.ClockEvent) -> Changes:
    match event:
        case events.MilestoneReached():
            return _milestone_reached(case, event)
        case events.ClockStarted() | events.ClockRecounted() | events.ClockWarned() | events.CardShown():
            return {"clocks": {**case.clocks, event.run.clock: event.run}}
        case events.ClocksPaused():
            return {"pauses": {**case.pauses, event.pause: event.grounds}}
        case events.ExtensionAsked() | events.ExtensionAnswered():
            return {"extensions": {**case.extensions, event.extension: _extension(case, event)}}
        case events.ClockStopped():
            return _clock(case, event.clock, stopped_on=event.day, next_at=None, asked_at=None)
        case events.ClockRanOut():
            return _clock(case, event.clock, ran_out=True, next_at=None)
        case _:
            assert_never(event)


def _milestone_reached(case: Case, event: events.MilestoneReached) -> Changes:
    changes: Changes = {"milestones": {**case.milestones, event.milestone: event.day}}
    if event.milestone is Milestone.ACCEPTED:
        changes["accepted_by_silence"] = event.by_silence
    return changes


def _extension(case: Case, event: events.ExtensionAsked | events.ExtensionAnswered) -> Extension:
    """An extension as it is asked for, or once it is answered."""
    if isinstance(event, events.ExtensionAsked):
        return Extension(
            clock=event.clock,
            period=event.period,
            reason=event.reason,
            asked_by=event.by.id,
            asked_at=event.at,
        )
    answered = {"answered_by": event.by.id, "answered_at": event.at, "answer": event.reason}
    return case.extensions[event.extension].model_copy(update={"granted": event.granted, **answered})


def _clock(case: Case, name: str, **changes: object) -> Changes:
    return {"clocks": {**case.clocks, name: case.clocks[name].model_copy(update=changes)}}

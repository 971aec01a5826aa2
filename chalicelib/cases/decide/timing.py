"""What happens when time has passed: a task's days are over, a clock runs out."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.cases import clocks, commands, events
from chalicelib.cases.decide.deferring import expire_deferrals
from chalicelib.cases.decide.milestones import reach
from chalicelib.cases.decide.owing import open_side
from chalicelib.cases.decide.possible import objection
from chalicelib.cases.decide.walk import due_day, end
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.values import ClockRun, SideKind, Task
from chalicelib.cases.waiting import DEFERRALS, DRAFT
from chalicelib.decisions.clock import Clock
from chalicelib.decisions.plan import End, Milestone, Outcome
from chalicelib.decisions.plans import find_outcome

_LOOK_AGAIN = timedelta(days=1)
"""How long a clock waits for a calendar that is not out: nothing lapses by a provisional date."""


def decide_expire_task(recorder: EventRecorder, command: commands.ExpireTask) -> None:
    case = recorder.case
    waits = case.tasks.get(command.task) or case.sides.get(command.task)
    if waits is None or waits.due is None or waits.late or command.at < waits.due:
        return
    if not isinstance(waits, Task):
        recorder.record(events.TaskLate, task=waits.id)
        return
    due = due_day(recorder, recorder.step(waits), recorder.local_day(waits.since))
    zone = recorder.release.region.time_zone
    ends = waits.due if due is None else clocks.moment_after(due.date, zone, command.at)
    if ends > command.at:
        recorder.record(events.TaskDueChanged, task=waits.id, due=ends)
        return
    outcome = _by_itself(recorder, waits)
    if outcome is None or due is None or due.provisional:
        recorder.record(events.TaskLate, task=waits.id)
    else:
        end(recorder, waits, outcome)


def _by_itself(recorder: EventRecorder, task: Task) -> Outcome | None:
    """The first of a step's late outcomes that is possible."""
    step = recorder.step(task)
    for name in step.late:
        outcome = find_outcome(step, name)
        if outcome is not None and objection(recorder, step, outcome) is None:
            return outcome
    return None


def decide_expire_clock(recorder: EventRecorder, command: commands.ExpireClock) -> None:
    if command.clock == DRAFT:
        _expire_draft(recorder)
        return
    if command.clock == DEFERRALS:
        expire_deferrals(recorder)
        return
    run = recorder.case.clocks.get(command.clock)
    clock = next((each for each in recorder.release.clocks if each.clock == command.clock), None)
    if run is None or clock is None or not run.running:
        return
    if run.next_at is None or command.at < run.next_at:
        return
    again = clocks.recount(run, clock, recorder.item, command.at, recorder.release, run.pauses)
    waits = clock.silence is not None and again.provisional
    if again.ends_at > command.at or waits:
        later = max(again.ends_at, command.at + _LOOK_AGAIN) if waits else again.ends_at
        recorder.record(events.ClockRecounted, run=again.model_copy(update={"next_at": later}))
        return
    recorder.record(events.ClockRanOut, clock=run.clock)
    if clock.silence == "accepted":
        _accept_by_silence(recorder, clock, run)


def _expire_draft(recorder: EventRecorder) -> None:
    """An application that was never submitted is given up; nobody has received it."""
    until = recorder.case.draft_until
    if until is not None and recorder.at >= until:
        recorder.record(events.CaseClosed, end=End.GIVEN_UP, state=2)


def _accept_by_silence(recorder: EventRecorder, clock: Clock, run: ClockRun) -> None:
    """
    The application of a licence that nobody answered in time is accepted as of the day it was received
    (行政许可法 art. 32). No step ends by it, no courier comes; whoever supervises hears of it.
    """
    if Milestone.ACCEPTED in recorder.case.milestones:
        return
    reach(recorder, Milestone.ACCEPTED, run.since, by_silence=True)
    open_side(recorder, SideKind.SILENCE, (clock.clock,))

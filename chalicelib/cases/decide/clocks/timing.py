"""What happens when time has passed: a task's days are over, a clock runs out."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.cases import commands, events
from chalicelib.cases.decide.application.agents import expire_mandate
from chalicelib.cases.decide.application.deferring import expire_deferrals
from chalicelib.cases.decide.clocks.milestones import (
    end_without_clocks,
    reach,
    resume_clocks,
    stood_still,
    tell_of_going_on,
    tell_of_pauses,
)
from chalicelib.cases.decide.clocks.supervising import supervise
from chalicelib.cases.decide.erasing import expire_retention
from chalicelib.cases.decide.papers.served import expire_unserved
from chalicelib.cases.decide.work.closing import record_closed
from chalicelib.cases.decide.work.owing import end_side, open_side
from chalicelib.cases.decide.work.possible import objection
from chalicelib.cases.decide.work.walk import due_day, end
from chalicelib.cases.evolve import draft_until
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time import clocks
from chalicelib.cases.values import CLOCK, ClockRun, SideKind, SideTask, Task
from chalicelib.cases.waiting import DEFERRALS, DRAFT, MANDATE, NOTICES, RETENTION
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.plan import End, Milestone, Outcome
from chalicelib.decisions.plans import find_outcome

_LOOK_AGAIN = timedelta(days=1)
"""How long a clock waits for a calendar that is not out: nothing lapses by a provisional date."""


def decide_expire_task(recorder: EventRecorder, command: commands.ExpireTask) -> None:
    case = recorder.case
    waits = case.tasks.get(command.task) or case.sides.get(command.task)
    if waits is None or waits.due is None or waits.late or command.at < waits.due:
        return
    if not isinstance(waits, Task):
        _expire_side(recorder, waits)
        return
    due = due_day(recorder, recorder.step(waits), recorder.local_day(waits.since))
    ends = waits.due if due is None else recorder.end_of(due.date)
    if ends > command.at:
        recorder.record(events.TaskDueChanged, task=waits.id, due=ends)
        return
    outcome = _by_itself(recorder, waits)
    if outcome is None or due is None or due.provisional:
        recorder.record(events.TaskLate, task=waits.id)
        tell_of_pauses(recorder, waits.id)
    else:
        end(recorder, waits, outcome)


def _expire_side(recorder: EventRecorder, side: SideTask) -> None:
    """The days of a side task are over: a pause is, any other is late."""
    if side.kind is SideKind.PAUSE:
        stood = stood_still(recorder, side.id)
        end_side(recorder, side)
        resume_clocks(recorder, side.id)
        tell_of_going_on(recorder, stood)
    else:
        recorder.record(events.TaskLate, task=side.id)


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
        _expire_draft(recorder, command.last_file)
    elif command.clock == DEFERRALS:
        expire_deferrals(recorder)
    elif command.clock == NOTICES:
        expire_unserved(recorder)
    elif command.clock == MANDATE:
        expire_mandate(recorder)
    elif command.clock == RETENTION:
        expire_retention(recorder)
    else:
        _look_at(recorder, command.clock)


def hear_silence(recorder: EventRecorder) -> None:
    """
    What nobody answered in time is accepted from that moment on, whoever comes first afterwards: the one
    clock, or somebody's act. On the record it is the clock's.
    """
    by, recorder.by = recorder.by, CLOCK
    for clock in recorder.release.clocks:
        run = recorder.case.clocks.get(clock.clock)
        if clock.silence is not None and run is not None and run.ends_at <= recorder.at:
            _look_at(recorder, clock.clock)
    recorder.by = by


def _look_at(recorder: EventRecorder, name: str) -> None:
    """A clock has to be looked at: to supervise it, to work it out again, to warn, or because it runs out."""
    run = recorder.case.clocks.get(name)
    clock = next((each for each in recorder.release.clocks if each.clock == name), None)
    if run is None or clock is None or not run.running:
        return
    supervise(recorder, clock)
    run = recorder.case.clocks[name]
    if run.next_at is None or recorder.at < run.next_at:
        return
    again = clocks.recount(run, clock, recorder.item, recorder.at, recorder.release, run.pauses)
    warned = _warn(recorder, clock, again)
    if again.ends_at > recorder.at:
        if not warned:
            recorder.record(events.ClockRecounted, run=again)
        return
    if clock.silence is not None and again.provisional:
        later = recorder.case.clocks[clock.clock].model_copy(update={"next_at": recorder.at + _LOOK_AGAIN})
        recorder.record(events.ClockRecounted, run=later)
        return
    recorder.record(events.ClockRanOut, clock=run.clock)
    end_without_clocks(recorder)
    if clock.silence == "accepted":
        _accept_by_silence(recorder, clock, run)


def _warn(recorder: EventRecorder, clock: Clock, run: ClockRun) -> bool:
    """Give the warnings of a clock whose time has come; whether there were any."""
    about = (clock, recorder.item, recorder.at, recorder.release)
    numbers = clocks.warnings_due(run, *about)
    if not numbers:
        return False
    tell = {clock.warn[number].tell for number in numbers}
    told = run.model_copy(
        update={
            "told": (*run.told, *numbers),
            "warned": run.warned or "unit" in tell,
            "supervisor": recorder.unit("supervises") if "supervises" in tell else run.supervisor,
        }
    )
    told = told.model_copy(update={"next_at": clocks.next_look(told, *about)})
    recorder.record(events.ClockWarned, run=told, tell=tuple(sorted(tell, reverse=True)))
    return True


def _expire_draft(recorder: EventRecorder, last_file: datetime | None) -> None:
    """
    An application that was never submitted is given up; nobody has received it. If files have come since its
    time was counted, it has longer.
    """
    case, until = recorder.case, draft_until(recorder.case, last_file)
    if until is None or case.draft_until is None or recorder.at < case.draft_until:
        return
    if recorder.at < until:
        recorder.record(events.DraftProlonged, until=until)
    else:
        record_closed(recorder, End.GIVEN_UP, 2)


def _accept_by_silence(recorder: EventRecorder, clock: Clock, run: ClockRun) -> None:
    """
    The application of a licence that nobody answered in time is accepted as of the day it was received
    (行政许可法 art. 32). No step ends by it, no courier comes; whoever supervises hears of it.
    """
    if Milestone.ACCEPTED in recorder.case.milestones:
        return
    reach(recorder, Milestone.ACCEPTED, run.since, by_silence=True)
    open_side(recorder, SideKind.SILENCE, (clock.clock,))

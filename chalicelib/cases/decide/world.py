"""Follow the facts of the world 外部事实: the calendars and units in force, on which a case's dates rest."""

from __future__ import annotations

from chalicelib.cases import events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.application.deferring import recount_deferred
from chalicelib.cases.decide.papers.served import recount_unserved
from chalicelib.cases.decide.work.owing import recount_side
from chalicelib.cases.decide.work.walk import due_day
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time import clocks
from chalicelib.cases.values import ClockRun, Pause


def follow_world(recorder: EventRecorder) -> None:
    """
    Where other calendars or units are in force than those that the case knows, work out again every day that
    is still to come: of clocks, tasks, side tasks, and what may follow later. What was late is so no more if
    its day now lies ahead. Days that the applicant was given are never taken from her.
    """
    case, world = recorder.case, recorder.release.world
    waits = case.sides or case.deferred or any(one.due is not None for one in case.notices.values())
    if case.world == world or (case.stage is Stage.CLOSED and not waits):
        return
    recorder.record(events.WorldFollowed, world=world)
    _recount_clocks(recorder)
    _recount_tasks(recorder)
    _recount_sides(recorder)
    recount_deferred(recorder)
    recount_unserved(recorder)


def _recount_clocks(recorder: EventRecorder) -> None:
    for clock in recorder.release.clocks:
        run = recorder.case.clocks.get(clock.clock)
        if run is None or not run.running:
            continue
        pauses = tuple(_pause(recorder, one) for one in run.pauses)
        again = clocks.recount(run, clock, recorder.item, recorder.at, recorder.release, pauses)
        if _days(again) != _days(run):
            recorder.record(events.ClockRecounted, run=again)


def _days(run: ClockRun) -> tuple[object, ...]:
    return run.due, run.provisional, run.pauses


def _pause(recorder: EventRecorder, pause: Pause) -> Pause:
    """A pause as long as its grounds allow, by the calendars in force; one whose task has ended is over."""
    case, grounds = recorder.case, recorder.case.pauses.get(pause.task)
    if grounds is None or (pause.task not in case.tasks and pause.task not in case.sides):
        return pause
    return clocks.pause(pause.task, clocks.day_before(pause), grounds.at_most, recorder.release.calendars)


def _recount_tasks(recorder: EventRecorder) -> None:
    for task in recorder.case.tasks.values():
        due = due_day(recorder, recorder.step(task), recorder.local_day(task.since))
        if due is None or task.due is None:
            continue
        ends = recorder.end_of(due.date)
        if task.late and ends <= recorder.at:
            continue
        if ends > task.due or (ends < task.due and task.by != "applicant"):
            recorder.record(events.TaskDueChanged, task=task.id, due=ends)


def _recount_sides(recorder: EventRecorder) -> None:
    for side in recorder.case.sides.values():
        recount_side(recorder, side)

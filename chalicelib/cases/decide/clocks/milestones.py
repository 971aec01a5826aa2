"""Milestones 节点 of a case: reached, and what starts and stops with them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.cases import events
from chalicelib.cases.decide.application.deferring import defer_missing
from chalicelib.cases.decide.papers.notices import issue, issue_at
from chalicelib.cases.decide.work.owing import end_side, follow_clocks
from chalicelib.cases.notices import Filling
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time import clocks
from chalicelib.cases.values import ClockRun, Pause, PauseGrounds, SideKind
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.notice import Kind, Placeholder
from chalicelib.decisions.forms.plan import Milestone, Step


def reach(
    recorder: EventRecorder, milestone: Milestone, day: date, *, by_silence: bool = False, again: bool = False
) -> None:
    """
    Record that a milestone was reached on a local day, the first time or ``again``: clocks that stop there
    stop, those that start there start, unless they run; the first time its notice is issued. A clock had not
    run out that stops on a day which was in time, though that is told later.
    """
    known = milestone in recorder.case.milestones
    if known and not again:
        return
    recorder.record(events.MilestoneReached, milestone=milestone, day=day, by_silence=by_silence)
    if milestone is Milestone.ACCEPTED:
        defer_missing(recorder)
    for clock in recorder.release.clocks:
        run = recorder.case.clocks.get(clock.clock)
        if run is not None and run.running:
            if milestone in clock.stops:
                _stop(recorder, run, day, by_silence=by_silence)
        elif clock.starts == milestone:
            _start(recorder, clock, day)
    end_without_clocks(recorder)
    if not known:
        issue_at(recorder, milestone)


def _stop(recorder: EventRecorder, run: ClockRun, day: date, *, by_silence: bool) -> None:
    if run.ran_out and day <= run.due and not by_silence:
        recorder.record(events.ClockRecounted, run=run.model_copy(update={"ran_out": False}))
    recorder.record(events.ClockStopped, clock=run.clock, day=day)


def _start(recorder: EventRecorder, clock: Clock, day: date) -> None:
    over = clock.before is not None and clock.before in recorder.case.milestones
    if over or not hold(clock.when, recorder.facts):
        return
    run = clocks.start(clock, recorder.item, day, recorder.at, recorder.release)
    if run is not None:
        recorder.record(events.ClockStarted, run=run)


def stop_clocks(recorder: EventRecorder) -> None:
    """Stop every clock: the case ends."""
    for run in recorder.case.clocks.values():
        if run.running:
            recorder.record(events.ClockStopped, clock=run.clock, day=recorder.today)
    end_without_clocks(recorder)


def end_without_clocks(recorder: EventRecorder) -> None:
    """End what is open about clocks none of which has days left to count: pauses, extensions asked for."""
    runs = recorder.case.clocks
    for side in (*recorder.case.sides_of(SideKind.PAUSE), *recorder.case.sides_of(SideKind.EXTENSION)):
        if not any(runs[name].running and not runs[name].ran_out for name in side.about):
            end_side(recorder, side)


def pause_clocks(recorder: EventRecorder, step: Step, task: str) -> None:
    """Let clocks stand still from tomorrow, while a task of this step is under way."""
    if step.pauses is not None:
        grounds = PauseGrounds(at_most=step.pauses.at_most, basis=step.pauses.basis)
        stand_still(recorder, task, step.pauses.clocks, grounds, step.title)


def stand_still(
    recorder: EventRecorder,
    task: str,
    names: Collection[str],
    grounds: PauseGrounds,
    title: Text | None = None,
) -> None:
    """
    Let those of these clocks that run stand still from tomorrow, while a task or side task is open, and tell
    the applicant so, on what grounds: the ``title`` of the step, or the reason that staff gave. Of days on
    which they stand still already, as when several units walk such a step, she has been told.
    """
    runs = recorder.case.clocks
    still = [
        clock
        for clock in recorder.release.clocks
        if clock.clock in names and clock.clock in runs and runs[clock.clock].running
    ]
    if not still:
        return
    recorder.record(
        events.ClocksPaused, pause=task, clocks=tuple(clock.clock for clock in still), grounds=grounds
    )
    pause = clocks.pause(task, recorder.today, grounds.at_most, recorder.release.calendars)
    told = all(any(_covers(one, pause) for one in runs[clock.clock].pauses) for clock in still)
    for clock in still:
        run = recorder.case.clocks[clock.clock]
        again = clocks.recount(run, clock, recorder.item, recorder.at, recorder.release, (*run.pauses, pause))
        recorder.record(events.ClockRecounted, run=again)
    follow_clocks(recorder)
    if not told:
        _tell_of_pause(recorder, pause, grounds, title)


def _covers(one: Pause, other: Pause) -> bool:
    return one.since <= other.since and clocks.last_still(one) >= clocks.last_still(other)


def _tell_of_pause(recorder: EventRecorder, pause: Pause, grounds: PauseGrounds, title: Text | None) -> None:
    known = {Placeholder.PAUSE_BASIS: grounds.basis} | _days_of(pause)
    if title is not None:
        known |= {Placeholder.REASON: title}
    issue(recorder, Kind.PAUSE, known, grounds.reason)


def _days_of(pause: Pause) -> dict[Placeholder, Filling]:
    return {Placeholder.PAUSED_FROM: pause.since, Placeholder.PAUSED_UNTIL: clocks.last_still(pause)}


class Stood(NamedTuple):
    """Clocks that stood still, and the pause as it was."""

    clocks: tuple[str, ...]
    pause: Pause
    grounds: PauseGrounds


def stood_still(recorder: EventRecorder, task: str) -> Stood | None:
    """Which running clocks stand still, or stood, while a task or side task was open; None: none did."""
    runs, grounds = recorder.case.clocks.values(), recorder.case.pauses.get(task)
    found = [(run.clock, pause) for run in runs if run.running for pause in run.pauses if pause.task == task]
    if grounds is None or not found:
        return None
    return Stood(tuple(name for name, _ in found), found[0][1], grounds)


def tell_of_going_on(recorder: EventRecorder, stood: Stood | None) -> None:
    """
    The applicant is told that clocks go on: if any does, and stands still for nothing else. Where the case
    was decided in the same moment there is nothing left to count.
    """
    if stood is None:
        return
    tomorrow = recorder.today + timedelta(days=1)
    runs = [recorder.case.clocks[name] for name in stood.clocks]
    if not any(
        run.running
        and not run.ran_out
        and not any(one.since <= tomorrow <= clocks.last_still(one) for one in run.pauses)
        for run in runs
    ):
        return
    ended = min(clocks.last_still(stood.pause), recorder.today)
    since = min(stood.pause.since, ended)  # one that ends before its first day has stopped nothing
    still = stood.pause.model_copy(update={"since": since, "until": ended})
    issue(recorder, Kind.CONTINUATION, {Placeholder.PAUSE_BASIS: stood.grounds.basis} | _days_of(still))


def resume_clocks(recorder: EventRecorder, task: str) -> None:
    """Let the clocks go on that stood still for a task."""
    for clock in recorder.release.clocks:
        run = recorder.case.clocks.get(clock.clock)
        if run is None or not run.running or all(pause.task != task for pause in run.pauses):
            continue
        left = clocks.ended(run.pauses, task, recorder.today)
        if left != run.pauses:
            again = clocks.recount(run, clock, recorder.item, recorder.at, recorder.release, left)
            recorder.record(events.ClockRecounted, run=again)
    follow_clocks(recorder)


def tell_of_pauses(recorder: EventRecorder, task: str) -> None:
    """
    Clocks run again though the task lasts for which they stood still: whoever supervises is told, and the
    applicant.
    """
    stood = stood_still(recorder, task)
    if stood is not None and clocks.last_still(stood.pause) < recorder.today:
        tell_of_going_on(recorder, stood)
    for run in recorder.case.clocks.values():
        over = any(one.task == task and one.until and one.until < recorder.today for one in run.pauses)
        if run.running and over and run.supervisor is None:
            told = run.model_copy(update={"supervisor": recorder.unit("supervises")})
            recorder.record(events.ClockWarned, run=told, tell=("supervises",))


def statutory(recorder: EventRecorder) -> ClockRun | None:
    """The law's own clock 法定时限 while it runs."""
    for clock in recorder.release.clocks:
        run = recorder.case.clocks.get(clock.clock)
        if clock.limit == clocks.STATUTORY and run is not None and run.running:
            return run
    return None

"""The walk of a case through its plan: tasks start and end, lanes are walked, the case closes."""

from __future__ import annotations

from datetime import date

from chalicelib.cases import events
from chalicelib.cases.commands import EndTask
from chalicelib.cases.decide.application.deferring import end_deferrals, open_commitment_check
from chalicelib.cases.decide.clocks.milestones import (
    pause_clocks,
    reach,
    resume_clocks,
    statutory,
    stood_still,
    tell_of_going_on,
)
from chalicelib.cases.decide.papers.custody import hand_out, hand_over, parcels_with_papers, unload_arrived
from chalicelib.cases.decide.papers.notices import issue
from chalicelib.cases.decide.work.closing import close, settle
from chalicelib.cases.decide.work.owing import open_side
from chalicelib.cases.notices import Filling
from chalicelib.cases.parcels.on_its_way import on_its_way
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time import clocks
from chalicelib.cases.time.time_limits import Due, add_period
from chalicelib.cases.values import Direction, SideKind, Task
from chalicelib.decisions.forms.notice import BY_PROGRAM, IF_THERE, Placeholder
from chalicelib.decisions.forms.plan import End, Lane, Milestone, Outcome, Step
from chalicelib.decisions.plans import ONWARD, Way, arrive, ends_of, find_lane, find_step, is_printed


def begin(recorder: EventRecorder) -> None:
    """The case begins to walk its channel's plan. Where no paper is to come it is received as submitted."""
    submitted = recorder.case.milestones.get(Milestone.SUBMITTED)
    none_to_come = recorder.plan.paper_in == "none" or not recorder.standing.owed
    if none_to_come and submitted is not None:
        reach(recorder, Milestone.RECEIVED, submitted)
    go(recorder, recorder.plan.start)


def go(recorder: EventRecorder, name: str, lane: str | None = None, unit: str | None = None) -> None:
    """The case comes to a step; in a lane, one of its units does."""
    if find_step(recorder.plan, name).by == "parcels":
        unload_arrived(recorder)
    at = arrive(recorder.plan, name, recorder.standing, lane)
    if at.lane is not None:
        _enter(recorder, at.lane)
    elif at.step is None:
        _leave(recorder, lane or "", unit or "", at.leaves or ONWARD)
    elif at.step.end is not None:
        close(recorder, at.step.end)
    else:
        _start(recorder, at.step, at.way, lane, unit)


def end(recorder: EventRecorder, task: Task, outcome: Outcome, details: EndTask | None = None) -> None:
    """A task ends with an outcome; what the plan ties to it follows, then the next step."""
    supplied = recorder.case.correction_task == task.id and outcome is recorder.step(task).outcomes[0]
    recorder.record(
        events.TaskEnded,
        task=task.id,
        step=task.step,
        outcome=outcome.outcome,
        note=details.said(with_reason=outcome.reason is not None) if details else None,
        reason=details.why if details and outcome.reason else None,
        on=details.day if details else None,
        officers=details.officers if details else (),
        files=details.files.digest if details and details.files else None,
    )
    stood = None if _told_of_going_on(recorder, task) else stood_still(recorder, task.id)
    resume_clocks(recorder, task.id)
    hand_over(recorder, task, outcome, details.missing if details else ())
    _reach(recorder, task, outcome, supplied=supplied)
    _licence(recorder, task, outcome, details)
    if outcome.opens is not None:
        _open(recorder, SideKind(outcome.opens))
    before = set(recorder.case.tasks)
    if outcome.leaves is not None:
        _leave(recorder, task.lane or "", task.unit, outcome.leaves)
        _end_lane(recorder, task.lane or "")
    elif outcome.next is not None:
        go(recorder, outcome.next, task.lane, task.unit if task.lane else None)
    if details is not None and details.lines:
        _ask(recorder, details, before)
    _tell(recorder, outcome, details, before)
    tell_of_going_on(recorder, stood)


def _tell(recorder: EventRecorder, outcome: Outcome, details: EndTask | None, before: set[str]) -> None:
    """The notice that an outcome issues; those of ``BY_PROGRAM`` were issued with what they tell of."""
    if outcome.issues is None or outcome.issues in (*BY_PROGRAM, *IF_THERE):
        return
    known: dict[Placeholder, Filling] = {}
    asked = (
        task for task in recorder.case.tasks.values() if task.id not in before and task.by == "applicant"
    )
    dues = [task.due for task in asked if task.due is not None]
    if dues:
        known[Placeholder.RESPOND_BY] = recorder.last_day_before(min(dues))
    if details is None:
        issue(recorder, outcome.issues, known)
        return
    if details.day is not None:
        known[Placeholder.HEARING_ON] = details.day
    if details.missing:
        known[Placeholder.PAPERS] = details.missing
    issue(recorder, outcome.issues, known, details.why if outcome.reason else None, details.lines)


def _told_of_going_on(recorder: EventRecorder, task: Task) -> bool:
    """Whether the clocks went on while the task lasted, which was told when its days ran out."""
    stood = stood_still(recorder, task.id) if task.late else None
    return stood is not None and clocks.last_still(stood.pause) < recorder.today


def _reach(recorder: EventRecorder, task: Task, outcome: Outcome, *, supplied: bool) -> None:
    """The milestones that an outcome reaches."""
    online = outcome.accepts == "prereview" and recorder.plan.paper_in == "none"
    if online or (outcome.accepts is not None and outcome.accepts == recorder.item.acceptance_trigger):
        reach(recorder, Milestone.ACCEPTED, recorder.today)
    if outcome.marks == Milestone.DELIVERED and task.way is None:
        hand_out(recorder, task)
    if outcome.marks is not None:
        reach(recorder, outcome.marks, _day_of(recorder, task, outcome.marks))
    if outcome.marks is Milestone.DECIDED:
        _decided(recorder, outcome)
    reached = recorder.case.milestones
    if supplied and Milestone.RECEIVED in reached and Milestone.ACCEPTED not in reached:
        reach(recorder, Milestone.RECEIVED, recorder.today, again=True)


def _day_of(recorder: EventRecorder, task: Task, milestone: Milestone) -> date:
    """The day of a milestone: of one that a parcel reaches the day on which its addressee signed."""
    parcel = recorder.case.shipments.get(recorder.case.order(task.id))
    if milestone is not Milestone.DELIVERED or parcel is None or parcel.signed_at is None:
        return recorder.today
    return min(max(recorder.local_day(parcel.signed_at), recorder.local_day(task.since)), recorder.today)


def _decided(recorder: EventRecorder, outcome: Outcome) -> None:
    """Once it is granted what was promised will be checked; once it is refused nobody waits for anything."""
    if outcome.next is not None and End.GRANTED in ends_of(recorder.plan, outcome.next):
        if any(need.committed for need in recorder.case.needs.values()):
            open_commitment_check(recorder)
    else:
        end_deferrals(recorder, recorder.case.deferred)


def _licence(recorder: EventRecorder, task: Task, outcome: Outcome, details: EndTask | None) -> None:
    if outcome.voids is not None and recorder.case.licence is not None:
        recorder.record(events.LicenceVoided, number=recorder.case.licence)
        _open(recorder, SideKind.PARCEL_TROUBLE)
    if outcome.number is not None and details is not None:
        printed = is_printed(recorder.plan, outcome.next or task.step, recorder.standing)
        recorder.record(events.LicenceMade, number=details.number, on_paper=printed, unit=task.unit)


def _open(recorder: EventRecorder, kind: SideKind) -> None:
    """A side task that an outcome opens; of parcels one for each that holds papers."""
    if kind is SideKind.COMMITMENT_CHECK:
        open_commitment_check(recorder)
        return
    if kind is not SideKind.PARCEL_TROUBLE:
        open_side(recorder, kind)
        return
    for order in parcels_with_papers(recorder, Direction.OUTBOUND):
        open_side(recorder, kind, (order,))


def _ask(recorder: EventRecorder, details: EndTask, before: set[str]) -> None:
    """
    What the applicant is told to correct, at once 一次告知; papers that have no file are owed. What another
    office has, or a promise stands in for, is nobody's to bring.
    """
    started = (
        task for task in recorder.case.tasks.values() if task.id not in before and task.by == "applicant"
    )
    task = next(started, None)
    recorder.record(events.CorrectionAsked, task=task.id if task else None, lines=details.lines)
    papers = dict.fromkeys(line.material for line in details.lines if recorder.case.brings(line.material))
    if papers:
        open_side(recorder, SideKind.PAPER_OWED, tuple(papers))


def _start(recorder: EventRecorder, step: Step, way: Way | None, lane: str | None, unit: str | None) -> None:
    whose = unit or recorder.unit(step.unit)
    counted = step.step if lane is None else f"{step.step}@{whose}"
    number = recorder.case.rounds.get(counted, 0) + 1
    due = due_day(recorder, step, recorder.today)
    task = Task(
        id=f"{step.step}-{number}" if lane is None else f"{step.step}-{number}-{whose}",
        step=step.step,
        round=number,
        unit=whose,
        lane=lane,
        by=step.by,
        way=way,
        since=recorder.at,
        due=None if due is None else recorder.end_of(due.date),
    )
    recorder.record(events.TaskStarted, task=task)
    settle(recorder, step)
    pause_clocks(recorder, step, task.id)
    if way == "courier":
        order_courier(recorder, task.id, Direction.INBOUND if step.by == "pick_up" else Direction.OUTBOUND)
    if step.by == "parcels":
        _recall(recorder)


def due_day(recorder: EventRecorder, step: Step, since: date) -> Due | None:
    """
    The last day of a step that began on a local day: of one without days of its own, for which clocks stand
    still, the last on which they do. An applicant's ends before the law's limit.
    """
    calendars, within = recorder.release.calendars, step.within
    if within is None and step.pauses is not None:
        within = step.pauses.at_most
    if within is None:
        return None
    if step.by == "applicant":
        return clocks.last_day_to_supply(since, within, statutory(recorder), calendars)
    return add_period(since, within, calendars)


def order_courier(recorder: EventRecorder, task: str, direction: Direction) -> None:
    """A courier is wanted for a task or side task, under its number."""
    recorder.record(
        events.ShipmentOrdered,
        order=recorder.case.order(task),
        direction=direction,
        task=task,
        carrier=recorder.release.region.carrier,
    )


def _recall(recorder: EventRecorder) -> None:
    """Orders for papers that nobody has fetched yet are called off."""
    for order, parcel in recorder.case.shipments.items():
        inbound = parcel.direction is Direction.INBOUND and on_its_way(recorder.case, order)
        if inbound and not parcel.recalled and not recorder.case.in_parcel(order):
            recorder.record(events.ShipmentRecalled, order=order)


def _enter(recorder: EventRecorder, lane: Lane) -> None:
    """Every unit of a lane begins to walk it."""
    units = recorder.units(lane.each)
    recorder.record(events.LaneEntered, lane=lane.lane, units=units)
    for unit in units:
        go(recorder, lane.first, lane.lane, unit)
    _end_lane(recorder, lane.lane)


def _leave(recorder: EventRecorder, lane: str, unit: str, way_out: str) -> None:
    recorder.record(events.LaneLeft, lane=lane, unit=unit, exit=way_out)


def _end_lane(recorder: EventRecorder, name: str) -> None:
    """When all units have left a lane the case goes on, as the first exit says that any of them took."""
    case = recorder.case
    if name not in case.lanes or any(task.lane == name for task in case.tasks.values()):
        return
    lane = find_lane(recorder.plan, name)
    taken = set(case.lanes[name].values())
    way_out = next((each for each in lane.exits if each in taken), ONWARD)
    recorder.record(events.LaneEnded, lane=name, exit=way_out)
    go(recorder, lane.exits.get(way_out, lane.onward))


def first_outcome(recorder: EventRecorder, task: Task) -> Outcome:
    """How a task ends ordinarily."""
    return recorder.step(task).outcomes[0]


def last_outcome(recorder: EventRecorder, task: Task) -> Outcome:
    """How a task ends whose parcel did not get there."""
    return recorder.step(task).outcomes[-1]

"""A case brought to its end while the applicant does nothing, nor any courier: staff and time alone."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from chalicelib.cases import commands
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import AnyCommand
from chalicelib.cases.decide import decide
from chalicelib.cases.decide.work.sides import outcomes_of
from chalicelib.cases.evolve import evolve
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Line, Role, SideTask, Task
from chalicelib.cases.waiting import Waiting, waiting
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Outcome, Plan, Step
from chalicelib.decisions.forms.unit import APPLICANT, HALL
from chalicelib.decisions.plans import find_lane, find_step, leads_to
from tests.cases.walks import CLOCK, Walk

MOST_TRIED = 3_000


def _fresh(case: Case) -> Actor:
    """Somebody who has not touched the case: an office can find one."""
    return Actor(role=Role.STAFF, id=f"clerk-of-{case.version}")


def finished(begun: Case, release: Release, at: datetime) -> Case | None:
    """The case at its end; None where none was found, though the nearest ways were tried first."""
    order = count()
    distance = _distances(begun, release)
    open_ = [(0, next(order), begun, at)]
    seen = {_key(begun)}
    for _ in range(MOST_TRIED):
        if not open_:
            return None
        _, _, case, now = heapq.heappop(open_)
        if case.stage is Stage.CLOSED:
            return case
        for command in _moves(case, release, now):
            try:
                told = decide(case, command, release)
            except NotPossible:
                continue
            after = case
            for event in told:
                after = evolve(after, event)
            key = _key(after)
            if told and key not in seen:
                seen.add(key)
                far = sum(distance.get(task.step, 0) for task in after.tasks.values())
                heapq.heappush(open_, (far + len(after.sides), next(order), after, max(now, command.at)))
    return None


def _moves(case: Case, release: Release, now: datetime) -> Iterator[AnyCommand]:
    for each in waiting(case):
        yield from _in_time(case, each, now)
    if case.channel in release.plans and case.stage is Stage.RUNNING:
        for task in case.tasks.values():
            if task.way == "electronic":
                order = case.order(task.id)
                yield commands.RecordDocumentIssued(at=now, by=CLOCK, effect=order, key="documents/x")
            step = find_step(release.plans[case.channel], task.step)
            for outcome in step.outcomes:
                if not _hangs(task, outcome, step.outcomes[0]):
                    yield from _endings(case, task, step, outcome, now)
    for side in case.sides.values():
        yield from _side_endings(case, side, release, now)


def _in_time(case: Case, each: Waiting, now: datetime) -> Iterator[AnyCommand]:
    """What happens by itself, and the giving back of what somebody claimed who does nothing."""
    if each.due is not None and not each.late:
        at = max(now, each.due)
        if each.kind == "clock":
            yield commands.ExpireClock(at=at, by=CLOCK, clock=each.id)
        else:
            yield commands.ExpireTask(at=at, by=CLOCK, task=each.id)
    if each.claimed_by is not None:
        yield commands.ReleaseTask(at=now, by=_fresh(case), task=each.id)


def helpful(walk: Walk, random: Random) -> AnyCommand | None:
    """What leads on, with all that it needs: of staff, the applicant, a carrier or our own effects."""
    case, now = walk.case, walk.now
    if case.stage is not Stage.RUNNING or not case.tasks:
        return None
    task = random.choice(list(case.tasks.values()))
    step = find_step(walk.release.plans[case.channel or ""], task.step)
    if task.way == "electronic" and random.random() < 0.8:
        return commands.RecordDocumentIssued(at=now, by=CLOCK, effect=case.order(task.id), key="documents/x")
    if task.way == "courier" and random.random() < 0.8:
        status = random.choice([ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED, ShipmentStatus.RETURNED])
        return commands.RecordTracking(at=now, by=CLOCK, order=case.order(task.id), status=status)
    if task.by == "applicant" and random.random() < 0.5:
        files = walk.files
        return commands.SubmitTask(
            at=now,
            by=CLOCK,
            task=task.id,
            files=files.listed,
            renewed=files.since(task.since),
            incomplete=True,
        )
    outcome = random.choice([*step.outcomes, *step.outcomes[:1] * 3])
    return random.choice(list(_endings(case, task, step, outcome, now)))


def _hangs(task: Task, outcome: Outcome, first: Outcome) -> bool:
    """Whether an outcome says that the applicant has done something, or a courier has."""
    given = outcome.hand_over
    came = outcome.visit or (given is not None and given.from_ == APPLICANT)
    return came or (task.by in ("applicant", "pick_up", "delivery") and outcome is first)


def _endings(case: Case, task: Task, step: Step, outcome: Outcome, now: datetime) -> Iterator[AnyCommand]:
    lines = tuple(Line(material=name, problem="缺", mend="补") for name in list(case.needs)[:1])
    for missing in ((), tuple(case.custody)[:1]):
        yield commands.EndTask(
            at=now,
            by=_fresh(case),
            task=task.id,
            outcome=outcome.outcome,
            lines=lines if outcome.lines else (),
            missing=missing if outcome.missing else (),
            reason="理由" if outcome.reason else None,
            number="证照-9" if outcome.number else None,
            day=now.date() + timedelta(days=90) if outcome.date else None,
            officers=_others(case, step),
        )
        if not outcome.missing:
            return


def _others(case: Case, step: Step) -> tuple[str, ...]:
    return tuple(f"other-{n}-of-{case.version}" for n in range(1, step.officers if step.by == "staff" else 1))


def _side_endings(case: Case, side: SideTask, release: Release, now: datetime) -> Iterator[AnyCommand]:
    for name in outcomes_of(release, side.kind, side.about):
        if name == "fetch" or (name == "received" and side.unit == HALL):
            continue
        yield commands.EndSide(at=now, by=_fresh(case), side=side.id, outcome=name, reason="已联系")


def _distances(case: Case, release: Release) -> dict[str, int]:
    """How many steps it is from each to the nearest end by ways not over yet, be they possible or not."""
    plan: Plan | None = release.plans.get(case.channel or "")
    if plan is None:
        return {}
    before: dict[str, set[str]] = {}
    for step in plan.steps:
        gone = {way.next for way in step.outcomes if way.before in case.milestones}
        for after in leads_to(plan, step):
            if after not in gone:
                before.setdefault(after, set()).add(step.step)
    found = {step.step: 0 for step in plan.steps if step.end is not None}
    now = list(found)
    for name in now:
        for earlier in before.get(name, ()):
            if earlier not in found:
                found[earlier] = found[name] + 1
                now.append(earlier)
    assert all(find_lane(plan, lane.lane) for lane in plan.lanes)
    return found


def _key(case: Case) -> object:
    """What tells two ways in which a case may stand apart; times and rounds do not."""
    return (
        case.stage,
        tuple(sorted((task.step, task.unit, task.way or "", task.late) for task in case.tasks.values())),
        tuple(sorted((side.kind, side.unit, side.about, side.late) for side in case.sides.values())),
        tuple(sorted(case.milestones)),
        tuple(sorted((paper, holding.holder) for paper, holding in case.custody.items())),
        tuple(sorted((order, parcel.status, parcel.recalled) for order, parcel in case.shipments.items())),
        tuple(sorted((lane, tuple(sorted(left.items()))) for lane, left in case.lanes.items())),
        tuple(sorted((run.clock, run.ran_out, run.running) for run in case.clocks.values())),
        case.licence,
        case.waived,
        tuple(sorted(name for name, task in case.tasks.items() if task.claimed_by)),
    )

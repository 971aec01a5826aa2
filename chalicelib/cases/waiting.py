"""Who waits for what in a case: the one place that says so. Adapters write their rows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from chalicelib.cases.case import Case
from chalicelib.cases.parcels.status import SETTLED_BY_STAFF
from chalicelib.cases.people.acting import mandate_ends_at
from chalicelib.cases.values import ClockRun, Direction, SideTask, Task, Value

DEFERRALS = "case.deferrals"
"""The timer of what may come later; no clock of a region can have a name with a point in it."""
MANDATE = "case.mandate"
"""The timer of an agent's mandate."""
RETENTION = "case.retention"
"""The timer by which the parties of a closed case are erased; see above for its name."""
DRAFT = "draft"
"""What is waited for before an application is submitted. No clock runs then, so none can have the name."""
NOTICES = "case.notices"
"""The timer of notices that have not been served."""


class Waiting(Value):
    """
    One thing that is waited for: a task, a side task, or a clock, by its ``id``. ``unit``: on whose list it
    stands; on nobody's where it ends by itself, at ``due``, by a parcel that is asked after, or by an
    effect. ``due`` stays told once it is ``late``, but nothing happens by itself then. ``step`` is the
    plan's step, the kind of a side task, or the clock; that stands on the list of whoever supervises once
    she was warned of it, until it stops.
    """

    id: str
    kind: Literal["task", "side", "clock"]
    unit: str | None
    step: str
    since: datetime
    due: datetime | None = None
    late: bool = False
    claimed_by: str | None = None


def waiting(case: Case) -> tuple[Waiting, ...]:
    """Everything that a case waits for, tasks first."""
    return (
        *(_task(case, task) for task in case.tasks.values()),
        *(_side(side) for side in case.sides.values()),
        *(_clock(run) for run in case.clocks.values() if run.running and (_looks(run) or run.supervisor)),
        *_draft(case),
        *_deferrals(case),
        *_notices(case),
        *_mandate(case),
        *_retention(case),
    )


def deadline(case: Case, waits: Task | SideTask) -> datetime | None:
    """
    By when something has to be done: when its own days are over or, of a task that staff have to end, the
    first clock of the case is. A task often has no days of its own: then the clock's are all there are.
    """
    ends = [run.ends_at for run in _clocks_of(case, waits)]
    return min(ends if waits.due is None else [waits.due, *ends], default=None)


def is_late(case: Case, waits: Task | SideTask) -> bool:
    """Whether its own days have run out, or a clock of the case that staff have to keep."""
    return waits.late or any(run.ran_out for run in _clocks_of(case, waits))


def is_warned(case: Case, waits: Task | SideTask) -> bool:
    """Whether whoever has a task was warned that a clock of the case runs down."""
    return any(run.warned for run in _clocks_of(case, waits))


def _clocks_of(case: Case, waits: Task | SideTask) -> list[ClockRun]:
    if not isinstance(waits, Task) or waits.by != "staff":
        return []
    return [run for run in case.clocks.values() if run.running]


def is_stuck(case: Case, task: Task) -> bool:
    """Whether what should end a task by itself needs a person: a parcel in trouble, or no way at all."""
    if task.by == "parcels":
        return any(
            parcel.direction is Direction.INBOUND and parcel.status in SETTLED_BY_STAFF
            for parcel in case.shipments.values()
        )
    if task.way == "courier":
        parcel = case.shipments.get(case.order(task.id))
        return parcel is None or parcel.status in SETTLED_BY_STAFF
    return task.by in ("pick_up", "delivery") and task.way is None


def _task(case: Case, task: Task) -> Waiting:
    moves_by_itself = task.due is not None or task.way is not None
    by_a_person = task.by == "staff" or task.late or is_stuck(case, task) or not moves_by_itself
    return Waiting(
        id=task.id,
        kind="task",
        unit=task.unit if by_a_person else None,
        step=task.step,
        since=task.since,
        due=task.due,
        late=task.late,
        claimed_by=task.claimed_by,
    )


def _side(side: SideTask) -> Waiting:
    return Waiting(
        id=side.id,
        kind="side",
        unit=side.unit,
        step=side.kind.value,
        since=side.since,
        due=side.due,
        late=side.late,
        claimed_by=side.claimed_by,
    )


def _draft(case: Case) -> tuple[Waiting, ...]:
    """An application that nobody has submitted is on nobody's list; its time runs out."""
    if case.draft_until is None:
        return ()
    since, due = case.opened_at, case.draft_until
    return (Waiting(id=DRAFT, kind="clock", unit=None, step=DRAFT, since=since, due=due),)


def _deferrals(case: Case) -> Iterator[Waiting]:
    """The day on which the first of what may come later is overdue."""
    ends = [owed.ends_at for owed in case.deferred.values() if not owed.overdue]
    if ends:
        yield Waiting(
            id=DEFERRALS, kind="clock", unit=None, step=DEFERRALS, since=case.opened_at, due=min(ends)
        )


def _notices(case: Case) -> Iterator[Waiting]:
    """When the first of the notices that nobody has got comes to somebody's list."""
    ends = [one.due for one in case.notices.values() if one.due is not None]
    if ends:
        yield Waiting(id=NOTICES, kind="clock", unit=None, step=NOTICES, since=case.opened_at, due=min(ends))


def _mandate(case: Case) -> Iterator[Waiting]:
    """The moment at which an agent's mandate runs out."""
    due = mandate_ends_at(case)
    if due is not None:
        yield Waiting(id=MANDATE, kind="clock", unit=None, step=MANDATE, since=case.opened_at, due=due)


def _retention(case: Case) -> Iterator[Waiting]:
    """The day on which who applied has been kept long enough."""
    if case.erasure_at is not None:
        yield Waiting(
            id=RETENTION,
            kind="clock",
            unit=None,
            step=RETENTION,
            since=case.opened_at,
            due=case.erasure_at,
        )


def _looks(run: ClockRun) -> datetime | None:
    """When a clock has to be looked at next: by what it says itself, or by supervision."""
    return min((at for at in (run.next_at, run.asked_at) if at is not None), default=None)


def _clock(run: ClockRun) -> Waiting:
    return Waiting(
        id=run.clock,
        kind="clock",
        unit=run.supervisor,
        step=run.clock,
        since=run.started_at,
        due=_looks(run),
    )

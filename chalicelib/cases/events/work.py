"""What has happened to the work on a case: tasks, lanes, side tasks, corrections."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.cases.values import Line, SideTask, Task, Words


class TaskStarted(Event):
    """A unit has something to do, or something is waited for."""

    kind: Literal["task_started"] = "task_started"
    task: Task


class TaskEnded(Event):
    """
    ``outcome`` is one of the plan's, or ``withdrawn``; ``on`` a day that was given with it, ``files`` the
    digest of the files of the case as they were then; ``officers`` did it together with who recorded it.
    """

    kind: Literal["task_ended"] = "task_ended"
    task: str
    step: str
    outcome: str
    note: Words | None = None
    reason: Words | None = None
    on: date | None = None
    officers: tuple[str, ...] = ()
    files: str | None = None


class TaskLate(Event):
    """The days of a task or side task have run out, and nothing happens by itself."""

    kind: Literal["task_late"] = "task_late"
    task: str


class TaskDueChanged(Event):
    """The days of a task or side task were counted again, by the calendars in force."""

    kind: Literal["task_due_changed"] = "task_due_changed"
    task: str
    due: datetime


class TaskClaimed(Event):
    kind: Literal["task_claimed"] = "task_claimed"
    task: str


class TaskReleased(Event):
    kind: Literal["task_released"] = "task_released"
    task: str


class OfficerRecused(Event):
    """Who did this keeps out of the case from now on 回避."""

    kind: Literal["officer_recused"] = "officer_recused"
    ground: RecusalGround


class LaneEntered(Event):
    """``units`` begin to walk a lane, each by itself."""

    kind: Literal["lane_entered"] = "lane_entered"
    lane: str
    units: tuple[str, ...] = Field(min_length=1)


class LaneLeft(Event):
    """A unit is through with a lane, ``onward`` or by one of its exits."""

    kind: Literal["lane_left"] = "lane_left"
    lane: str
    unit: str
    exit: str


class LaneEnded(Event):
    """All units have left a lane."""

    kind: Literal["lane_ended"] = "lane_ended"
    lane: str
    exit: str


class SideOpened(Event):
    """There is something to do beside the plan."""

    kind: Literal["side_opened"] = "side_opened"
    side: SideTask


class SideEnded(Event):
    """``outcome`` is one of the side task's own, or ``settled`` where it came to its end by itself."""

    kind: Literal["side_ended"] = "side_ended"
    side: str
    outcome: str
    reason: Words | None = None


class CorrectionAsked(Event):
    """``task`` is the applicant's, which ends when what is asked for is there."""

    kind: Literal["correction_asked"] = "correction_asked"
    task: str | None
    lines: tuple[Line, ...] = Field(min_length=1)


WorkEvent = (
    TaskStarted
    | TaskEnded
    | TaskLate
    | TaskDueChanged
    | TaskClaimed
    | TaskReleased
    | OfficerRecused
    | LaneEntered
    | LaneLeft
    | LaneEnded
    | SideOpened
    | SideEnded
    | CorrectionAsked
)

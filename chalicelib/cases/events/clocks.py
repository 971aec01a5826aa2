"""What has happened to the clocks of a case: milestones, pauses, extensions, warnings and cards."""

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.values import ClockRun, PauseGrounds, Words
from chalicelib.decisions.forms.form import Basis, Text
from chalicelib.decisions.forms.plan import Milestone, Period


class CardShown(Event):
    """
    Supervision came out otherwise for a clock than before 亮牌; ``worse``: whoever supervises is told. The
    card stands on the clock's ``run``.
    """

    kind: Literal["card_shown"] = "card_shown"
    run: ClockRun
    worse: bool
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    because: Text
    release: str
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


class MilestoneReached(Event):
    """
    A milestone 节点 as of a local day. ``by_silence`` where the law accepts because nobody answered in time.
    What was received is received again when what was asked for is submitted.
    """

    kind: Literal["milestone_reached"] = "milestone_reached"
    milestone: Milestone
    day: date
    by_silence: bool = False


class ClockStarted(Event):
    kind: Literal["clock_started"] = "clock_started"
    run: ClockRun


class ClockRecounted(Event):
    """Days of a clock were counted again: it was paused, went on, was extended, or a calendar came out."""

    kind: Literal["clock_recounted"] = "clock_recounted"
    run: ClockRun


class ClocksPaused(Event):
    """
    Clocks stand still from the following day 中止计时, as long as the task or side task ``pause`` is open, on
    these ``grounds``. How their days are counted then is told by the events that follow.
    """

    kind: Literal["clocks_paused"] = "clocks_paused"
    pause: str
    clocks: tuple[str, ...] = Field(min_length=1)
    grounds: PauseGrounds


class ExtensionAsked(Event):
    """Staff ask that a clock be extended 申请延长; another answers, by the side task ``extension``."""

    kind: Literal["extension_asked"] = "extension_asked"
    extension: str
    clock: str
    period: Period
    reason: Words


class ExtensionAnswered(Event):
    """An extension was granted, or not, by another person than who asked for it."""

    kind: Literal["extension_answered"] = "extension_answered"
    extension: str
    granted: bool
    reason: Words | None = None


class ClockWarned(Event):
    """
    A clock runs down 预警: the units that have tasks of the case are told, whoever supervises, or both; each
    warning once.
    """

    kind: Literal["clock_warned"] = "clock_warned"
    run: ClockRun
    tell: tuple[Literal["unit", "supervises"], ...] = Field(min_length=1)


class ClockStopped(Event):
    kind: Literal["clock_stopped"] = "clock_stopped"
    clock: str
    day: date


class ClockRanOut(Event):
    kind: Literal["clock_ran_out"] = "clock_ran_out"
    clock: str


ClockEvent = (
    CardShown
    | MilestoneReached
    | ClockStarted
    | ClockRecounted
    | ClocksPaused
    | ExtensionAsked
    | ExtensionAnswered
    | ClockWarned
    | ClockStopped
    | ClockRanOut
)

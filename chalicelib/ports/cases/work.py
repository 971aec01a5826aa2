"""The lines of the units' work lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Work:
    """
    A line of a unit's work list 待办: a task; where ``side`` says so a side task, where ``clock`` does one
    that whoever supervises was warned of. ``step`` is the plan's step, the kind of a side task, or the clock;
    ``applicant`` a masked name, nothing once the case is closed; ``reached`` the milestones. ``due`` and
    ``late`` tell of its own days and of
    the clocks of its case, ``warned`` that one of them runs down. ``incomplete``: required files are missing.
    ``about`` is what a side task is about that concerns a decision; ``card`` and ``rule`` are what came out
    for a clock under supervision.
    """

    case: str
    task: str
    unit: str
    item: str
    release: str
    channel: str | None
    step: str
    side: bool
    round: int
    since: datetime
    due: datetime | None
    late: bool
    claimed_by: str | None
    applicant: str
    incomplete: bool
    accepted_by_silence: bool
    reached: tuple[str, ...]
    clock: bool = False
    warned: bool = False
    about: tuple[str, ...] = ()
    card: str | None = None
    rule: str | None = None

    @property
    def place(self) -> str:
        """Where it stands in every list: the oldest deadline first, what has none last."""
        due = "9999" if self.due is None else f"{self.due.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        return f"{due}#{self.case}#{self.task}"

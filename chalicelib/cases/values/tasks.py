"""What units have to do for a case, and what an applicant is offered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from chalicelib.cases.values.value import Value


class Task(Value):
    """
    What one unit has to do for a case 待办: a step of the plan, the ``round``-th time. In a lane ``unit``
    walks by itself. ``by`` says who ends it, ``way`` how a result travels; ``due`` is when its days run
    out, ``late`` that they have.
    """

    id: str
    step: str
    round: int
    unit: str
    lane: str | None = None
    by: Literal["staff", "applicant", "pick_up", "parcels", "delivery", "time"]
    way: Literal["courier", "electronic"] | None = None
    since: datetime
    due: datetime | None = None
    late: bool = False
    claimed_by: str | None = None


class SideKind(StrEnum):
    """What may have to be done beside a plan 旁支待办. The program's own closed list."""

    CHANNEL = "channel"
    PAPER_OWED = "paper-owed"
    DEFERRED_OVERDUE = "deferred-overdue"
    COMMITMENT_CHECK = "commitment-check"
    PARCEL_TROUBLE = "parcel-trouble"
    NOTICE_NOT_SERVED = "notice-not-served"
    SILENCE = "silence"
    COMPLAINT = "complaint"
    PAUSE = "pause"
    EXTENSION = "extension"
    UNDECIDED = "undecided"
    OFFER = "offer"


OF_DECISIONS = (SideKind.UNDECIDED, SideKind.OFFER)
"""What is about a policy decision beside the channel: its name, and what was chosen."""

OPENED_BY_PLANS = (
    SideKind.COMMITMENT_CHECK,
    SideKind.PARCEL_TROUBLE,
    SideKind.COMPLAINT,
)
"""
What an outcome of a plan may open. The others are about something that the program alone knows: opened by a
plan they would be about nothing, and nobody could end them.
"""


class SideTask(Value):
    """
    A task that stands beside the plan and never moves it. ``about`` names what it is about: papers by
    material, the order of a parcel, clocks, a decision, or a decision and the outcome that was chosen.
    """

    id: str
    kind: SideKind
    round: int
    unit: str
    since: datetime
    due: datetime | None = None
    late: bool = False
    about: tuple[str, ...] = ()
    claimed_by: str | None = None


class Offer(Value):
    """
    What a decision on submission came out with 可选方式: its ``outcome``, by ``rule`` (None: a person
    decided, or has to), since which local day. Where it is ``offered`` the applicant takes or declines it;
    ``accepted`` is None until she has.
    """

    outcome: str
    rule: str | None
    since: date
    offered: bool
    accepted: bool | None = None

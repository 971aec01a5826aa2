"""What units have to do for a case, and what an applicant is offered."""

from datetime import date, datetime
from typing import Literal

from chalicelib.cases.side_kinds import SideKind
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

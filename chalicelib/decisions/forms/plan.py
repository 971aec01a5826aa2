"""
The forms of a plan 办理流程 as a release holds it: flat steps, and what may come of each.

Policy staff write plans as lists of parts; ``authoring.reading`` expands them into this, so that a case
never meets a part. Annotations are not postponed here (no ``from __future__ import annotations``):
pydantic would evaluate each again from its text, milliseconds that every cold function would wait.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.decisions.forms.form import Basis, ChannelName, Condition, Form, Name, Text, Where

Special = Literal["hearing", "tender", "auction", "testing", "quarantine", "appraisal", "expert_review"]
"""What the time to decide leaves out 特殊环节; testing is 检验 and 检测 (行政许可法 art. 45)."""

Does = Literal["review", "inspection", "presence", Special, "publication", "opinion"]
"""
What a step does; all but an opinion the law can demand before a grant 法定环节. presence: the applicant comes
in person 本人到场.
"""

By = Literal["staff", "applicant", "pick_up", "parcels", "delivery", "time", "end"]
"""
Who ends a step. staff: a member of the unit. applicant: what was asked for is supplied. pick_up: a courier
brings the papers in. parcels: no inbound order is under way any more. delivery: the result is there. time:
its period is over. end: nothing follows.
"""

ONE_KIND = "one_kind_of_days"
"""How the error is called of a period that says none or several kinds of days."""

KINDS_OF_DAYS = ("working_days", "days", "months", "at_once")
"""How a period or limit may be written."""

MOST_STEPS = 200
"""Steps that a plan has at most, its ends among them."""

Role = Literal[
    "handles", "decides", "makes", "supervises", "inspects", "advises", "community", "street", "hall"
]
"""What a unit is to an item 角色; ``community`` and ``street`` are those of the applicant's address."""

ROLES: tuple[Role, ...] = get_args(Role)


class Milestone(StrEnum):
    """A day in a case's life that clocks start and stop at 节点. The program's own closed list."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    TOLD = "told"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    DECIDED = "decided"
    MADE = "made"
    DELIVERED = "delivered"


MILESTONES = {
    Milestone.SUBMITTED: Text(zh="提交", en="submitted"),
    Milestone.RECEIVED: Text(zh="收到", en="received"),
    Milestone.TOLD: Text(zh="一次告知", en="told what to correct"),
    Milestone.ACCEPTED: Text(zh="受理", en="accepted"),
    Milestone.NOT_ACCEPTED: Text(zh="不予受理", en="acceptance refused"),
    Milestone.DECIDED: Text(zh="作出决定", en="decided"),
    Milestone.MADE: Text(zh="制证", en="the licence is made"),
    Milestone.DELIVERED: Text(zh="送达", en="delivered"),
}
"""How each is called."""


class End(StrEnum):
    """How a case ends 办结方式. The national state of each belongs to the program, not to a rule file."""

    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ACCEPTED = "not-accepted"
    GIVEN_UP = "given-up"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Period(Form):
    """
    A period 期限: working days, calendar days or calendar months, counted from the following day; exactly
    one of them is written.
    """

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    working_days: int | None = Field(default=None, ge=1, le=250)
    days: int | None = Field(default=None, ge=1, le=366)
    months: int | None = Field(default=None, ge=1, le=24)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(value is not None for name, value in self if name in KINDS_OF_DAYS) != 1:
            raise PydanticCustomError(ONE_KIND, "exactly one kind of days is written")
        return self

    @property
    def kind(self) -> str:
        """The kind of days that is written."""
        return next(name for name, value in self if name in KINDS_OF_DAYS and value is not None)

    @property
    def fewest(self) -> int:
        """How many working days it has at least: a week of seven days may have none of the holidays' five."""
        return (self.working_days or 0) + (self.days or 0) * 5 // 7 + (self.months or 0) * 18

    @property
    def most(self) -> int:
        """How many working days it has at most: none of its days is a holiday, and a month is the longest."""
        return (self.working_days or 0) + (self.days or 0) + (self.months or 0) * 23


class Limit(Period):
    """A period, or that a thing is done at once 即办 while the applicant waits."""

    at_once: Literal[True] | None = None


class HandOver(Form):
    """
    What the giver holds changes hands when an outcome is recorded 材料交接.

    The giver is ``applicant``, ``parcel`` (what the inbound parcels of this case hold), ``units`` (any unit
    but the hall) or a unit; the taker ``hall``, ``unit`` (that of the task) or a role. ``counted``: what is
    named as missing stays with the giver, out of a parcel with the applicant, and is owed.
    """

    what: Literal["papers"] = "papers"
    from_: Name = Field(alias="from")
    to: Name
    counted: bool = False


class Earliest(Form):
    """A day that is given with an outcome: so far ahead at least, as a notice of a hearing must be."""

    at_least: Period


class Pauses(Form):
    """Clocks that stand still while a step is under way (行政许可法 art. 45), so long at most."""

    clocks: tuple[Name, ...] = Field(min_length=1, max_length=20)
    at_most: Period
    basis: Basis


class BareOutcome(Form):
    """
    What may come of a step, as a part says it and as a plan of parts holds it.

    ``accepts``: for items with this ``acceptance_trigger`` (``prereview`` for every item where the plan
    takes no paper in) the outcome is the acceptance 受理. ``marks`` is the milestone that it reaches.
    ``before`` and ``after`` say that it is possible only before or only after a milestone. ``waits_for``:
    it is not possible while a material, a paper or something deferred is wanting. ``visit``: the applicant
    has come to the office for it 到场. ``reason``, ``lines``, ``number``, ``missing``, ``date`` are what must
    be given with it; ``issues`` names a notice, ``opens`` a side task; ``voids`` a licence.
    """

    outcome: Name
    title: Text
    next: Name | None = None
    hand_over: HandOver | None = None
    accepts: Literal["prereview", "paper"] | None = None
    marks: Milestone | None = None
    before: Milestone | None = None
    after: Milestone | None = None
    waits_for: Literal["materials", "papers", "deferred"] | None = None
    visit: bool = False
    reason: Literal["required"] | None = None
    lines: Literal["required"] | None = None
    number: Literal["required"] | None = None
    missing: Literal["required"] | None = None
    issues: Name | None = None
    opens: Name | None = None
    voids: Literal["licence"] | None = None
    date: Earliest | None = None


class Outcome(BareOutcome):
    """
    What may come of a step, and the step that follows; in a lane ``leaves`` says instead by which exit,
    or ``onward``, its unit leaves the lane. Exactly one of the two is there.
    """

    leaves: Name | None = None


class Gate(Form):
    """
    Where a step is left out: unless all of ``when`` holds the case goes on with ``next``, or its unit
    leaves the lane by ``leaves``.
    """

    when: tuple[Condition, ...] = Field(min_length=1)
    next: Name | None = None
    leaves: Name | None = None


class BareStep(Form):
    """
    A step 环节 as a part says it and as a plan of parts holds it, on the list of ``unit``: a role, a unit's
    name, or ``each``, the unit that walks the lane.

    ``counter`` is the step taken instead where no courier may come, or where only the counter is left.
    Nobody who ended one of the steps ``other_than`` may end this one.
    """

    step: Name
    title: Text
    by: By
    unit: Name = "handles"
    does: Does | None = None
    officers: int = Field(default=1, ge=1, le=9)
    other_than: tuple[Name, ...] = Field(default=(), max_length=20)
    within: Period | None = None
    pauses: Pauses | None = None
    counter: Name | None = None
    where: Where


class Step(BareStep):
    """
    A step of a plan, ended as ``by`` says.

    ``gates`` are asked in order when the step is reached. A step that has nothing to do is left out, too:
    ``parcels`` where no inbound order is open, a hand-over from ``units`` where none holds a paper, a
    delivery of ``papers`` where the office holds none. A step left out goes where its first outcome goes.
    After ``within`` the first possible outcome of ``late`` happens by itself; without one the step is late.
    ``gives`` is what a delivery hands out: the licence or the refusal with the papers to be returned, or
    all papers. The first outcome is the ordinary one. An ``end`` names how the case ends.
    """

    part: Name | None = None
    lane: Name | None = None
    gates: tuple[Gate, ...] = ()
    late: tuple[Name, ...] = ()
    ways: tuple[Literal["courier", "electronic", "counter"], ...] = Field(default=(), max_length=3)
    gives: Literal["licence", "refusal", "papers"] | None = None
    outcomes: tuple[Outcome, ...] = Field(default=(), max_length=20)
    end: End | None = None


class Lane(Form):
    """
    A stretch of steps that every unit of a role walks by itself 并联: from ``first`` until it leaves. When
    all have left by ``onward`` the case goes on with ``onward``, otherwise with the first of ``exits`` that
    any unit took; unless all of ``when`` holds it goes on with ``onward`` at once. ``collects``: the first
    unit takes the applicant's papers along.
    """

    lane: Name
    each: Literal["inspects", "advises"]
    when: tuple[Condition, ...] = ()
    first: Name
    onward: Name
    exits: dict[Name, Name] = {}
    collects: Literal["first"] | None = None


class Plan(Form):
    """
    A channel's steps 办理流程. ``paper_in`` says how paper arrives, ``exits`` where the case goes by each
    exit of the plan; ``withdrawn`` is always among them. How often the applicant must come is worked out
    from the steps, in ``decisions.plans``.
    """

    plan: ChannelName
    title: Text
    paper_in: Literal["none", "courier", "inspection", "counter"]
    result_out: tuple[Literal["courier", "electronic", "counter"], ...] = Field(min_length=1, max_length=3)
    start: Name
    steps: tuple[Step, ...] = Field(min_length=2, max_length=MOST_STEPS)
    lanes: tuple[Lane, ...] = ()
    exits: dict[Name, Name]
    where: Where

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """The steps, for looking one up."""
        return {step.step: step for step in self.steps}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which may have other steps."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("by_name", None)
        return copied

"""The forms of a part and a plan as policy staff write them; ``expand`` makes a flat plan of them."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.decisions.forms.form import Basis, ChannelName, Condition, Form, Name, Text, Where
from chalicelib.decisions.forms.plan import BareOutcome, BareStep, Does, End

Gives = Literal["licence", "refusal", "papers"]
Ways = Annotated[tuple[Literal["courier", "electronic", "counter"], ...], Field(max_length=3)]


class PartOutcome(BareOutcome):
    """
    What may come of a step of a part. ``next`` is a step of the same part, ``onward`` to the part that
    follows in the plan, or one of the part's exits. An outcome that ``gives`` something is there only where
    the plan lets the part give that.
    """

    next: Name
    gives: Gives | None = None


class PartStep(BareStep):
    """A step of a part 环节. ``ways: result_out`` are those of the plan; ``late`` is one name or several."""

    by: Literal["staff", "applicant", "pick_up", "parcels", "delivery", "time"]
    when: tuple[Condition, ...] = ()
    late: Name | Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    ways: Literal["result_out"] | Ways = ()
    outcomes: tuple[PartOutcome, ...] = Field(min_length=1, max_length=20)

    @property
    def lates(self) -> tuple[Name, ...]:
        return (self.late,) if isinstance(self.late, str) else self.late


class Part(Form):
    """
    A stretch of steps 流程段 that plans are made of. It begins with its first step and is left by ``onward``
    or by one of ``exits``. ``does`` and ``basis`` are said of all of it.
    """

    part: Name
    title: Text
    does: Does | None = None
    basis: tuple[Basis, ...] = Field(default=(), max_length=50)
    exits: tuple[Name, ...] = Field(default=(), max_length=20)
    steps: tuple[PartStep, ...] = Field(min_length=1, max_length=50)
    where: Where


class Use(Form):
    """
    A part as a plan uses it; or with ``go_on``, which stands alone, the part of the main list at which the
    case goes on. ``named`` (written ``as``) names its steps, ``each`` the role whose units walk it, ``end``
    how the case ends after it.
    """

    part: Name | None = None
    go_on: Name | None = None
    named: Name | None = Field(default=None, alias="as")
    each: Literal["inspects", "advises"] | None = None
    collects_papers: Literal["first"] | None = None
    when: tuple[Condition, ...] = ()
    gives: Gives | None = None
    end: End | None = None
    where: Where


class PlanFile(Form):
    """A channel as its file says it: the parts in order, and to which further parts each exit leads."""

    plan: ChannelName
    title: Text
    paper_in: Literal["none", "courier", "inspection", "counter"]
    result_out: Ways = Field(min_length=1)
    parts: tuple[Use, ...] = Field(min_length=1, max_length=50)
    exits: dict[Name, Annotated[tuple[Use, ...], Field(max_length=50)]]
    where: Where

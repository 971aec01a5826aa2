"""
The forms of a plan 办理流程: a channel's steps, and what may come of each.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from chalicelib.decisions.form import Channel, Condition, Form, Name, Text, Where


class Party(StrEnum):
    """Who can hold a paper 持有人."""

    APPLICANT = "applicant"
    COURIER = "courier"
    INSPECTORS = "inspectors"
    OFFICE = "office"


Does = Literal["inspection", "hearing", "publication"]
"""What a step does that the law can demand before a grant 法定环节."""

PASSING: dict[Does, str] = {"inspection": "pass", "hearing": "held", "publication": "published"}
"""The outcome by which a step has done it; any other leaves it to be done."""


class HandOver(Form):
    """
    Papers change hands when an outcome is recorded 材料交接. ``papers`` are all that the giver
    holds; ``missing`` those that the outcome names as not found.
    """

    what: Literal["papers", "missing"]
    from_: Party = Field(alias="from")
    to: Party


class Outcome(Form):
    """
    What may come of a step, and the step that follows.

    ``accepts``: for items with this ``acceptance_trigger`` the outcome is the acceptance 受理 and
    starts the clocks. ``licence``: the outcome brings the licence into being and needs its number.
    ``visit``: the applicant has come to the office for it 到场, with papers or in person.
    ``before`` and ``after`` say that it is possible only before or only after acceptance; with
    ``reason: required`` nobody records it without saying why (行政许可法 art. 32, 38: refusals).
    """

    outcome: Name
    title: Text
    next: Name
    hand_over: HandOver | None = None
    accepts: Literal["prereview", "paper"] | None = None
    licence: bool = False
    visit: bool = False
    before: Literal["accepted"] | None = None
    after: Literal["accepted"] | None = None
    reason: Literal["required"] | None = None


class Skip(Form):
    """
    Leave the step out and go on with ``next``: where all of ``when`` holds, or wherever not all of
    ``unless`` does. One of the two is written.
    """

    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    next: Name

    @property
    def tests(self) -> tuple[Condition, ...]:
        """All that it asks, of either kind."""
        return self.when + self.unless


class Step(Form):
    """
    A step of a plan 环节. ``by`` says who ends it:

    staff: an outcome over HTTP by the item's department. applicant: a corrected upload.
    pick_up: a courier brings the papers in. delivery: the result goes out, the first of ``ways``
    that the application and the result allow, or straight on with ``if_nothing`` where the office
    holds nothing that is the applicant's. end: nothing follows; ``state`` is the national code
    of case states (1-15, list BLZT) that it is reported as.

    ``days`` are working days from its start. Then ``late`` is the outcome that happens by itself; or
    with ``silence: accepted`` the application of a licence is accepted as of the day it was received
    (行政许可法 art. 32) and the step stays open; or the step is only reported late.

    ``does`` is what the step does that the law can demand; ``PASSING`` names the outcome by which it is
    done. By convention the first outcome of a step of staff is the ordinary one.
    """

    step: Name
    title: Text
    by: Literal["staff", "applicant", "pick_up", "delivery", "end"]
    does: Does | None = None
    outcomes: tuple[Outcome, ...] = Field(default=(), max_length=20)
    ways: tuple[Literal["courier", "electronic", "counter"], ...] = Field(default=(), max_length=3)
    skip: Skip | None = None
    if_nothing: Name | None = None
    days: int | None = Field(default=None, ge=1, le=250)
    late: Name | None = None
    silence: Literal["accepted"] | None = None
    state: int | None = Field(default=None, ge=1, le=15)


class Plan(Form):
    """
    A channel's steps 办理流程. ``paper_in`` says how paper arrives. How often the applicant must come
    is worked out from the steps, in ``decisions.plans``.
    """

    plan: Channel
    title: Text
    paper_in: Literal["none", "courier", "inspection", "counter"]
    start: Name
    steps: tuple[Step, ...] = Field(min_length=2, max_length=100)
    where: Where

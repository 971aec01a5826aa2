"""What is the same for every case that walks a plan: worked out once, not once for each kind of case."""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum

from chalicelib.authoring.checking.plans.walking.graph import coming_to
from chalicelib.authoring.checking.plans.walking.keepers import named
from chalicelib.decisions.forms.plan import End, Milestone, Outcome, Plan, Step
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.decisions.plans import delivery_of, leads_to


class Ruling(StrEnum):
    """What the office has said: nothing yet, that it does not accept, that it grants, that it refuses."""

    OPEN = "open"
    DECLINED = "declined"
    GRANTED = "granted"
    REFUSED = "refused"


class Outline:
    """
    A plan's steps by name, with the ends that each leads to and the delivery that it stands in for; the
    conditions of all lanes and gates; and ``keepers``, the roles and units that hand-overs name.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps: Mapping[str, Step] = plan.by_name
        self.keepers = named(plan)
        self.gates = [
            *(lane.when for lane in plan.lanes),
            *(gate.when for step in plan.steps for gate in step.gates),
        ]
        before = steps_before(plan)
        leading = {step.end: coming_to([step.step], before) for step in plan.steps if step.end is not None}
        self.ends: Mapping[str, frozenset[End]] = {
            name: frozenset(end for end, steps in leading.items() if name in steps) for name in self.steps
        }
        self.deliveries: Mapping[str, Step | None] = {
            name: delivery_of(plan, step) for name, step in self.steps.items()
        }

        makers = (step.step for step in plan.steps if any(one.number is not None for one in step.outcomes))
        granting = coming_to([*makers, End.GRANTED.value], before)
        each = (outcome for step in plan.steps for outcome in step.outcomes)
        self._rulings = {id(outcome): _ruling(outcome, granting) for outcome in each}

    def ruling(self, outcome: Outcome) -> Ruling | None:
        """What an outcome of the plan says to the application; None where it says nothing."""
        return self._rulings[id(outcome)]


def steps_before(plan: Plan) -> Mapping[str, list[tuple[str, None]]]:
    """Of each step those that may lead there."""
    before: dict[str, list[tuple[str, None]]] = {}
    for step in plan.steps:
        for after in leads_to(plan, step):
            before.setdefault(after, []).append((step.step, None))
    return before


def _ruling(outcome: Outcome, granting: Container[str | None]) -> Ruling | None:
    """Who decides, refuses where no licence can follow any more."""
    if outcome.marks is Milestone.NOT_ACCEPTED:
        return Ruling.DECLINED
    if outcome.marks is not Milestone.DECIDED:
        return None
    return Ruling.GRANTED if outcome.next in granting else Ruling.REFUSED


SETTLED = {frozenset({end}) for end in (End.NOT_ACCEPTED, End.GIVEN_UP, End.WITHDRAWN)}
"""Where nothing else can follow the clocks stop."""


def hangs(step: Step, outcome: Outcome) -> bool:
    """Whether an outcome needs the applicant to supply something, to hand it over, or to come."""
    if step.by == "applicant":
        return outcome.outcome not in step.late
    if step.by == "pick_up" and outcome is step.outcomes[0]:
        return True
    gives = outcome.hand_over is not None and outcome.hand_over.from_ == APPLICANT
    return gives or outcome.visit or outcome.waits_for in ("materials", "deferred")


def by_itself(step: Step, outcome: Outcome) -> bool:
    """Whether nobody has to do anything for an outcome: parcels, documents and time bring it about."""
    return step.by in ("pick_up", "delivery", "parcels") or outcome.outcome in step.late


def opens_parcel(step: Step) -> bool:
    """Whether a parcel that has come is opened at a step."""
    return any(one.hand_over is not None and one.hand_over.from_ == PARCEL for one in step.outcomes)

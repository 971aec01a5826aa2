"""
A channel's plan walked: which step stands there, which is next, and how often the applicant has to come.

A running case and what is promised before it begins go by the same functions, so that what is promised
is what happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.facts.facts import ATTRIBUTES
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import End, Gate, Lane, Outcome, Plan, Step
from chalicelib.decisions.forms.unit import APPLICANT
from chalicelib.decisions.roles import units_of

MAILED = "item.mail_result"
ELECTRONIC = "item.electronic_result"
"""Facts that the system itself knows, where a region declares them."""

ONWARD = "onward"
"""How a unit leaves a lane that has come through it."""

UNITS = "units"
"""Of a hand-over: any unit but the hall that holds papers."""

Way = Literal["courier", "electronic"]


class Means(NamedTuple):
    """By what papers and results may travel in a case: fetched, sent, and as an electronic document."""

    fetched: bool
    sent: bool
    electronic: bool


def means(release: Release, item: Item, facts: Mapping[str, FactValue], consent: bool) -> Means:
    """
    What the applicant's consent to couriers and the item allow.

    A region that declares no ``item.mail_result`` mails every result; where it does, an item must say
    yes. A result on paper only is no electronic document: ``item.electronic_result`` says so, or else
    the form of the item's result.
    """
    sent = consent and (facts.get(MAILED) is True or all(fact.fact != MAILED for fact in release.facts))
    said = facts.get(ELECTRONIC)
    electronic = said if isinstance(said, bool) else item.result.form != "paper"
    return Means(consent, sent, electronic)


class Standing(NamedTuple):
    """
    What decides where a case comes to: its facts, by what things travel, whose lanes there are.

    ``owed``: the application has papers to bring, wherever they are by now. ``inbound``: an inbound order is
    open. ``away``: a unit other than the hall holds papers. ``held``: the hall holds papers; ``back``: some
    that go out with the result, the licence among them. ``licensed``: a licence is made; before, what goes
    out without papers is a letter, which may be electronic.
    """

    item: Item
    facts: Mapping[str, FactValue]
    by: Means
    owed: bool = True
    inbound: bool = False
    away: bool = False
    held: bool = False
    back: bool = False
    licensed: bool = False

    def on_paper(self, step: Step) -> bool:
        """Whether a delivery has sheets to hand out."""
        return self.held if step.gives == "papers" else self.back


class Arrival(NamedTuple):
    """Where a case comes to: a step and the way things travel there, a lane, or out of one by an exit."""

    step: Step | None = None
    way: Way | None = None
    lane: Lane | None = None
    leaves: str | None = None


def find_step(plan: Plan, name: str) -> Step:
    """The step called ``name``. A release is checked, so it is there."""
    return plan.by_name[name]


def find_lane(plan: Plan, name: str) -> Lane:
    """The lane called ``name``. A release is checked, so it is there."""
    for lane in plan.lanes:
        if lane.lane == name:
            return lane
    raise LookupError(name)


def find_outcome(step: Step, name: str) -> Outcome | None:
    return next((outcome for outcome in step.outcomes if outcome.outcome == name), None)


def delivery_of(plan: Plan, step: Step) -> Step | None:
    """The delivery that a step stands in for: its counter, or where it goes when something went wrong."""
    if step.by == "delivery":
        return step
    for one in plan.steps:
        if one.by == "delivery" and one.part == step.part:
            failed = (outcome.next for outcome in one.outcomes[1:])
            if step.step in (one.counter, *failed):
                return one
    return None


def ends_of(plan: Plan, name: str) -> frozenset[End]:
    """The ends that a case can still come to from a step on."""
    steps = {step.step: step for step in plan.steps}
    found: set[End] = set()
    seen: set[str] = set()
    left = [name]
    while left:
        step = steps[left.pop()]
        if step.step in seen:
            continue
        seen.add(step.step)
        if step.end is not None:
            found.add(step.end)
        left += leads_to(plan, step)
    return frozenset(found)


def leads_to(plan: Plan, step: Step) -> Iterator[str]:
    """The steps that may follow a step, be they left out or not."""
    ways: list[Outcome | Gate] = [*step.outcomes, *step.gates]
    yield from (way.next for way in ways if way.next is not None)
    if step.counter is not None:
        yield step.counter
    if step.lane is not None:
        lane = find_lane(plan, step.lane)
        yield from (lane.onward, *lane.exits.values())


def gated(step: Step, facts: Mapping[str, FactValue]) -> Gate | None:
    """The gate by which a step is left out for these facts."""
    for gate in step.gates:
        if not hold(gate.when, facts):
            return gate
    return None


def arrive(plan: Plan, name: str, standing: Standing, lane: str | None = None) -> Arrival:
    """
    Where a case comes to when ``name`` is reached: what is left out is passed by.

    Args:
        lane: the one that is being walked, None outside.
    """
    seen: set[str] = set()
    while True:
        step = find_step(plan, name)
        if step.lane is not None and step.lane != lane:
            entered = find_lane(plan, step.lane)
            if hold(entered.when, standing.facts) and units_of(standing.item, entered.each):
                return Arrival(lane=entered)
            name = entered.onward
            continue
        passed = gated(step, standing.facts) or _idle(step, standing)
        if passed is not None and step.step not in seen:
            seen.add(step.step)
            if passed.leaves is not None:
                return Arrival(leaves=passed.leaves)
            name = passed.next or name
            continue
        way = choose_way(step, standing)
        if way is not None or step.counter is None or step.by not in ("pick_up", "delivery"):
            return Arrival(step, way)
        name = step.counter


def _idle(step: Step, standing: Standing) -> Outcome | None:
    """The first outcome of a step that has nothing to do: the case goes where that leads."""
    if not step.outcomes:
        return None
    first = step.outcomes[0]
    giver = first.hand_over.from_ if first.hand_over is not None else None
    nothing = (
        (step.by == "parcels" and not standing.inbound)
        or (step.by == "staff" and giver == UNITS and not standing.away)
        or (brings(first) and not standing.owed)
        or (step.by == "delivery" and step.gives == "papers" and not standing.held)
    )
    return first if nothing else None


def brings(outcome: Outcome) -> bool:
    """Whether the applicant comes with it to hand papers over."""
    given = outcome.hand_over
    return outcome.visit and given is not None and given.from_ == APPLICANT


def choose_way(step: Step, standing: Standing) -> Way | None:
    """How papers travel at a step: the first way that is allowed; None where that is the counter."""
    if step.by == "pick_up":
        return "courier" if standing.by.fetched else None
    if step.by != "delivery":
        return None
    document = (standing.by.electronic or not standing.licensed) and not standing.on_paper(step)
    for way in step.ways:
        if way == "counter":
            return None
        if standing.by.sent if way == "courier" else document:
            return way
    return None


def is_printed(plan: Plan, following: str, standing: Standing) -> bool:
    """
    Whether a licence is a sheet: one that may be both is printed only if it goes out on paper. So is one on
    paper that is asked about as if it were an electronic document, too.
    """
    form = standing.item.result.form
    if form == "electronic" or (form == "paper" and not standing.by.electronic):
        return form == "paper"
    step, seen = find_step(plan, following), set[str]()
    while step.by != "delivery" and step.step not in seen and step.outcomes:
        seen.add(step.step)
        step = find_step(plan, step.outcomes[0].next or step.step)
    return choose_way(step, standing) != "electronic"


def reads(plan: Plan) -> tuple[str, ...]:
    """The facts on which the ordinary way of a plan can depend beside an item's attributes, by full name."""
    ways = {way for step in plan.steps for way in step.ways}
    sent, fetched = "courier" in ways, any(step.by == "pick_up" for step in plan.steps)
    known = {CONSENT: sent or fetched, MAILED: sent, ELECTRONIC: "electronic" in ways}
    own = {fact.fact for fact in ATTRIBUTES}
    tested = (test.fact for test in tests_of(plan) if test.fact not in own)
    return tuple(dict.fromkeys((*(name for name, asked in known.items() if asked), *tested)))


def tests_of(plan: Plan) -> Iterator[Condition]:
    """Everything that the steps and lanes of a plan ask."""
    for lane in plan.lanes:
        yield from lane.when
    for step in plan.steps:
        for gate in step.gates:
            yield from gate.when

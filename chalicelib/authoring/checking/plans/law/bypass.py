"""
Ways through a plan that pass by what the law wants done before a grant, such as a review or an inspection.

Looked for is a shortest way on which a case is granted though it was not done, and the place where it is
lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, get_args

from chalicelib.authoring.checking.plans.places import (
    next_of,
    of_exit,
    of_outcome,
    of_plan,
    of_step,
    of_use,
)
from chalicelib.authoring.checking.plans.walking.at import At
from chalicelib.authoring.checking.plans.walking.graph import coming_to
from chalicelib.authoring.checking.plans.walking.leads import links_to
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.problems import Spot
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.plan import Does, End, Outcome, Plan, Special, Step
from chalicelib.decisions.plans import find_lane

BEFORE_DECISION: frozenset[Does] = frozenset({"review", "inspection", "presence", *get_args(Special)})
"""A publication may also follow the grant: of a registration that has been made."""


class Bypass(NamedTuple):
    """Where a case stands when it is granted without; ``late``: it is done, but only when all is decided."""

    at: At
    late: bool


def bypass(walk: Walk, does: Does) -> Bypass | None:
    """The nearest place at which a case is granted though it was never done; None if there is none."""
    hole = next((at for at in _granting(walk, does) if does not in at.done), None)
    if hole is None:
        return None
    after = any(does in at.done for at in walk.here(End.GRANTED.value))
    return Bypass(hole, late=after and all(does not in at.done for at in _granting(walk, does)))


def _granting(walk: Walk, does: Does) -> Sequence[At]:
    """The places by which it must have been done: where the grant is decided, or where the case ends."""
    return walk.granting if does in BEFORE_DECISION else walk.here(End.GRANTED.value)


def place_of(plan: ReadPlan, walk: Walk, does: Does, found: Bypass) -> Spot:
    """
    Where to mend it: the visit on the way that does not say so, the condition that leaves it out, the plan
    in whose own list nothing does it, or the outcome or the plan's way out after which it is out of reach.
    """
    steps = [walk.steps[at.step] for at in walk.path(found.at)] if does == "presence" else []
    for step in steps:
        if step.outcomes and step.outcomes[0].visit and step.does is None:
            return of_step(plan, step.step)
    left_out = next(_left_out(plan, walk, does), None)
    if left_out is not None:
        return left_out
    if not _in_main_list(plan, does):
        return of_plan(plan)
    able = _able(walk, does)
    path = walk.path(found.at)
    if path[0] not in able:
        return of_plan(plan)
    for before, after in pairwise(path):
        if before in able and after not in able:
            return _outcome(plan, walk, before, after)
    return _outcome(plan, walk, path[-2], path[-1]) if len(path) > 1 else of_plan(plan)


def _in_main_list(plan: ReadPlan, does: Does) -> bool:
    """Whether it is done on the plan's own way, not only where a case leaves that."""
    own = [id(use) for use in plan.node.map["parts"].list]
    return any(step.does == does and id(plan.uses[step.step]) in own for step in plan.form.steps)


def _outcome(plan: ReadPlan, walk: Walk, before: At, after: At) -> Spot:
    step = walk.steps[before.step]
    for edge in walk.edges[before]:
        if edge.outcome is not None and after in edge.to:
            out = _way_out(plan, step, edge.outcome, after)
            return of_outcome(plan, step, edge.outcome) if out is None else of_exit(plan, out)
    return of_step(plan, step.step)


def _way_out(plan: ReadPlan, step: Step, outcome: Outcome, after: At) -> str | None:
    """The plan's way out that a case takes; of a lane the one by which any of its units has left it."""
    if step.lane is None:
        written = next_of(plan, step, outcome)
        return written if written in plan.form.exits else None
    lane = find_lane(plan.form, step.lane)
    ways = (name for name, first in lane.exits.items() if first == after.step != lane.onward)
    return next(ways, None)


def _able(walk: Walk, does: Does) -> set[At]:
    """The places from which a case can still be granted with it done."""
    return coming_to((at for at in _granting(walk, does) if does in at.done), links_to(walk.edges))


def conditions(plan: Plan, step: Step) -> Iterator[tuple[Condition, ...]]:
    """All that a step hangs on: its lane's conditions, its part's and its own."""
    if step.lane is not None:
        yield find_lane(plan, step.lane).when
    yield from (gate.when for gate in step.gates)


def _left_out(plan: ReadPlan, walk: Walk, does: Does) -> Iterator[Spot]:
    """The conditions for which what does it is left out in this kind of case."""
    for step in plan.form.steps:
        if step.does != does:
            continue
        if any(not hold(when, walk.kind.facts) for when in conditions(plan.form, step)):
            written = "when" in plan.places[step.step][1].map
            yield of_step(plan, step.step, "when") if written else of_use(plan, step.step, "when")

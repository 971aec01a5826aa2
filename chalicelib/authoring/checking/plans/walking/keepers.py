"""
The units that a plan's hand-overs name, told apart for an item: two roles may be one unit, or the hall.

A running case books papers to units, not to roles: what "handles" holds "decides" can give only where both
are the same unit, and nobody brings to the hall what the hall took itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import HandOver, Plan, Step
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL, Unit
from chalicelib.decisions.plans import UNITS, find_lane
from chalicelib.decisions.roles import unit_of

AT_HALL = 0
"""The number of the hall."""


def keepers(names: Iterable[str], item: Item, tree: Sequence[Unit], day: date | None) -> Mapping[str, int]:
    """
    The roles and units that hand-overs name, each by a number; the same number is the same unit.

    Args:
        tree: the region's units; with ``day`` those that were merged by then are the ones they went to.
    """
    numbers = {HALL: AT_HALL}
    return {name: numbers.setdefault(unit_of(item, name, tree, day), len(numbers)) for name in names}


def named(plan: Plan) -> list[str]:
    """The roles and units that the hand-overs of a plan name, in order of their names."""
    return sorted({name for step in plan.steps for name in _of_step(plan, step)})


def role(plan: Plan, step: Step, name: str) -> str:
    """The role or unit that a hand-over's name means at a step: ``unit`` is that of the task."""
    if name != "unit":
        return name
    return step.unit if step.lane is None else find_lane(plan, step.lane).each


def _of_step(plan: Plan, step: Step) -> Iterator[str]:
    for outcome in step.outcomes:
        if outcome.hand_over is not None:
            yield from (role(plan, step, name) for name in _units(outcome.hand_over))


def _units(given: HandOver) -> Iterator[str]:
    yield from (name for name in (given.from_, given.to) if name not in (APPLICANT, PARCEL, UNITS))

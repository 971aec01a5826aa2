"""The ordinary way of a channel's plan over sets of situations: how often the applicant comes in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation, refined
from chalicelib.authoring.space.reference import holds
from chalicelib.decisions import plans
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.plans import ELECTRONIC, MAILED, reads

_KNOWN = {CONSENT, MAILED, ELECTRONIC}


def tests_of(plan: Plan) -> list[Condition]:
    """All that the ordinary way of a plan can depend on, as conditions."""
    return [
        *plans.tests_of(plan),
        *(Condition(fact=name, any_of=(True,)) for name in reads(plan) if name in _KNOWN),
    ]


def parts(
    tests: Sequence[Condition],
    declared: Mapping[str, Fact],
    names: Iterable[str],
    space: DecisionSpace,
    among: Situations,
) -> Iterator[tuple[Situation, Situations]]:
    """
    A set of situations cut into those that a plan treats alike, each with facts that stand for it.

    Args:
        tests: all that the plan asks.
        names: facts to cut by, of those that the plan asks; one that the space has not takes every value.
        space: that of the situations.
    """
    yield from cut(cuts(tests, declared, names, space), {}, among)


Cuts = Sequence[tuple[str, Sequence[tuple[FactValue, Situations]]]]
"""Of each fact values that stand for all that a plan tells apart, with the situations that may have one."""


def cuts(
    tests: Sequence[Condition], declared: Mapping[str, Fact], names: Iterable[str], space: DecisionSpace
) -> Cuts:
    """By what ``parts`` cuts any set of situations of a space."""
    wanted = set(names)
    fine = refined([declared], {test.fact for test in tests if test.fact in wanted}, tests)
    return [(name, list(_groups(name, values, tests, space))) for name, values in fine.items()]


def _groups(
    name: str, values: Sequence[FactValue], tests: Sequence[Condition], space: DecisionSpace
) -> Iterator[tuple[FactValue, Situations]]:
    """Values that the plan cannot tell apart, by one of them, with the situations that may have one."""
    asked = [test for test in tests if test.fact == name]
    found: dict[tuple[bool, ...], tuple[FactValue, Situations]] = {}
    for value in (*values, *space.classes.get(name, ())):
        seen = tuple(holds(test, {name: value}) for test in asked)
        here = space.with_value(name, value) if name in space.classes else space.all
        first, there = found.get(seen, (value, here))
        found[seen] = first, there | here
    yield from found.values()


def cut(groups: Cuts, facts: Situation, among: Situations) -> Iterator[tuple[Situation, Situations]]:
    """The parts of a set of situations, each with ``facts`` and those that stand for it."""
    if not groups:
        yield facts, among
        return
    name, each = groups[0]
    for value, there in each:
        if there & among:
            yield from cut(groups[1:], {**facts, name: value}, there & among)

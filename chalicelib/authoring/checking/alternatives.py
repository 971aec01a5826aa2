"""Check groups of conditions of which one is enough 条件组: each must add something to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, permutations

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.documents import Read
from chalicelib.decisions.facts.classes import SOME_DAY
from chalicelib.decisions.facts.value_set import ValueSet, asked
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Invariant, Rule
from chalicelib.decisions.today import turning_days

Values = Mapping[str, ValueSet]
"""The facts that a group tests, each with the values with which it holds."""


def check_alternatives(read: Read[Rule | Invariant], declared: Mapping[str, Fact]) -> None:
    """
    Report a group that another one contains, and groups that look at the same facts and overlap: what they
    mean can be written as one. Groups that look at different facts may both hold; that is what they are for.
    """
    form = read.form
    if not form.any:
        return
    tests = [test for group in form.groups for test in group]
    if not all(form.any) or not all(test.fact in declared and any(asked(test)) for test in tests):
        return  # what is wrong with a condition is told where it is written
    for number, group in enumerate(form.any):
        for fact in dict.fromkeys(
            test.fact for test in group if test.fact in {one.fact for one in form.when}
        ):
            read.report(read.node.key("any", number, fact), say("alternative-repeats"))
    days = sorted({SOME_DAY, *turning_days(tests)})  # by day a moving date lies here or there
    by_day = [[_values(group, declared, day) for group in form.groups] for day in days]
    inner = dict(set.intersection(*(set(_contained(groups)) for groups in by_day)))
    groups = by_day[0]
    for number, outer in inner.items():
        read.report(read.node.find("any", number), say("alternative-contained", group=outer + 1))
    for first, second in combinations(range(len(groups)), 2):
        one, other = groups[first], groups[second]
        if {first, second}.isdisjoint(inner) and one.keys() == other.keys() and _meet(one, other):
            read.report(read.node.find("any", second), say("alternatives-overlap", group=first + 1))


def _values(group: Sequence[Condition], declared: Mapping[str, Fact], day: date) -> Values:
    names = dict.fromkeys(test.fact for test in group)
    return {
        name: ValueSet.of(declared[name], [test for test in group if test.fact == name], day)
        for name in names
    }


def _contained(groups: Sequence[Values]) -> Iterator[tuple[int, int]]:
    """Each group with another in which it is contained; of two that are alike the later."""
    for inner, outer in permutations(range(len(groups)), 2):
        one, other = groups[inner], groups[outer]
        if _within(one, other) and (outer < inner or not _within(other, one)):
            yield inner, outer


def _within(one: Values, other: Values) -> bool:
    return all(one.get(name, ValueSet.every(values.fact)) <= values for name, values in other.items())


def _meet(one: Values, other: Values) -> bool:
    return all(values & other[name] for name, values in one.items())

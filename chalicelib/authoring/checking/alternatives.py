"""Groups of conditions of which one is enough 条件组: that each adds something to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.space import reference
from chalicelib.decisions.facts.classes import SOME_DAY, Classes, classes
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Invariant, Rule
from chalicelib.decisions.today import turning_days

Values = Mapping[str, frozenset[int]]
"""Of each fact that a group tests the classes of values with which it holds, by number."""


def check_alternatives(read: Read[Rule | Invariant], declared: Mapping[str, Fact]) -> None:
    """
    Report a group that another one contains, and groups that look at the same facts and overlap: what they
    mean can be written as one. Groups that look at different facts may both hold; that is what they are for.
    """
    form = read.form
    if not form.any:
        return
    tests = [test for group in form.groups for test in group]
    if not all(form.any) or not all(test.fact in declared and _asks(test) for test in tests):
        return  # what is wrong with a condition is told where it is written
    for number, group in enumerate(form.any):
        for fact in dict.fromkeys(
            test.fact for test in group if test.fact in {one.fact for one in form.when}
        ):
            read.report(read.node.key("any", number, fact), say("alternative-repeats"))
    days = sorted({SOME_DAY, *turning_days(tests)})  # by day a moving date lies here or there
    spaces = [classes(list(declared.values()), tests, day) for day in days]
    by_day = [([_values(group, found) for group in form.groups], found) for found in spaces]
    inner = dict(set.intersection(*(set(_contained(*one)) for one in by_day)))
    groups = by_day[0][0]
    for number, outer in inner.items():
        read.report(read.node.find("any", number), say("alternative-contained", group=outer + 1))
    for first, second in combinations(range(len(groups)), 2):
        one, other = groups[first], groups[second]
        if {first, second}.isdisjoint(inner) and one.keys() == other.keys() and _meet(one, other):
            read.report(read.node.find("any", second), say("alternatives-overlap", group=first + 1))


def _asks(test: Condition) -> bool:
    return bool(test.any_of or test.none_of) or test.at_least is not None or test.at_most is not None


def _values(group: Sequence[Condition], found: Classes) -> Values:
    return {
        name: frozenset(
            number
            for number, value in enumerate(found[name])
            if all(reference.holds(test, {name: value}) for test in group if test.fact == name)
        )
        for name in dict.fromkeys(test.fact for test in group)
    }


def _contained(groups: Sequence[Values], found: Classes) -> Iterator[tuple[int, int]]:
    """Each group with another in which it is contained; of two that are alike the later."""
    for inner, outer in permutations(range(len(groups)), 2):
        one, other = groups[inner], groups[outer]
        every = {name: frozenset(range(len(values))) for name, values in found.items()}
        if all(one.get(name, every[name]) <= values for name, values in other.items()):
            alike = all(other.get(name, every[name]) <= values for name, values in one.items())
            if not alike or outer < inner:
                yield inner, outer


def _meet(one: Values, other: Values) -> bool:
    return all(values & other[name] for name, values in one.items())

"""
Many rules parted by the one fact whose values tell most of them apart, such as the street.

A rule that names values of the fact can match for no other: so a question needs only the rules that
name its value and those that name none. Of ten thousand rules a hundred are then compiled, not all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.decisions.forms.form import FactValue
    from chalicelib.decisions.forms.model import Rule

FEW = 500
"""So many rules or fewer stay together: they are compiled in some hundredths of a second."""
MORE = 1.5
"""All parts together have at most so many times the rules, for those that name no value are in each."""


class Parts:
    """
    The rules that can match, by the value of one fact; each part in the order of the rules.

    Args:
        rules: in order of precedence.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._fact = _fact(rules) if len(rules) > FEW else None
        self._of: dict[FactValue, list[int]] = {}
        self._always: list[int] = []
        for number, rule in enumerate(rules):
            named = None if self._fact is None else _named(rule, self._fact)
            if named is None:
                self._always.append(number)
            else:
                for value in named:
                    self._of.setdefault(value, []).append(number)

    def value(self, facts: Mapping[str, FactValue]) -> FactValue | None:
        """The name of the part that these facts need; None: the rules that name no value are enough."""
        if self._fact is None:
            return None
        value = facts.get(self._fact)
        return value if value in self._of else None

    def rules(self, value: FactValue | None) -> Sequence[Rule]:
        """The part of this name."""
        if not self._of:
            return self._rules
        numbers = self._always if value is None else sorted([*self._always, *self._of[value]])
        return [self._rules[number] for number in numbers]


def _fact(rules: Sequence[Rule]) -> str | None:
    """The fact by which the largest part is smallest; None if by none they come to few enough in all."""
    tests = [(test.fact, test.any_of) for rule in rules for test in rule.when if test.any_of]
    naming = Counter(fact for fact, _ in tests)
    each: dict[str, Counter[FactValue]] = {fact: Counter() for fact in naming}
    for fact, values in tests:
        each[fact].update(values)
    largest: dict[str, int] = {}
    for fact, counted in each.items():
        always = max(0, len(rules) - naming[fact])
        if counted.total() + always * (len(counted) + 1) <= MORE * len(rules):
            largest[fact] = max(counted.values()) + always
    return min(largest, key=lambda fact: largest[fact], default=None)


def _named(rule: Rule, fact: str) -> frozenset[FactValue] | None:
    """The only values of a fact for which a rule can match; None if it names none."""
    lists = [frozenset(test.any_of) for test in rule.when if test.fact == fact and test.any_of]
    return reduce(and_, lists) if lists else None

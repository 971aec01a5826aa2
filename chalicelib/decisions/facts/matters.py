"""
Which facts can still change the answer, given those that are known: the rules followed to their ends.

The rules that can still match are followed fact by fact, each fact by its classes of values, into a
reduced decision diagram (R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, 1986):
a fact matters where it is left in there. What is known already decides some rules and drops others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from chalicelib.decisions.facts.classes import Classes, refined
from chalicelib.decisions.facts.conditions import as_told, each_once, holds, unsettled
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Rule

MOST = 50_000
"""Rules looked at on the way; beyond it each fact that a rule still tests counts: too many, never too few."""


class Matters(NamedTuple):
    """
    ``facts`` are the names of those that can still change which rule decides, ``rules`` those that can
    decide; ``gap``: there may be none that does.
    """

    facts: frozenset[str]
    rules: tuple[Rule, ...]
    gap: bool


class Open(NamedTuple):
    """A rule that can still match, with those of its tests that are not settled, and the facts of these."""

    rule: Rule
    tests: tuple[Condition, ...]
    facts: tuple[str, ...]

    @staticmethod
    def of(rule: Rule, tests: tuple[Condition, ...]) -> Open:
        """A rule with those of its tests that are left."""
        return Open(rule, tests, tuple(map(_FACT, tests)))


_FACT = attrgetter("fact")


def mattering(facts: Sequence[Fact], rules: Sequence[Rule], known: Mapping[str, FactValue]) -> Matters:
    """
    What can still change the answer, where ``known`` is known and any other fact may have any of its values.

    If no fact can, a rule that is asked without the unknown facts (a test of one does not hold) gives
    the same answer as with whatever value they have.

    Args:
        rules: in order of precedence, all of them for the item and in effect.
        known: checked values by full name.
    """
    each = ((rule, unsettled(rule.when, known)) for rule in rules)
    return followed(facts, (Open.of(rule, tests) for rule, tests in each if tests is not None))


def followed(facts: Sequence[Fact], each: Iterable[Open]) -> Matters:
    """``mattering`` of the rules that can still match, in order of precedence."""
    left = _up_to_certain(each)
    if not left or not left[0].tests:
        return Matters(frozenset(), _rules(left), not left)
    asked = _asked(left)
    declared = {fact.fact: fact for fact in facts}
    try:
        _check(sum(_fewest_classes(declared.get(name)) * number for name, number in asked.items()))
        tests = [test for one in left for test in one.tests]
        return _Diagram(left, asked, refined([declared], asked, tests)).matters()
    except _TooMuchError:
        return Matters(frozenset(asked), _rules(left), bool(left[-1].tests))


class Settling:
    """Rules by what they ask of the facts ``names``: where these are known, equal tests are made once."""

    def __init__(self, rules: Iterable[Rule], names: Collection[str]) -> None:
        self._settled: list[list[Condition]] = []
        self._each: list[tuple[int, Open]] = []
        numbers: dict[Hashable, int] = {}
        rules = list(rules)
        told = {id(test): as_told(test) for test in each_once(test for rule in rules for test in rule.when)}
        for rule in rules:
            settled = [test for test in rule.when if test.fact in names]
            number = numbers.setdefault(tuple(told[id(test)] for test in settled), len(numbers))
            if number == len(self._settled):
                self._settled.append(settled)
            self._each.append((number, Open.of(rule, tuple(t for t in rule.when if t.fact not in names))))

    def left(self, known: Mapping[str, FactValue]) -> Iterable[Open]:
        """The rules that can still match, in their order; of the facts the ``names`` are known, no others."""
        passed = [unsettled(tests, known) is not None for tests in self._settled]
        return (one for number, one in self._each if passed[number])


def _up_to_certain(each: Iterable[Open]) -> list[Open]:
    """The rules up to the first that matches for certain."""
    found: list[Open] = []
    for one in each:
        if not one.tests:
            while found and found[-1].rule.rule == one.rule.rule:
                found.pop()  # another way of the rule that matches for certain: it decides either way
            return [*found, one]
        found.append(one)
    return found


def _asked(left: Sequence[Open]) -> Mapping[str, int]:
    """How many tests there are of each fact, in the order in which they are first asked."""
    asked: Counter[str] = Counter()
    for names, number in Counter(map(attrgetter("facts"), left)).items():
        for name in names:
            asked[name] += number
    return asked


def _rules(left: Iterable[Open]) -> tuple[Rule, ...]:
    return tuple(map(attrgetter("rule"), left))


def _fewest_classes(fact: Fact | None) -> int:
    """At least so many classes a fact has, whatever the rules ask of it."""
    if fact is None or fact.type in ("whole_number", "date"):
        return 1
    return 2 if fact.type == "bool" else len(fact.values)


def _check(work: int) -> None:
    if work > MOST:
        raise _TooMuchError


class _TooMuchError(Exception):
    """The rules tell more apart than is worth following."""


class _Diagram:
    """The rules that are left as a diagram of facts, in the order in which they are first tested."""

    def __init__(self, left: Sequence[Open], asked: Mapping[str, int], found: Classes) -> None:
        """``asked``: how many tests there are of each fact."""
        self._left = left
        self._facts = list(asked)
        self._levels = {name: level for level, name in enumerate(asked)}
        self._sizes = [len(found[name]) for name in asked]
        self._passing: dict[Hashable, frozenset[int]] = {}
        self._work = 0
        self._count(sum(len(found[name]) * number for name, number in asked.items()))
        self._holding = [self._of_rule(one, found) for one in left]
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}

    def matters(self) -> Matters:
        """
        Raises:
            _TooMuchError: there is too much to follow.
        """
        top = self._node(0, tuple(range(len(self._left))))
        reached = [top, *(child for _, children in self._nodes for child in children)]
        ends = {~end for end in reached if end < 0}
        rules = _rules(one for number, one in enumerate(self._left) if number in ends)
        facts = {self._facts[level] for level, _ in self._nodes}
        facts |= {name for number in ends - {len(self._left)} for name in self._always(number)}
        return Matters(frozenset(facts), rules, len(self._left) in ends)

    def _always(self, number: int) -> list[str]:
        """The facts of which a rule's test lets every value pass: it has to be known all the same."""
        each = self._holding[number].items()
        return [self._facts[level] for level, right in each if len(right) == self._sizes[level]]

    def _of_rule(self, one: Open, found: Classes) -> dict[int, frozenset[int]]:
        """By level the classes that pass the rule's test of this fact, in the order of levels."""
        holding: dict[int, frozenset[int]] = {}
        for test in sorted(one.tests, key=lambda test: self._levels[test.fact]):
            level = self._levels[test.fact]
            right = self._right(test, found)
            holding[level] = holding[level] & right if level in holding else right
        return holding

    def _right(self, test: Condition, found: Classes) -> frozenset[int]:
        """The classes that pass a test, worked out once for all tests that ask the same."""
        key = as_told(test)
        right = self._passing.get(key)
        if right is None:
            each = enumerate(found[test.fact])
            right = self._passing[key] = frozenset(number for number, value in each if holds(test, value))
        return right

    def _node(self, level: int, alive: tuple[int, ...]) -> int:
        """
        A node by number; an end is below zero: ``~number`` of the rule that decides, ``~len(left)`` if none.

        Args:
            alive: the rules, by number, that have passed every test of the levels above.
        """
        key = level, alive
        known = self._known.get(key)
        if known is not None:
            return known
        alive, below = self._cut(level, alive)
        if below is None:
            return ~(alive[0] if alive else len(self._left))
        self._count(self._sizes[below] * len(alive))
        children = tuple(
            self._node(below + 1, tuple(one for one in alive if self._passes(one, below, value)))
            for value in range(self._sizes[below])
        )
        if len(set(children)) == 1:
            node = children[0]
        else:
            node = self._nodes.setdefault((below, children), len(self._nodes))
        self._known[key] = node
        return node

    def _cut(self, level: int, alive: tuple[int, ...]) -> tuple[tuple[int, ...], int | None]:
        """Those up to the first that has no test left, and the next level tested; None: the first decides."""
        below: int | None = None
        for place, number in enumerate(alive):
            tested = next((one for one in self._holding[number] if one >= level), None)
            if tested is None:
                return alive[: place + 1], below
            below = tested if below is None else min(below, tested)
        return alive, below

    def _passes(self, number: int, level: int, value: int) -> bool:
        right = self._holding[number].get(level)
        return right is None or value in right

    def _count(self, work: int) -> None:
        self._work += work
        _check(self._work)

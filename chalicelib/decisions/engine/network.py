"""
Rules cut into as few rulesets as durable_rules can bear each, in their order.

The library never says what was too much for it; so the limits on rules that stand together are
worked out on the network of tests that it would build (``NEXT_BUCKET_LENGTH`` and its neighbours in
src/rules/rules.h of jruizgit/rules).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.decisions import limits

if TYPE_CHECKING:
    from chalicelib.decisions.forms.form import Condition, FactValue
    from chalicelib.decisions.forms.model import Rule

    Test = tuple[str, str, FactValue]


def segments(rules: Sequence[Rule]) -> Iterator[Sequence[Rule]]:
    """
    The rules in consecutive runs that one ruleset bears each; of no rules there is no run.

    Args:
        rules: in order of precedence, none of them among ``limits.excesses``.
    """
    if _few(rules):
        yield rules
        return
    start = 0
    while start < len(rules):
        network = _Network()
        network.bears(rules[start])  # alone it is never too much
        end = start + 1
        while end < len(rules) and network.bears(rules[end]):
            end += 1
        yield from _narrow(rules[start:end], network.root)
        start = end


def _few(rules: Sequence[Rule]) -> bool:
    """Whether the rules are so few that no limit can be met: then the network need not be worked out."""
    tests = sum(len(condition.any_of) or 1 for rule in rules for condition in rule.when)
    fewest = min(limits.RULES, limits.AT_ONCE, limits.SAME_CONDITION, limits.CHOICES_SIDE_BY_SIDE)
    return 0 < len(rules) <= fewest and tests <= min(limits.FACTS, limits.TESTS_ON_A_LEVEL)


def _narrow(rules: Sequence[Rule], root: _Node) -> Iterator[Sequence[Rule]]:
    """Halved until no more tests can hold at once than the library follows."""
    if len(rules) == 1 or root.at_once <= limits.AT_ONCE:
        yield rules
        return
    middle = len(rules) // 2
    for half in (rules[:middle], rules[middle:]):
        network = _Network()
        for rule in half:
            network.bears(rule)
        yield from _narrow(half, network.root)


@dataclass(eq=False)
class _Node:
    """A test in the network: what follows it, and how many rules end here."""

    tests: dict[Test, _Node] = field(default_factory=dict)
    choices: list[_Node] = field(default_factory=list)
    ends: int = 0

    def follow(self, test: Test) -> _Node:
        known = self.tests.get(test)
        if known is None:
            known = self.tests[test] = _Node()
        return known

    @property
    def crowded(self) -> bool:
        return (
            len(self.tests) > limits.TESTS_ON_A_LEVEL
            or len(self.choices) > limits.CHOICES_SIDE_BY_SIDE
            or self.ends > limits.SAME_CONDITION
        )

    @cached_property
    def at_once(self) -> int:
        """The most tests that can hold side by side from here on: of equalities one a fact."""
        equal = {fact for kind, fact, _ in self.tests if kind == "="}
        others = sum(kind != "=" for kind, _, _ in self.tests)
        width = len(equal) + others + len(self.choices)
        below = max((node.at_once for node in (*self.tests.values(), *self.choices)), default=0)
        return max(width, width - 1 + below)  # a test gives way to those that follow it


class _Network:
    """The network of a run of rules, as long as the library bears them."""

    def __init__(self) -> None:
        self.root = _Node()
        self._rules = 0
        self._facts: set[str] = set()

    def bears(self, rule: Rule) -> bool:
        """Place a rule; False if it is one too many. Then the network is spoilt for rules to come."""
        self._rules += 1
        self._facts.update(condition.fact for condition in rule.when)
        passed = self._place(rule)
        few = self._rules <= limits.RULES and len(self._facts) <= limits.FACTS
        return few and not any(node.crowded for node in passed)

    def _place(self, rule: Rule) -> list[_Node]:
        """Follow the rule's tests from the root; the nodes that it passes."""
        node = self.root
        passed = [node]
        for condition in rule.when:
            if len(condition.any_of) > 1:
                branches = [node.follow(("=", condition.fact, value)) for value in condition.any_of]
                node = _Node()
                for branch in branches:
                    branch.choices.append(node)
                passed += branches
            for test in _plain(condition):
                node = node.follow(test)
                passed.append(node)
        node.ends += 1
        return passed


def _plain(condition: Condition) -> Iterator[Test]:
    """The tests of a condition that must all hold; of several values to choose from there is none."""
    fact = condition.fact
    if len(condition.any_of) == 1:
        yield "=", fact, condition.any_of[0]
    for value in condition.none_of:
        yield "!", fact, value
    if condition.at_least is not None:
        yield ">=", fact, condition.at_least
    if condition.at_most is not None:
        yield "<=", fact, condition.at_most

"""
The sizes that durable_rules 2.0.28 can bear, checked before it sees a rule.

Beyond them the library hangs, crashes or answers error 303 while deciding, and never says which
rule is to blame; so every limit is worked out here on the network of tests that the library would
build (``NEXT_BUCKET_LENGTH`` and its neighbours in src/rules/rules.h of jruizgit/rules).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from chalicelib.decisions.form import FactValue, Text
from chalicelib.decisions.model import Rule

RULES = 4_000
CONDITIONS = 100
TESTS_ON_A_LEVEL = 500
SAME_CONDITION = 250
AT_ONCE = 60
CHOICES_SIDE_BY_SIDE = 120
FACTS = 240
TEXT_BYTES = 65_000
WHOLE_NUMBER = 2**63 - 1


class Led(NamedTuple):
    """A rule and the item it belongs to; None for a rule of the whole region."""

    item: str | None
    rule: Rule


class Excess(NamedTuple):
    """A rule that the engine could not bear, and why."""

    rule: Rule
    reason: Text


Test = tuple[str, str, FactValue]


@dataclass(eq=False)
class _Node:
    """A test in the network: what follows it, and how many rules end here."""

    tests: dict[Test, _Node] = field(default_factory=dict)
    choices: list[_Node] = field(default_factory=list)
    ends: int = 0

    def follow(self, test: Test) -> _Node:
        return self.tests.setdefault(test, _Node())

    @cached_property
    def at_once(self) -> int:
        """The most tests that can hold side by side from here on: of equalities one a fact."""
        equal = {fact for kind, fact, _ in self.tests if kind == "="}
        others = sum(kind != "=" for kind, _, _ in self.tests)
        width = len(equal) + others + len(self.choices)
        below = max((node.at_once for node in (*self.tests.values(), *self.choices)), default=0)
        return max(width, width - 1 + below)  # a test gives way to those that follow it


def excesses(rules: Sequence[Led]) -> Iterator[Excess]:
    """What of ``rules``, all in effect on one day, is too much for the engine; nothing if all is well."""
    for _, rule in rules[RULES:]:
        yield _excess(
            rule, f"同一天有效的规则超过 {RULES} 条", f"more than {RULES} rules in effect on one day"
        )
    if len({c.fact for _, rule in rules for c in rule.when}) > FACTS:
        yield _excess(rules[-1].rule, f"规则判断的要素超过 {FACTS} 个", f"rules test more than {FACTS} facts")
    root = _Node()
    for led in rules:
        alone = list(_single(led.rule))
        yield from alone
        if not alone:
            yield from _together(_place(root, led), led.rule)
    if rules and root.at_once > AT_ONCE:
        yield _excess(
            rules[-1].rule,
            f"可能同时成立的判断超过 {AT_ONCE} 个，请让规则以相同的判断开头",
            f"more than {AT_ONCE} tests can hold at once; let rules begin with the same test",
        )


def _single(rule: Rule) -> Iterator[Excess]:
    if sum(max(1, len(c.none_of)) for c in rule.when) > CONDITIONS:
        yield _excess(rule, f"条件超过 {CONDITIONS} 个", f"more than {CONDITIONS} conditions")
    texts = (v for c in rule.when for v in (*c.any_of, *c.none_of) if isinstance(v, str))
    if any(len(text.encode()) > TEXT_BYTES for text in texts):
        yield _excess(rule, f"文字超过 {TEXT_BYTES} 字节", f"a text longer than {TEXT_BYTES} bytes")


def _place(root: _Node, led: Led) -> list[_Node]:
    """Follow the rule's tests from the root; the nodes that it passes, for a look at what is around them."""
    node = root if led.item is None else root.follow(("=", "item", led.item))
    passed = [root, node]
    for condition in led.rule.when:
        fact = condition.fact
        if len(condition.any_of) > 1:
            join = _Node()
            for value in condition.any_of:
                branch = node.follow(("=", fact, value))
                branch.choices.append(join)
                passed.append(branch)
            node = join
        else:
            for test in _plain(fact, condition.any_of, condition.none_of):
                node = node.follow(test)
            for kind, bound in ((">=", condition.at_least), ("<=", condition.at_most)):
                node = node if bound is None else node.follow((kind, fact, bound))
        passed.append(node)
    node.ends += 1
    return passed


def _plain(fact: str, any_of: tuple[FactValue, ...], none_of: tuple[FactValue, ...]) -> Iterator[Test]:
    yield from (("=", fact, value) for value in any_of)
    yield from (("!", fact, value) for value in none_of)


def _together(nodes: list[_Node], rule: Rule) -> Iterator[Excess]:
    if any(len(node.tests) > TESTS_ON_A_LEVEL for node in nodes):
        yield _excess(
            rule,
            f"同一层的不同判断超过 {TESTS_ON_A_LEVEL} 个",
            f"more than {TESTS_ON_A_LEVEL} different tests on one level",
        )
    if any(len(node.choices) > CHOICES_SIDE_BY_SIDE for node in nodes):
        yield _excess(
            rule,
            f"同一处的“其中之一”超过 {CHOICES_SIDE_BY_SIDE} 个",
            f"more than {CHOICES_SIDE_BY_SIDE} 'one of' conditions in the same place",
        )
    if any(node.ends > SAME_CONDITION for node in nodes):
        yield _excess(
            rule,
            f"条件相同的规则超过 {SAME_CONDITION} 条",
            f"more than {SAME_CONDITION} rules with the same condition",
        )


def _excess(rule: Rule, zh: str, en: str) -> Excess:
    return Excess(rule, Text(zh=zh, en=en))

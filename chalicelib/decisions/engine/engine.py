"""
Channel rules behind one question: which rule decides?

One ruleset of durable_rules bears some hundred to four thousand rules, a region may have many more.
So each item's own rules are a ruleset by themselves, found by the item and compiled when the item
is first asked for; of the region's rules those that can match, where there are many, are a chain of
rulesets, asked in order of precedence until one answers. A cold function compiles no more than its
first case needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.decisions.engine.message import Message
from chalicelib.decisions.engine.network import segments
from chalicelib.decisions.engine.parts import Parts
from chalicelib.decisions.engine.ruleset import EngineError, Ruleset
from chalicelib.decisions.limits import OwnedRule, excesses
from chalicelib.decisions.memory import Memory

if TYPE_CHECKING:  # who only decides, as the process that the desk asks, needs no pydantic
    from chalicelib.decisions.forms.form import FactValue
    from chalicelib.decisions.forms.model import Fact, Rule

__all__ = ["Decider", "EngineError", "TooMuchForEngineError"]

ITEMS = 64
"""How many items' own rules stay compiled: each rule takes about 30 KiB, and 60 µs to compile again."""

PARTS = 4_096
"""The same for the parts of the region's rules: many of a few rules, or one of thousands."""


class TooMuchForEngineError(ValueError):
    """A rule goes beyond what durable_rules can bear; see ``decisions.limits``."""


class Decider:
    """
    The rules in effect on one day, in order of precedence: the first that matches decides.

    Args:
        facts: the region's declared facts.
        rules: without alternatives, each with the item it belongs to, None for any item; first those of
            the region that stand before items' own, then items' own, then the region's.

    Raises:
        TooMuchForEngineError: a rule is beyond the engine's limits.
        ValueError: they are in another order.
    """

    def __init__(self, facts: Sequence[Fact], rules: Sequence[OwnedRule]) -> None:
        for excess in excesses(rules):
            raise TooMuchForEngineError(f"{excess.rule.rule}: {excess.reason.en}")
        read = {condition.fact for _, rule in rules for condition in rule.when}
        declared = [fact for fact in facts if fact.fact in read]
        message = Message(declared, (condition for _, rule in rules for condition in rule.when))
        before, self._own, region = _apart(rules)
        # no method of ours: a circle would keep rulesets, which are the engine's memory, until it is found
        self._ruleset = partial(Ruleset, message)
        self._before = (_Chain(before, self._ruleset),) if before else ()
        self._region = _Chain(region, self._ruleset)
        self._of_any = (*self._before, self._region)
        self._kept: Memory[str, tuple[_Chain, ...]] = Memory(ITEMS)

    def first(self, item: str, facts: Mapping[str, FactValue]) -> Rule | None:
        """
        The first rule that matches, or None. A test of a fact that is not among ``facts`` does not hold.

        Args:
            item: the code of the item.
            facts: declared facts with values that ``decisions.facts.wrong`` has found right.

        Raises:
            EngineError: durable_rules does not compile the rules, or failed.
        """
        for chain in self._of(item) if item in self._own else self._of_any:
            rule = chain.first(facts)
            if rule is not None:
                return rule
        return None

    def _of(self, item: str) -> tuple[_Chain, ...]:
        """The chains of an item that has rules of its own."""
        known = self._kept.get(item)
        if known is None:
            own = _Chain(self._own[item], self._ruleset)
            known = self._kept.put(item, (*self._before, own, self._region))
        return known


class _Chain:
    """Rules as a chain of rulesets, each compiled when it is come to."""

    def __init__(self, rules: Sequence[Rule], compiled: Callable[[Sequence[Rule]], Ruleset]) -> None:
        self._parts, self._compiled = Parts(rules), compiled
        self._rulesets: Memory[FactValue | None, tuple[Ruleset, ...]] = Memory(PARTS)

    def first(self, facts: Mapping[str, FactValue]) -> Rule | None:
        """The first rule that matches: the rulesets that may hold it for these facts are asked in order."""
        part = self._parts.value(facts)
        rulesets = self._rulesets.get(part)
        if rulesets is None:
            runs = segments(self._parts.rules(part))
            rulesets = self._rulesets.put(part, tuple(map(self._compiled, runs)))
        for ruleset in rulesets:
            rule = ruleset.first(facts)
            if rule is not None:
                return rule
        return None


def _apart(rules: Sequence[OwnedRule]) -> tuple[list[Rule], dict[str, list[Rule]], list[Rule]]:
    """The region's rules before items' own, the items' own by item, and the region's others."""
    before: list[Rule] = []
    own: dict[str, list[Rule]] = {}
    region: list[Rule] = []
    for item, rule in rules:
        stands_first = item is None and rule.before_items
        if item is None and not stands_first:
            region.append(rule)
        elif region or (stands_first and own):
            raise ValueError(f"{rule.rule}: it does not stand where it takes precedence")
        elif item is None:
            before.append(rule)
        else:
            own.setdefault(item, []).append(rule)
    return before, own, region

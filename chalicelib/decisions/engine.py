"""
Channel rules behind one question: which rule decides?

One ruleset of durable_rules bears some hundred to four thousand rules, a region may have many more.
So each item's own rules are a ruleset by themselves, found by the item and compiled when the item
is first asked for; of the region's rules those that can match, where there are many, are a chain of
rulesets, asked in order of precedence until one answers. A cold function compiles no more than its
first case needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from chalicelib.decisions.form import FactValue
from chalicelib.decisions.limits import Led, excesses
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.model import Fact, Rule
from chalicelib.decisions.network import segments
from chalicelib.decisions.parts import Parts
from chalicelib.decisions.ruleset import EngineError, Ruleset, Written

__all__ = ["Decider", "EngineError", "TooMuchForEngineError"]

ITEMS = 64
"""How many items' own rules stay compiled: each rule takes about 30 KiB, and 60 µs to compile again."""

RULESETS = 4_096
"""The same for the rulesets of the region's rules: a part of many small ones, or a few of thousands."""


class TooMuchForEngineError(ValueError):
    """A rule goes beyond what durable_rules can bear; see ``decisions.limits``."""


class Decider:
    """
    The rules in effect on one day, in order of precedence: the first that matches decides.

    Args:
        facts: the region's declared facts.
        rules: each with the item it belongs to, None for any item; items' own before the region's.

    Raises:
        TooMuchForEngineError: a rule is beyond the engine's limits.
        ValueError: a rule of the region stands before one of an item.
    """

    def __init__(self, facts: Sequence[Fact], rules: Sequence[Led]) -> None:
        for excess in excesses(rules):
            raise TooMuchForEngineError(f"{excess.rule.rule}: {excess.reason.en}")
        read = {condition.fact for _, rule in rules for condition in rule.when}
        declared = [fact for fact in facts if fact.fact in read]
        self._names = {fact.fact: f"f{number}" for number, fact in enumerate(declared)}
        self._written = {fact.fact: _written(fact, self._names[fact.fact]) for fact in declared}
        self._own, region = _apart(rules)
        self._region = Parts(region)
        self._runs: Memory[FactValue | None, tuple[Sequence[Rule], ...]] = Memory(RULESETS)
        self._chain: Memory[tuple[FactValue | None, int], Ruleset] = Memory(RULESETS)
        self._kept: Memory[str, tuple[Ruleset, ...]] = Memory(ITEMS)

    def first(self, item: str, facts: Mapping[str, FactValue]) -> Rule | None:
        """
        The first rule that matches, or None. A test of a fact that is not among ``facts`` does not hold.

        Args:
            item: the code of the item.
            facts: declared facts with values that ``decisions.facts.wrong`` has found right.

        Raises:
            EngineError: durable_rules does not compile the rules, or failed.
        """
        for ruleset in self._rulesets(item, facts):
            rule = ruleset.first(facts)
            if rule is not None:
                return rule
        return None

    def _rulesets(self, item: str, facts: Mapping[str, FactValue]) -> Iterator[Ruleset]:
        """Those that may hold the answer, in order; each compiled when it is come to."""
        if item in self._own:
            yield from self._kept.get(item) or self._kept.put(item, self._compiled(item))
        part = self._region.value(facts)
        runs = self._runs.get(part) or self._runs.put(part, tuple(segments(self._region.rules(part))))
        for number, rules in enumerate(runs):
            yield self._chain.get((part, number)) or self._chain.put((part, number), self._ruleset(rules))

    def _compiled(self, item: str) -> tuple[Ruleset, ...]:
        return tuple(map(self._ruleset, segments(self._own[item])))

    def _ruleset(self, rules: Sequence[Rule]) -> Ruleset:
        return Ruleset(rules, self._names, self._written)


def _apart(rules: Sequence[Led]) -> tuple[dict[str, list[Rule]], list[Rule]]:
    """The items' own rules by item, and the region's."""
    own: dict[str, list[Rule]] = {}
    region: list[Rule] = []
    for item, rule in rules:
        if item is None:
            region.append(rule)
        elif region:
            raise ValueError(f"{rule.rule}: an item's own rules come before the region's")
        else:
            own.setdefault(item, []).append(rule)
    return own, region


def _written(fact: Fact, name: str) -> Written:
    match fact.type:
        case "bool":
            return {False: f',"{name}":false', True: f',"{name}":true'}
        case "one_of":
            return _Texts(name, {value.value for value in fact.values})
        case "date":
            return _Texts(name, frozenset())
        case "whole_number":
            return _Numbers(name)
        case _:
            assert_never(fact.type)


class _Texts(dict[FactValue, str]):
    """Texts as they stand in a message; those that a fact lists are written once."""

    def __init__(self, name: str, known: set[str] | frozenset[str]) -> None:
        super().__init__()
        self._name, self._known = name, known

    def __missing__(self, value: FactValue) -> str:
        written = f',"{self._name}":{json.dumps(str(value), ensure_ascii=False)}'
        if value in self._known:
            self[value] = written
        return written


class _Numbers(dict[FactValue, str]):
    """Whole numbers as they stand in a message; small ones are written beforehand."""

    def __init__(self, name: str) -> None:
        self._name = name
        super().__init__({number: f',"{name}":{number}' for number in range(10)})

    def __missing__(self, value: FactValue) -> str:
        return f',"{self._name}":{int(value)}'

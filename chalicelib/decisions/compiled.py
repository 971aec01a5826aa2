"""The rules of a decision as they decide: those in effect on a day, compiled once for all days alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from chalicelib.decisions.decision import ByRule
from chalicelib.decisions.effect import cut_days, in_effect, rules_of
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.facts.conditions import each_once
from chalicelib.decisions.forms.form import Basis, ChannelName
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.today import moves, of_day

PERIODS = 8


class Answer(NamedTuple):
    """What all decisions by one rule have in common: the outcome, and ``rule`` … ``release`` of them."""

    outcome: ChannelName
    of_rule: tuple[str, str, int, tuple[Basis, ...], ByRule, str]


@dataclass(frozen=True)
class CompiledRules:
    """The rules between two cuts: as they are, compiled, and which facts they read of which item."""

    rules: Sequence[OwnedRule]
    decider: Decider
    reads: frozenset[str]
    reads_more: Mapping[str, frozenset[str]]
    declared: Mapping[str, Fact]
    release: str
    answers: dict[int, Answer] = field(default_factory=dict)

    def answer(self, rule: Rule) -> Answer:
        """What one of the rules decides: told once, however many decisions it takes."""
        return self.answers.get(id(rule)) or self.answers.setdefault(id(rule), self._answer(rule))

    def _answer(self, rule: Rule) -> Answer:
        where, why = rule.where, ByRule(rule, self.declared)
        return Answer(rule.choose, (rule.rule, where.file, where.line, rule.basis, why, self.release))

    def needed(self, item: str) -> frozenset[str]:
        more = self.reads_more.get(item)
        return self.reads if more is None else self.reads | more

    def of(self, item: str) -> list[Rule]:
        """The rules that can decide for an item, in order of precedence."""
        return [rule for owner, rule in self.rules if owner in (None, item)]


class RulesByDay:
    """All rules of the decision that a release is of; those of the days asked about lately stay compiled."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._periods: Memory[int, CompiledRules] = Memory(PERIODS)
        self._latest: tuple[date, CompiledRules | None] = date.min, None

    @cached_property
    def _rules(self) -> list[OwnedRule]:
        """All rules, in order of precedence; there may be thousands, of which every period takes its own."""
        return rules_of(self._release)

    @cached_property
    def _cuts(self) -> list[date]:
        return cut_days(rule for _, rule in self._rules)

    @cached_property
    def _moves(self) -> bool:
        """Whether a rule compares a date with the day of the decision: each day is then compiled apart."""
        return any(map(moves, each_once(test for _, rule in self._rules for test in rule.when)))

    def on(self, on: date) -> CompiledRules:
        """The rules in effect on a day."""
        day, rules = self._latest
        if rules is None or day != on:
            rules = self._of_period(on)
            self._latest = on, rules
        return rules

    def _of_period(self, on: date) -> CompiledRules:
        number = on.toordinal() if self._moves else bisect_right(self._cuts, on)
        return self._periods.get(number) or self._periods.put(number, self._compiled(on))

    def _compiled(self, on: date) -> CompiledRules:
        rules = [OwnedRule(item, of_day(rule, on)) for item, rule in self._rules if in_effect(rule, on)]
        reads: dict[str | None, set[str]] = {None: set()}
        for item, rule in rules:
            reads.setdefault(item, set()).update(condition.fact for condition in rule.when)
        more = {item: frozenset(names) for item, names in reads.items() if item is not None}
        decider, release = Decider(self._release.facts, rules), self._release.digest
        return CompiledRules(rules, decider, frozenset(reads[None]), more, self._release.declared, release)

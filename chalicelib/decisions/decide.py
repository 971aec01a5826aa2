"""
Deciding: what comes out of a policy decision, by which rule, on what basis; by default which channel.

It fails closed. A fact that is missing and can change the answer, one of the wrong kind or out of bounds,
no rule that matches, an item that is not in effect, a failing engine: each gives what the decision says for
that, for the channel always ``undetermined``, and says why, and a person decides. What an applicant left
out is not missed where the same rule decides whatever it is. Decisions are pure, so those taken lately are
remembered; memory and compiled rules are bounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.decisions import explain
from chalicelib.decisions.decision import ByRule, Decision
from chalicelib.decisions.effect import cut_days, in_effect, rules_of
from chalicelib.decisions.engine.engine import Decider, EngineError
from chalicelib.decisions.facts.asked import missed
from chalicelib.decisions.facts.conditions import each_once
from chalicelib.decisions.facts.facts import item_facts, narrowed, usual_facts
from chalicelib.decisions.facts.needs import counted, open_tests
from chalicelib.decisions.facts.question import Question, UnknownItemError, facts_of
from chalicelib.decisions.forms.form import CHANNEL, Basis, ChannelName, FactValue, Name, Text
from chalicelib.decisions.forms.model import Fact, Item, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import reads
from chalicelib.decisions.roles import merger_days
from chalicelib.decisions.tables import UnknownDecisionError, as_decision, table
from chalicelib.decisions.today import moves, of_day

__all__ = [
    "Decision",
    "UnknownDecisionError",
    "UnknownItemError",
    "decide",
    "decide_each",
    "item_facts",
    "usual_facts",
    "what_if",
]

_NOTHING_WRONG: Mapping[str, Text] = MappingProxyType({})

DESKS = 32
BANDS = 8
DECISIONS = 20_000
VISITS = 20_000


def decide(
    release: Release,
    item: str,
    application: Mapping[str, object],
    on: date,
    applied: date | None = None,
    *,
    decision: Name = CHANNEL,
) -> Decision:
    """
    What comes out of a decision for a case; by default its channel.

    Args:
        release: or a view of one (``tables.as_decision``), which decides what it is a view of.
        item: the item's code.
        application: what the applicant said, by full name ("application.courier"), and what is known of
            her, of the case and its clock ("applicant.age", "clock.days_left"). Names that are declared for
            none of these, the item's own facts among them, leave it undecided.
        on: the day whose rules are in effect.
        applied: the day of the application, on which the item must be in effect; None: ``on``.
        decision: the name of the decision.

    Raises:
        UnknownItemError: the release has no such item.
        UnknownDecisionError: the release has no such decision.
    """
    asked = Question(release, item, application, on, applied or on)
    return _desk(release, decision).remembered(asked)


def decide_each(
    release: Release,
    decisions: Iterable[Name],
    item: str,
    application: Mapping[str, object],
    on: date,
    applied: date | None = None,
) -> dict[Name, Decision]:
    """
    ``decide`` of several decisions on the same facts, which are looked at once; by name.

    Raises:
        UnknownItemError: the release has no such item.
        UnknownDecisionError: the release has no such decision.
    """
    asked = Question(release, item, application, on, applied or on)
    return {name: _desk(release, name).remembered(asked) for name in decisions}


def what_if(
    release: Release,
    item: str,
    facts: Mapping[str, object],
    on: date,
    applied: date | None = None,
    *,
    decision: Name = CHANNEL,
) -> Decision:
    """
    ``decide`` with any declared fact given, the item's own too: a question of policy staff, not a case.

    Raises:
        UnknownItemError: the release has no such item.
        UnknownDecisionError: the release has no such decision.
    """
    asked = Question(release, item, facts, on, applied or on, overriding=True)
    return _desk(release, decision).decision(asked)


class _Answer(NamedTuple):
    """What all decisions by one rule have in common: the outcome, and ``rule`` … ``release`` of them."""

    outcome: ChannelName
    of_rule: tuple[str, str, int, tuple[Basis, ...], ByRule, str]


@dataclass(frozen=True)
class _Band:
    """The rules between two cuts: as they are, compiled, and which facts they read of which item."""

    rules: Sequence[OwnedRule]
    decider: Decider
    reads: frozenset[str]
    reads_more: Mapping[str, frozenset[str]]
    declared: Mapping[str, Fact]
    release: str
    answers: dict[int, _Answer] = field(default_factory=dict)

    def answer(self, rule: Rule) -> _Answer:
        """What one of the rules decides: told once, however many decisions it takes."""
        return self.answers.get(id(rule)) or self.answers.setdefault(id(rule), self._answer(rule))

    def _answer(self, rule: Rule) -> _Answer:
        where, why = rule.where, ByRule(rule, self.declared)
        return _Answer(rule.choose, (rule.rule, where.file, where.line, rule.basis, why, self.release))

    def needed(self, item: str) -> frozenset[str]:
        more = self.reads_more.get(item)
        return self.reads if more is None else self.reads | more

    def of(self, item: str) -> list[Rule]:
        """The rules that can decide for an item, in order of precedence."""
        return [rule for owner, rule in self.rules if owner in (None, item)]


class _Desk:
    """All that is worked out once for a decision of a release, and what it decided lately."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._name, self._decided = release.decides, table(release, release.decides)
        self._facts = facts_of(release)
        self._declared = release.declared
        self._bands: Memory[int, _Band] = Memory(BANDS)
        self._latest: tuple[date, _Band | None] = date.min, None
        self._decisions: Memory[tuple[object, ...], Decision] = Memory(DECISIONS)
        self._visits: Memory[tuple[object, ...], int] = Memory(VISITS)

    @cached_property
    def _rules(self) -> list[OwnedRule]:
        """All rules, in order of precedence; there may be thousands, of which every band takes its own."""
        return rules_of(self._release)

    @cached_property
    def _cuts(self) -> list[date]:
        return cut_days(rule for _, rule in self._rules)

    @cached_property
    def _moves(self) -> bool:
        """Whether a rule compares a date with the day of the decision: each day is then compiled apart."""
        return any(map(moves, each_once(test for _, rule in self._rules for test in rule.when)))

    @cached_property
    def _then(self) -> Text:
        return explain.left_open(self._decided)

    def remembered(self, asked: Question) -> Decision:
        question = asked.question
        if question is None:
            return self.decision(asked)
        known = self._decisions.get(question)
        if known is not None:
            return known
        try:
            decision = self._of(asked)
        except EngineError:
            return self._failed(asked)  # next time it may go well
        if decision.invalid:
            return decision  # what is wrong may be of any size
        return self._decisions.put(question, decision)

    def decision(self, asked: Question) -> Decision:
        try:
            return self._of(asked)
        except EngineError:
            return self._failed(asked)

    def _of(self, asked: Question) -> Decision:
        """
        Raises:
            EngineError: durable_rules failed.
        """
        facts, invalid, early = asked.known
        if early is not None:
            return self._open(asked.item, early, {})
        band = self._band(asked.on)
        needed, missing = band.needed(asked.item), []
        if not facts.keys() >= needed:
            absent = needed.difference(facts, invalid)
            missing = sorted(self._missed(asked.form, band.of(asked.item), facts, absent)) if absent else []
        if missing or invalid:
            because = explain.without(self._declared, missing, invalid, self._then)
            return self._open(asked.item, because, facts, missing, invalid)
        rule = band.decider.first(asked.item, facts)
        if rule is None:
            return self._open(asked.item, explain.no_rule(self._then), facts)
        return self._by_rule(band.answer(rule), asked, facts)

    def _failed(self, asked: Question) -> Decision:
        return self._open(asked.item, explain.engine_failed(self._then), asked.known[0])

    def _missed(
        self, item: Item, rules: Sequence[Rule], facts: Mapping[str, FactValue], absent: frozenset[str]
    ) -> frozenset[str]:
        """What is missing; in place of a computed fact that which it hangs on."""
        computed = {name for name in absent if self._declared[name].computed is not None}
        declared = narrowed(self._release.facts, item, facts) if computed else self._release.facts
        missing = missed(declared, rules, facts, absent, computed)
        if missing.isdisjoint(computed):
            return missing
        kinds = {kind for name in missing if (kind := self._declared[name].computed) is not None}
        papers = (material for kind in kinds for material, _ in counted(item, kind))
        return missing - computed | {test.fact for one in papers for test in open_tests(one, facts)}

    def _by_rule(self, answer: _Answer, asked: Question, facts: dict[str, FactValue]) -> Decision:
        visits = self._come(answer.outcome, asked, facts)
        head = self._name, answer.outcome, asked.item, visits
        fields = (*head, *answer.of_rule, MappingProxyType(facts), (), _NOTHING_WRONG)
        return tuple.__new__(Decision, fields)  # by name: twice as long

    @cached_property
    def _reads(self) -> dict[str, tuple[str, ...]]:
        return {channel: reads(plan) for channel, plan in self._release.plans.items()}

    @cached_property
    def _mergers(self) -> Sequence[date]:
        return merger_days(self._release.units)

    def _come(self, channel: ChannelName, asked: Question, facts: Mapping[str, FactValue]) -> int | None:
        """How often the applicant comes, worked out once for the facts that the plan can depend on."""
        plan = self._release.plans.get(channel)
        if plan is None:
            return None
        hangs = self._facts.hangs_on(self._release.items[asked.item])
        merged = bisect_right(self._mergers, asked.on)
        question = (channel, asked.item, asked.time, merged, *map(facts.get, (*self._reads[channel], *hangs)))
        known = self._visits.get(question)
        if known is None:
            way = ordinary_way(self._release, plan, asked.form, facts, asked.on)
            known = self._visits.put(question, visits(way))
        return known

    def _open(
        self,
        item: str,
        because: Text,
        facts: dict[str, FactValue],
        missing: Iterable[str] = (),
        invalid: dict[str, Text] | None = None,
    ) -> Decision:
        """Where no rule decides: what the decision says for that."""
        return Decision(
            decision=self._name,
            outcome=self._decided.otherwise,
            item=item,
            visits=None,
            rule=None,
            file=None,
            line=None,
            basis=(),
            why=because,
            release=self._release.digest,
            facts=MappingProxyType(facts),
            missing=tuple(missing),
            invalid=MappingProxyType(invalid or {}),
        )

    def _band(self, on: date) -> _Band:
        day, band = self._latest
        if band is None or day != on:
            band = self._band_of(on)
            self._latest = on, band
        return band

    def _band_of(self, on: date) -> _Band:
        number = on.toordinal() if self._moves else bisect_right(self._cuts, on)
        return self._bands.get(number) or self._bands.put(number, self._compiled(on))

    def _compiled(self, on: date) -> _Band:
        rules = [OwnedRule(item, of_day(rule, on)) for item, rule in self._rules if in_effect(rule, on)]
        reads: dict[str | None, set[str]] = {None: set()}
        for item, rule in rules:
            reads.setdefault(item, set()).update(condition.fact for condition in rule.when)
        more = {item: frozenset(names) for item, names in reads.items() if item is not None}
        decider, release = Decider(self._release.facts, rules), self._release.digest
        return _Band(rules, decider, frozenset(reads[None]), more, self._declared, release)


_desks: Memory[tuple[str, Name], _Desk] = Memory(DESKS)


def _desk(release: Release, decision: Name = CHANNEL) -> _Desk:
    """Of the decision asked for; of a view of that which it is, where none is named."""
    one = release if decision == CHANNEL else as_decision(release, decision)
    name = one.digest, one.decides
    return _desks.get(name) or _desks.put(name, _Desk(one))

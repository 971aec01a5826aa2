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
from datetime import date
from functools import cached_property
from types import MappingProxyType

from chalicelib.decisions import explain
from chalicelib.decisions.compiled import Answer, RulesByDay
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.engine.engine import EngineError
from chalicelib.decisions.facts.asked import missed
from chalicelib.decisions.facts.facts import item_facts, narrowed, usual_facts
from chalicelib.decisions.facts.needs import counted, open_tests
from chalicelib.decisions.facts.question import Question, UnknownItemError, facts_of
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, FactValue, Name, Text
from chalicelib.decisions.forms.model import Item, Release, Rule
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import reads
from chalicelib.decisions.roles import merger_days
from chalicelib.decisions.tables import UnknownDecisionError, as_decision, table

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


class _Desk:
    """All that is worked out once for a decision of a release, and what it decided lately."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._name, self._decided = release.decides, table(release, release.decides)
        self._facts = facts_of(release)
        self._declared = release.declared
        self._rules = RulesByDay(release)
        self._decisions: Memory[tuple[object, ...], Decision] = Memory(DECISIONS)
        self._visits: Memory[tuple[object, ...], int] = Memory(VISITS)

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
        rules = self._rules.on(asked.on)
        needed, missing = rules.needed(asked.item), []
        if not facts.keys() >= needed:
            absent = needed.difference(facts, invalid)
            missing = sorted(self._missed(asked.form, rules.of(asked.item), facts, absent)) if absent else []
        if missing or invalid:
            because = explain.without(self._declared, missing, invalid, self._then)
            return self._open(asked.item, because, facts, missing, invalid)
        rule = rules.decider.first(asked.item, facts)
        if rule is None:
            return self._open(asked.item, explain.no_rule(self._then), facts)
        return self._by_rule(rules.answer(rule), asked, facts)

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

    def _by_rule(self, answer: Answer, asked: Question, facts: dict[str, FactValue]) -> Decision:
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


_desks: Memory[tuple[str, Name], _Desk] = Memory(DESKS)


def _desk(release: Release, decision: Name = CHANNEL) -> _Desk:
    """Of the decision asked for; of a view of that which it is, where none is named."""
    one = release if decision == CHANNEL else as_decision(release, decision)
    name = one.digest, one.decides
    return _desks.get(name) or _desks.put(name, _Desk(one))

"""
The decision: which channel a case takes, by which rule, on what basis.

It fails closed. A fact that is missing and can change the answer, one of the wrong kind or out of bounds,
no rule that matches, an item that is not in effect, a failing engine: each gives the channel
``undetermined`` and says why, and a person decides. What an applicant left out is not missed where the
same rule decides whatever it is. Decisions are pure, so those taken lately are remembered; memory and
compiled rules are bounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.decisions import explain
from chalicelib.decisions.asked import missed
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.effect import cut_days, in_effect, rules_of, rules_on
from chalicelib.decisions.engine import Decider, EngineError
from chalicelib.decisions.facts import checked, item_facts, narrowed, usual_facts
from chalicelib.decisions.form import UNDETERMINED, ChannelName, FactValue, Text
from chalicelib.decisions.limits import Led
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.model import Item, Release, Rule
from chalicelib.decisions.needs import counted, hangs_on, open_tests
from chalicelib.decisions.plans import ordinary_way, reads, visits

__all__ = ["Decision", "UnknownItemError", "decide", "item_facts", "usual_facts", "what_if"]

RELEASES = 8
BANDS = 8
DECISIONS = 20_000
SENTENCES = 2_000
VISITS = 20_000
_PLAIN = frozenset({bool, int, str})


class UnknownItemError(LookupError):
    """The release has no item of this code. 没有这个事项。"""


def decide(
    release: Release, item: str, application: Mapping[str, object], on: date, applied: date | None = None
) -> Decision:
    """
    The channel of a case.

    Args:
        item: the item's code.
        application: what the applicant said, by full name ("application.courier"), and what is known of
            her ("applicant.age"). Names that are declared for neither, the item's own facts among them,
            make the decision undetermined.
        on: the day whose rules are in effect.
        applied: the day of the application, on which the item must be in effect; None: ``on``.

    Raises:
        UnknownItemError: the release has no such item.
    """
    return _desk(release).remembered(item, application, on, applied or on)


def what_if(
    release: Release, item: str, facts: Mapping[str, object], on: date, applied: date | None = None
) -> Decision:
    """
    ``decide`` with any declared fact given, the item's own too: a question of policy staff, not a case.

    Raises:
        UnknownItemError: the release has no such item.
    """
    return _desk(release).decision(item, facts, on, applied or on, overriding=True)


@dataclass(frozen=True)
class _Band:
    """The rules between two cuts: as they are, compiled, and which facts they read of which item."""

    rules: Sequence[Led]
    decider: Decider
    reads: frozenset[str]
    reads_more: Mapping[str, frozenset[str]]

    def needed(self, item: str) -> frozenset[str]:
        more = self.reads_more.get(item)
        return self.reads if more is None else self.reads | more

    def of(self, item: str) -> list[Rule]:
        """The rules that can decide for an item, in order of precedence."""
        return [rule for owner, rule in self.rules if owner in (None, item)]


class _Own(NamedTuple):
    """What an item says itself: its facts, as declared, and what is wrong with them."""

    facts: dict[str, FactValue]
    wrong: dict[str, Text]


class _Desk:
    """All that is worked out once for a release, and the decisions it took lately."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._declared = {fact.fact: fact for fact in release.facts}
        self._of_application = {n: f for n, f in self._declared.items() if not n.startswith("item.")}
        self._bands: Memory[int, _Band] = Memory(BANDS)
        self._decisions: Memory[tuple[object, ...], Decision] = Memory(DECISIONS)
        self._sentences: Memory[tuple[object, ...], Text] = Memory(SENTENCES)
        self._visits: Memory[tuple[object, ...], int] = Memory(VISITS)
        self._items: dict[str, _Own] = {}
        self._hang: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _cuts(self) -> list[date]:
        return cut_days(rule for _, rule in rules_of(self._release))

    def remembered(self, item: str, application: Mapping[str, object], on: date, applied: date) -> Decision:
        values = tuple(application.values())
        kinds = tuple(map(type, values))  # a 1 is not a True, though they are equal
        if not _PLAIN.issuperset(kinds):
            return self.decision(item, application, on, applied)
        question = (item, on, applied, tuple(application), values, kinds)
        known = self._decisions.get(question)
        if known is not None:
            return known
        decision = self.decision(item, application, on, applied)
        if decision.invalid or decision.because is explain.engine_failed():
            return decision  # what is wrong may be of any size, what failed may go well next time
        return self._decisions.put(question, decision)

    def decision(
        self, item: str, given: Mapping[str, object], on: date, applied: date, *, overriding: bool = False
    ) -> Decision:
        if item not in self._release.items:
            raise UnknownItemError(item)
        form = self._release.items[item]
        if not in_effect(form, applied):  # it has no facts on that day either
            return self._undetermined(item, explain.not_in_effect(self._release, form, applied), {})
        said, invalid = checked(self._declared if overriding else self._of_application, given)
        own, wrong = self._item(form, said)
        facts = {**own, **said}
        if wrong:
            invalid = {name: text for name, text in wrong.items() if name not in said} | invalid
        for name in given.keys() - said.keys():
            facts.pop(name, None)  # not known after all, or wrong: the item's own answer does not stand in
        band = self._band(on)
        absent = band.needed(item) - facts.keys() - invalid.keys()
        missing = sorted(self._missed(form, band.of(item), facts, absent)) if absent else []
        if missing or invalid:
            because = explain.without(self._declared, missing, invalid)
            return self._undetermined(item, because, facts, missing, invalid)
        return self._by_rule(band, item, facts)

    def _item(self, item: Item, said: Mapping[str, FactValue]) -> _Own:
        """The item's own facts, those among them that are computed under this application."""
        known = self._items.get(item.item)
        if known is None:
            right, wrong = checked(self._declared, item_facts(self._release, item.item, said))
            known = _Own({name: right[name] for name in self._declared if name in right}, wrong)
            if not self._hangs_on(item):
                self._items[item.item] = known
        return known

    def _hangs_on(self, item: Item) -> tuple[str, ...]:
        """What of the application the item's needs hang on."""
        known = self._hang.get(item.item)
        if known is None:
            known = self._hang[item.item] = hangs_on(item)
        return known

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

    def _by_rule(self, band: _Band, item: str, facts: dict[str, FactValue]) -> Decision:
        try:
            rule = band.decider.first(item, facts)
        except EngineError:
            return self._undetermined(item, explain.engine_failed(), facts)
        if rule is None:
            return self._undetermined(item, explain.no_rule(), facts)
        return Decision(
            item=item,
            channel=rule.choose,
            visits=self._come(rule.choose, item, facts),
            rule=rule.rule,
            file=rule.where.file,
            line=rule.where.line,
            basis=rule.basis,
            because=self._because(rule, facts),
            release=self._release.digest,
            facts=MappingProxyType(facts),
            missing=(),
            invalid=MappingProxyType({}),
        )

    @cached_property
    def _reads(self) -> dict[str, tuple[str, ...]]:
        return {channel: reads(plan) for channel, plan in self._release.plans.items()}

    def _come(self, channel: ChannelName, item: str, facts: Mapping[str, FactValue]) -> int | None:
        """How often the applicant comes, worked out once for the facts that the plan can depend on."""
        plan = self._release.plans.get(channel)
        if plan is None:
            return None
        form = self._release.items[item]
        question = (channel, item, *map(facts.get, (*self._reads[channel], *self._hangs_on(form))))
        known = self._visits.get(question)
        if known is None:
            way = ordinary_way(self._release, plan, form, facts)
            known = self._visits.put(question, visits(way))
        return known

    def _because(self, rule: Rule, facts: Mapping[str, FactValue]) -> Text:
        told = [(condition.fact, facts[condition.fact]) for condition in rule.when]
        tested = (rule.rule, *told)  # by name: of two groups of conditions each may hold by a yes
        known = self._sentences.get(tested)
        return known or self._sentences.put(tested, explain.by_rule(rule, self._declared, facts))

    def _undetermined(
        self,
        item: str,
        because: Text,
        facts: dict[str, FactValue],
        missing: Iterable[str] = (),
        invalid: dict[str, Text] | None = None,
    ) -> Decision:
        return Decision(
            item=item,
            channel=UNDETERMINED,
            visits=None,
            rule=None,
            file=None,
            line=None,
            basis=(),
            because=because,
            release=self._release.digest,
            facts=MappingProxyType(facts),
            missing=tuple(missing),
            invalid=MappingProxyType(invalid or {}),
        )

    def _band(self, on: date) -> _Band:
        number = bisect_right(self._cuts, on)
        return self._bands.get(number) or self._bands.put(number, self._compiled(on))

    def _compiled(self, on: date) -> _Band:
        rules = rules_on(self._release, on)
        reads: dict[str | None, frozenset[str]] = {None: frozenset()}
        for item, rule in rules:
            reads[item] = reads.get(item, frozenset()) | {condition.fact for condition in rule.when}
        more = {item: names for item, names in reads.items() if item is not None}
        return _Band(rules, Decider(self._release.facts, rules), reads[None], more)


_desks: Memory[str, _Desk] = Memory(RELEASES)


def _desk(release: Release) -> _Desk:
    name = release.digest
    return _desks.get(name) or _desks.put(name, _Desk(release))

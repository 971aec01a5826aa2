"""A region on a day: the rules in effect for each item, and where each case stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from chalicelib.authoring.advice.candidates import candidates, moving_candidates
from chalicelib.authoring.advice.changes.members import WeightedCase
from chalicelib.authoring.advice.effort import Effort, Efforts
from chalicelib.authoring.advice.rules_in_effect import RulesInEffect, current, deciding, standing_order
from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space.domain import Classes, refined
from chalicelib.authoring.space.edits import Edit
from chalicelib.authoring.space.explained import merged
from chalicelib.authoring.space.rule_list import Replacement
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.effect import all_as_of, items_on, ways
from chalicelib.decisions.facts.facts import computed_facts, item_facts, usual_facts
from chalicelib.decisions.forms.form import ChannelName, Condition, FactValue
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.today import moves

MOST_CUTS = 40
"""Of one fact: bounds that are moved by one unit, and numbers of items and past cases that are tried."""
AT_HAND = 256  # items whose rules in effect are kept; there may be thousands


class CaseOutcome(NamedTuple):
    """What a case comes out as, and what that costs the applicant."""

    channel: ChannelName
    effort: Effort


class AdviceContext:
    """
    The rules of a region that are in effect on a day, and what comes out by them.

    Args:
        met: past cases, and items of which something is assumed; bounds are tried at their values too.
    """

    def __init__(self, release: Release, on: date, met: Sequence[WeightedCase] = ()) -> None:
        self.release, self.on, self._met = release, on, met
        self.of_day = all_as_of(release, on)
        self.items = items_on(release, on)
        self.declared = release.declared
        self.region = current(release.rules, on)
        own = {code: current(item.rules, on) for code, item in self.items.items() if item.rules}
        self.own = {code: rules for code, rules in own.items() if rules}
        self.efforts = Efforts(self.of_day, on)
        self.demanded = Demanded(release)
        self._cache = SpaceCache()
        self._common: RulesInEffect | None = None
        self._owned: Memory[str, RulesInEffect] = Memory(AT_HAND)
        self._standings: dict[tuple[object, ...], CaseOutcome] = {}

    def rules(self, owner: str | None) -> list[Rule]:
        """The rules for an item with some of its own, or for any other, in order of precedence."""
        return standing_order(self.own.get(owner or "", []), self.region)

    def owner(self, item: str) -> str | None:
        """Who owns the rules for a case of the item: the item's, if it has rules of its own that day."""
        return item if item in self.own else None

    def having(self, member: WeightedCase, fact: str, value: FactValue) -> WeightedCase:
        """A member with one fact otherwise; what an applicant says changes what is counted of her papers."""
        after = member.having(fact, value)
        if fact.startswith("item."):
            return after
        item = self.of_day.items[member.item]
        counted = computed_facts(self.release, item, after.facts)
        before = computed_facts(self.release, item, member.facts)
        for name, sheets in counted.items() - before.items():
            after = after.having(name, sheets)
        return after

    def rules_in_effect(self, owner: str | None) -> RulesInEffect:
        """The rules in effect for an item with rules of its own, or of all others."""
        if owner is not None:
            return self._owned.get(owner) or self._owned.put(owner, self._made(owner))
        if self._common is None:
            self._common = self._made(None)
        return self._common

    def shift(self, edit: Edit) -> Replacement:
        """What an edit moves among the rules in effect of its owner."""
        rules_in_effect = self.rules_in_effect(edit.owner)
        places = rules_in_effect.numbers
        numbers = [places[one] for one in edit.instead if one in places]
        start, end = min(numbers), max(numbers) + 1
        return Replacement(rules_in_effect, start, end, edit.applied(rules_in_effect.rules[start:end]))

    def _made(self, owner: str | None) -> RulesInEffect:
        rules = self.rules(owner)
        cuts = self._cuts(rules, self.items if owner is None else [owner])
        return RulesInEffect(self.release, rules, cuts, self._cache, self.on)

    def standing(self, member: WeightedCase) -> CaseOutcome:
        """As the rules are; worked out once for items that are alike."""
        key = self._kind(member)
        known = self._standings.get(key)
        if known is None:
            known = self._standings[key] = self.stand(member, self._channel(member))
        return known

    def alike(self, members: Iterable[WeightedCase]) -> list[list[WeightedCase]]:
        """Members by all that counts: of a group what is true of one is true of all."""
        groups: dict[tuple[object, ...], list[WeightedCase]] = {}
        for member in members:
            groups.setdefault(self._kind(member), []).append(member)
        return list(groups.values())

    def _kind(self, member: WeightedCase) -> tuple[object, ...]:
        return self.owner(member.item), member.profile, self.efforts.kind(member.item, member.facts)

    def stand(self, member: WeightedCase, channel: ChannelName) -> CaseOutcome:
        """A case in a channel, whatever the rules say."""
        return CaseOutcome(channel, self.efforts.of(member.item, channel, member.facts))

    def rule(self, member: WeightedCase) -> Rule | None:
        """The rule that decides a case; None: a person does."""
        if member.wrong:
            return None
        rules_in_effect = self.rules_in_effect(self.owner(member.item))
        situation = rules_in_effect.place(member.facts)
        if situation is None:
            return deciding(self.release.facts, rules_in_effect.rules, member.facts, self.on)
        turn = rules_in_effect.turn_of(situation)
        return None if turn is None else turn.rule

    @cached_property
    def classes(self) -> Classes:
        """The values of every declared fact that some rule tells apart, each class by its first."""
        rules = [*self.region, *(rule for own in self.own.values() for rule in own)]
        tests = [condition for way in ways(rules) for condition in way.when]
        scales = [name for name, fact in self.declared.items() if fact.type in ("whole_number", "date")]
        return merged(refined([self.declared], self.declared, tests, self.on), scales, tests)

    def _channel(self, member: WeightedCase) -> ChannelName:
        rule = self.rule(member)
        return otherwise(self.release) if rule is None else rule.choose

    def _cuts(self, rules: Iterable[Rule], items: Iterable[str]) -> Iterator[Condition]:
        """Where a rule's bound or list might be moved to: numbers, and days from the day of the decision."""
        tested: dict[str, list[Condition]] = {}
        for test in (test for way in ways(rules) for test in way.when):
            if self.declared[test.fact].type == "whole_number" or moves(test):
                tested.setdefault(test.fact, []).append(test)
        usual = usual_facts(self.release)
        own = [item_facts(self.release, self.of_day.items[item], usual) for item in items] if tested else []
        met = [one.facts for one in self._met]
        for fact, tests in sorted(tested.items()):
            values = {facts[fact] for facts in (*own, *met) if fact in facts}
            if self.declared[fact].type == "date":
                days = ((date.fromisoformat(str(value)) - self.on).days for value in values)
                yield from moving_candidates(fact, tests, days, MOST_CUTS)
            else:
                yield from candidates(self.declared[fact], tests, map(int, values), MOST_CUTS)

"""
Why this channel, exactly: the situations around a decision, and which few facts force it.

For policy staff; what an applicant reads is ``decisions.explain``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.bits import Bits, place
from chalicelib.authoring.space.domain import Classes, refined
from chalicelib.authoring.space.space import MOST
from chalicelib.authoring.space.walks import tests_of
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.effect import in_effect, rules_of
from chalicelib.decisions.form import ChannelName, Condition, FactValue
from chalicelib.decisions.model import Fact, Release, Rule
from chalicelib.decisions.needs import hanging
from chalicelib.decisions.needs import tests_of as tests_of_material
from chalicelib.decisions.today import seen_on


@dataclass(frozen=True)
class Question:
    """
    A decision to explain, and the space of situations around it: of its item, on its day.

    ``channels`` are the situations that come out as each channel. Where all would be too many, the facts
    that are ``held`` have the value of the decision in each. ``on`` is the day whose rules these are.
    """

    release: Release
    decision: Decision
    rules: tuple[Rule, ...]
    bits: Bits
    channels: Mapping[ChannelName, int]
    declared: Mapping[str, Fact]
    held: tuple[str, ...] = ()
    on: date = date.min

    @property
    def known(self) -> dict[str, FactValue]:
        """The facts of the decision that the rules read."""
        facts = {name: self.decision.facts[name] for name in self.bits.classes if name in self.decision.facts}
        return seen_on(facts, self.declared, self.on)

    @property
    def channel(self) -> ChannelName:
        """What the known facts come to; undetermined if one that matters is not known."""
        here = self.bits.all
        if self.decision.missing or self.decision.invalid:
            return otherwise(self.release)
        for name, value in self.known.items():
            here &= self.bits.with_value(name, value)
        return next(channel for channel, found in self.channels.items() if found & here)


def question(release: Release, decision: Decision, on: date) -> Question:
    """
    Lay out the situations that the rules of a day can tell apart for the decision's item, or by what is
    known of it the channels' plans, or what it needs.

    Where there are more than 5,000,000, the facts with the most values stay as they are in the decision.

    Raises:
        TooManySituationsError: too many are left, for these facts are not known.
    """
    rules = tuple(
        rule for item, rule in rules_of(release) if item in (None, decision.item) and in_effect(rule, on)
    )
    declared = {fact.fact: fact for fact in release.facts}
    looked_at = [test for plan in release.plans.values() for test in tests_of(plan)]
    looked_at += (test for one in hanging(release.items[decision.item]) for test in tests_of_material(one))
    walked = dict.fromkeys(test for test in looked_at if test.fact in decision.facts)
    tests = [*(condition for rule in rules for condition in rule.when), *walked]
    scales = [name for name, fact in declared.items() if fact.type in ("whole_number", "date")]
    classes = merged(refined([declared], {test.fact for test in tests}, tests, on), scales, tests)
    classes, held = _held(classes, decision.facts)
    bits = Bits(classes)
    channels: dict[ChannelName, int] = {}
    no_rule = otherwise(release)
    for rule, matched in bits.first_matches(rules, bits.all):
        channel = no_rule if rule is None else rule.choose
        channels[channel] = channels.get(channel, 0) | matched
    return Question(release, decision, rules, bits, channels, declared, held, on)


def _held(classes: Classes, facts: Mapping[str, FactValue]) -> tuple[Classes, tuple[str, ...]]:
    """The classes with as many facts held at their value as it takes, those with most values first."""
    held: dict[str, tuple[FactValue, ...]] = {}
    known = [name for name in classes if name in facts and place(classes[name], facts[name]) is not None]
    for name in sorted(known, key=lambda name: -len(classes[name])):
        if prod(map(len, {**classes, **held}.values())) <= MOST:
            break
        number = place(classes[name], facts[name]) or 0
        held[name] = (classes[name][number],)
    if prod(map(len, {**classes, **held}.values())) > MOST:
        raise TooManySituationsError(f"more than {MOST} situations")
    return {**classes, **held}, tuple(held)


def deciding(asked: Question) -> dict[str, FactValue]:
    """
    A smallest set of facts that alone force the channel, whatever the others are.

    Nothing if a fact is missing or wrong: then that is the reason.
    """
    known = asked.known
    unsure = asked.decision.missing or asked.decision.invalid
    if unsure or asked.decision.channel != asked.channel:
        return {}
    rule = next((rule for rule in asked.rules if rule.rule == asked.decision.rule), None)
    tested = {test.fact for test in rule.when} if rule else set()
    ordered = sorted(known, key=lambda name: name not in tested)  # what the rule asks is told before others
    alike = {name: asked.bits.with_value(name, known[name]) for name in ordered}
    others = asked.bits.all ^ asked.channels[asked.decision.channel]
    apart = [found & others for found in asked.bits.by_differences(known)]
    for size in range(len(known)):
        found = _enough(alike, apart, size)
        if found is not None:
            return {name: value for name, value in known.items() if name in found}
    return known


def _enough(alike: Mapping[str, int], others: Sequence[int], most: int) -> frozenset[str] | None:
    """
    At most so many facts, of which every other situation differs in at least one; None if too few.

    Whatever the facts are, one in which some other situation differs is among them: only those are tried,
    and where it differs in few there is little to try.

    Args:
        others: by in how many facts they differ.
    """
    near = next(filter(None, others), 0)
    if not near:
        return frozenset()
    if not most:
        return None
    first = near & -near
    for name in alike:
        if not alike[name] & first:
            more = _enough(alike, [some & alike[name] for some in others], most - 1)
            if more is not None:
                return more | {name}
    return None


def merged(classes: Classes, scales: Collection[str], tests: Sequence[Condition]) -> Classes:
    """Without the numbers and days that no test tells from those before them: one change, not two alike."""
    merged: dict[str, tuple[FactValue, ...]] = {}
    for name, values in classes.items():
        if name in scales:
            seen = [[reference.holds(test, {name: value}) for test in tests] for value in values]
            values = tuple(v for n, v in enumerate(values) if n == 0 or seen[n] != seen[n - 1])
        merged[name] = values
    return merged

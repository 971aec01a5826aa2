"""
Why this channel, exactly: the situations around a decision, and which few facts force it.

For policy staff; what an applicant reads is ``decisions.explain``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Classes, Situation, refined
from chalicelib.authoring.space.order import arranged
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.authoring.space.walks import tests_of
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.effect import all_as_of, in_effect, rules_of
from chalicelib.decisions.facts.needs import hanging
from chalicelib.decisions.facts.needs import tests_of as tests_of_material
from chalicelib.decisions.forms.form import ChannelName, Condition, FactValue, Name
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.today import seen_on

TRIED = 1 << 10
"""So many sets of facts are tried to find the smallest that decides."""


@dataclass(frozen=True)
class Explained:
    """
    A decision to explain, and the space of situations around it: of its item, on its day.

    ``channels`` are the situations that come out as each channel, ``decided`` those that each rule decides.
    ``on`` is the day whose rules these are.
    """

    release: Release
    decision: Decision
    rules: tuple[Rule, ...]
    space: DecisionSpace
    channels: Mapping[ChannelName, Situations]
    decided: Mapping[Name, Situations]
    declared: Mapping[str, Fact]
    on: date = date.min

    @property
    def known(self) -> dict[str, FactValue]:
        """The facts of the decision that the rules read."""
        facts = {
            name: self.decision.facts[name] for name in self.space.classes if name in self.decision.facts
        }
        return seen_on(facts, self.declared, self.on)

    @property
    def channel(self) -> ChannelName:
        """What the known facts come to; undetermined if one that matters is not known."""
        if self.decision.missing or self.decision.invalid:
            return otherwise(self.release)
        here = self.space.with_values(self.known)
        return next(channel for channel, found in self.channels.items() if found & here)


def explained(release: Release, decision: Decision, on: date) -> Explained:
    """
    Lay out the situations that the rules of a day can tell apart for the decision's item, or by what is
    known of it the channels' plans, or what it needs.
    """
    release = all_as_of(release, on)
    rules = tuple(
        rule for item, rule in rules_of(release) if item in (None, decision.item) and in_effect(rule, on)
    )
    declared = release.declared
    looked_at = [test for plan in release.plans.values() for test in tests_of(plan)]
    looked_at += (test for one in hanging(release.items[decision.item]) for test in tests_of_material(one))
    walked = dict.fromkeys(test for test in looked_at if test.fact in decision.facts)
    tests = [*(test for rule in rules for group in rule.groups for test in group), *walked]
    scales = [name for name, fact in declared.items() if fact.type in ("whole_number", "date")]
    classes = merged(refined([declared], {test.fact for test in tests}, tests, on), scales, tests)
    together = [[test.fact for test in group] for rule in rules for group in rule.groups]
    listed = RuleList(rules, SpaceCache().of(arranged(classes, together), rules), otherwise(release))
    decided: dict[Name, Situations] = {}
    for turn in listed.turns:
        before = decided.get(turn.rule.rule)
        decided[turn.rule.rule] = turn.decides if before is None else before | turn.decides
    return Explained(release, decision, rules, listed.space, listed.outcomes, decided, declared, on)


def deciding(asked: Explained) -> dict[str, FactValue]:
    """
    A smallest set of facts that alone force the channel, whatever the others are; where that is not found
    soon, one of which none can be left out.

    Nothing if a fact is missing or wrong: then that is the reason.
    """
    known = asked.known
    unsure = asked.decision.missing or asked.decision.invalid
    if unsure or asked.decision.channel != asked.channel:
        return {}
    rule = next((rule for rule in asked.rules if rule.rule == asked.decision.rule), None)
    tested = {test.fact for group in rule.groups for test in group} if rule else set()
    ordered = sorted(known, key=lambda name: name not in tested)  # what the rule asks is told before others
    here = asked.space.situation(asked.space.with_values(known))
    others = ~asked.channels[asked.decision.channel]
    apart = [found & others for found in asked.space.by_differences(known)]
    tries = iter(range(TRIED))
    for size in range(len(known)):
        found = _enough(asked.space, {name: here[name] for name in ordered}, apart, size, tries)
        if found is not None:
            return {name: value for name, value in known.items() if name in found}
    for name in reversed(ordered):
        less = {other: value for other, value in known.items() if other != name}
        if not asked.space.with_values(less) & others:
            known = less
    return known


def _enough(
    space: DecisionSpace,
    here: Situation,
    others: Sequence[Situations],
    most: int,
    tries: Iterator[int],
    chosen: frozenset[str] = frozenset(),
) -> frozenset[str] | None:
    """
    The facts chosen and at most so many more, of which every other situation differs in at least one; None if
    too few, or if all ``tries`` are done.

    Whatever the facts are, one in which some other situation differs is among them: only those are tried,
    and where it differs in few there is little to try.

    Args:
        here: each fact by the first value of its class.
        others: by in how many facts they differ.
    """
    alike = space.with_values({name: here[name] for name in chosen})
    near = next((number for number, some in enumerate(others) if some & alike), None)
    if near is None:
        return chosen
    if not most or next(tries, None) is None:
        return None
    first = space.situation(others[near] & alike)
    each = (
        _enough(space, here, others[near:], most - 1, tries, chosen | {name})
        for name, value in here.items()
        if first[name] != value
    )
    return next((found for found in each if found is not None), None)


def merged(classes: Classes, scales: Collection[str], tests: Sequence[Condition]) -> Classes:
    """Without the numbers and days that no test tells from those before them: one change, not two alike."""
    merged: dict[str, tuple[FactValue, ...]] = {}
    for name, values in classes.items():
        if name in scales:
            seen = [[reference.holds(test, {name: value}) for test in tests] for value in values]
            values = tuple(v for n, v in enumerate(values) if n == 0 or seen[n] != seen[n - 1])
        merged[name] = values
    return merged

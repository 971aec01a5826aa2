"""
Tell every condition apart from its absence: modified condition/decision coverage (MC/DC) of rule lists.

A pair of situations tells a condition of a rule apart if the rule decides the one, and would decide
the other too but for this condition alone: earlier rules leave both, its other conditions hold in
both. Best is a pair that differs in the condition's fact only (unique cause, RTCA DO-178C). Where
earlier rules take every such partner, the two differ in more, and what else differs is masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.authoring.examples.example_set import ExampleSet
from chalicelib.authoring.examples.search.periods import Period, behind_items
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Rule
from chalicelib.decisions.limits import OwnedRule


class Place(NamedTuple):
    """A period in which pairs exist: where the rule decides, and where it would but for the condition."""

    period: Period
    fact: str
    unique: bool
    channel: bool
    yes: Situations
    no: Situations

    def told(self, shown: Situations) -> bool:
        """Whether a pair is among the situations shown."""
        return bool(self.partners(shown & self.yes) & self.no & shown)

    def completing(self, shown: Situations) -> Situations:
        """The situations that would make a pair with one that is shown."""
        return self.partners(shown & self.yes) & self.no | self.partners(shown & self.no) & self.yes

    def partners(self, found: Situations) -> Situations:
        """What may stand beside one of those found."""
        if self.unique:
            return self.period.space.spread(found, self.fact)
        return self.period.space.all if found else self.period.space.none

    @property
    def rank(self) -> tuple[bool, bool]:
        return self.unique, self.channel


@dataclass(frozen=True, eq=False)
class Contrast:
    """
    A condition, and where it can be told apart by the best kind of pair; nowhere: it never matters on any
    day in question, which is proved by going through all situations.
    """

    rule: Rule
    condition: Condition
    places: tuple[Place, ...]

    @property
    def unique(self) -> bool:
        """Whether its pairs differ in its fact only."""
        return self.places[0].unique

    @property
    def channel(self) -> bool:
        """Whether its pairs come to different channels, not only to different rules."""
        return self.places[0].channel

    def shows(self, period: Period, one: Situations) -> bool:
        """Whether a situation of a period may be a side of a pair."""
        return any((place.yes | place.no) & one for place in self.places if place.period is period)

    def told(self, standing: ExampleSet) -> bool:
        return any(place.told(standing.shown(place.period)) for place in self.places)


def contrasts(led: Iterable[OwnedRule], periods: Iterable[Period]) -> Iterator[Contrast]:
    """
    Tell for each condition of the rules how it can be told apart.

    Args:
        periods: of the days in question, the nearest first.
    """
    there = list(periods)
    for one in led:
        stands = _stands(one, there)
        for condition in one.rule.when:
            yield _contrast(one.rule, condition, stands)


def _stands(led: OwnedRule, periods: list[Period]) -> list[tuple[Period, int]]:
    """The periods that a rule is to be looked at in, with its place there; often the common one is enough."""
    found = [(period, number) for period in periods if (number := period.number(led.rule)) is not None]
    common = {period.first for period, _ in found if period.item is None} if behind_items(led) else ()
    return [(period, number) for period, number in found if period.item is None or period.first not in common]


def _contrast(rule: Rule, condition: Condition, stands: list[tuple[Period, int]]) -> Contrast:
    places = [place for period, number in stands for place in _places(period, number, condition)]
    best = max((place.rank for place in places), default=None)
    return Contrast(rule, condition, tuple(place for place in places if place.rank == best))


def _places(period: Period, number: int, condition: Condition) -> Iterator[Place]:
    """The best kind of pair that a period has, if it has any."""
    rule, yes, fact = period.rules[number], period.decided(number), condition.fact
    no = period.left[number] - period.space.holding(condition)
    for other in rule.when:
        if other is not condition:
            no &= period.space.holding(other)
    elsewhere = no - period.outcomes[rule.choose]
    near = period.space.spread(yes, fact)
    for unique, channel, found in (
        (True, True, near & elsewhere),
        (True, False, near & no),
        (False, True, elsewhere),
        (False, False, no),
    ):
        if yes and found:
            partners = yes & period.space.spread(found, fact) if unique else yes
            yield Place(period, fact, unique, channel, partners, found)
            return

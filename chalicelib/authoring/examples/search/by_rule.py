"""
One example for each rule, and one for what no rule decides: where situations are searched and not drawn, for
to tell each condition apart would take too many searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from chalicelib.authoring.examples.example_set import ExampleSet, Shown
from chalicelib.authoring.examples.search.choosing import Chooser
from chalicelib.authoring.examples.search.periods import Period
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.reference import holds
from chalicelib.decisions.forms.model import Rule


def by_rule(periods: Iterable[Period], standing: ExampleSet, chooser: Chooser) -> Iterator[Shown]:
    """Examples of what decides in none of those that stand; each joins them."""
    there = list(filter(chooser.serves, periods))
    shown = {_name(period.rule(one)) for period in there for one in _shown(standing, period)}
    for period in there:
        near = _Near(period, chooser)
        for rule in (*(turn.rule for turn in period.turns), None):
            found = None if _name(rule) in shown else near.situation(rule)
            if found is not None:
                shown.add(_name(rule))
                example = chooser.example(period, period.space.only(found))
                standing.add(example)
                yield example


class _Near:
    """Looks for situations of a period that ask for few changes of a real item's own facts."""

    def __init__(self, period: Period, chooser: Chooser) -> None:
        self._period, self._starts = period, chooser.starts(period)

    def situation(self, rule: Rule | None) -> Situation | None:
        """One that a rule decides, or with None none does; None where there is none."""
        made = ((one, {**one, **more}) for one in self._starts for more in self._changes(one, rule))
        right = [(_differing(*pair), pair[1]) for pair in made if self._decided(pair[1]) is rule]
        if right:
            return min(right, key=itemgetter(0))[1]
        turns = self._period.turns
        found = self._period.gap if rule is None else next(t.decides for t in turns if t.rule is rule)
        return self._nearer(self._period.space.situation(found), rule) if found else None

    def _changes(self, start: Situation, rule: Rule | None) -> Iterator[Situation]:
        """What has to be otherwise for a rule to hold, one way for each of its groups of conditions."""
        for group in () if rule is None else rule.groups:
            changes: Situation = {}
            for fact in dict.fromkeys(test.fact for test in group if test.fact in start):
                asked = [test for test in group if test.fact == fact]
                values = (start[fact], *self._period.space.classes[fact])
                right = (one for one in values if all(holds(test, {fact: one}) for test in asked))
                changes[fact] = next(right, start[fact])
            yield changes

    def _nearer(self, found: Situation, rule: Rule | None) -> Situation:
        """The same with facts as those of the nearest item have them, as far as the rule still decides."""
        start = min(self._starts, key=lambda one: _differing(one, found))
        for fact, value in start.items():
            nearer = {**found, fact: value}
            if self._decided(nearer) is rule:
                found = nearer
        return found

    def _decided(self, situation: Situation) -> Rule | None:
        turn = self._period.turn_of(situation)
        return None if turn is None else turn.rule


def _shown(standing: ExampleSet, period: Period) -> list[Situations]:
    each = (example.in_period(period) for example in standing.examples)
    return [one for one in each if one]


def _differing(one: Situation, other: Situation) -> int:
    return sum(other[fact] != value for fact, value in one.items())


def _name(rule: Rule | None) -> str | None:
    return None if rule is None else rule.rule

"""
Make the periods in which an example can stand: days on which the rules are the same, with situations.

There is a period for all items without rules of their own and one for each item with some. What a
region's rule behind the items' own does in the period of one such item it does in the common period too:
the item's own rules only take situations away. So there the common period is enough, where any real item
is in it. A rule before the items' own takes situations away from them: it is asked in every period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property, partial

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.domain import EffectPeriod, Situation, place, refined
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.effect import in_effect, rules_of
from chalicelib.decisions.facts.classes import SOME_DAY, Classes
from chalicelib.decisions.forms.form import Condition, OutcomeName
from chalicelib.decisions.forms.model import Item, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.today import SeenOn, moves


class Period(RuleList):
    """
    Days from ``first`` to ``last`` (None: without end), the rules of them, and every situation.

    ``item`` is the item whose own rules take part, None for the period of all others; ``items`` are
    the real items in it.
    """

    def __init__(
        self,
        days: tuple[date, date | None],
        item: str | None,
        items: frozenset[str],
        rules: Sequence[Rule],
        space: DecisionSpace,
        otherwise: OutcomeName,
        classes_on: Callable[[date], Classes],
    ) -> None:
        super().__init__(rules, space, otherwise)
        self._classes_on = classes_on
        self.first, self.last = days
        self.item, self.items = item, items

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    @cached_property
    def moves(self) -> bool:
        """Whether a fact is compared with the day: then its classes are other dates on another day."""
        return any(isinstance(value, SeenOn) for values in self.space.classes.values() for value in values)

    def classes_on(self, day: date) -> Classes:
        """The classes as they are on a day, in the order of those of the period."""
        return self._classes_on(day) if self.moves else self.space.classes

    def placed(self, day: date, known: Situation) -> Situation | None:
        """
        Facts of a day as the period's classes have them; None where that day's classes are not those, for
        dates are compared with it that no rule has.
        """
        if not self.moves:
            return known
        there, found = self.classes_on(day), dict(known)
        for fact, values in self.space.classes.items():
            if fact in known and isinstance(values[0], SeenOn):
                number = place(there[fact], known[fact])
                if number is None or len(there[fact]) != len(values):
                    return None
                found[fact] = values[number]
        return found


class Periods:
    """
    Makes the periods of a release, so fine that neither its rules nor ``more`` see within a class.

    Args:
        cache: what makes their spaces.
    """

    def __init__(self, release: Release, more: Iterable[Condition], cache: SpaceCache | None) -> None:
        self.release = release
        self.rules: list[OwnedRule] = rules_of(release)
        self._tests = [*dict.fromkeys([*more, *(test for _, rule in self.rules for test in rule.when)])]
        self._moves = any(map(moves, self._tests))
        self._spaces: dict[tuple[frozenset[str], date], DecisionSpace] = {}
        self._known: dict[tuple[frozenset[str], date], Classes] = {}
        self._cache = cache or SpaceCache()

    def of_band(self, band: EffectPeriod) -> list[Period]:
        """The periods of a band of effect dates, that of the items without own rules first."""
        return self._each((band.first, band.last), band.rules, ())

    def of_day(self, day: date, more: Sequence[OwnedRule]) -> list[Period]:
        """The periods of one day; what further rules ask is told apart too."""
        return self._each((day, day), [led for led in self.rules if in_effect(led.rule, day)], more)

    def _each(
        self, days: tuple[date, date | None], led: Sequence[OwnedRule], more: Sequence[OwnedRule]
    ) -> list[Period]:
        owners = {item for item, _ in (*led, *more) if item is not None}
        there = [code for code, item in self.release.items.items() if overlaps(item, *days)]
        common = frozenset(there) - owners
        items: list[tuple[str | None, frozenset[str]]] = [(None, common)] if common else []
        items += [(item, frozenset([item])) for item in there if item in owners]
        return [self._period(days, item, real, led, more) for item, real in items]

    def _period(
        self,
        days: tuple[date, date | None],
        item: str | None,
        items: frozenset[str],
        led: Sequence[OwnedRule],
        more: Sequence[OwnedRule],
    ) -> Period:
        rules = [one.rule for one in led if one.item in (None, item)]
        further = [one.rule for one in more if one.item in (None, item)]
        asked = frozenset(test.fact for rule in (*rules, *further) for test in rule.when)
        classes_on = partial(self._classes, asked)
        space = self._space(asked, days[0], rules)
        return Period(days, item, items, rules, space, otherwise(self.release), classes_on)

    def _space(self, asked: frozenset[str], day: date, rules: Sequence[Rule]) -> DecisionSpace:
        key = asked, day if self._moves else SOME_DAY
        if key not in self._spaces:
            self._spaces[key] = self._cache.of(self._classes(*key), rules)
        return self._spaces[key]

    def _classes(self, asked: frozenset[str], day: date) -> Classes:
        key = asked, day
        if key not in self._known:
            self._known[key] = refined([self.release.declared], asked, self._tests, day)
        return self._known[key]


def overlaps(item: Item, first: date, last: date | None) -> bool:
    """Whether an item is in effect on one of the days from ``first`` to ``last``, None: without end."""
    return (item.until is None or first <= item.until) and (
        item.from_ is None or last is None or item.from_ <= last
    )


def behind_items(led: OwnedRule) -> bool:
    """Whether a rule stands behind the items' own, so that the common period is enough."""
    return led.item is None and not led.rule.before_items


def in_period(period: Period, rules: Iterable[OwnedRule]) -> list[Rule]:
    """Those of all rules, in order, that are in effect in a period."""
    return [
        led.rule for led in rules if led.item in (None, period.item) and in_effect(led.rule, period.first)
    ]

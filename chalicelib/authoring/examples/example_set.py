"""Keep the examples of a file and those proposed, and the situations that they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.examples.search.periods import Period
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.decisions.effect import as_of
from chalicelib.decisions.facts.facts import item_facts, usual_facts
from chalicelib.decisions.forms.model import Example, Release
from chalicelib.decisions.today import seen_on


@dataclass(frozen=True, eq=False)
class Shown:
    """
    One example. ``facts`` replace those of the item and of the ordinary applicant; ``known`` are all.

    ``on`` is the day written in it, if any; ``day`` the day whose rules count.
    """

    item: str
    facts: Situation
    on: date | None
    day: date
    known: Situation
    name: str | None = None

    def in_period(self, period: Period) -> Situations:
        """Its situation in a period, as a set of one; empty if it is not in that period."""
        classes = period.space.classes
        if (
            self.item not in period.items
            or not period.on(self.day)
            or not classes.keys() <= self.known.keys()
        ):
            return period.space.none
        placed = period.placed(self.day, self.known)
        return period.space.none if placed is None else period.space.with_values(placed)


def from_file(release: Release, today: date) -> list[Shown]:
    """The examples of the rule file; without a day they are of ``today``."""
    usual = usual_facts(release)
    return [_shown(release, usual, example, today) for example in release.examples]


def _shown(release: Release, usual: Situation, example: Example, today: date) -> Shown:
    facts = dict(example.facts)
    said = usual | facts
    day = example.on or today
    known = usual | item_facts(release, as_of(release.items[example.item], day), said) | facts
    seen = seen_on(known, release.declared, day)
    return Shown(example.item, facts, example.on, day, seen, example.name)


class ExampleSet:
    """A number of examples, and by period the situations that they show."""

    def __init__(self, examples: Iterable[Shown]) -> None:
        self._of_item: dict[str, dict[Shown, None]] = {}
        self._shown: dict[Period, dict[Shown, Situations]] = {}
        self._showing: dict[Period, Situations] = {}
        self._periods: dict[str | None, list[Period]] = {}
        for example in examples:
            self.add(example)

    @property
    def examples(self) -> list[Shown]:
        return [example for examples in self._of_item.values() for example in examples]

    def add(self, example: Shown) -> None:
        self._of_item.setdefault(example.item, {})[example] = None
        for period in self._touched(example):
            one = example.in_period(period)
            if one:
                self._shown[period][example] = one
                self._showing[period] |= one

    def remove(self, example: Shown) -> None:
        del self._of_item[example.item][example]
        for period in self._touched(example):
            if self._shown[period].pop(example, None):
                self._showing[period] = _all(period, self._shown[period].values())

    def shown(self, period: Period) -> Situations:
        """The situations of a period that are shown."""
        if period not in self._showing:
            self._showing[period] = _all(period, self._in(period).values())
        return self._showing[period]

    def showing(self, period: Period, found: Situations) -> Iterator[Shown]:
        """The examples whose situation is among those found."""
        return (example for example, one in self._in(period).items() if one & found)

    def _in(self, period: Period) -> Mapping[Shown, Situations]:
        if period not in self._shown:
            items = self._of_item.keys() if period.item is None else [period.item]
            there = (
                (example, example.in_period(period))
                for item in items
                for example in self._of_item.get(item, ())
            )
            self._shown[period] = {example: one for example, one in there if one}
            self._showing[period] = _all(period, self._shown[period].values())
            self._periods.setdefault(period.item, []).append(period)
        return self._shown[period]

    def _touched(self, example: Shown) -> Iterator[Period]:
        yield from self._periods.get(None, ())
        yield from self._periods.get(example.item, ())


def _all(period: Period, sets: Iterable[Situations]) -> Situations:
    return reduce(or_, sets, period.space.none)

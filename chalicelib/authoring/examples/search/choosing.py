"""Choose of a set of situations the one nearest to a real item, and the example that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from chalicelib.authoring.examples.example_set import Shown
from chalicelib.authoring.examples.search.periods import Period, overlaps
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation, place
from chalicelib.authoring.space.neighbours import changes_to
from chalicelib.decisions.effect import as_of, cut_days, in_effect
from chalicelib.decisions.facts.facts import item_facts, usual_facts
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.today import seen_on

_Numbers = tuple[int | None, ...]


class Chooser:
    """
    Chooses situations that ask for the fewest changes of a real item's own facts. Where another item serves,
    none is shown without what the law demands of it, such as its inspection.

    Args:
        on: no example is of an earlier day.
        today: the day on which an example without a day is decided.
        known: examples that people know: of items that serve as well those in them are taken.
    """

    def __init__(self, release: Release, on: date, today: date, known: Iterable[Shown]) -> None:
        self._release, self._usual = release, usual_facts(release)
        self._known: dict[tuple[str, date], Situation] = {}
        self._on, self._today = on, today
        self._levels: dict[Period, list[Situations]] = {}
        self._items: dict[Period, dict[_Numbers, list[str]]] = {}
        self._used = {example.item for example in known}
        self._demanded = Demanded(release)

    def serves(self, period: Period) -> bool:
        """Whether a real item is in a period from the day on."""
        return bool(self._alike(period))

    def starts(self, period: Period) -> list[Situation]:
        """
        The situations of the ordinary applications for the items of a period, each once; a fact that is not
        known is of its first class.
        """
        classes = period.space.classes.items()
        return [
            {fact: values[number or 0] for (fact, values), number in zip(classes, numbers, strict=True)}
            for numbers in self._alike(period)
        ]

    def cheapest(self, period: Period, found: Situations) -> Situations:
        """Those of the situations that need the fewest changes; never empty if ``found`` is not."""
        if period not in self._levels:
            self._levels[period] = self._all_levels(period)
        return next(level & found for level in self._levels[period] if level & found)

    def example(self, period: Period, one: Situations) -> Shown:
        """The example of a real item that shows a situation, given as a set of one."""
        wanted = period.space.situation(one)
        numbers = self._numbers(period, wanted)
        alike = self._alike(period)
        distance = {
            own: (
                self._lifted(period, codes[0], wanted),
                sum(a != b for a, b in zip(own, numbers, strict=True)),
            )
            for own, codes in alike.items()
        }
        least = min(distance.values())
        nearest = (code for own, codes in alike.items() if distance[own] == least for code in codes)
        code = min(nearest, key=lambda item: (item not in self._used, item))
        self._used.add(code)
        on = self._day(period, code)
        facts = self._changes(period, code, wanted)
        day = on or self._today
        return Shown(
            code, facts, on, day, seen_on(self._facts(period, code) | facts, self._release.declared, day)
        )

    def _facts(self, period: Period, code: str) -> Situation:
        """What an item says itself on the day of a period, and what applicants usually answer."""
        day = self._day(period, code) or self._today
        known = self._known.get((code, day))
        if known is None:
            item = as_of(self._release.items[code], day)
            known = self._usual | item_facts(self._release, item, self._usual)
            self._known[code, day] = known
        return known

    def _lifted(self, period: Period, code: str, wanted: Situation) -> bool:
        known = self._facts(period, code)
        return self._demanded.lifted(known, known | self._changes(period, code, wanted))

    def _alike(self, period: Period) -> dict[_Numbers, list[str]]:
        """The items of a period that are there from the day on, by the classes of their own facts."""
        if period not in self._items:
            self._items[period] = {}
            for code in sorted(filter(partial(self._lasts, period), period.items)):
                self._items[period].setdefault(self._numbers(period, self._facts(period, code)), []).append(
                    code
                )
        return self._items[period]

    def _lasts(self, period: Period, code: str) -> bool:
        """Whether an item is in effect on one of the days of a period from the day on."""
        over = period.last is not None and period.last < self._on
        return not over and overlaps(self._release.items[code], max(period.first, self._on), period.last)

    def _numbers(self, period: Period, facts: Situation) -> _Numbers:
        """The class of each fact, None where it is not known."""
        return tuple(
            place(values, facts[fact]) if fact in facts else None
            for fact, values in period.space.classes.items()
        )

    def _all_levels(self, period: Period) -> list[Situations]:
        """Situations by how many facts are changed, from the items as they are."""
        reached = period.space.none
        for codes in self._alike(period).values():
            reached |= self._own(period, codes[0])
        levels = [reached]
        while reached != period.space.all:
            further = reached
            for fact in period.space.classes:
                further |= period.space.spread(reached, fact)
            levels.append(further - reached)
            reached = further
        return levels

    def _own(self, period: Period, code: str) -> Situations:
        """Where an item is by its own facts; where nobody usually answers, any answer."""
        return period.space.with_values(self._facts(period, code))

    def _changes(self, period: Period, code: str, wanted: Situation) -> Situation:
        there = period.classes_on(self._day(period, code) or self._today)
        own = self._facts(period, code)
        return changes_to(wanted, self._release.declared, period.space.classes, own, there)

    def _day(self, period: Period, code: str) -> date | None:
        """
        The day to write: none where the rules of today and the item stand without end, else the first of
        the period on which the item is in effect, or the last if that is not yet over.
        """
        item = self._release.items[code]
        first = max(period.first, item.from_ or period.first)
        last = min((day for day in (period.last, item.until) if day is not None), default=self._on)
        day = first if first >= self._on else last
        if period.moves:  # of a date that is compared with the day it says nothing without one
            here = period.on(self._today) and in_effect(item, self._today) and self._today >= self._on
            return self._today if here else day
        ends = period.last is not None or bool(item.until or cut_days(item.materials))
        return day if ends or first > self._today else None

"""
Try mutants on the examples: noticed, alive, or equivalent.

A mutant is equivalent if no situation of any day that it touches, of any real item, takes another
channel: proved on sets of them, so no example is looked for. It is noticed (killed) if an example
takes another channel; the examples of the file count, confirmed or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from chalicelib.authoring.examples.example_set import ExampleSet
from chalicelib.authoring.examples.search.periods import Period, Periods, behind_items, in_period
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import EffectPeriod, bands
from chalicelib.authoring.space.edits import Edit
from chalicelib.decisions.effect import written
from chalicelib.decisions.limits import OwnedRule


class Trial:
    """
    A mutant, and by period the situations that it moves to another channel; nowhere if equivalent.

    ``others`` are the periods of items with own rules. They tell nothing of whether the mutant is
    equivalent, but an example in one may notice it; they are gone into when there is one.
    """

    def __init__(
        self, mutant: Edit, made: Sequence[OwnedRule], periods: Sequence[Period], others: Sequence[Period]
    ):
        self.mutant, self._made = mutant, made
        moves = ((period, self._moved(period)) for period in periods)
        self.moves = tuple((period, moved) for period, moved in moves if moved)
        self.others = tuple(others) if self.moves else ()
        self._there: dict[Period, Situations] = {}

    @property
    def equivalent(self) -> bool:
        return not self.moves

    def killed(self, standing: ExampleSet) -> bool:
        if any(standing.shown(period) & moved for period, moved in self.moves):
            return True
        return any(
            shown & self.of_other(period) for period in self.others if (shown := standing.shown(period))
        )

    def of_other(self, period: Period) -> Situations:
        """What it moves in one of the other periods."""
        if period not in self._there:
            self._there[period] = self._moved(period)
        return self._there[period]

    def _moved(self, period: Period) -> Situations:
        return period.shift(in_period(period, self._made)).anywhere


class Trials:
    """Tries mutants on all the periods that they touch."""

    def __init__(self, periods: Periods) -> None:
        self._periods, self._written = periods, written(periods.release)
        self._bands = [(band, periods.of_band(band)) for band in bands(periods.release)]

    def since(self, on: date) -> list[Period]:
        """The periods of a day and of all later ones, the nearest first."""
        return [period for band, periods in self._bands if _lasts(band, on) for period in periods]

    def each(self, mutants: Iterable[Edit], on: date) -> Iterator[Trial]:
        """
        Try each mutant on every day.

        Args:
            on: periods of this day and of later ones come first.
        """
        tried = list(mutants)
        nearest = sorted(self._bands, key=lambda one: not _lasts(one[0], on))
        days = self._days(tried)
        for mutant in tried:
            periods, others = list[Period](), list[Period]()
            found = [there for _, there in nearest] if mutant.day is None else [days[mutant.day]]
            for touched in _touched(mutant, found):
                common = touched[0].item is None and behind_items(mutant.led)
                periods += touched[:1] if common else touched
                others += touched[1:] if common else []
            yield Trial(mutant, mutant.led_by(self._written), periods, others)

    def _days(self, mutants: Iterable[Edit]) -> dict[date, list[Period]]:
        """The periods of the days on which moved dates make a difference, the same for all mutants."""
        moved: dict[date, list[OwnedRule]] = {}
        for mutant in mutants:
            if mutant.day is not None:
                moved.setdefault(mutant.day, []).extend(
                    OwnedRule(mutant.owner, way) for way in mutant.rule.ways
                )
        return {day: self._periods.of_day(day, more) for day, more in moved.items()}


def _touched(mutant: Edit, found: Iterable[list[Period]]) -> Iterator[list[Period]]:
    """By band of days, or for the one day, the periods that the mutant's rule is in; never none."""
    for periods in found:
        own = mutant.owner
        there = [period for period in periods if own is None or period.item == own]
        if there and (
            mutant.day is not None or any(one.number(mutant.rule.ways[0]) is not None for one in there)
        ):
            yield there


def _lasts(band: EffectPeriod, on: date) -> bool:
    return band.last is None or on <= band.last

"""Index what is to be shown by the periods in which it can be: few are touched by one example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from chalicelib.authoring.examples.example_set import ExampleSet, Shown
from chalicelib.authoring.examples.search.pairs import Contrast
from chalicelib.authoring.examples.search.periods import Period
from chalicelib.authoring.examples.search.trials import Trial
from chalicelib.authoring.space.diagrams import Situations

T = TypeVar("T")


class Moved(NamedTuple):
    """A mutant and the situations of a period that it gives another channel."""

    trial: Trial
    moved: Situations


class Index:
    """The conditions to be told apart and the mutants to be noticed, by period."""

    def __init__(self, contrasts: Sequence[Contrast], trials: Iterable[Trial]) -> None:
        self.contrasts, self.trials = contrasts, [trial for trial in trials if not trial.equivalent]
        self._told: dict[Period, list[Contrast]] = {}
        self._moved: dict[Period, list[Moved]] = {}
        self._others: dict[Period, list[Trial]] = {}
        self._periods: dict[str | None, dict[Period, None]] = {}
        for contrast in contrasts:
            for period in {place.period: None for place in contrast.places}:
                self._put(self._told, period, contrast)
        for trial in self.trials:
            for period, moved in trial.moves:
                self._put(self._moved, period, Moved(trial, moved))
            for period in trial.others:
                self._put(self._others, period, trial)

    def told_in(self, period: Period) -> Sequence[Contrast]:
        """The conditions that can be told apart in a period."""
        return self._told.get(period, ())

    def moved_in(self, period: Period) -> Sequence[Moved]:
        """The mutants that an example in a period notices, each with the situations of such an example."""
        return self._moved.get(period, ())

    def noticed_by(self, example: Shown) -> list[Trial]:
        """The mutants that an example notices, in order."""
        near = {trial for period, one in self._with(example) for trial in self._near(period, one)}
        alone = ExampleSet([example])
        return [trial for trial in self.trials if trial in near and trial.killed(alone)]

    def shown_without(self, example: Shown, standing: ExampleSet) -> bool:
        """Whether all that an example shows is shown by those that stand, which it is not among."""
        return all(
            all(contrast.told(standing) for contrast in self.told_in(period) if contrast.shows(period, one))
            and all(trial.killed(standing) for trial, moved in self.moved_in(period) if moved & one)
            and all(trial.killed(standing) for trial in self._others.get(period, ()))
            for period, one in self._with(example)
        )

    def _near(self, period: Period, one: Situations) -> Iterator[Trial]:
        """The mutants that a situation notices, those of items with own rules too."""
        yield from (trial for trial, moved in self.moved_in(period) if moved & one)
        yield from (trial for trial in self._others.get(period, ()) if trial.of_other(period) & one)

    def _put(self, shelf: dict[Period, list[T]], period: Period, one: T) -> None:
        shelf.setdefault(period, []).append(one)
        self._periods.setdefault(period.item, {})[period] = None

    def _with(self, example: Shown) -> Iterator[tuple[Period, Situations]]:
        """The periods that an example is in, and its situation there."""
        for item in (None, example.item):
            for period in self._periods.get(item, ()):
                one = example.in_period(period)
                if one:
                    yield period, one

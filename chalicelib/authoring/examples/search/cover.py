"""
Cover what is still to be shown with few examples: greedily, then what is not needed is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.authoring.examples.example_set import ExampleSet, Shown
from chalicelib.authoring.examples.search.choosing import Chooser
from chalicelib.authoring.examples.search.index import Index, Moved
from chalicelib.authoring.examples.search.periods import Period
from chalicelib.authoring.space.diagrams import Situations

STARTS, SETS = 20, 200
"""So many sets are tried as the first of those to be met at once, and so many are looked at."""


def pairs(index: Index, standing: ExampleSet, chooser: Chooser) -> Iterator[Shown]:
    """Examples that tell the conditions apart, one by one; each joins those that stand."""
    for period in _serving(chooser, ([place.period for place in one.places] for one in index.contrasts)):
        left, alive = index.told_in(period), _alive(index, standing, period)
        while left := [contrast for contrast in left if not contrast.told(standing)]:
            places = [place for one in left for place in one.places if place.period is period]
            shown = standing.shown(period)
            halves = [place.completing(shown) for place in places]
            wanted = [half for half in halves if half] or [place.yes for place in places]
            found = _narrowed(chooser.cheapest(period, _shared(period, wanted)), alive)
            yield _added(standing, chooser, period, found)
            alive = _still(alive, standing.shown(period))


def killers(index: Index, standing: ExampleSet, chooser: Chooser) -> Iterator[Shown]:
    """Examples that notice the mutants still alive, one by one; each joins those that stand."""
    periods = [[period for period, _ in trial.moves] for trial in index.trials]
    first = dict(zip(index.trials, (_first(chooser, each) for each in periods), strict=True))
    for period in _serving(chooser, periods):
        alive = _alive(index, standing, period)
        while any(first[one.trial] is period for one in alive):
            found = chooser.cheapest(period, _shared(period, [one.moved for one in alive]))
            yield _added(standing, chooser, period, found)
            alive = _still(alive, standing.shown(period))


def needless(proposed: Sequence[Shown], index: Index, standing: ExampleSet) -> Iterator[Shown]:
    """Proposed examples without which all is shown that was, the last first; these stand no longer."""
    for example in reversed(proposed):
        standing.remove(example)
        if index.shown_without(example, standing):
            yield example
        else:
            standing.add(example)


def _serving(chooser: Chooser, each: Iterable[Sequence[Period]]) -> list[Period]:
    """Of each row of periods the first in which an example may stand."""
    found = dict.fromkeys(_first(chooser, periods) for periods in each)
    return [period for period in found if period is not None]


def _first(chooser: Chooser, periods: Iterable[Period]) -> Period | None:
    return next(filter(chooser.serves, periods), None)


def _alive(index: Index, standing: ExampleSet, period: Period) -> list[Moved]:
    return [one for one in index.moved_in(period) if not one.trial.killed(standing)]


def _still(alive: Iterable[Moved], shown: Situations) -> list[Moved]:
    return [one for one in alive if not one.moved & shown]


def _added(standing: ExampleSet, chooser: Chooser, period: Period, found: Situations) -> Shown:
    example = chooser.example(period, period.space.pick(found))
    if not example.in_period(period) & found:  # else the search would never end
        raise RuntimeError(f"the example of {example.item} does not show what it was chosen for")
    standing.add(example)
    return example


def _shared(period: Period, sets: Sequence[Situations]) -> Situations:
    """Situations that are in many of the sets at once; the sets are not empty."""
    smallest_first = sorted(sets, key=period.space.count)[:SETS]
    return max(
        (_met(start, smallest_first) for start in smallest_first[:STARTS]), key=lambda found: found[0]
    )[1]


def _met(start: Situations, sets: Iterable[Situations]) -> tuple[int, Situations]:
    """How many sets meet the start, narrowed from one to the next, and where all of these meet."""
    count, found = 0, start
    for one in sets:
        if found & one:
            count, found = count + 1, found & one
    return count, found


def _narrowed(found: Situations, alive: Iterable[Moved]) -> Situations:
    """Of situations that serve as well, those that notice some of the mutants too."""
    for one in alive:
        found = found & one.moved or found
    return found

"""
Few examples for much: a greedy cover of what is still to be shown, then all that is not needed taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from chalicelib.authoring.examples.choosing import Chooser
from chalicelib.authoring.examples.pairs import Contrast
from chalicelib.authoring.examples.scenes import Scene
from chalicelib.authoring.examples.standing import Shown, Standing
from chalicelib.authoring.examples.trials import Trial

STARTS = 40
"""So many sets are tried as the first of those to be met at once: more make it slow, hardly smaller."""


def pairs(
    asked: Sequence[Contrast], trials: Sequence[Trial], standing: Standing, chooser: Chooser
) -> Iterator[Shown]:
    """Examples that tell the conditions apart, one by one; each joins those that stand."""
    left = list(asked)
    while left := [contrast for contrast in left if not contrast.told(standing)]:
        scene = left[0].places[0].scene
        places = [place for one in left for place in one.places if place.scene is scene]
        shown = standing.bits(scene)
        halves = [place.completing(shown) for place in places]
        wanted = [half for half in halves if half] or [place.yes for place in places]
        found = chooser.cheapest(scene, _shared(wanted))
        living = (moved for trial in trials if not trial.killed(standing) for moved in _in(trial, scene))
        yield _added(standing, chooser, scene, _narrowed(found, living))


def killers(trials: Sequence[Trial], standing: Standing, chooser: Chooser) -> Iterator[Shown]:
    """Examples that notice the mutants still alive, one by one; each joins those that stand."""
    left = [trial for trial in trials if not trial.equivalent]
    while left := [trial for trial in left if not trial.killed(standing)]:
        scene = left[0].moves[0][0]
        moved = [one for trial in left for one in _in(trial, scene)]
        yield _added(standing, chooser, scene, chooser.cheapest(scene, _shared(moved)))


def needed(
    proposed: Sequence[Shown], standing: Standing, done: Callable[[Standing], bool]
) -> tuple[list[Shown], Standing]:
    """The proposed examples without those that may go, the last first, and ``done`` still be true."""
    kept = list(proposed)
    for example in reversed(proposed):
        fewer = standing.without(example)
        if done(fewer):
            standing = fewer
            kept.remove(example)
    return kept, standing


def _in(trial: Trial, scene: Scene) -> Iterator[int]:
    return (moved for other, moved in trial.moves if other is scene)


def _added(standing: Standing, chooser: Chooser, scene: Scene, found: int) -> Shown:
    example = chooser.example(scene, found & -found)
    standing.add(example)
    return example


def _shared(sets: Sequence[int]) -> int:
    """Situations that are in many of the sets at once; the sets are not empty."""
    smallest_first = sorted(sets, key=int.bit_count)
    return max(
        (_met(start, smallest_first) for start in smallest_first[:STARTS]), key=lambda found: found[0]
    )[1]


def _met(start: int, sets: Iterable[int]) -> tuple[int, int]:
    """How many sets meet the start, narrowed from one to the next, and where all of these meet."""
    count, found = 0, start
    for one in sets:
        if found & one:
            count, found = count + 1, found & one
    return count, found


def _narrowed(found: int, sets: Iterable[int]) -> int:
    for one in sets:
        found = found & one or found
    return found

"""
Few examples for much: a greedy cover of what is still to be shown, then all that is not needed taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.authoring.examples.choosing import Chooser
from chalicelib.authoring.examples.index import Index
from chalicelib.authoring.examples.scenes import Scene
from chalicelib.authoring.examples.standing import Shown, Standing

STARTS = 40
"""So many sets are tried as the first of those to be met at once: more make it slow, hardly smaller."""


def pairs(index: Index, standing: Standing, chooser: Chooser) -> Iterator[Shown]:
    """Examples that tell the conditions apart, one by one; each joins those that stand."""
    for scene in {contrast.places[0].scene: None for contrast in index.contrasts}:
        left = index.told_in(scene)
        while left := [contrast for contrast in left if not contrast.told(standing)]:
            places = [place for one in left for place in one.places if place.scene is scene]
            shown = standing.bits(scene)
            halves = [place.completing(shown) for place in places]
            wanted = [half for half in halves if half] or [place.yes for place in places]
            found = chooser.cheapest(scene, _shared(wanted))
            yield _added(standing, chooser, scene, _narrowed(found, _living(index, standing, scene)))


def killers(index: Index, standing: Standing, chooser: Chooser) -> Iterator[Shown]:
    """Examples that notice the mutants still alive, one by one; each joins those that stand."""
    for scene in {trial.moves[0][0]: None for trial in index.trials}:
        left = [trial for trial in index.tried_in(scene) if trial.moves[0][0] is scene]
        while left := [trial for trial in left if not trial.killed(standing)]:
            found = chooser.cheapest(scene, _shared(_living(index, standing, scene)))
            yield _added(standing, chooser, scene, found)


def needed(proposed: Sequence[Shown], index: Index, standing: Standing) -> list[Shown]:
    """The proposed examples without those that may go, the last first; these stand no longer."""
    kept = list(proposed)
    for example in reversed(proposed):
        standing.remove(example)
        if index.shown_around(example, standing):
            kept.remove(example)
        else:
            standing.add(example)
    return kept


def _living(index: Index, standing: Standing, scene: Scene) -> list[int]:
    """Where in a scene an example would notice a mutant that is alive, by mutant."""
    alive = (trial for trial in index.tried_in(scene) if not trial.killed(standing))
    return [moved for trial in alive for other, moved in trial.moves if other is scene]


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

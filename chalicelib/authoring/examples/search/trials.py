"""
Mutants tried on the examples: noticed, alive, or equivalent.

A mutant is equivalent if no situation of any day that it touches, of any real item, takes another
channel: proved on sets of them, so no example is looked for. It is noticed (killed) if an example
takes another channel; the examples of the file count, confirmed or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from chalicelib.authoring.examples.search.scenes import Scene, Scenes, in_scene
from chalicelib.authoring.examples.standing import Standing
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Band, bands
from chalicelib.authoring.space.edits import Edit, written
from chalicelib.decisions.limits import Led


class Trial:
    """
    A mutant, and by scene the situations that it moves to another channel; nowhere if equivalent.

    ``others`` are the scenes of items with own rules. They tell nothing of whether the mutant is
    equivalent, but an example in one may notice it; they are gone into when there is one.
    """

    def __init__(self, mutant: Edit, made: Sequence[Led], scenes: Sequence[Scene], others: Sequence[Scene]):
        self.mutant, self._made = mutant, made
        moves = ((scene, self._moved(scene)) for scene in scenes)
        self.moves = tuple((scene, moved) for scene, moved in moves if moved)
        self.others = tuple(others) if self.moves else ()
        self._there: dict[Scene, Situations] = {}

    @property
    def equivalent(self) -> bool:
        return not self.moves

    def killed(self, standing: Standing) -> bool:
        if any(standing.shown(scene) & moved for scene, moved in self.moves):
            return True
        return any(shown & self.of_other(scene) for scene in self.others if (shown := standing.shown(scene)))

    def of_other(self, scene: Scene) -> Situations:
        """What it moves in one of the other scenes."""
        if scene not in self._there:
            self._there[scene] = self._moved(scene)
        return self._there[scene]

    def _moved(self, scene: Scene) -> Situations:
        return scene.shift(in_scene(scene, self._made)).anywhere


class Trials:
    """Tries mutants on all the scenes that they touch."""

    def __init__(self, scenes: Scenes) -> None:
        self._scenes, self._written = scenes, written(scenes.release)
        self._bands = [(band, scenes.of_band(band)) for band in bands(scenes.release)]

    def since(self, on: date) -> list[Scene]:
        """The scenes of a day and of all later ones, the nearest first."""
        return [scene for band, scenes in self._bands if _lasts(band, on) for scene in scenes]

    def each(self, mutants: Iterable[Edit], on: date) -> Iterator[Trial]:
        """
        Try each mutant on every day.

        Args:
            on: scenes of this day and of later ones come first.
        """
        tried = list(mutants)
        nearest = sorted(self._bands, key=lambda one: not _lasts(one[0], on))
        days = self._days(tried)
        for mutant in tried:
            scenes, others = list[Scene](), list[Scene]()
            found = [there for _, there in nearest] if mutant.day is None else [days[mutant.day]]
            for touched in _touched(mutant, found):
                common = touched[0].item is None and mutant.owner is None
                scenes += touched[:1] if common else touched
                others += touched[1:] if common else []
            yield Trial(mutant, mutant.led_by(self._written), scenes, others)

    def _days(self, mutants: Iterable[Edit]) -> dict[date, list[Scene]]:
        """The scenes of the days on which moved dates make a difference, the same for all mutants."""
        moved: dict[date, list[Led]] = {}
        for mutant in mutants:
            if mutant.day is not None:
                moved.setdefault(mutant.day, []).extend(Led(mutant.owner, way) for way in mutant.rule.ways)
        return {day: self._scenes.of_day(day, more) for day, more in moved.items()}


def _touched(mutant: Edit, found: Iterable[list[Scene]]) -> Iterator[list[Scene]]:
    """By band of days, or for the one day, the scenes that the mutant's rule is in; never none."""
    for scenes in found:
        own = mutant.owner
        there = [scene for scene in scenes if own is None or scene.item == own]
        if there and (
            mutant.day is not None or any(one.number(mutant.rule.ways[0]) is not None for one in there)
        ):
            yield there


def _lasts(band: Band, on: date) -> bool:
    return band.last is None or on <= band.last

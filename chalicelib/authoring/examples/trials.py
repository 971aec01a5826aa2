"""
Mutants tried on the examples: noticed, alive, or equivalent.

A mutant is equivalent if no situation of any day that it touches, of any real item, takes another
channel: proved on bit sets, so it is left out of the score. It is noticed (killed) if an example
takes another channel; the examples of the file count, confirmed or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.authoring import reference
from chalicelib.authoring.domain import Band, bands
from chalicelib.authoring.examples.scenes import Scene, Scenes, in_scene
from chalicelib.authoring.examples.standing import Shown, Standing
from chalicelib.authoring.mutants import Mutant
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.form import Channel
from chalicelib.decisions.limits import Led


@dataclass(frozen=True, eq=False)
class Trial:
    """A mutant, and by scene the situations that it moves to another channel; nowhere if equivalent."""

    mutant: Mutant
    moves: tuple[tuple[Scene, int], ...]

    @property
    def equivalent(self) -> bool:
        return not self.moves

    def killed(self, standing: Standing) -> bool:
        return any(standing.bits(scene) & moved for scene, moved in self.moves)

    def would_be(self, rules: Sequence[Led], example: Shown) -> Channel:
        """The channel that the mutant gives an example."""
        made = [
            one
            for one in self.mutant.made(rules)
            if one.item in (None, example.item) and in_effect(one.rule, example.day)
        ]
        found = reference.first(made, example.item, example.known)
        return Channel.UNDETERMINED if found is None else found.choose


class Trials:
    """Tries mutants on all the scenes that they touch."""

    def __init__(self, scenes: Scenes, standing: Standing) -> None:
        self._scenes, self._standing = scenes, standing
        self._bands = [(band, scenes.of_band(band)) for band in bands(scenes.release)]

    def since(self, on: date) -> list[Scene]:
        """The scenes of a day and of all later ones, the nearest first."""
        return [scene for band, scenes in self._bands if _lasts(band, on) for scene in scenes]

    def each(self, mutants: Iterable[Mutant], on: date) -> Iterator[Trial]:
        """
        Try each mutant on every day.

        Args:
            on: scenes of this day and of later ones come first.
        """
        found = sorted(self._bands, key=lambda one: not _lasts(one[0], on))
        for mutant in mutants:
            made = mutant.made(self._scenes.rules)
            moves = ((scene, scene.moved(in_scene(scene, made))) for scene in self._touched(mutant, found))
            yield Trial(mutant, tuple((scene, moved) for scene, moved in moves if moved))

    def _touched(self, mutant: Mutant, found: list[tuple[Band, list[Scene]]]) -> Iterator[Scene]:
        """The scenes of its days; of items with own rules only where an example could tell."""
        if mutant.day is not None:
            yield from self._worth(mutant, self._scenes.of_day(mutant.day, mutant.led))
            return
        for _, scenes in found:
            if any(scene.number(mutant.rule) is not None for scene in scenes):
                yield from self._worth(mutant, scenes)

    def _worth(self, mutant: Mutant, scenes: list[Scene]) -> Iterator[Scene]:
        own = mutant.led.item
        common = any(scene.item is None for scene in scenes)
        for scene in scenes:
            if own is not None:
                worth = scene.item == own
            else:
                worth = scene.item is None or not common or self._standing.bits(scene) != 0
            if worth:
                yield scene


def _lasts(band: Band, on: date) -> bool:
    return band.last is None or on <= band.last

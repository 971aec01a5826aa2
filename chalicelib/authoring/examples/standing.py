"""The examples that stand, those of the file and those proposed, and the situations that they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.authoring.domain import Situation
from chalicelib.authoring.examples.scenes import Scene
from chalicelib.decisions.facts import item_facts, usual_facts
from chalicelib.decisions.model import Example, Release


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

    def in_scene(self, scene: Scene) -> int:
        """Its situation in a scene, as a set of one; empty if it is not in that scene."""
        classes = scene.bits.classes
        if self.item not in scene.items or not scene.on(self.day) or not classes.keys() <= self.known.keys():
            return 0
        found = scene.bits.all
        for fact in classes:
            found &= scene.bits.with_value(fact, self.known[fact])
        return found


def from_file(release: Release, today: date) -> list[Shown]:
    """The examples of the rule file; without a day they are of ``today``."""
    usual = usual_facts(release)
    return [_shown(release, usual, example, today) for example in release.examples]


def _shown(release: Release, usual: Situation, example: Example, today: date) -> Shown:
    facts = dict(example.facts)
    known = usual | item_facts(release, example.item) | facts
    return Shown(example.item, facts, example.on, example.on or today, known, example.name)


class Standing:
    """A number of examples, and by scene the situations that they show."""

    def __init__(self, examples: Iterable[Shown]) -> None:
        self.examples = list(examples)
        self._shown: dict[Scene, list[int]] = {}

    def add(self, example: Shown) -> None:
        self.examples.append(example)
        for scene, shown in self._shown.items():
            shown.append(example.in_scene(scene))

    def bits(self, scene: Scene) -> int:
        """The situations of a scene that are shown."""
        found = 0
        for one in self.each(scene):
            found |= one
        return found

    def each(self, scene: Scene) -> Sequence[int]:
        """For each example, in order, its situation in a scene, as a set of one or none."""
        if scene not in self._shown:
            self._shown[scene] = [example.in_scene(scene) for example in self.examples]
        return self._shown[scene]

    def showing(self, scene: Scene, found: int) -> Iterator[Shown]:
        """The examples whose situation is among those found."""
        for example, one in zip(self.examples, self.each(scene), strict=True):
            if one & found:
                yield example

    def without(self, example: Shown) -> Standing:
        return Standing(other for other in self.examples if other is not example)

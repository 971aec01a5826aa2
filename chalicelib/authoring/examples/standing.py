"""The examples that stand, those of the file and those proposed, and the situations that they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.examples.search.scenes import Scene
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

    def in_scene(self, scene: Scene) -> Situations:
        """Its situation in a scene, as a set of one; empty if it is not in that scene."""
        classes = scene.space.classes
        if self.item not in scene.items or not scene.on(self.day) or not classes.keys() <= self.known.keys():
            return scene.space.none
        placed = scene.placed(self.day, self.known)
        return scene.space.none if placed is None else scene.space.with_values(placed)


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


class Standing:
    """A number of examples, and by scene the situations that they show."""

    def __init__(self, examples: Iterable[Shown] = ()) -> None:
        self._of_item: dict[str, dict[Shown, None]] = {}
        self._shown: dict[Scene, dict[Shown, Situations]] = {}
        self._showing: dict[Scene, Situations] = {}
        self._scenes: dict[str | None, list[Scene]] = {}
        for example in examples:
            self.add(example)

    @property
    def examples(self) -> list[Shown]:
        return [example for examples in self._of_item.values() for example in examples]

    def add(self, example: Shown) -> None:
        self._of_item.setdefault(example.item, {})[example] = None
        for scene in self._touched(example):
            one = example.in_scene(scene)
            if one:
                self._shown[scene][example] = one
                self._showing[scene] |= one

    def remove(self, example: Shown) -> None:
        del self._of_item[example.item][example]
        for scene in self._touched(example):
            if self._shown[scene].pop(example, None):
                self._showing[scene] = _all(scene, self._shown[scene].values())

    def shown(self, scene: Scene) -> Situations:
        """The situations of a scene that are shown."""
        if scene not in self._showing:
            self._showing[scene] = _all(scene, self._in(scene).values())
        return self._showing[scene]

    def showing(self, scene: Scene, found: Situations) -> Iterator[Shown]:
        """The examples whose situation is among those found."""
        return (example for example, one in self._in(scene).items() if one & found)

    def _in(self, scene: Scene) -> Mapping[Shown, Situations]:
        if scene not in self._shown:
            items = self._of_item.keys() if scene.item is None else [scene.item]
            there = (
                (example, example.in_scene(scene))
                for item in items
                for example in self._of_item.get(item, ())
            )
            self._shown[scene] = {example: one for example, one in there if one}
            self._showing[scene] = _all(scene, self._shown[scene].values())
            self._scenes.setdefault(scene.item, []).append(scene)
        return self._shown[scene]

    def _touched(self, example: Shown) -> Iterator[Scene]:
        yield from self._scenes.get(None, ())
        yield from self._scenes.get(example.item, ())


def _all(scene: Scene, sets: Iterable[Situations]) -> Situations:
    return reduce(or_, sets, scene.space.none)

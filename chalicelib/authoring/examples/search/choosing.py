"""From a set of situations the one that is nearest to a real item, and the example that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from chalicelib.authoring.examples.search.scenes import Scene, overlaps
from chalicelib.authoring.examples.standing import Shown
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space.decision_space import place
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
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

    def __init__(self, release: Release, on: date, today: date, known: Iterable[Shown] = ()) -> None:
        self._release, self._usual = release, usual_facts(release)
        self._known: dict[tuple[str, date], Situation] = {}
        self._on, self._today = on, today
        self._levels: dict[Scene, list[Situations]] = {}
        self._items: dict[Scene, dict[_Numbers, list[str]]] = {}
        self._used = {example.item for example in known}
        self._demanded = Demanded(release)

    def serves(self, scene: Scene) -> bool:
        """Whether a real item is in a scene from the day on."""
        return bool(self._alike(scene))

    def cheapest(self, scene: Scene, found: Situations) -> Situations:
        """Those of the situations that need the fewest changes; never empty if ``found`` is not."""
        if scene not in self._levels:
            self._levels[scene] = self._all_levels(scene)
        return next(level & found for level in self._levels[scene] if level & found)

    def example(self, scene: Scene, one: Situations) -> Shown:
        """The example of a real item that shows a situation, given as a set of one."""
        wanted = scene.space.situation(one)
        numbers = self._numbers(scene, wanted)
        alike = self._alike(scene)
        distance = {
            own: (
                self._lifted(scene, codes[0], wanted),
                sum(a != b for a, b in zip(own, numbers, strict=True)),
            )
            for own, codes in alike.items()
        }
        least = min(distance.values())
        nearest = (code for own, codes in alike.items() if distance[own] == least for code in codes)
        code = min(nearest, key=lambda item: (item not in self._used, item))
        self._used.add(code)
        on = self._day(scene, code)
        facts = self._changes(scene, code, wanted)
        day = on or self._today
        return Shown(
            code, facts, on, day, seen_on(self._facts(scene, code) | facts, self._release.declared, day)
        )

    def _facts(self, scene: Scene, code: str) -> Situation:
        """What an item says itself on the day of a scene, and what applicants usually answer."""
        day = self._day(scene, code) or self._today
        known = self._known.get((code, day))
        if known is None:
            item = as_of(self._release.items[code], day)
            known = self._usual | item_facts(self._release, item, self._usual)
            self._known[code, day] = known
        return known

    def _lifted(self, scene: Scene, code: str, wanted: Situation) -> bool:
        known = self._facts(scene, code)
        return self._demanded.lifted(known, known | self._changes(scene, code, wanted))

    def _alike(self, scene: Scene) -> dict[_Numbers, list[str]]:
        """The items of a scene that are there from the day on, by the classes of their own facts."""
        if scene not in self._items:
            self._items[scene] = {}
            for code in sorted(filter(partial(self._lasts, scene), scene.items)):
                self._items[scene].setdefault(self._numbers(scene, self._facts(scene, code)), []).append(code)
        return self._items[scene]

    def _lasts(self, scene: Scene, code: str) -> bool:
        """Whether an item is in effect on one of the days of a scene from the day on."""
        over = scene.last is not None and scene.last < self._on
        return not over and overlaps(self._release.items[code], max(scene.first, self._on), scene.last)

    def _numbers(self, scene: Scene, facts: Situation) -> _Numbers:
        """The class of each fact, None where it is not known."""
        return tuple(
            place(values, facts[fact]) if fact in facts else None
            for fact, values in scene.space.classes.items()
        )

    def _all_levels(self, scene: Scene) -> list[Situations]:
        """Situations by how many facts are changed, from the items as they are."""
        reached = scene.space.none
        for codes in self._alike(scene).values():
            reached |= self._own(scene, codes[0])
        levels = [reached]
        while reached != scene.space.all:
            further = reached
            for fact in scene.space.classes:
                further |= scene.space.spread(reached, fact)
            levels.append(further - reached)
            reached = further
        return levels

    def _own(self, scene: Scene, code: str) -> Situations:
        """Where an item is by its own facts; where nobody usually answers, any answer."""
        return scene.space.with_values(self._facts(scene, code))

    def _changes(self, scene: Scene, code: str, wanted: Situation) -> Situation:
        there = scene.classes_on(self._day(scene, code) or self._today)
        own = self._facts(scene, code)
        return changes_to(wanted, self._release.declared, scene.space.classes, own, there)

    def _day(self, scene: Scene, code: str) -> date | None:
        """
        The day to write: none where the rules of today and the item stand without end, else the first of
        the scene on which the item is in effect, or the last if that is not yet over.
        """
        item = self._release.items[code]
        first = max(scene.first, item.from_ or scene.first)
        last = min((day for day in (scene.last, item.until) if day is not None), default=self._on)
        day = first if first >= self._on else last
        if scene.moves:  # of a date that is compared with the day it says nothing without one
            here = scene.on(self._today) and in_effect(item, self._today) and self._today >= self._on
            return self._today if here else day
        ends = scene.last is not None or bool(item.until or cut_days(item.materials))
        return day if ends or first > self._today else None

"""
The kinds of cases that a plan can tell apart 情形: of the items that the rules send there, and of all that
could come.

A plan sees of an item when it is accepted, whether papers come and go home, on what its result stands,
whether anybody inspects or advises; and of all facts whether a gate's conditions hold.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from chalicelib.authoring.checking.plans.walking.keepers import keepers
from chalicelib.authoring.checking.plans.walking.leads import Leads
from chalicelib.authoring.checking.plans.walking.made_up import Facts, made_up
from chalicelib.authoring.checking.plans.walking.met import items_met
from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.authoring.checking.plans.walking.outline import Outline
from chalicelib.authoring.checking.plans.walking.sweep import Sweep
from chalicelib.authoring.checking.plans.walking.walk import Kind, Walk
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Classes, Situation, classes
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.authoring.space.walks import Applications, gates
from chalicelib.decisions.effect import versions
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.facts.facts import ATTRIBUTES, attributes, item_facts
from chalicelib.decisions.facts.needs import tests_of as tests_of_material
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import Papers
from chalicelib.decisions.plans import ELECTRONIC, MAILED, means, tests_of
from chalicelib.decisions.roles import as_merged, merger_days, units_of

FEW = 1 << 6
"""So many parts of a plan's cases are walked one by one; of more all are walked at once."""

_Kinds = Callable[[Situation], Iterable[Callable[[Situation], Walk]]]
"""The kinds of item of a situation, each as the walks of its cases by what is so in them."""


class Walks:
    """
    The walks through a release's plans; one for all cases that a plan treats alike.

    Args:
        today: an item has the units that have its tasks on this day; where one of them is still to be
            merged, its plans are walked as they are before and after.
    """

    def __init__(self, release: Release, today: date = date.min) -> None:
        self.release, self._today = release, today
        self._known: dict[tuple[object, ...], Walk] = {}
        self._items: Mapping[str, Sequence[Item]] | None = None
        self._plans: dict[int, tuple[Outline, Leads]] = {}
        self._looks: dict[tuple[str, int, date | None], _Look] = {}
        self._spaces = SpaceCache()
        self._computed = {fact.fact: fact.computed for fact in release.facts if fact.computed}
        self._silent = [clock.when for clock in release.clocks if clock.silence is not None]

    def made_up(self, facts: Facts, *, divided: bool = False) -> Iterator[Item]:
        """Items of all kinds that a region could have with these facts; ``divided``: as in ``made_up``."""
        return made_up(facts, self._computed, divided=divided)

    def asked(self, plan: Plan) -> frozenset[str]:
        """The facts by which the walks of a plan's cases can differ."""
        tests = (*tests_of(plan), *(test for when in self._silent for test in when))
        return frozenset((*_OF_ITEMS, *self._computed, *(test.fact for test in tests)))

    @cached_property
    def ordinary(self) -> OrdinaryWays:
        """The ordinary ways through the same plans, today."""
        return OrdinaryWays(self.release, self._today)

    def of(self, plan: Plan, item: Item, facts: Facts, day: date | None = None) -> Walk:
        """
        The walk of an item's cases.

        Args:
            facts: all that is known of a case; the item's attributes need not be among them.
            day: units that hand-overs name and that were merged by then are the ones they went to.
        """
        outline, leads = self._of(plan)
        look = self._look(outline, item, day)
        known = {**look.attributes, **facts}
        silence = any(hold(when, known) for when in self._silent)
        travels = tuple(dict.fromkeys(means(self.release, item, known, agrees) for agrees in (True, False)))
        gates = tuple(hold(tests, known) for tests in outline.gates)
        papers = Papers.of(item.materials, known) if look.papers is None else look.papers
        alike = (*look.alike, papers, silence, travels, gates)
        walk = self._known.get(alike)
        if walk is None or walk.plan is not plan:
            walk = self._known[alike] = Walk(
                outline, leads, Kind(item, known, travels, silence, gates, look.keepers)
            )
        return walk

    def _look(self, outline: Outline, item: Item, day: date | None) -> _Look:
        """What the plan sees of an item; worked out once for all that its cases may say."""
        key = outline.plan.plan, id(item), day
        found = self._looks.get(key)
        if found is None or found.outline is not outline or found.item is not item:
            units = keepers(outline.keepers, item, self.release.units, day)
            found = self._looks[key] = _Look.of(outline, item, units)
        return found

    def _of(self, plan: Plan) -> tuple[Outline, Leads]:
        found = self._plans.get(id(plan))
        if found is None or found[0].plan is not plan:
            outline = Outline(plan)
            found = self._plans[id(plan)] = outline, Leads(outline)
        return found

    def met(self, plan: Plan) -> list[Walk]:
        """Of the items that some rule may send into the channel, whatever the applicant says."""
        declared = [fact for fact in self.release.facts if fact.fact.startswith("application.")]
        asked = tuple(tests_of(plan))
        spaces: dict[tuple[Condition, ...], DecisionSpace] = {}
        found: dict[int, Walk] = {}
        looked: set[Hashable] = set()
        for item, day in (then for one in self.items_met(plan) for then in self.merged(one)):
            papers = tuple(test for one in item.materials for test in tests_of_material(one) if one.on_paper)
            if papers not in spaces:  # of most items nothing on paper hangs on what is said
                spaces[papers] = self.space(declared, (*asked, *papers))
            here = self.applications(spaces[papers], item)
            alike = self._alike(plan, item, day, here)
            if alike in looked:
                continue
            looked.add(alike)

            of = partial(self._of_item, plan, item, day, None if papers else here.known)
            each = self.through(plan, here, here.space.all, lambda _, of=of: (of,))  # type: ignore[misc]
            for _, walk in each:
                found.setdefault(id(walk), walk)
        return list(found.values())

    def _of_item(
        self, plan: Plan, item: Item, day: date | None, known: Facts | None, said: Situation
    ) -> Walk:
        """The walk of an item's cases by what is said; ``known``: what the item brings, whatever is said."""
        facts = item_facts(self.release, item, said) if known is None else known
        return self.of(plan, item, {**facts, **said}, day)

    def _alike(self, plan: Plan, item: Item, day: date | None, here: Applications) -> Hashable:
        """What tells the walks of an item from those of others."""
        outline, _ = self._of(plan)
        look, known = self._look(outline, item, day), here.known
        led = map(here.all_holding, outline.gates)
        return look.alike, look.papers, *led, *self._kinds(here), *map(known.get, _OF_ITEMS), item.result.form

    def space(self, facts: Sequence[Fact], tests: Iterable[Condition]) -> DecisionSpace:
        """The situations of some facts as far as they are tested."""
        return self._spaces.of(apart(facts, tests))

    def applications(self, space: DecisionSpace, item: Item) -> Applications:
        """What can be said in applications for an item, with what the item brings."""
        known = {**attributes(item), **item_facts(self.release, item, {})}
        return Applications(space, known, item, self._computed)

    def through(
        self, plan: Plan, here: Applications, among: Situations, kinds: _Kinds
    ) -> Iterator[tuple[Situation, Walk]]:
        """
        The walks of all cases that a plan can tell apart, each with a situation; where these are many, of
        those alone that tell something of the plan.

        Args:
            kinds: the kinds of item that one situation and those like it may have.
        """
        try:
            parts = here.space.parted(among, (*gates(plan, here), *self._kinds(here)), FEW)
        except TooManySituationsError:
            swept = self.sweeps(here, among, kinds)
            return ((one, sweep.of(one)) for sweep in swept for one in sweep.worth())
        return ((situation, of(situation)) for situation, _ in parts for of in kinds(situation))

    def sweeps(self, here: Applications, among: Situations, kinds: _Kinds) -> Iterator[Sweep]:
        """The same cases, all those of a kind at once."""
        parts = here.space.parted(among, self._kinds(here))
        return (Sweep(of, here, part) for situation, part in parts for of in kinds(situation))

    def _kinds(self, here: Applications) -> Sequence[Situations]:
        """What tells cases apart beside the conditions of a plan; what is counted tells of papers due."""
        silent = map(here.all_holding, self._silent)
        named = sorted({*_OF_ITEMS, *self._computed} & here.space.classes.keys())
        return (*here.papers, *silent, *(one for name in named for one in here.space.each_class(name)))

    def merged(self, item: Item) -> Sequence[tuple[Item, date | None]]:
        """
        An item as its units are today and after each merger to come, with the day: two roles may then be one
        unit, or one that a plan names.
        """
        if not self._mergers:
            return ((item, None),)
        tree, first = self.release.units, self._today
        days = (first, *(day for day in self._mergers if day > first))
        return tuple((as_merged(item, tree, day), day) for day in days)

    @cached_property
    def _mergers(self) -> Sequence[date]:
        """The first days on which another unit has the tasks of one, ascending."""
        return merger_days(self.release.units)

    def items_met(self, plan: Plan) -> Sequence[Item]:
        """The items that some rule may send into the channel, as of each time; where none does, all."""
        if self._items is None:
            self._items = items_met(self.release)
        return self._items.get(plan.plan) or [
            version for one in self.release.items.values() for version in versions(one)
        ]

    def every(self, plan: Plan) -> Iterator[Walk]:
        """Of every item that could be, whatever its facts are."""
        here = Applications(self.space((*ATTRIBUTES, *self.release.facts), tests_of(plan)), {})

        def kinds(said: Situation) -> Iterator[Callable[[Situation], Walk]]:
            for item in (one for divided in (False, True) for one in self.made_up(said, divided=divided)):
                for mailed in (True, False):
                    yield lambda said, item=item, mailed=mailed: self.of(  # type: ignore[misc]
                        plan, item, {MAILED: mailed, **said}
                    )

        return (walk for _, walk in self.through(plan, here, here.space.all, kinds))


class _Look(NamedTuple):
    """
    What a plan sees of an item whatever is said in a case: ``alike`` tells apart whom it treats differently;
    ``papers`` are those of the item, None where they hang on what is said; ``keepers`` the units that
    hand-overs name, by number.
    """

    outline: Outline
    item: Item
    attributes: Facts
    alike: tuple[object, ...]
    papers: Papers | None
    keepers: Mapping[str, int]

    @classmethod
    def of(cls, outline: Outline, item: Item, units: Mapping[str, int]) -> _Look:
        plan, said = outline.plan, any(map(tests_of_material, item.materials))
        alike = (
            plan.plan,
            item.acceptance_trigger,
            item.result.form == "electronic",
            tuple(min(len(units_of(item, lane.each)), 2) for lane in plan.lanes),
            tuple(units.values()),
        )
        papers = None if said else Papers.of(item.materials, {})
        return cls(outline, item, attributes(item), alike, papers, units)


def apart(facts: Sequence[Fact], tests: Iterable[Condition]) -> Classes:
    """The facts that are tested, each with one value of every kind that the tests can tell apart."""
    asked = list(tests)
    found = {}
    for name, values in classes(facts, asked).items():
        own = [test for test in asked if test.fact == name]
        alike = {
            tuple(reference.holds(test, {name: value}) for test in own): value for value in reversed(values)
        }
        found[name] = tuple(reversed(alike.values()))
    return found


_OF_ITEMS = (*(fact.fact for fact in ATTRIBUTES), MAILED, ELECTRONIC)
"""What a plan sees of items beside its conditions, where facts say it."""

"""
Papers that nobody takes 无人收取的材料: an item with materials on paper is split into its cells, the
situations of what its materials and the rules ask of an applicant. In each the computed facts are known, and
so is the channel; where papers are owed, a step of its ordinary way has to take them. Every day counts from
which on a rule or a material is in effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.checking.plans.kinds import apart, situations
from chalicelib.authoring.findings.problems import Problem, TooManySituationsError
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.order import arranged
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.effect import as_of, cut_days, in_effect, precedence, with_turns
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.classes import classes
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.facts.needs import needs_of
from chalicelib.decisions.facts.needs import tests_of as tests_of_material
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item, Release, Rule
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.decisions.ordinary_way import Met, ordinary_way
from chalicelib.decisions.plans import tests_of
from chalicelib.decisions.today import of_day


def papers_not_taken(files: Folder, release: Release, today: date) -> Iterator[Problem]:
    """Materials on paper that some applicants owe in a channel that takes none, from a day on; each once."""
    deciding = _Deciding(release)
    for read in files.items:
        item = read.form
        papers = any(one.on_paper for one in item.materials)
        if papers and (item.until is None or today <= item.until):
            try:
                yield from _Cells(release, item, deciding).problems(read, max(today, item.from_ or today))
            except TooManySituationsError:
                yield read.at("materials").error("too-many-situations/item")


class _Deciding:
    """Which rule decides where on a day; for all items without rules of their own worked out once."""

    def __init__(self, release: Release) -> None:
        self._release, self._cache = release, SpaceCache()
        self._regional: dict[date, _Decided] = {}

    def on(self, day: date, rules: Sequence[Rule], item: Item) -> _Decided:
        """
        Args:
            rules: those of the item on the day.
        """
        if item.rules:
            return self._decided(day, rules)
        if day not in self._regional:
            self._regional[day] = self._decided(day, rules)
        return self._regional[day]

    def _decided(self, day: date, rules: Sequence[Rule]) -> _Decided:
        tests = [test for rule in rules for test in rule.when]
        found = classes(self._release.facts, tests, day)
        space = self._cache.of(arranged(found, ([test.fact for test in rule.when] for rule in rules)))
        turns = [
            (rule, decides)
            for rule, decides in space.first_matches(rules, space.all)
            if rule is not None and decides
        ]
        return _Decided(space, turns, tests)


class _Decided(NamedTuple):
    """The rules that decide something with the situations that they do; ``tests`` are all that is asked."""

    space: DecisionSpace
    turns: Sequence[tuple[Rule, Situations]]
    tests: Sequence[Condition]


class _Cells:
    """One item in all the situations of its applicants."""

    def __init__(self, release: Release, item: Item, deciding: _Deciding) -> None:
        self._release, self._whole, self._item, self._deciding = release, item, item, deciding
        self._declared = {fact.fact: fact for fact in release.facts}
        self._rules = precedence(item.rules, release.rules)
        papers = [test for one in item.materials for test in tests_of_material(one)]
        plans = [test for plan in release.plans.values() for test in tests_of(plan)]
        self._papers, self._always = {test.fact for test in papers}, [*papers, *plans]

    def problems(self, read: Read[Item], since: date) -> Iterator[Problem]:
        told: set[int] = set()
        for day in self._days(since):
            self._item = as_of(self._whole, day)
            rules = [of_day(rule, day) for rule in self._rules if in_effect(rule, day)]
            for cell, rule in self._each(rules, day):
                for number, plan in self._left(rule, cell):
                    if number not in told:
                        told.add(number)
                        words = in_words(self._declared, self._telling(rule, cell))
                        yield read.at("materials", number).error(
                            "papers-not-taken", facts=words, channel=named_plan(plan)
                        )

    def _days(self, since: date) -> list[date]:
        cuts = cut_days([*self._rules, *self._whole.materials])
        last = self._whole.until or date.max
        return [since, *(day for day in with_turns(cuts, self._rules) if since < day <= last)]

    def _each(self, rules: list[Rule], day: date) -> Iterator[tuple[Situation, Rule]]:
        """Each cell with each rule that may decide there, as a situation in which it does."""
        space, turns, asked = self._deciding.on(day, rules, self._item)
        names = {test.fact for test in self._always}
        of_applicant = [fact for fact in self._release.facts if not fact.fact.startswith("item.")]
        tests = [*self._always, *(test for test in asked if test.fact in names)]
        for cell in situations(apart(of_applicant, tests)):
            known = {**item_facts(self._release, self._item, cell), **cell}
            here = space.with_values(known)
            for rule, decides in turns:
                if both := decides & here:
                    yield {**space.situation(both), **known}, rule

    def _telling(self, rule: Rule, cell: Situation) -> Situation:
        """What of a cell the papers hang on, and what the rule asked that sends it there."""
        asked = self._papers.union(test.fact for test in rule.when)
        return {name: v for name, v in cell.items() if name in asked and not name.startswith("item.")}

    @property
    def _standing(self) -> Iterator[tuple[int, Material]]:
        """The materials in effect, with their numbers among all."""
        found = set(map(id, self._item.materials))
        return ((number, one) for number, one in enumerate(self._whole.materials) if id(one) in found)

    def _left(self, rule: Rule, facts: Situation) -> Iterator[tuple[int, Plan]]:
        """The materials, by number, whose sheets are due in a cell and are taken by nobody."""
        plan = self._release.plans.get(rule.choose)
        if plan is None:
            return  # a person decides, and sees what is due
        needs = needs_of(self._item, facts).items()
        owed = {name for name, need in needs if need.required and need.on_paper}
        due = [number for number, one in self._standing if one.material in owed]
        if due and not any(map(_takes, ordinary_way(self._release, plan, self._item, facts))):
            yield from ((number, plan) for number in due)


def _takes(met: Met) -> bool:
    given = None if met.outcome is None else met.outcome.hand_over
    return given is not None and given.from_ in (APPLICANT, PARCEL)

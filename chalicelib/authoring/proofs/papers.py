"""
Papers that nobody takes 无人收取的材料: an item with materials on paper is split into its cells, the
situations of what its materials and the rules ask of an applicant. In each the computed facts are known, and
so is the channel; where papers are owed, a step of its ordinary way has to take them. Every day counts from
which on a rule or a material is in effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Days, Situation, place
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.space import SpaceCache, space
from chalicelib.authoring.space.walks import Applications, ways
from chalicelib.decisions.effect import as_of, cut_days, in_effect, precedence, with_turns
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.conditions import as_told, each_once
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.facts.needs import tests_of as tests_of_material
from chalicelib.decisions.forms.form import ChannelName, Condition, FactValue
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item, Release, Rule
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.decisions.ordinary_way import Met
from chalicelib.decisions.plans import tests_of
from chalicelib.decisions.today import of_day


def papers_not_taken(
    files: Folder,
    release: Release,
    today: date,
    walks: Walks | None = None,
    cache: SpaceCache | None = None,
) -> Iterator[Problem]:
    """
    Materials on paper that some applicants owe in a channel that takes none, from a day on; each once.

    Args:
        walks: those through the release's plans, if they have been walked before.
        cache: the spaces in which the same rules were proved, if they were.
    """
    walks = walks or Walks(release, today)
    deciding = _Deciding(walks, cache or SpaceCache())
    for read in files.items:
        item = read.form
        papers = any(one.on_paper for one in item.materials)
        if papers and (item.until is None or today <= item.until):
            yield from _Cells(walks, item, deciding).problems(read, max(today, item.from_ or today))


class _Deciding:
    """Which rule decides where on a day; for all items without rules of their own worked out once."""

    def __init__(self, walks: Walks, cache: SpaceCache) -> None:
        self._walks, self._cache = walks, cache
        self._rules = precedence((), walks.release.rules)
        self._days = with_turns(cut_days(self._rules), self._rules)
        self._regional: dict[date, _Decided] = {}

    def of(self, item: Item) -> tuple[Sequence[Rule], Sequence[date]]:
        """An item's rules and the region's in order of precedence, and the days on which they change."""
        if not item.rules:
            return self._rules, self._days
        rules = precedence(item.rules, self._walks.release.rules)
        return rules, with_turns(cut_days(rules), rules)

    def on(self, day: date, rules: Sequence[Rule]) -> _Decided:
        """
        Args:
            rules: those that ``of`` gives of an item.
        """
        if rules is not self._rules:
            return self._decided(day, rules)
        if day not in self._regional:
            self._regional[day] = self._decided(day, rules)
        return self._regional[day]

    def _decided(self, day: date, every: Sequence[Rule]) -> _Decided:
        rules = [of_day(rule, day) for rule in every if in_effect(rule, day)]
        here = space(self._walks.release, None, Days(day, None), rules, self._cache)
        return _Decided(self._walks, rules, here.situations)


class _Decided(RuleList):
    """What the rules of a day decide, and what applicants can say that they, the plans or materials ask."""

    def __init__(self, walks: Walks, rules: Sequence[Rule], space: DecisionSpace) -> None:
        super().__init__(rules, space)
        self._walks = walks
        tests = each_once(one for rule in rules for group in rule.groups for one in group)
        self._asked = {as_told(one): one for one in tests}.values()
        self._said: dict[tuple[Condition, ...], DecisionSpace] = {}

    def said(self, materials: tuple[Condition, ...]) -> DecisionSpace:
        """All that an applicant can say of what materials or plans ask, as fine as the rules see it."""
        if materials not in self._said:  # most items ask nothing
            release = self._walks.release
            plans = (test for plan in release.plans.values() for test in tests_of(plan))
            tests = [*materials, *plans, Condition(fact=CONSENT, any_of=(True,))]
            names = {test.fact for test in tests}
            tests += (test for test in self._asked if test.fact in names)
            of_applicant = [fact for fact in release.facts if not fact.fact.startswith("item.")]
            self._said[materials] = self._walks.space(of_applicant, tests)
        return self._said[materials]


class _Cells:
    """One item in all the situations of its applicants."""

    def __init__(self, walks: Walks, item: Item, deciding: _Deciding) -> None:
        self._walks, self._whole, self._item, self._deciding = walks, item, item, deciding
        self._release = walks.release
        self._rules, self._changes = deciding.of(item)
        self._tests = tuple(test for one in item.materials for test in tests_of_material(one))

    def problems(self, read: Read[Item], since: date) -> Iterator[Problem]:
        told: set[int] = set()
        for day in self._days(since):
            self._item = as_of(self._whole, day)
            decided = self._deciding.on(day, self._rules)
            here = self._walks.applications(decided.said(self._tests), self._item)
            left = self._left(decided, here)
            for number in {number: None for _, number in left if number not in told}:
                told.add(number)
                in_vain = {plan: found for (plan, n), found in left.items() if n == number}
                rule, met = self._first(decided, here.space, in_vain)
                words = in_words(self._release.declared, self._telling(rule, met))
                channel = named_plan(self._release.plans[rule.choose])
                yield read.at("materials", number).error("papers-not-taken", facts=words, channel=channel)

    def _days(self, since: date) -> list[date]:
        last = self._whole.until or date.max
        changes = {*self._changes, *cut_days(self._whole.materials)}
        return [since, *sorted(day for day in changes if since < day <= last)]

    def _first(
        self, decided: _Decided, space: DecisionSpace, in_vain: Mapping[ChannelName, Situations]
    ) -> tuple[Rule, Situation]:
        """The first situation in which a material is owed in vain, and the rule that decides there."""
        cell = space.situation(reduce(or_, in_vain.values()))
        here = decided.space.with_values({**item_facts(self._release, self._item, cell), **cell})
        channels = [channel for channel, found in in_vain.items() if space.has(found, cell)]
        decides = ((one.rule, one.decides & here) for one in decided.turns if one.rule.choose in channels)
        rule, where = next((rule, found) for rule, found in decides if found)
        return rule, {**decided.space.situation(where), **cell}

    def _telling(self, rule: Rule, met: Situation) -> Situation:
        """What of a situation the papers hang on, and what the rule asked that sends it there."""
        asked = {one.fact for group in (self._tests, *rule.groups) for one in group}
        return {name: v for name, v in met.items() if name in asked and not name.startswith("item.")}

    @property
    def _standing(self) -> Iterator[tuple[int, Material]]:
        """The materials in effect, with their numbers among all."""
        found = set(map(id, self._item.materials))
        return ((number, one) for number, one in enumerate(self._whole.materials) if id(one) in found)

    def _left(self, decided: _Decided, here: Applications) -> Mapping[tuple[ChannelName, int], Situations]:
        """
        Where materials, by number, are owed and taken by no step of the channel's ordinary way. Where no plan
        is chosen a person decides, and sees what is due.
        """
        owed = {number: found for number, one in self._standing if (found := _owed(one, here))}
        some = reduce(or_, owed.values(), here.space.none)
        of_item = decided.space.with_values(here.known)
        left: dict[tuple[ChannelName, int], Situations] = {}
        for channel, plan in self._release.plans.items() if some else ():
            chosen = decided.channel(channel) & of_item
            if not chosen:
                continue
            in_vain = self._not_taken(plan, here, some & self._where(decided, here, chosen))
            left |= {(channel, n): both for n, there in owed.items() if (both := there & in_vain)}
        return left

    def _not_taken(self, plan: Plan, here: Applications, among: Situations) -> Situations:
        """Where no step of a plan's ordinary way takes papers."""
        found = here.space.none
        for said, part in ways(plan, here, among):
            known = {**item_facts(self._release, self._item, said), **said}
            if not any(map(_takes, self._walks.ordinary.of(plan, self._item, known))):
                found |= part
        return found

    def _where(self, decided: _Decided, here: Applications, chosen: Situations) -> Situations:
        """
        What applicants say in some situations of the rules: these see of it also how many sheets that makes.
        """
        found = here.space.none
        for sheets, where in self._sheets(decided, here):
            so_many = chosen & decided.space.with_values(sheets)
            if so_many:
                found |= where & here.space.carried(so_many, decided.space)
        return found

    def _sheets(self, decided: _Decided, here: Applications) -> Iterator[tuple[Situation, Situations]]:
        """The numbers of sheets that the rules can tell apart, and where it is so many."""
        each: list[tuple[Situation, Situations]] = [({}, here.space.all)]
        for fact in (one.fact for one in self._release.facts if one.computed and one.fact not in here.known):
            values, alike = decided.space.classes.get(fact, ()), dict[FactValue, Situations]()
            for number, where in here.counts(fact).items() if values else ():
                value = values[place(values, number) or 0]
                alike[value] = alike.get(value, here.space.none) | where
            if alike:
                each = [
                    ({**told, fact: value}, both)
                    for told, there in each
                    for value, where in alike.items()
                    if (both := there & where)
                ]
        yield from each


def _owed(material: Material, here: Applications) -> Situations:
    """Where sheets of a material have to be handed in."""
    required = material.need == "required" and material.shared is None and material.on_paper
    return here.owed(material) if required else here.space.none


def _takes(met: Met) -> bool:
    given = None if met.outcome is None else met.outcome.hand_over
    return given is not None and given.from_ in (APPLICANT, PARCEL)

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

from chalicelib.authoring.checking.plans.walking.kinds import apart, situations
from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.authoring.findings.problems import Problem, TooManySituationsError
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Days, Situation
from chalicelib.authoring.space.space import SpaceCache, space
from chalicelib.decisions.effect import as_of, cut_days, in_effect, precedence, with_turns
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.conditions import as_told
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.facts.needs import needs_of
from chalicelib.decisions.facts.needs import tests_of as tests_of_material
from chalicelib.decisions.forms.form import ChannelName, Condition
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
    ways: OrdinaryWays | None = None,
    cache: SpaceCache | None = None,
) -> Iterator[Problem]:
    """
    Materials on paper that some applicants owe in a channel that takes none, from a day on; each once.

    Args:
        ways: those through the release's plans, if some of them have been gone before.
        cache: the spaces in which the same rules were proved, if they were.
    """
    deciding, ways = _Deciding(release, cache or SpaceCache()), ways or OrdinaryWays(release)
    for read in files.items:
        item = read.form
        papers = any(one.on_paper for one in item.materials)
        if papers and (item.until is None or today <= item.until):
            try:
                yield from _Cells(ways, item, deciding).problems(read, max(today, item.from_ or today))
            except TooManySituationsError:
                yield read.at("materials").error("too-many-situations/item")


class _Deciding:
    """Which rule decides where on a day; for all items without rules of their own worked out once."""

    def __init__(self, release: Release, cache: SpaceCache) -> None:
        self._release, self._cache = release, cache
        self._rules = precedence((), release.rules)
        self._days = with_turns(cut_days(self._rules), self._rules)
        self._regional: dict[date, _Decided] = {}

    def of(self, item: Item) -> tuple[Sequence[Rule], Sequence[date]]:
        """An item's rules and the region's in order of precedence, and the days on which they change."""
        if not item.rules:
            return self._rules, self._days
        rules = precedence(item.rules, self._release.rules)
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
        tests = [test for rule in rules for test in rule.when]
        here = space(self._release, None, Days(day, None), rules, self._cache)
        return _Decided(here.situations, rules, tests)


class _Decided:
    """
    The rules that decide something with the situations that they do, and all of these by what is chosen;
    ``asked`` are the conditions of the rules by fact, each once.
    """

    def __init__(self, space: DecisionSpace, rules: Sequence[Rule], tests: Sequence[Condition]) -> None:
        self.space = space
        self.turns = [(turn.rule, turn.decides) for turn in space.turns(rules) if turn.decides]
        self.outcomes: dict[ChannelName, Situations] = {}
        for rule, decides in self.turns:
            before = self.outcomes.get(rule.choose)
            self.outcomes[rule.choose] = decides if before is None else before | decides
        self.asked: dict[str, list[Condition]] = {}
        for test in {as_told(test): test for test in tests}.values():
            self.asked.setdefault(test.fact, []).append(test)

    def consenting(self, among: Situations) -> Iterator[tuple[bool, Situations]]:
        """A set of situations by whether the applicant agrees to couriers; both where no rule asks it."""
        for agrees in (False, True):
            asked = CONSENT in self.space.classes
            here = among & self.space.with_value(CONSENT, agrees) if asked else among
            if here:
                yield agrees, here


class _Left(NamedTuple):
    """The materials, by number, that are owed in some situations of a cell and taken by no step of a plan."""

    numbers: Sequence[int]
    plan: Plan
    where: Situations


class _Cells:
    """One item in all the situations of its applicants."""

    def __init__(self, ways: OrdinaryWays, item: Item, deciding: _Deciding) -> None:
        self._ways, self._whole, self._item, self._deciding = ways, item, item, deciding
        self._release = ways.release
        self._rules, self._changes = deciding.of(item)
        papers = [test for one in item.materials for test in tests_of_material(one)]
        plans = [test for plan in self._release.plans.values() for test in tests_of(plan)]
        self._papers, self._always = {test.fact for test in papers}, [*papers, *plans]

    def problems(self, read: Read[Item], since: date) -> Iterator[Problem]:
        told: set[int] = set()
        for day in self._days(since):
            self._item = as_of(self._whole, day)
            decided = self._deciding.on(day, self._rules)
            for rule, cell, left in self._met(decided):
                for number in left.numbers:
                    if number not in told:
                        told.add(number)
                        met = {**decided.space.situation(left.where), **cell}
                        words = in_words(self._release.declared, self._telling(rule, met))
                        yield read.at("materials", number).error(
                            "papers-not-taken", facts=words, channel=named_plan(left.plan)
                        )

    def _days(self, since: date) -> list[date]:
        last = self._whole.until or date.max
        changes = {*self._changes, *cut_days(self._whole.materials)}
        return [since, *sorted(day for day in changes if since < day <= last)]

    def _met(self, decided: _Decided) -> Iterator[tuple[Rule, Situation, _Left]]:
        """Each cell in which papers are left, and where, by the rules that decide there, in their order."""
        for cell in self._cells(decided):
            left = list(self._left(decided, cell))
            for rule, decides in decided.turns if left else ():
                for one in left:
                    if one.plan.plan == rule.choose and (here := decides & one.where):
                        yield rule, cell, one._replace(where=here)

    def _cells(self, decided: _Decided) -> Iterator[Situation]:
        names = {test.fact for test in self._always}
        of_applicant = [fact for fact in self._release.facts if not fact.fact.startswith("item.")]
        tests = [*self._always, *(test for name in names for test in decided.asked.get(name, ()))]
        return situations(apart(of_applicant, tests))

    def _telling(self, rule: Rule, met: Situation) -> Situation:
        """What of a situation the papers hang on, and what the rule asked that sends it there."""
        asked = self._papers.union(test.fact for test in rule.when)
        return {name: v for name, v in met.items() if name in asked and not name.startswith("item.")}

    @property
    def _standing(self) -> Iterator[tuple[int, Material]]:
        """The materials in effect, with their numbers among all."""
        found = set(map(id, self._item.materials))
        return ((number, one) for number, one in enumerate(self._whole.materials) if id(one) in found)

    def _left(self, decided: _Decided, cell: Situation) -> Iterator[_Left]:
        """
        What is left in a cell, by channel and consent: all on which an ordinary way hangs is known then,
        whichever rule decides. Where no plan is chosen a person decides, and sees what is due.
        """
        known = {**item_facts(self._release, self._item, cell), **cell}
        here = decided.space.with_values(known)
        for channel, plan in self._release.plans.items():
            for agrees, where in decided.consenting(decided.outcomes.get(channel, decided.space.none) & here):
                facts = {CONSENT: agrees, **known}
                way = self._ways.of(plan, self._item, facts)
                due = [] if any(map(_takes, way)) else self._due(facts)
                if due:
                    yield _Left(due, plan, where)

    def _due(self, facts: Situation) -> Sequence[int]:
        """The materials, by number, whose sheets are due."""
        needs = needs_of(self._item, facts).items()
        owed = {name for name, need in needs if need.required and need.on_paper}
        return [number for number, one in self._standing if one.material in owed]


def _takes(met: Met) -> bool:
    given = None if met.outcome is None else met.outcome.hand_over
    return given is not None and given.from_ in (APPLICANT, PARCEL)

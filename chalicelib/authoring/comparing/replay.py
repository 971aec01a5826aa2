"""What an edit of the rules would have meant for past cases: their channels, visits and parcels."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.forms.days import changing_days
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.effect import days_of
from chalicelib.decisions.facts.question import facts_of
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName, FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import reads
from chalicelib.decisions.today import moves


class Case(NamedTuple):
    """
    A past case: its item, what was said of it by full name, the day whose rules count, and that of the
    application if it is another: on this the item must be in effect.

    Facts of the item stand in for the item's own; None, or nothing but facts of the item, means that
    the applicant answered as the ordinary one does (as in ``rules decide --batch``).
    """

    item: str
    facts: Mapping[str, object] | None
    on: date
    applied: date | None = None


@dataclass
class Sums:
    """What all cases together cost under one release; undetermined ones count for nothing."""

    visits: int = 0
    parcels_in: int = 0
    parcels_out: int = 0


@dataclass
class Outcome:
    """Cases under both releases: how many went from which channel to which."""

    matrix: Counter[tuple[ChannelName, ChannelName]] = field(default_factory=Counter)
    old: Sums = field(default_factory=Sums)
    new: Sums = field(default_factory=Sums)

    @property
    def cases(self) -> int:
        return self.matrix.total()

    @property
    def moved(self) -> int:
        return sum(number for (from_, to), number in self.matrix.items() if from_ != to)

    def undetermined(self, side: int) -> int:
        """How many cases a person has to decide under the old release (0) or the new one (1)."""
        return sum(number for move, number in self.matrix.items() if move[side] == UNDETERMINED)

    def told(self, decides: str = CHANNEL) -> dict[str, Any]:
        matrix: dict[str, dict[str, int]] = {}
        for (from_, to), number in sorted(self.matrix.items()):
            matrix.setdefault(from_, {})[to] = number
        visits = {"visits": {"old": self.old.visits, "new": self.new.visits}}
        return {"moved": self.moved, "matrix": matrix, **(visits if decides == CHANNEL else {})}


@dataclass
class Replayed(Outcome):
    """
    Past cases as they were decided on their own days. ``as_of`` has the same cases on the day of the
    question, and on each later one on which something takes effect or ends.
    """

    as_of: dict[date, Outcome] = field(default_factory=dict)

    def as_json(self, decides: str = CHANNEL) -> dict[str, Any]:
        """
        Args:
            decides: the decision that was taken again: only a channel costs visits and parcels.
        """
        sides = {"old": self.old, "new": self.new}
        parcels = {name: {"in": side.parcels_in, "out": side.parcels_out} for name, side in sides.items()}
        return {
            "cases": self.cases,
            **self.told(decides),
            **({"parcels": parcels} if decides == CHANNEL else {}),
            "as_of": [{"on": day.isoformat(), **found.told(decides)} for day, found in self.as_of.items()],
        }


def replay(
    old: Release, new: Release, cases: Iterable[tuple[Case, int]], since: date | None = None
) -> Replayed:
    """
    Decide past cases under both releases: on their own days, and as if they came on ``since`` and on each
    later day on which something changes. A rule of next year moves no case of last year, and yet it moves.

    A release is not told facts that only the other one declares; an item that it has not, or not on the
    case's day, is undetermined. Each different situation is decided once.

    Args:
        cases: each with how many there were of it.
        since: today, most often; without it cases are only decided on their own days.
    """
    before, after = _Side(old, new), _Side(new, old)
    cuts = sorted({*days_of(old), *days_of(new)})
    told_apart = _Apart(cuts, by_today=_look_at_today(old) or _look_at_today(new))
    alike = _alike(cases, told_apart)
    found = Replayed()
    _decide(found, before, after, alike)
    for day in () if since is None else changing_days(old, new, since):
        found.as_of[day] = Outcome()
        alike = _alike(((case._replace(on=day, applied=None), n) for case, n in alike.values()), told_apart)
        _decide(found.as_of[day], before, after, alike)
    return found


def _look_at_today(release: Release) -> bool:
    """Whether a rule compares with the day of the decision: then each day may have another answer."""
    rules = (*release.rules, *(rule for item in release.items.values() for rule in item.rules))
    return any(moves(test) for rule in rules for group in rule.groups for test in group)


class _Apart(NamedTuple):
    """What tells days apart: the days of change between which they lie, or each by itself."""

    cuts: Sequence[date]
    by_today: bool

    def day(self, on: date) -> int:
        """The same number for days on which the same facts have the same answer."""
        return on.toordinal() if self.by_today else bisect_right(self.cuts, on)


class _Situation(NamedTuple):
    """What a decision can hang on; both days as ``_Apart`` tells them apart."""

    item: str
    facts: str
    on: int
    applied: int


_Alike = Mapping[_Situation, tuple[Case, int]]
"""One case of each situation, with how many cases are in it."""


def _alike(cases: Iterable[tuple[Case, int]], apart: _Apart) -> _Alike:
    """The cases that no release can tell apart together, item by item: its own rules are compiled once."""
    found: dict[_Situation, tuple[Case, int]] = {}
    for case, number in cases:
        on = apart.day(case.on)
        applied = on if case.applied is None else apart.day(case.applied)
        situation = _Situation(case.item, repr(case.facts), on, applied)
        known = found.get(situation)
        found[situation] = (case, number) if known is None else (known[0], known[1] + number)
    return dict(sorted(found.items(), key=_item))


def _item(alike: tuple[_Situation, object]) -> str:
    return alike[0].item


def _decide(found: Outcome, before: _Side, after: _Side, alike: _Alike) -> None:
    for situation, (case, number) in alike.items():
        was, becomes = before.answer(situation, case), after.answer(situation, case)
        found.matrix[was.channel, becomes.channel] += number
        _add(found.old, was, number)
        _add(found.new, becomes, number)


class _Answer(NamedTuple):
    channel: ChannelName
    visits: int = 0
    parcels_in: int = 0
    parcels_out: int = 0


class _Side:
    """One release, and what it answered so far."""

    def __init__(self, release: Release, other: Release) -> None:
        self._release = release
        self._usual = usual_facts(release)
        self._foreign = {fact.fact for fact in other.facts} - {fact.fact for fact in release.facts}
        self._answers: dict[_Situation, _Answer] = {}
        self._reads = {channel: reads(plan) for channel, plan in release.plans.items()}
        self._errands: dict[tuple[object, ...], Errands] = {}

    def answer(self, situation: _Situation, case: Case) -> _Answer:
        known = self._answers.get(situation)
        if known is None:
            known = self._answers[situation] = self._decide(case)
        return known

    def _decide(self, case: Case) -> _Answer:
        if case.item not in self._release.items:
            return _Answer(UNDETERMINED)
        said = case.facts or {}
        item_only = bool(said) and all(name.startswith("item.") for name in said)
        given = {**self._usual, **said} if case.facts is None or item_only else said
        asked = {name: value for name, value in given.items() if name not in self._foreign}
        decision = what_if(self._release, case.item, asked, case.on, case.applied)
        plan = self._release.plans.get(decision.channel)
        if plan is None:
            return _Answer(decision.channel)
        return _Answer(decision.channel, *self._cost(plan, case, decision.facts))

    def _cost(self, plan: Plan, case: Case, facts: Mapping[str, FactValue]) -> Errands:
        """Worked out once for the facts that the plan can depend on."""
        applied, items = case.applied or case.on, facts_of(self._release)
        asked = (*self._reads[plan.plan], *items.hangs_on(self._release.items[case.item]))
        time = items.time(case.item, applied)
        question = (plan.plan, case.item, time, *map(facts.get, asked))
        known = self._errands.get(question)
        if known is None:
            item = items.as_of(case.item, applied)
            known = self._errands[question] = errands(self._release, plan, item, facts)
        return known


class Errands(NamedTuple):
    """How often the applicant comes, and how many parcels go to the office and to the applicant."""

    visits: int
    parcels_in: int
    parcels_out: int


def errands(release: Release, plan: Plan, item: Item, facts: Mapping[str, FactValue]) -> Errands:
    """What a case costs if it is granted without a hitch."""
    way = ordinary_way(release, plan, item, facts)
    by_courier = [met.step.by for met in way if met.way == "courier"]
    return Errands(visits(way), by_courier.count("pick_up"), by_courier.count("delivery"))


def _add(sums: Sums, answer: _Answer, number: int) -> None:
    sums.visits += answer.visits * number
    sums.parcels_in += answer.parcels_in * number
    sums.parcels_out += answer.parcels_out * number

"""What an edit of the rules would have meant for past cases: their channels, visits and parcels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.alike import Alike, Case, CaseGroups, RelevantFacts, Written
from chalicelib.authoring.comparing.forms.days import changing_days
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.facts.question import facts_of
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName, FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import reads


@dataclass
class Sums:
    """
    What all cases together cost under one release; undetermined ones count for nothing. ``undecided`` are
    those in which no rule decides: a person does, or the outcome stands that the decision has for that.
    """

    visits: int = 0
    parcels_in: int = 0
    parcels_out: int = 0
    undecided: int = 0


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
            "undecided": {name: side.undecided for name, side in sides.items()},
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
    before, after, groups = _Side(old, new), _Side(new, old), CaseGroups(old, new)
    alike = groups.alike(cases)
    found = Replayed()
    _decide(found, before, after, alike)
    for day in () if since is None else changing_days(old, new, since):
        found.as_of[day] = Outcome()
        alike = groups.on(day, alike)
        _decide(found.as_of[day], before, after, alike)
    return found


def replay_each_day(
    old: Release, new: Release, cases_on: Callable[[date], Iterable[Case]], since: date
) -> Replayed:
    """
    The same for what is another case on each day, as a running clock is: on ``since``, and on each later day
    on which something changes.
    """
    before, after, groups = _Side(old, new), _Side(new, old), CaseGroups(old, new)
    found = Replayed()
    for day in changing_days(old, new, since):
        then = found.as_of[day] = found if day == since else Outcome()
        _decide(then, before, after, groups.alike((case, 1) for case in cases_on(day)))
    return found


def _decide(found: Outcome, before: _Side, after: _Side, alike: Alike) -> None:
    for written, (case, number) in alike.items():
        was, becomes = before.answer(written, case), after.answer(written, case)
        found.matrix[was.channel, becomes.channel] += number
        _add(found.old, was, number)
        _add(found.new, becomes, number)


class _Answer(NamedTuple):
    channel: ChannelName
    visits: int = 0
    parcels_in: int = 0
    parcels_out: int = 0
    decided: bool = True


class _Side:
    """One release, and what it answered so far."""

    def __init__(self, release: Release, other: Release) -> None:
        self._release = release
        self._relevant = RelevantFacts(release, other)
        self._answers: dict[tuple[object, ...], _Answer] = {}
        self._reads = {channel: reads(plan) for channel, plan in release.plans.items()}
        self._errands: dict[tuple[object, ...], Errands] = {}

    def answer(self, written: Written, case: Case) -> _Answer:
        if case.item not in self._release.items:
            return _Answer(UNDETERMINED, decided=False)
        question = self._relevant.question(written, case)
        known = self._answers.get(question)
        if known is None:
            known = self._answers[question] = self._decide(case, self._relevant.given(written, case).facts)
        return known

    def _decide(self, case: Case, given: Mapping[str, object]) -> _Answer:
        decision = what_if(self._release, case.item, given, case.on, case.applied)
        plan = self._release.plans.get(decision.channel)
        if plan is None:
            return _Answer(decision.channel, decided=decision.rule is not None)
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
    sums.undecided += 0 if answer.decided else number

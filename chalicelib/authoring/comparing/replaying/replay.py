"""What an edit of the rules would have meant for past cases: their channels, visits and parcels."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.forms.days import changing_days
from chalicelib.authoring.comparing.replaying.alike import Alike, Case, CaseGroups, RelevantFacts, Written
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.facts.facts import scope_of
from chalicelib.decisions.facts.question import facts_of
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName, FactName, FactValue
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import reads
from chalicelib.decisions.roles import merger_days


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
    """
    Cases under both releases: how many went from which channel to which.

    ``untold`` could not be decided again, for their record does not hold a fact that a release looks at: what
    is sensitive is never kept, what is asked newly was not asked. They are in no other figure here.
    ``lacking`` has these facts, each with the number of cases that lack it. ``open_again`` are decided by no
    rule of either release, for facts were missing then and are now: ``unknown``.
    """

    matrix: Counter[tuple[ChannelName, ChannelName]] = field(default_factory=Counter)
    old: Sums = field(default_factory=Sums)
    new: Sums = field(default_factory=Sums)
    untold: int = 0
    lacking: Counter[FactName] = field(default_factory=Counter)
    open_again: int = 0
    unknown: Counter[FactName] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        return self.known + self.untold

    @property
    def known(self) -> int:
        """How many could be decided again under both releases."""
        return self.matrix.total()

    @property
    def moved(self) -> int:
        return sum(number for (from_, to), number in self.matrix.items() if from_ != to)

    def told(self, decides: str = CHANNEL) -> dict[str, Any]:
        matrix: dict[str, dict[str, int]] = {}
        for (from_, to), number in sorted(self.matrix.items()):
            matrix.setdefault(from_, {})[to] = number
        visits = {"visits": {"old": self.old.visits, "new": self.new.visits}}
        untold = {"cases": self.untold, "lacking": dict(sorted(self.lacking.items()))}
        again = {"cases": self.open_again, "lacking": dict(sorted(self.unknown.items()))}
        told = {"moved": self.moved, "untold": untold, "open_again": again, "matrix": matrix}
        return {**told, **(visits if decides == CHANNEL else {})}


@dataclass
class Replayed(Outcome):
    """
    Past cases as they were decided on their own days. ``as_of`` has the same cases on the day of the
    question, and on each later one on which something takes effect or ends. ``declared`` are the facts of
    both releases, by name.
    """

    as_of: dict[date, Outcome] = field(default_factory=dict)
    declared: Mapping[FactName, Fact] = field(default_factory=dict)

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
    case's day, is undetermined. Each different situation is decided once. Of a case whose record lacks what a
    release looks at nothing is told but that.

    Args:
        cases: each with how many there were of it.
        since: today, most often; without it cases are only decided on their own days.
    """
    before, after, groups = _Side(old, new), _Side(new, old), CaseGroups(old, new)
    alike = groups.alike(cases)
    found = Replayed(declared={**old.declared, **new.declared})
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
    found = Replayed(declared={**old.declared, **new.declared})
    for day in changing_days(old, new, since):
        then = found.as_of[day] = found if day == since else Outcome()
        _decide(then, before, after, groups.alike((case, 1) for case in cases_on(day)))
    return found


def _decide(found: Outcome, before: _Side, after: _Side, alike: Alike) -> None:
    for written, (case, number) in alike.items():
        was, becomes = before.answer(written, case), after.answer(written, case)
        if lacking := _lacking(case, was, becomes):
            found.untold += number
            found.lacking.update(dict.fromkeys(lacking, number))
            continue
        if was.missing and becomes.missing:
            found.open_again += number
            found.unknown.update(dict.fromkeys(was.missing | becomes.missing, number))
        found.matrix[was.channel, becomes.channel] += number
        _add(found.old, was, number)
        _add(found.new, becomes, number)


class _Answer(NamedTuple):
    channel: ChannelName
    missing: frozenset[FactName] = frozenset()
    visits: int = 0
    parcels_in: int = 0
    parcels_out: int = 0
    decided: bool = True


def _lacking(case: Case, was: _Answer, becomes: _Answer) -> frozenset[FactName]:
    """
    What an answer hangs on and the record does not hold: it was not asked for, or it was known and not kept.
    What was missing when a person had to decide is not of these: of that the record says all there was.
    """
    if case.left_open and was.missing:
        found = frozenset() if _left_open_again(was.missing, becomes.missing) else becomes.missing
    else:
        found = was.missing | becomes.missing
    return frozenset(name for name in found if scope_of(name) != "item")


def _left_open_again(was: frozenset[FactName], becomes: frozenset[FactName]) -> bool:
    """Whether what made a person decide makes one decide again. Every answer of an applicant is kept."""
    return was <= becomes or any(scope_of(name) == "application" for name in was & becomes)


class _Side:
    """One release, and what it answered so far."""

    def __init__(self, release: Release, other: Release) -> None:
        self._release = release
        self._relevant = RelevantFacts(release, other)
        self._answers: dict[tuple[object, ...], _Answer] = {}
        self._reads = {channel: reads(plan) for channel, plan in release.plans.items()}
        self._mergers = merger_days(release.units)
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
        plan, missing = self._release.plans.get(decision.channel), frozenset(decision.missing)
        if plan is None:
            return _Answer(decision.channel, missing, decided=decision.rule is not None)
        return _Answer(decision.channel, missing, *self._cost(plan, case, decision.facts))

    def _cost(self, plan: Plan, case: Case, facts: Mapping[str, FactValue]) -> Errands:
        """Worked out once for the facts that the plan can depend on."""
        applied, items = case.applied or case.on, facts_of(self._release)
        asked = (*self._reads[plan.plan], *items.hangs_on(self._release.items[case.item]))
        time = items.time(case.item, applied)
        merged = bisect_right(self._mergers, case.on)
        question = (plan.plan, case.item, time, merged, *map(facts.get, asked))
        known = self._errands.get(question)
        if known is None:
            item = items.as_of(case.item, applied)
            known = self._errands[question] = errands(self._release, plan, item, facts, case.on)
        return known


class Errands(NamedTuple):
    """How often the applicant comes, and how many parcels go to the office and to the applicant."""

    visits: int
    parcels_in: int
    parcels_out: int


def errands(release: Release, plan: Plan, item: Item, facts: Mapping[str, FactValue], day: date) -> Errands:
    """What a case costs if it is granted without a hitch, by the units that there are on a day."""
    way = ordinary_way(release, plan, item, facts, day)
    by_courier = [met.step.by for met in way if met.way == "courier"]
    return Errands(visits(way), by_courier.count("pick_up"), by_courier.count("delivery"))


def _add(sums: Sums, answer: _Answer, number: int) -> None:
    sums.visits += answer.visits * number
    sums.parcels_in += answer.parcels_in * number
    sums.parcels_out += answer.parcels_out * number
    sums.undecided += 0 if answer.decided else number

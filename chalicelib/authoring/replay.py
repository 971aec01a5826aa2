"""What an edit of the rules would have meant for past cases: their channels, visits and parcels."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from chalicelib.cases.plans import arrive, choose_way, may_send
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.effect import days_of
from chalicelib.decisions.form import Channel, FactValue
from chalicelib.decisions.model import Release
from chalicelib.decisions.plan import Plan


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
class Replayed:
    """Past cases under both releases: how many went from which channel to which."""

    matrix: Counter[tuple[Channel, Channel]] = field(default_factory=Counter)
    old: Sums = field(default_factory=Sums)
    new: Sums = field(default_factory=Sums)

    @property
    def cases(self) -> int:
        return self.matrix.total()

    @property
    def moved(self) -> int:
        return sum(number for (from_, to), number in self.matrix.items() if from_ is not to)

    def undetermined(self, side: int) -> int:
        """How many cases a person has to decide under the old release (0) or the new one (1)."""
        return sum(number for move, number in self.matrix.items() if move[side] is Channel.UNDETERMINED)

    def as_json(self) -> dict[str, Any]:
        matrix: dict[str, dict[str, int]] = {}
        for (from_, to), number in sorted(self.matrix.items()):
            matrix.setdefault(from_, {})[to] = number
        sides = {"old": self.old, "new": self.new}
        return {
            "cases": self.cases,
            "moved": self.moved,
            "matrix": matrix,
            "visits": {name: side.visits for name, side in sides.items()},
            "parcels": {
                name: {"in": side.parcels_in, "out": side.parcels_out} for name, side in sides.items()
            },
        }


def replay(old: Release, new: Release, cases: Iterable[tuple[Case, int]]) -> Replayed:
    """
    Decide past cases under both releases.

    A release is not told facts that only the other one declares; an item that it has not, or not on the
    case's day, is undetermined. Each different situation is decided once.

    Args:
        cases: each with how many there were of it.
    """
    before, after = _Side(old, new), _Side(new, old)
    found = Replayed()
    for case, number in sorted(cases, key=_item):  # an item's own rules are compiled once
        was, becomes = before.answer(case), after.answer(case)
        found.matrix[was.channel, becomes.channel] += number
        _add(found.old, was, number)
        _add(found.new, becomes, number)
    return found


def _item(counted: tuple[Case, int]) -> str:
    return counted[0].item


class _Answer(NamedTuple):
    channel: Channel
    visits: int = 0
    parcels_in: int = 0
    parcels_out: int = 0


class _Side:
    """One release, and what it answered so far."""

    def __init__(self, release: Release, other: Release) -> None:
        self._release = release
        self._cuts = days_of(release)
        self._usual = usual_facts(release)
        self._foreign = {fact.fact for fact in other.facts} - {fact.fact for fact in release.facts}
        self._answers: dict[tuple[str, str, int, int], _Answer] = {}

    def answer(self, case: Case) -> _Answer:
        on, applied = (bisect_right(self._cuts, day) for day in (case.on, case.applied or case.on))
        situation = (case.item, repr(case.facts), on, applied)
        known = self._answers.get(situation)
        if known is None:
            known = self._answers[situation] = self._decide(case)
        return known

    def _decide(self, case: Case) -> _Answer:
        if case.item not in self._release.items:
            return _Answer(Channel.UNDETERMINED)
        said = case.facts or {}
        item_only = bool(said) and all(name.startswith("item.") for name in said)
        given = {**self._usual, **said} if case.facts is None or item_only else said
        asked = {name: value for name, value in given.items() if name not in self._foreign}
        decision = what_if(self._release, case.item, asked, case.on, case.applied)
        plan = self._release.plans.get(decision.channel)
        if plan is None:
            return _Answer(decision.channel)
        return _Answer(decision.channel, plan.visits, *parcels(self._release, plan, decision.facts))


def parcels(release: Release, plan: Plan, facts: Mapping[str, FactValue]) -> tuple[int, int]:
    """How many parcels a case sends if it is granted without a hitch: to the office, and to the applicant."""
    consent = facts.get(CONSENT) is True
    fetched = any(
        step.by == "pick_up" and consent and arrive(plan, step.step, facts) is step for step in plan.steps
    )
    return int(fetched), int("courier" in ways_out(release, plan, facts))


def ways_out(release: Release, plan: Plan, facts: Mapping[str, FactValue]) -> list[str]:
    """How what was granted goes out: by courier, electronically, or over the counter."""
    may = may_send(release, facts, facts.get(CONSENT) is True)
    made = [outcome.next for step in plan.steps for outcome in step.outcomes if outcome.licence]
    steps = [arrive(plan, name, facts) for name in made]
    return [choose_way(step, sent=may) for step in steps if step.by == "delivery"]


def _add(sums: Sums, answer: _Answer, number: int) -> None:
    sums.visits += answer.visits * number
    sums.parcels_in += answer.parcels_in * number
    sums.parcels_out += answer.parcels_out * number

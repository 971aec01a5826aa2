"""Whom a change lifts to a lighter way, whom it burdens, and what it saves in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from chalicelib.authoring.advice.changes.members import WeightedCase
from chalicelib.authoring.advice.context import CaseOutcome
from chalicelib.authoring.advice.effort import NOTHING, Effort
from chalicelib.decisions.forms.form import UNDETERMINED


class Move(NamedTuple):
    """A case before a change and after it; ``before`` and ``member`` differ where a fact changes."""

    before: WeightedCase
    member: WeightedCase
    was: CaseOutcome
    becomes: CaseOutcome

    @property
    def saved(self) -> Effort:
        """What one such case saves; less than nothing where it costs more."""
        return self.was.effort.minus(self.becomes.effort)

    @property
    def elsewhere(self) -> bool:
        return self.was.channel != self.becomes.channel


@dataclass(frozen=True)
class Moves:
    """
    All cases that a change makes lighter or heavier; those that cost the same are left out.

    Lighter is another channel that costs less. What costs less in the same channel is not counted: no
    invariant speaks of it, and a secret paper in the post would be among it.
    """

    lifted: tuple[Move, ...]
    burdened: tuple[Move, ...]

    @property
    def saved(self) -> Effort:
        """The net effect over all of them, each as often as there are such cases."""
        return total((*self.lifted, *self.burdened))

    @property
    def to_a_person(self) -> int:
        """How many cases would newly be for a person to decide."""
        return sum(
            move.member.number
            for move in self.burdened
            if move.becomes.channel == UNDETERMINED != move.was.channel
        )


def moves(found: Iterable[Move]) -> Moves:
    """Sorted into those that get lighter and those that get heavier."""
    each = [(move, move.saved) for move in found]
    return Moves(
        tuple(move for move, saved in each if saved > NOTHING and move.elsewhere),
        tuple(move for move, saved in each if saved < NOTHING),
    )


def by_item(found: Iterable[Move]) -> list[Move]:
    """The moves of one item that come to the same as one move, of as many cases."""
    known: dict[tuple[str, CaseOutcome, CaseOutcome], Move] = {}
    for move in found:
        same = known.setdefault((move.member.item, move.was, move.becomes), move)
        if same is not move:
            number = same.member.number + move.member.number
            known[same.member.item, same.was, same.becomes] = same._replace(
                member=replace(same.member, number=number)
            )
    return list(known.values())


def total(found: Iterable[Move]) -> Effort:
    """What all of them save together."""
    sum_ = NOTHING
    for move in found:
        sum_ = sum_.plus(move.saved, move.member.number)
    return sum_


def cases(found: Iterable[Move]) -> int:
    """How many cases they are."""
    return sum(move.member.number for move in found)

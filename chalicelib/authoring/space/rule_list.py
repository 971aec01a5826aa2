"""Rules in order of precedence over the situations of a space: what comes out where, what an edit moves."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import groupby
from operator import or_
from typing import TypeVar

from chalicelib.authoring.space.decision_space import DecisionSpace, Turn
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.forms.form import UNDETERMINED, OutcomeName
from chalicelib.decisions.forms.model import Rule

N = TypeVar("N")
Given = Mapping[OutcomeName, Situations]
"""Situations by what comes out."""


class RuleList:
    """
    The first rule that holds decides; where none does, ``otherwise`` comes out. ``gap`` are the situations
    that no rule decides.

    Args:
        right: the situations in which every fact is right; where some are not no rule holds.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        space: DecisionSpace,
        otherwise: OutcomeName = UNDETERMINED,
        right: Situations | None = None,
    ) -> None:
        self.rules, self.space, self.otherwise = tuple(rules), space, otherwise
        self.right = space.all if right is None or right == space.all else right
        whole = self.right is space.all
        self.turns = space.turns(self.rules) if whole else space.in_turn(self.rules, self.right)
        self.gap = self.turns[-1].open - self.turns[-1].decides if self.turns else space.all

    def decided(self, number: int) -> Situations:
        """The situations that rule ``number`` decides."""
        return self.turns[number].decides

    @cached_property
    def left(self) -> Sequence[Situations]:
        """``left[n]`` are the situations that no rule before rule n decides; they are less and less."""
        return [*(turn.open for turn in self.turns), self.gap]

    @cached_property
    def outcomes(self) -> Given:
        """All situations by what comes out."""
        found = {self.otherwise: self.gap}
        for name, decided in self.together([turn.rule.choose for turn in self.turns]).items():
            found[name] = found[name] | decided if name in found else decided
        return found

    def together(self, names: Sequence[N]) -> dict[N, Situations]:
        """
        What turns decide that are called alike. Those in a row are taken at once: they decide what is open at
        the first of them and no longer after the last.

        Args:
            names: one for each turn, in order.
        """
        found: dict[N, Situations] = {}
        after = 0
        for name, row in groupby(names):
            first, after = after, after + len(list(row))
            decided = self.left[first] - self.left[after]
            found[name] = found[name] | decided if name in found else decided
        return found

    def channel(self, name: OutcomeName) -> Situations:
        """The situations that come out so."""
        return self.outcomes.get(name, self.space.none)

    def rule(self, found: Situations) -> Rule | None:
        """The rule that decides the first situation of a set; None: none does."""
        turn = self.turn(found)
        return None if turn is None else turn.rule

    def turn(self, found: Situations) -> Turn | None:
        """The turn in which the first situation of a set is decided; None: in none."""
        number = self.deciding(self.space.assignment(self.space.situation(found)))
        return None if number is None else self.turns[number]

    def deciding(self, assignment: Sequence[tuple[int, bool]]) -> int | None:
        """The number of the turn that decides a situation; None: none does."""
        number = bisect(self.left, False, lo=1, key=lambda left: not left.has(assignment)) - 1
        return number if number < len(self.turns) else None

    def after(self, turn: Turn) -> Iterator[Turn]:
        """The turns that come later."""
        yield from self.turns[turn.number + 1 :]

    def before(self, turn: Turn) -> Iterator[Turn]:
        """The turns that come earlier."""
        yield from self.turns[: turn.number]

    def number(self, rule: Rule) -> int | None:
        """The rule's place in the order of precedence; None if it is not among these."""
        return self._numbers.get(id(rule))

    def shift(self, rules: Sequence[Rule]) -> Shift:
        """What moves if these are the rules; worked out only between the first that differs and the last."""
        start, tail = _alike(self.rules, rules)
        joins, after = len(rules) - tail, self.left[len(self.rules) - tail]
        given: dict[OutcomeName, Situations] = {}
        left = before = self.left[start]
        for number, rule in enumerate(rules[start:], start):
            if number == joins:
                left, before = left - after, before - (after & left)  # from here on the rules are the same
            if not left:
                break
            matched = left & self.space.matching(rule)
            given[rule.choose] = given.get(rule.choose, self.space.none) | matched
            left -= matched
        if joins == len(rules):
            left, before = left - after, before - (after & left)
        given[self.otherwise] = given.get(self.otherwise, self.space.none) | left
        return Shift(self, given, before, left)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(rule): number for number, rule in enumerate(self.rules)}


@dataclass(frozen=True)
class Shift:
    """
    What other rules move. ``given`` are situations by what comes out of them now; all others stay as they
    were. ``touched`` are all that another rule may decide now, with the same outcome or not; of ``gap`` are
    those that no rule decides any longer.
    """

    was: RuleList
    given: Given
    touched: Situations
    gap: Situations

    @cached_property
    def moved(self) -> Mapping[tuple[OutcomeName, OutcomeName], Situations]:
        """The situations that move from one outcome to another."""
        return {
            (from_, to): found & before
            for to, found in self.given.items()
            for from_, before in self.was.outcomes.items()
            if from_ != to and found & before
        }

    @cached_property
    def anywhere(self) -> Situations:
        """All situations that move."""
        none = self.was.space.none
        return reduce(or_, (new - self.was.outcomes.get(to, none) for to, new in self.given.items()), none)

    @property
    def situations(self) -> int:
        """How many situations move."""
        return self.was.space.count(self.anywhere)

    def into(self) -> Iterator[tuple[OutcomeName, Situations]]:
        """What moves into each outcome."""
        for (_, to), found in self.moved.items():
            yield to, found

    def at(self, here: Situations) -> OutcomeName | None:
        """Where a situation moves to, which is given as a set of one; None if it stays."""
        return next((to for to, found in self.into() if found & here), None)


def _alike(one: Sequence[Rule], other: Sequence[Rule]) -> tuple[int, int]:
    """How many rules are the same at the beginning, and how many of the rest at the end."""
    least = min(len(one), len(other))
    start = next((n for n in range(least) if one[n] is not other[n]), least)
    most = least - start
    tail = next((n for n in range(most) if one[-1 - n] is not other[-1 - n]), most)
    return start, tail

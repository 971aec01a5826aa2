"""Rules in order of precedence over the situations of a space: what comes out where, what an edit moves."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.forms.form import UNDETERMINED, OutcomeName
from chalicelib.decisions.forms.model import Rule

Given = Mapping[OutcomeName, Situations]
"""Situations by what comes out."""


class RuleList:
    """
    The first rule that holds decides; where none does, ``otherwise`` comes out. ``left[n]`` are the
    situations that no rule before rule n decides.
    """

    def __init__(
        self, rules: Sequence[Rule], space: DecisionSpace, otherwise: OutcomeName = UNDETERMINED
    ) -> None:
        self.rules, self.space, self.otherwise = tuple(rules), space, otherwise
        self._matching = {id(rule): space.matching(rule) for rule in self.rules}
        self.left = [space.all]
        for rule in self.rules:
            self.left.append(self.left[-1] - self._matching[id(rule)])

    def decided(self, number: int) -> Situations:
        """The situations that rule ``number`` decides."""
        return self.left[number] - self.left[number + 1]

    @cached_property
    def outcomes(self) -> Given:
        """All situations by what comes out."""
        found = {self.otherwise: self.left[-1]}
        for number, rule in enumerate(self.rules):
            found[rule.choose] = found.get(rule.choose, self.space.none) | self.decided(number)
        return found

    def rule(self, situation: Situations) -> Rule | None:
        """The rule that decides a situation, which is given as a set of one."""
        at = bisect(self.left, False, lo=1, key=lambda left: not left & situation)
        return None if at == len(self.left) else self.rules[at - 1]

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
            known = self._matching.get(id(rule))
            matched = left & (self.space.matching(rule) if known is None else known)
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

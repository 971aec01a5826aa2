"""Rules in order of precedence over the situations of a space: what comes out where, what an edit moves."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import groupby
from operator import or_
from typing import TypeVar

from chalicelib.authoring.space.decision_space import DecisionSpace, RuleCoverage
from chalicelib.authoring.space.diagrams import Assignment, Situations
from chalicelib.authoring.space.domain import Situation
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

    def turn(self, found: Situations) -> RuleCoverage | None:
        """The turn in which the first situation of a set is decided; None: in none."""
        return self.turn_of(self.space.situation(found))

    def turn_of(self, situation: Situation) -> RuleCoverage | None:
        """The turn in which a situation, each class by its first value, is decided; None: in none."""
        number = self.deciding(self.space.assignment(situation))
        return None if number is None else self.turns[number]

    def deciding(self, assignment: Assignment) -> int | None:
        """The number of the turn that decides a situation; None: none does."""
        number = bisect(self.left, False, lo=1, key=lambda left: not left.has(assignment)) - 1
        return number if number < len(self.turns) else None

    def after(self, turn: RuleCoverage) -> Iterator[RuleCoverage]:
        """The turns that come later."""
        yield from self.turns[turn.number + 1 :]

    def before(self, turn: RuleCoverage) -> Iterator[RuleCoverage]:
        """The turns that come earlier."""
        yield from self.turns[: turn.number]

    def number(self, rule: Rule) -> int | None:
        """The rule's place in the order of precedence; None if it is not among these."""
        return self.numbers.get(id(rule))

    def shift(self, rules: Sequence[Rule]) -> Replacement:
        """What moves if these are the rules."""
        start, tail = _alike(self.rules, rules)
        return Replacement(self, start, len(self.rules) - tail, rules[start : len(rules) - tail])

    def holding(self, here: Assignment) -> Sequence[int]:
        """The numbers of the turns whose rules hold in a situation."""
        if here not in self._holding:
            self._holding[here] = [turn.number for turn in self.turns if turn.holds.has(here)]
        return self._holding[here]

    @cached_property
    def _holding(self) -> dict[Assignment, Sequence[int]]:
        return {}

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """Of each rule, by its identity, the place in the order of precedence."""
        return {id(rule): number for number, rule in enumerate(self.rules)}


@dataclass(frozen=True)
class Replacement:
    """
    What other rules move, which stand instead of those from number ``start`` to ``end``, this not included.
    Sets are worked out when they are asked for.
    """

    was: RuleList
    start: int
    end: int
    instead: Sequence[Rule]

    @property
    def given(self) -> Given:
        """Situations by what comes out of them now; all others stay as they were."""
        return self._worked_out[0]

    @property
    def touched(self) -> Situations:
        """All situations that another rule may decide now, with the same outcome or not."""
        return self._worked_out[1]

    @property
    def gap(self) -> Situations:
        """Those that no rule decides any longer."""
        return self._worked_out[2]

    @cached_property
    def _worked_out(self) -> tuple[Given, Situations, Situations]:
        was, given = self.was, dict[OutcomeName, Situations]()
        left = self._taken(was.left[self.start], self.instead, given)
        after = was.left[self.end]  # from here on the rules are the same
        before, left = was.left[self.start] - (after & left), left - after
        left = self._taken(left, was.rules[self.end :], given)
        given[was.otherwise] = given.get(was.otherwise, was.space.none) | left
        return given, before, left

    def _taken(
        self, left: Situations, rules: Iterable[Rule], given: dict[OutcomeName, Situations]
    ) -> Situations:
        """What rules leave of what is left to them; the rest comes out as they say."""
        for rule in rules:
            if not left:
                break
            taken = left & self.was.space.matching(rule)
            given[rule.choose] = given.get(rule.choose, self.was.space.none) | taken
            left -= taken
        return left

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
    def situations(self) -> int | None:
        """How many situations move; None: those that are searched are not counted."""
        return self.was.space.count(self.anywhere) if self.was.space.drawn else None

    def into(self) -> Iterator[tuple[OutcomeName, Situations]]:
        """What moves into each outcome."""
        for (_, to), found in self.moved.items():
            yield to, found

    def at(self, here: Assignment) -> OutcomeName | None:
        """Where a situation moves to; None if it stays."""
        if self.was.space.drawn:
            return next((to for to, found in self.into() if found.has(here)), None)
        rules, before = self.was.rules, self.was.holding(here)
        if before and before[0] < self.start:
            return None
        now = next((one for one in self.instead if self.was.space.matching(one).has(here)), None)
        now = now or next((rules[number] for number in before if number >= self.end), None)
        then = rules[before[0]] if before else None
        was, to = (self.was.otherwise if rule is None else rule.choose for rule in (then, now))
        return None if to == was else to


def _alike(one: Sequence[Rule], other: Sequence[Rule]) -> tuple[int, int]:
    """How many rules are the same at the beginning, and how many of the rest at the end."""
    least = min(len(one), len(other))
    start = next((n for n in range(least) if one[n] is not other[n]), least)
    most = least - start
    tail = next((n for n in range(most) if one[-1 - n] is not other[-1 - n]), most)
    return start, tail

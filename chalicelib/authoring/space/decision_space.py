"""What conditions and rules say, as sets of situations: where each holds, and which rule decides where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.diagrams import FEW, Situations
from chalicelib.authoring.space.domain import Classes, kind
from chalicelib.authoring.space.fact_space import FactSpace
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Rule

MOST_NODES = 1 << 14
"""Nodes of one set of many facts that are worked with; of rules whose sets are larger none are drawn."""
CROWD = 1 << 17
"""Whenever so many nodes more were made it is looked at."""


class RuleCoverage(NamedTuple):
    """A rule's turn: the situations still open when it is asked, where it holds, and those it decides."""

    number: int
    rule: Rule
    open: Situations
    holds: Situations
    decides: Situations


class DecisionSpace(FactSpace):
    """The same, in which conditions hold and rules decide."""

    def __init__(self, classes: Classes) -> None:
        super().__init__(classes)
        self._holding: dict[tuple[object, ...], Situations] = {}
        self._seen: dict[int, tuple[Condition, Situations]] = {}
        self._matching: dict[int, tuple[Rule, Situations]] = {}
        self._turns: Sequence[RuleCoverage] = ()

    def too_large(self, rules: Sequence[Rule]) -> Sequence[Rule]:
        """The first of the rules, whose diagrams alone are too large; none if all are drawn, and kept."""
        if len(self.classes) <= FEW:
            return ()
        turns, crowd = [], CROWD
        try:
            for turn in self._in_turn(rules, self.all):
                turns.append(turn)
                if self._diagrams.nodes > crowd:  # needed or not: to count those of a set takes longer
                    if turn.open.nodes > MOST_NODES:
                        return rules[: len(turns)]
                    crowd = self._diagrams.nodes + CROWD
        except TooManySituationsError:
            return rules[: len(turns) + 1]
        self._turns = turns
        return ()

    def holding(self, condition: Condition) -> Situations:
        """The situations in which a condition holds; a fact that is not among the classes never holds."""
        seen = self._seen.get(id(condition))  # to compare conditions takes longer than to use what they hold
        if seen is not None:
            return seen[1]
        any_of, none_of = condition.any_of, condition.none_of
        typed: tuple[object, ...]  # for a 1 is not a True
        if len(any_of) == 1 and condition.at_least is None is condition.at_most and not none_of:
            typed = condition.fact, any_of[0], type(any_of[0])  # most ask for one value
        else:
            key = condition.fact, any_of, none_of, condition.at_least, condition.at_most
            typed = (*key, *map(type, any_of), *map(type, none_of))
        known = self._holding.get(typed)
        if known is None:
            known = self._holding[typed] = self._worked_out(condition)
        self._seen[id(condition)] = condition, known
        return known

    def all_holding(self, conditions: Iterable[Condition]) -> Situations:
        """Where all the conditions hold."""
        each = list(map(self.holding, conditions))
        return reduce(and_, each) if each else self.all

    def any_holding(self, groups: Iterable[Iterable[Condition]]) -> Situations:
        """Where all the conditions of some group hold."""
        each = list(map(self.all_holding, groups))
        return reduce(or_, each) if each else self.none

    def matching(self, rule: Rule) -> Situations:
        """The situations in which a rule holds, whether or not one before it decides."""
        seen = self._matching.get(id(rule))
        if seen is None:
            seen = self._matching[id(rule)] = rule, self.any_holding(rule.groups)
        return seen[1]

    def turns(self, rules: Sequence[Rule]) -> Sequence[RuleCoverage]:
        """Each rule's turn, in order of precedence; those of the rules that were last asked for are kept."""
        same = len(rules) == len(self._turns)
        if not same or any(turn.rule is not rule for turn, rule in zip(self._turns, rules, strict=True)):
            self._turns = self.in_turn(rules, self.all)
        return self._turns

    def in_turn(self, rules: Iterable[Rule], right: Situations) -> list[RuleCoverage]:
        """Each rule's turn, in order of precedence, if rules hold only in situations that are ``right``."""
        return list(self._in_turn(rules, right))

    def _in_turn(self, rules: Iterable[Rule], right: Situations) -> Iterator[RuleCoverage]:
        left = self.all
        for number, rule in enumerate(rules):
            holds = self.matching(rule) if right is self.all else self.matching(rule) & right
            decides = left & holds
            yield RuleCoverage(number, rule, left, holds, decides)
            left -= decides

    def takers(self, before: Sequence[RuleCoverage], holds: Situations) -> list[RuleCoverage]:
        """The turns that decide some of the situations in which a later rule holds."""
        return [turn for turn in before if turn.decides & holds]

    def first_matches(
        self, rules: Iterable[Rule], among: Situations
    ) -> Iterator[tuple[Rule | None, Situations]]:
        """Each rule with the situations that it decides, then None with those that no rule does."""
        left = among
        for rule in rules:
            decides = left & self.matching(rule)
            left = left - decides
            yield rule, decides
        yield None, left

    def allowed(self, declared: Mapping[str, Fact]) -> Situations:
        """The situations whose facts are right as ``declared``; what is not declared there is let be."""
        found = self.all
        for fact, values in self.classes.items():
            if fact in declared:
                found &= self.either(fact, [wrong(declared[fact], value) is None for value in values])
        return found

    def _worked_out(self, condition: Condition) -> Situations:
        fact = condition.fact
        if fact not in self.classes:
            return self.none
        if len(condition.any_of) == 1 and _is_plain(condition):
            number = self._numbers[fact].get((kind(condition.any_of[0]), condition.any_of[0]))
            if number is not None:
                return self._class(fact, number)
        return self.either(fact, [reference.holds(condition, {fact: value}) for value in self.classes[fact]])


def _is_plain(condition: Condition) -> bool:
    return not condition.none_of and condition.at_least is None and condition.at_most is None

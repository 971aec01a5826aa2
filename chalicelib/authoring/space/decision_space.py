"""
The one space of situations: all that some facts can be, and sets of it, without going through each.

A fact of n classes takes as many variables as it takes to write n - 1; codes that are left over stand for
the last class too, so that every code is a situation. Work grows with what the rules say, not with how many
situations there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from math import prod
from operator import and_, or_
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.diagrams import FEW, Assignment, Diagrams, Situations
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.decisions.facts.facts import is_date, wrong
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Rule

MOST = 1 << 14
"""
Parts of a set that are gone through one by one, as the ordinary ways through one plan are: fourteen
conditions that hold or not each by itself, of steps at which the applicant comes or papers change hands.
Neither rules nor materials nor other steps add to them.
"""
MOST_NODES = 1 << 14
"""Nodes of one set of many facts that are worked with; of rules whose sets are larger none are drawn."""
CROWD = 1 << 17
"""Whenever so many nodes more were made it is looked at."""
Part = tuple[Situation, Situations]
"""A set of situations that is not empty, after its first situation."""


class RuleCoverage(NamedTuple):
    """A rule's turn: the situations still open when it is asked, where it holds, and those it decides."""

    number: int
    rule: Rule
    open: Situations
    holds: Situations
    decides: Situations


class DecisionSpace:
    """All situations that the classes span. The first of a set is that with the earliest classes."""

    drawn = True
    """Whether sets are diagrams: then they can be counted, and to make many of them costs little."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self.size = prod(map(len, classes.values()))
        widths = {fact: (len(values) - 1).bit_length() for fact, values in classes.items()}
        self._variables: dict[str, range] = {}
        begin = 0
        for fact, width in widths.items():
            self._variables[fact] = range(begin, begin := begin + width)
        self._numbers = {
            fact: {(_kind(value), value): number for number, value in enumerate(values)}
            for fact, values in classes.items()
        }
        self._of: dict[tuple[str, int], Situations] = {}
        self._carried: dict[Situations, Situations] = {}
        self._parted: dict[tuple[Situations, tuple[Situations, ...]], Sequence[Part]] = {}
        self._holding: dict[tuple[object, ...], Situations] = {}
        self._seen: dict[int, tuple[Condition, Situations]] = {}
        self._matching: dict[int, tuple[Rule, Situations]] = {}
        self._turns: Sequence[RuleCoverage] = ()
        self.all, self.none = self._begun()

    def _begun(self) -> tuple[Situations, Situations]:
        """All situations, and none, of a space without any other set."""
        self._diagrams = Diagrams(sum(map(len, self._variables.values())))
        return self._diagrams.all, self._diagrams.none

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

    def with_value(self, fact: str, value: FactValue) -> Situations:
        """The situations in which a fact has a value of the class of ``value``; none if it has no class."""
        number = self._numbers[fact].get((_kind(value), value))
        number = place(self.classes[fact], value) if number is None else number
        return self.none if number is None else self._class(fact, number)

    def each_class(self, fact: str) -> Sequence[Situations]:
        """The situations in which a fact is of each of its classes."""
        return [self._class(fact, number) for number in range(len(self.classes[fact]))]

    def with_values(self, facts: Mapping[str, FactValue]) -> Situations:
        """The situations in which all of these facts, as far as they are looked at, have these values."""
        known = (self.with_value(name, facts[name]) for name in self.classes if name in facts)
        return reduce(and_, known, self.all)

    def either(self, fact: str, right: Sequence[bool]) -> Situations:
        """The situations in which a fact is of a class that is right: one truth a class, in order."""
        spare = (1 << len(self._variables[fact])) - len(right)
        codes = [*right, *([right[-1]] * spare if right else ())]
        return self._tree(self._variables[fact], codes)

    def by_differences(self, facts: Situation, fixed: Collection[str] = ()) -> list[Situations]:
        """The situations by in how many of these facts they differ; in one that is ``fixed`` none does."""
        found = [self.all]
        for name, value in facts.items():
            same = self.with_value(name, value)
            other = self.none if name in fixed else ~same
            pairs = zip([*found, self.none], [self.none, *found], strict=True)
            found = [(as_many & same) | (fewer & other) for as_many, fewer in pairs]
            while len(found) > 1 and not found[-1]:
                found.pop()
        return found

    def spread(self, found: Situations, fact: str) -> Situations:
        """The situations that differ from one of those found in nothing but one fact, and these."""
        return found.whatever(self._conjunctions[fact])

    def whatever(self, found: Situations, facts: Iterable[str]) -> Situations:
        """The situations that differ from one of those found in nothing but these facts."""
        return found.whatever(reduce(and_, map(self._conjunctions.__getitem__, facts), self.all))

    def carried(self, found: Situations, of: DecisionSpace) -> Situations:
        """
        The situations that may be one of those found in another space, in which other facts are told apart,
        or the same more or less finely.
        """
        if found not in self._carried:
            self._carried[found] = of.carried_into(self, found)
        return self._carried[found]

    def carried_into(self, into: DecisionSpace, found: Situations) -> Situations:
        """The situations of another space that may be one of those found in this."""
        common = [fact for fact in self.classes if fact in into.classes]
        shared = [(fact, into.shared(fact, self.classes[fact])) for fact in common]
        left = self.whatever(found, self.classes.keys() - set(common))
        return into._below_in(self, left, shared, {})

    def _below_in(
        self,
        of: DecisionSpace,
        left: Situations,
        shared: Sequence[tuple[str, Sequence[Situations]]],
        known: dict[tuple[Situations, int], Situations],
    ) -> Situations:
        """
        What is left of another space's set, carried.

        Args:
            shared: the facts that it still may hang on, each with what it shares by its classes.
        """
        if not left or not shared:
            return self.all if left else self.none
        key = left, len(shared)
        if key not in known:
            each, n = of.by_class(left, shared[0][0]), 0
            while all(more is left for more in each) and n + 1 < len(shared):
                n += 1  # it does not hang on the fact before
                each = of.by_class(left, shared[n][0])
            below = (self._below_in(of, more, shared[n + 1 :], known) for more in each)
            known[key] = reduce(or_, map(and_, shared[n][1], below))
        return known[key]

    def once_more(self) -> None:
        """Let searches take as long again as they did, for other questions; a few times, and then no more."""

    def count(self, found: Situations) -> int:
        """How many situations a set has."""
        return (found & self._codes).codes()

    def situation(self, found: Situations) -> Situation:
        """The first situation of a set that is not empty, each class by its first value."""
        return self._numbered(self._first(found))

    def pick(self, found: Situations) -> Situations:
        """The first situation of a set that is not empty, as a set of one."""
        return self.only(self.situation(found))

    def only(self, situation: Situation) -> Situations:
        """A situation as a set of one."""
        return reduce(and_, (self._class(f, self._number(f, v)) for f, v in situation.items()), self.all)

    def parted(self, among: Situations, by: Iterable[Situations], most: int = MOST) -> Sequence[Part]:
        """
        A set of situations parted by which of some others hold in them, in the order of the first situations.

        Raises:
            TooManySituationsError: into more than ``most`` parts.
        """
        key = among, tuple(dict.fromkeys(by))
        if key not in self._parted:
            found = [among] if among else []
            for other in key[1]:
                found = [part for one in found for part in (one & other, one - other) if part]
                if len(found) > most:
                    raise TooManySituationsError(f"more than {most} parts")
            first = sorted((self._first(part), number) for number, part in enumerate(found))
            self._parted[key] = [(self._numbered(numbers), found[n]) for numbers, n in first]
        return self._parted[key]

    def cube(self, found: Situations, one: Situations | None = None) -> Situation:
        """
        The first situation of a set by the facts that matter only: whatever the others are, it is in the set.

        Args:
            one: the situation of the set to take instead of the first, as a set of one.
        """
        situation = self.situation(found if one is None else one)
        alike, kept = self.only(situation), dict(situation)
        for fact in situation:
            wider = self.spread(alike, fact)
            if wider <= found:
                alike = wider
                del kept[fact]
        return kept

    def each(self, found: Situations) -> Iterator[Situation]:
        """The situations of a set, in order."""
        for numbers in self._below(found, list(self.classes), 0):
            yield self._numbered(numbers)

    def has(self, found: Situations, situation: Situation) -> bool:
        """Whether a situation, each class by its first value, is in a set."""
        return found.has(self.assignment(situation))

    def assignment(self, situation: Situation) -> Assignment:
        """A situation as variables with their values, to look it up in several sets."""
        return tuple(
            (variable, bool(self._number(fact, value) >> bit & 1))
            for fact, value in situation.items()
            for bit, variable in enumerate(reversed(self._variables[fact]))
        )

    def by_class(self, found: Situations, fact: str) -> Sequence[Situations]:
        """What is left of a set with each class of a fact; no fact before it may matter any more."""
        variables = self._variables[fact]
        return [_follow(found, variables, number) for number in range(len(self.classes[fact]))]

    def _first(self, found: Situations) -> tuple[int, ...]:
        """The first situation of a set, by the number of each class."""
        if not found:
            raise ValueError("a set without situations has no first")
        numbers = []
        for fact, values in self.classes.items():
            code, variables = 0, self._variables[fact]
            for variable in variables if found.variable in variables else ():
                low = found.branch(variable, False)
                code, found = 2 * code + (not low), low or found.branch(variable, True)
            numbers.append(min(code, len(values) - 1))
        return tuple(numbers)

    def _below(self, found: Situations, facts: Sequence[str], at: int) -> Iterator[tuple[int, ...]]:
        if not found:
            return
        if at == len(facts):
            yield ()
            return
        for number, left in enumerate(self.by_class(found, facts[at])):
            for more in self._below(left, facts, at + 1):
                yield (number, *more)

    def _numbered(self, numbers: Iterable[int]) -> Situation:
        return {fact: values[n] for (fact, values), n in zip(self.classes.items(), numbers, strict=True)}

    def shared(self, fact: str, others: Sequence[FactValue]) -> Sequence[Situations]:
        """Of each of another space's classes of a fact those that share a value with it."""
        own = self.classes[fact]
        pairs = {(place(others, value), place(own, value)) for value in (*own, *others)}
        return [self.either(fact, [(n, m) in pairs for m in range(len(own))]) for n in range(len(others))]

    def _number(self, fact: str, value: FactValue) -> int:
        return self._numbers[fact][_kind(value), value]

    def _class(self, fact: str, number: int) -> Situations:
        known = self._of.get((fact, number))
        if known is None:
            right = [False] * len(self.classes[fact])
            right[number] = True
            known = self._of[fact, number] = self.either(fact, right)
        return known

    def _worked_out(self, condition: Condition) -> Situations:
        fact = condition.fact
        if fact not in self.classes:
            return self.none
        if len(condition.any_of) == 1 and _is_plain(condition):
            number = self._numbers[fact].get((_kind(condition.any_of[0]), condition.any_of[0]))
            if number is not None:
                return self._class(fact, number)
        return self.either(fact, [reference.holds(condition, {fact: value}) for value in self.classes[fact]])

    def _tree(self, variables: Sequence[int], right: Sequence[bool]) -> Situations:
        if all(right):
            return self.all
        if not any(right):
            return self.none
        half = len(right) // 2
        yes, no = self._tree(variables[1:], right[half:]), self._tree(variables[1:], right[:half])
        return self._diagrams.variable(variables[0]).chosen(yes, no)

    @cached_property
    def _conjunctions(self) -> Mapping[str, Situations]:
        """Of each fact its variables, as one set names them all."""
        return {
            fact: reduce(and_, map(self._diagrams.variable, variables), self.all)
            for fact, variables in self._variables.items()
        }

    @cached_property
    def _codes(self) -> Situations:
        """Of every situation one code: what is left over is not counted."""
        found = self.all
        for fact, values in self.classes.items():
            variables = self._variables[fact]
            spare = (1 << len(variables)) - len(values)
            found &= self._tree(variables, [True] * len(values) + [False] * spare)
        return found


def _kind(value: FactValue) -> type:
    return str if isinstance(value, str) else type(value)  # also a day that says when it is looked at


def place(values: Sequence[FactValue], value: FactValue) -> int | None:
    """
    Which class a value belongs to: the one that it is, the last that begins before it, or else the first,
    which may have no beginning.
    """
    alike = [(number, known) for number, known in enumerate(values) if _kind(known) is _kind(value)]
    for number, known in alike:
        if known == value:
            return number
    ordered = type(value) is int or (is_date(value) and all(map(is_date, values)))
    below = [number for number, known in alike if known < value]  # type: ignore[operator]
    if not ordered or not alike:
        return None
    return below[-1] if below else alike[0][0]


def _follow(found: Situations, variables: range, number: int) -> Situations:
    """A set where the variables write a number."""
    for variable in variables:
        found = found.branch(variable, bool(number >> (variables[-1] - variable) & 1))
    return found


def _is_plain(condition: Condition) -> bool:
    return not condition.none_of and condition.at_least is None and condition.at_most is None

"""
Conditions that never matter 不起作用的条件: without it every situation ends as before, by channel and basis.

Looked at are whole conditions, each value of a list, each of two bounds. Exact: what a rule without the
condition would take besides, or with one value less would leave, is followed to where it ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import must_be
from chalicelib.authoring.proofs.rules.duplicates import DuplicateRules
from chalicelib.authoring.proofs.rules.places import Places
from chalicelib.authoring.proofs.rules.together import Idled, Part, together
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.decision_space import RuleCoverage
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.facts.words import value_words
from chalicelib.decisions.forms.form import Condition, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.today import days_from_today


class RedundantConditions:
    """Every part of every rule until it is seen to matter somewhere, on any day."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._open: dict[int, list[Part]] = {}
        for _, read in places.rules:
            parts = list(_parts(read.form))
            if parts:
                self._open[id(read.form)] = parts

    def look(self, coverage: Coverage) -> None:
        for turn in coverage.turns:
            parts = self._open.get(id(turn.rule))
            if parts:
                self._keep(turn.rule, _matter_not(coverage, turn, parts))

    def _keep(self, rule: Rule, left: list[Part]) -> None:
        if left:
            self._open[id(rule)] = left
        else:
            self._open.pop(id(rule), None)

    @property
    def rules(self) -> set[int]:
        """The rules, by identity, that have an idle part."""
        return set(self._open)

    def problems(self, release: Release, repeats: DuplicateRules) -> Iterator[Problem]:
        """
        The parts that can be removed together: whoever follows all that is told changes nothing, and lets
        the days of no two rules overlap. A part that is idle only as long as one of these stands there is not
        told.
        """
        each = [Idled(read.form, part) for _, read in self._places.rules for part in self._shown(read.form)]
        found = self._once(together(release, self._in_all_ways(each), repeats))
        for rule, part in found:
            test = rule.when[part.number]
            what = _idle(self._places.declared[test.fact], test, part)
            message = _say(what, len(found), self._places.word)
            yield self._places.at(rule, message, "warning", *part.path)

    def _in_all_ways(self, each: Sequence[Idled]) -> list[Idled]:
        """Of what is written outside of a rule's alternatives that which is idle with every one of them."""
        met = Counter(map(self._place, each))
        ways = Counter(id(read.node) for _, read in self._places.rules)
        return [
            one
            for one in each
            if self._place(one)[1][:1] != ("when",) or met[self._place(one)] == ways[self._place(one)[0]]
        ]

    def _once(self, found: Sequence[Idled]) -> list[Idled]:
        """Those that can go in every way of their rule, each by the first."""
        return list({self._place(one): one for one in reversed(self._in_all_ways(found))}.values())[::-1]

    def _place(self, one: Idled) -> tuple[int, tuple[object, ...]]:
        return id(self._places.read(one.rule).node), self._places.written(one.rule, one.part.path)

    def _shown(self, rule: Rule) -> Iterator[Part]:
        """The idle parts; where a whole condition is idle, nothing of its values."""
        parts = self._open.get(id(rule), [])
        whole = {part.number for part in parts if part.whole}
        yield from (part for part in parts if part.whole or part.number not in whole)


def _parts(rule: Rule) -> Iterator[Part]:
    for number, test in enumerate(rule.when):
        path: tuple[object, ...] = ("when", test.fact)
        yield Part(number, path)
        if len(test.any_of) > 1:
            yield from (Part(number, (*path, n), value=value) for n, value in enumerate(test.any_of))
        if len(test.none_of) > 1:
            for n, value in enumerate(test.none_of):
                rest = tuple(other for other in test.none_of if other != value)
                yield Part(number, (*path, "not", n), wider=test.model_copy(update={"none_of": rest}))
        if test.at_least is not None and test.at_most is not None and not _is_one_key(test):
            for bound in ("at_least", "at_most"):
                yield Part(number, (*path, bound), wider=test.model_copy(update={bound: None}))


def _is_one_key(test: Condition) -> bool:
    """Whether both bounds are written as one, ``within_days``: nobody can remove half of it."""
    return days_from_today(test.at_least) == 0 and days_from_today(test.at_most) is not None


def _matter_not(coverage: Coverage, turn: RuleCoverage, parts: Sequence[Part]) -> list[Part]:
    """The parts that do not matter in the space."""
    holding = [coverage.space.holding(test) for test in turn.rule.when]
    without = _without(holding, coverage.ends_otherwise(turn), coverage.space.all)
    return [part for part in parts if not _matters(coverage, turn, part, without[part.number])]


def _without(holding: Sequence[Situations], among: Situations, every: Situations) -> list[Situations]:
    """For each condition those ``among`` a set where all the others hold; skips what holds everywhere."""
    found = [among]
    for holds in holding[:-1]:
        among = among if holds is every else among & holds
        found.append(among)
    after = every
    for number in range(len(holding) - 1, -1, -1):
        if after is not every:
            found[number] &= after
        if number and holding[number] is not every:
            after = holding[number] if after is every else after & holding[number]
    return found


def _matters(coverage: Coverage, turn: RuleCoverage, part: Part, otherwise: Situations) -> bool:
    """
    Args:
        otherwise: what the rule without the part's whole condition would take, and ends otherwise now.
    """
    if part.value is not None:
        only = Condition(fact=turn.rule.when[part.number].fact, any_of=(part.value,))
        return _ends_otherwise(coverage, turn, turn.decides & coverage.space.holding(only))
    if part.wider is not None:
        otherwise &= coverage.space.holding(part.wider)
    return bool(otherwise)


def _ends_otherwise(coverage: Coverage, turn: RuleCoverage, lost: Situations) -> bool:
    """Whether any of these situations would end in another way, were they left to the rules that follow."""
    for later in coverage.after(turn):
        if not lost:
            return False
        if lost & later.holds and not _alike(later.rule, turn.rule):
            return True
        lost -= later.holds
    return bool(lost)


def _alike(one: Rule, other: Rule) -> bool:
    return one.choose == other.choose and one.basis == other.basis


def _idle(fact: Fact, test: Condition, part: Part) -> Text:
    """The part of a condition that does not matter, as it is told."""
    if part.value is not None or (part.wider is not None and test.none_of):
        value = part.value if part.value is not None else _dropped(test, part)
        words = value_words(fact, value)
        return Text(zh=f"“{fact.title.zh}”中的“{words.zh}”", en=f'"{words.en}" of "{fact.title.en}"')
    if part.wider is not None:
        gone = test.model_copy(
            update={
                bound: None for bound in ("at_least", "at_most") if getattr(part.wider, bound) is not None
            }
        )
        return must_be(fact, gone)
    return must_be(fact, test)


def _dropped(test: Condition, part: Part) -> FactValue:
    kept = part.wider.none_of if part.wider is not None else ()
    return next(value for value in test.none_of if value not in kept)


def _say(what: Text, number: int, word: Text) -> Message:
    """``number`` parts are told; they can all go at once."""
    if number > 1:
        return say("idle-condition/several", what=what, word=word, number=number)
    return say("idle-condition/one", what=what, word=word)

"""
Conditions that never matter 不起作用的条件: without it every situation ends as before, by channel and basis.

Looked at are whole conditions, each value of a list, each of two bounds. Exact: what a rule without the
condition would take besides, or with one value less would leave, is followed to where it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.authoring.problems import Problem, Say
from chalicelib.authoring.proofs.places import Places
from chalicelib.authoring.survey import Survey, Turn
from chalicelib.authoring.telling import must_be, value_words
from chalicelib.decisions.form import Condition, FactValue, Text
from chalicelib.decisions.model import Fact, Rule


@dataclass(frozen=True)
class Part:
    """
    A part of a rule that may be idle: ``number`` is its condition's place, ``path`` where it stands.

    ``wider`` is the condition without it, None for no condition at all; or else it is a listed
    ``value``, without which the rule holds in fewer situations.
    """

    number: int
    path: tuple[object, ...]
    wider: Condition | None = None
    value: FactValue | None = None


class Idle:
    """Every part of every rule until it is seen to matter somewhere, on any day."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._open: dict[int, list[Part]] = {}
        for _, read in places.rules:
            parts = list(_parts(read.form))
            if parts:
                self._open[id(read.form)] = parts

    def look(self, survey: Survey) -> None:
        turns = {turn.number: turn for turn in survey.turns}
        for number, rule in enumerate(survey.slice.rules):
            parts = self._open.get(id(rule))
            if parts:
                turn = turns.get(number) or Turn(number, rule, survey.open_at(number), 0, 0)
                left = [part for part in parts if not _matters(survey, turn, part)]
                if left:
                    self._open[id(rule)] = left
                else:
                    del self._open[id(rule)]

    @property
    def rules(self) -> set[int]:
        """The rules, by identity, that have an idle part."""
        return set(self._open)

    def problems(self) -> Iterator[Problem]:
        for _, read in self._places.rules:
            for part in self._shown(read.form):
                fact = self._places.declared[read.form.when[part.number].fact]
                say = _idle(fact, read.form.when[part.number], part)
                yield self._places.at(read.form, "idle-condition", say, "warning", *part.path)

    def _shown(self, rule: Rule) -> Iterator[Part]:
        """The idle parts; where a whole condition is idle, nothing of its values."""
        parts = self._open.get(id(rule), [])
        whole = {part.number for part in parts if part.wider is None and part.value is None}
        for part in parts:
            if part.number not in whole or (part.wider is None and part.value is None):
                yield part


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
        if test.at_least is not None and test.at_most is not None:
            for bound in ("at_least", "at_most"):
                yield Part(number, (*path, bound), wider=test.model_copy(update={bound: None}))


def _matters(survey: Survey, turn: Turn, part: Part) -> bool:
    if part.value is not None:
        only = Condition(fact=turn.rule.when[part.number].fact, any_of=(part.value,))
        return _ends_otherwise(survey, turn, turn.decides & survey.slice.holding(only))
    others = [test for number, test in enumerate(turn.rule.when) if number != part.number]
    wider = [*others, part.wider] if part.wider is not None else others
    more = turn.open & survey.slice.all_holding(wider) & ~turn.holds
    return bool(more) and _now_otherwise(survey, turn.rule, more)


def _now_otherwise(survey: Survey, rule: Rule, more: int) -> bool:
    """Whether any of these situations ends in another way now than by this rule."""
    if more & ~survey.channels.get(rule.choose, 0):
        return True
    return any(more & turn.decides and turn.rule.basis != rule.basis for turn in survey.turns)


def _ends_otherwise(survey: Survey, turn: Turn, lost: int) -> bool:
    """Whether any of these situations would end in another way, were they left to the rules that follow."""
    for later in survey.after(turn):
        if not lost:
            return False
        if lost & later.holds and not _alike(later.rule, turn.rule):
            return True
        lost &= ~later.holds
    return bool(lost)


def _alike(one: Rule, other: Rule) -> bool:
    return one.choose is other.choose and one.basis == other.basis


def _idle(fact: Fact, test: Condition, part: Part) -> Say:
    if part.value is not None or (part.wider is not None and test.none_of):
        value = part.value if part.value is not None else _dropped(test, part)
        words = value_words(fact, value)
        return _say(Text(zh=f"“{fact.title.zh}”中的“{words.zh}”", en=f'"{words.en}" of "{fact.title.en}"'))
    if part.wider is not None:
        gone = test.model_copy(
            update={
                bound: None for bound in ("at_least", "at_most") if getattr(part.wider, bound) is not None
            }
        )
        return _say(must_be(fact, gone))
    return _say(must_be(fact, test))


def _dropped(test: Condition, part: Part) -> FactValue:
    kept = part.wider.none_of if part.wider is not None else ()
    return next(value for value in test.none_of if value not in kept)


def _say(what: Text) -> Say:
    return Say(
        f"条件不起作用：去掉{what.zh}，任何情形的渠道和依据都不变。",
        f"This never matters: without {what.en}, every situation keeps its channel and basis.",
        "请删去；如果本意是要它起作用，请检查前面的规则和次序。",
        "Remove it; if it was meant to matter, look at the rules before it and at their order.",
    )

"""
The one maker of edits: all that a person might change in one rule by one stroke, on purpose or by mistake.

Examples look for one that notices each; advice looks for one that makes things lighter. Every edit could be
written in a rule file: no value that a fact does not have, no crossed bounds, no empty list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain, pairwise, zip_longest
from typing import Any

from chalicelib.authoring.space.domain import Classes
from chalicelib.decisions.effect import ways
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import Basis, Condition, FactValue, OutcomeName
from chalicelib.decisions.forms.model import Fact, Group, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.today import SeenOn, crossed, days_from_today, moves, moving


class Kind(StrEnum):
    """What is edited, the gentlest first."""

    BOUND = "bound"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    DROPPED = "condition-dropped"
    NEGATED = "condition-negated"
    MOVED_UP = "moved-up"
    EXCEPTION = "exception"
    OUTCOME = "outcome"
    ENDED = "ended"
    DATE = "date-moved"


@dataclass(frozen=True, eq=False)
class Edit:
    """
    One edit of the rule ``led``, as its file has it. ``instead`` has by identity what stands in the place of
    that rule, and of the one that it changes places with.

    ``was`` and ``becomes`` are the condition that changes; ``other`` the rule that is passed, or that lends
    its condition and outcome; ``day`` the one day on which a moved date makes a difference.
    """

    kind: Kind
    led: OwnedRule
    instead: Mapping[int, tuple[Rule, ...]]
    was: Condition | None = None
    becomes: Condition | None = None
    other: Rule | None = None
    day: date | None = None

    @property
    def rule(self) -> Rule:
        return self.led.rule

    @property
    def owner(self) -> str | None:
        """The item whose own rule it is; None: the region's."""
        return self.led.item

    @property
    def new(self) -> tuple[Rule, ...]:
        """What is written instead of the rules that it touches."""
        return tuple(chain.from_iterable(self.instead.values()))

    @property
    def basis(self) -> tuple[Basis, ...]:
        """The law to look at: that of the rule, and of the other that takes part."""
        return tuple(dict.fromkeys((*self.rule.basis, *(self.other.basis if self.other else ()))))

    def applied(self, rules: Iterable[Rule]) -> list[Rule]:
        """Rules as their files have them, with the edit made."""
        return [new for rule in rules for new in self.instead.get(id(rule), (rule,))]

    def led_by(self, written: Iterable[OwnedRule]) -> list[OwnedRule]:
        """The same of rules with their items, each by its ways."""
        each = ((item, self.instead.get(id(rule), (rule,))) for item, rule in written)
        return [OwnedRule(item, way) for item, rules in each for way in ways(rules)]


@dataclass(frozen=True)
class Ground:
    """
    What edits are made of: the facts, and what can come out, in order.

    With ``classes`` a bound moves to every edge that these have, as on purpose; without, by one, as by a slip
    of the pen. ``lenders`` are the rules whose conditions may make an exception.
    """

    declared: Mapping[str, Fact]
    outcomes: Sequence[OutcomeName]
    classes: Classes | None = None
    lenders: Sequence[Rule] = field(default=())


def edits(ground: Ground, led: Sequence[OwnedRule]) -> Iterator[Edit]:
    """
    Every edit of every rule, rule by rule.

    Args:
        led: the rules in effect on a day, in order of precedence.
    """
    for one in led:
        yield from _of_conditions(ground, one)
        others = (outcome for outcome in ground.outcomes if outcome != one.rule.choose)
        yield from (_instead(Kind.OUTCOME, one, choose=outcome) for outcome in others)
        yield Edit(Kind.ENDED, one, {id(one.rule): ()})
        yield from _dates(one)
        yield from _exceptions(ground, one)
    for before, after in pairwise(led):
        if before.item == after.item and before.rule.before_items == after.rule.before_items:
            yield _swapped(before.rule, after)


def _of_conditions(ground: Ground, one: OwnedRule) -> Iterator[Edit]:
    """Each condition gone or otherwise."""
    alone = [id(group[0]) for group in one.rule.any if len(group) == 1]
    for condition in _conditions(one.rule):
        if id(condition) not in alone[1:]:  # without any of these the alternatives are gone, all alike
            yield _with_condition(Kind.DROPPED, one, condition, None)
        for kind, changed in _changed(ground, condition):
            yield _with_condition(kind, one, condition, changed)


def _conditions(rule: Rule) -> tuple[Condition, ...]:
    """Each once; what is written outside of the alternatives is one of them."""
    return tuple({id(one): one for one in (*rule.when, *chain.from_iterable(rule.any))}.values())


def _instead(kind: Kind, led: OwnedRule, day: date | None = None, **update: Any) -> Edit:
    """With fields of any type otherwise."""
    return Edit(kind, led, {id(led.rule): (led.rule.model_copy(update=update),)}, day=day)


def _with_condition(kind: Kind, led: OwnedRule, was: Condition, becomes: Condition | None) -> Edit:
    """With a condition otherwise, or without it; where a group has no other, no alternatives are left."""
    now = () if becomes is None else (becomes,)

    def changed(group: Group) -> Group:
        return tuple(new for one in group for new in (now if one is was else (one,)))

    rule, groups = led.rule, tuple(map(changed, led.rule.any))
    made = rule.model_copy(update={"when": changed(rule.when), "any": groups if all(groups) else ()})
    return Edit(kind, led, {id(rule): (made,)}, was, becomes)


def _changed(ground: Ground, one: Condition) -> Iterator[tuple[Kind, Condition]]:
    """The condition in every other way; only what a file may say."""
    fact = ground.declared[one.fact]
    if ground.classes is None:
        yield from _negated(fact, one)
    yield from _lists(ground, fact, one)
    for key in ("at_least", "at_most"):
        bound = getattr(one, key)
        if bound is None:
            continue
        for moved in _bounds(ground, fact, one, key, bound):
            changed = one.model_copy(update={key: moved})
            if moved != bound and not _crossed(changed):
                yield Kind.BOUND, changed


def _bounds(ground: Ground, fact: Fact, one: Condition, key: str, bound: FactValue) -> Iterator[FactValue]:
    """Where a bound may move: by one, or to where a class begins, or just before the next."""
    if ground.classes is None:
        yield from _beside(fact, bound)
        return
    for begins in ground.classes[one.fact][1:]:
        if moves(one):
            if days_from_today(bound) is not None and isinstance(begins, SeenOn):
                days = (date.fromisoformat(begins) - begins.today).days
                yield moving(days if key == "at_least" else days - 1)
        elif key == "at_least":
            yield begins
        elif isinstance(begins, int):  # days have too many edges to be worth a line each
            yield begins - 1


def _lists(ground: Ground, fact: Fact, one: Condition) -> Iterator[tuple[Kind, Condition]]:
    """A value more or less in a list, not the last one less; of a number or day also the one beside it."""
    for key in ("any_of", "none_of"):
        values: tuple[FactValue, ...] = getattr(one, key)
        for value in values if len(values) > 1 else ():
            less = tuple(other for other in values if other != value)
            yield Kind.VALUE_REMOVED, one.model_copy(update={key: less})
        for more in _others(ground, fact, values) if values else ():
            yield Kind.VALUE_ADDED, one.model_copy(update={key: (*values, more)})
        for number, value in enumerate(values) if ground.classes is None else ():
            for near in _beside(fact, value):
                if near not in values:
                    instead = (*values[:number], near, *values[number + 1 :])
                    yield Kind.BOUND, one.model_copy(update={key: instead})


def _others(ground: Ground, fact: Fact, values: Sequence[FactValue]) -> Iterator[FactValue]:
    """
    Values that a list may take in: of closed sets those that are not in it, were it not all that there are;
    of numbers, if on purpose, those that are a class of their own.
    """
    if fact.type == "one_of":
        left = [known.value for known in fact.values if known.value not in values]
        yield from left if len(left) > 1 else ()
    elif fact.type == "whole_number" and ground.classes is not None:
        classes = ground.classes[fact.fact]
        for value, after in zip_longest(classes, classes[1:]):
            if value not in values and after is not None and int(after) == int(value) + 1:
                yield value


def _negated(fact: Fact, one: Condition) -> Iterator[tuple[Kind, Condition]]:
    """The contrary; of two bounds there are two, below and above."""
    if one.any_of or one.none_of:
        yield Kind.NEGATED, Condition(fact=one.fact, any_of=one.none_of, none_of=one.any_of)
    below = None if one.at_least is None else _next(fact, one.at_least, -1)
    if below is not None:
        yield Kind.NEGATED, Condition(fact=one.fact, at_most=below)
    above = None if one.at_most is None else _next(fact, one.at_most, 1)
    if above is not None:
        yield Kind.NEGATED, Condition(fact=one.fact, at_least=above)


def _beside(fact: Fact, value: FactValue) -> Iterator[int | str]:
    return (near for step in (-1, 1) if (near := _next(fact, value, step)) is not None)


def _next(fact: Fact, value: FactValue, step: int) -> int | str | None:
    """The number or day beside a value; None where there is none, or for other kinds of fact."""
    days = days_from_today(value)
    if days is not None:
        return moving(days + step)
    beside: int | str | None = None
    if fact.type == "whole_number":
        beside = int(value) + step
    elif fact.type == "date":
        day = _day_beside(date.fromisoformat(str(value)), step)
        beside = None if day is None else day.isoformat()
    return beside if beside is not None and wrong(fact, beside) is None else None


def _day_beside(day: date, step: int) -> date | None:
    return None if day == (date.max if step > 0 else date.min) else day + timedelta(days=step)


def _crossed(condition: Condition) -> bool:
    match condition.at_least, condition.at_most:
        case (int(least), int(most)):
            return least > most
        case (str(least), str(most)):
            return crossed(least, most)
    return False


def _dates(led: OwnedRule) -> Iterator[Edit]:
    """``from`` and ``until`` a day earlier and later: each differs on one day only."""
    first, last = led.rule.from_, led.rule.until
    for step in (-1, 1):
        moved = _day_beside(first, step)
        if moved is not None and (last is None or moved <= last):
            yield _instead(Kind.DATE, led, min(first, moved), from_=moved)
        moved = None if last is None else _day_beside(last, step)
        if last is not None and moved is not None and moved >= first:
            yield _instead(Kind.DATE, led, max(last, moved), until=moved)


def _exceptions(ground: Ground, led: OwnedRule) -> Iterator[Edit]:
    """Cases of the rule in which one condition of another rule holds come out as that rule says."""
    rule, tried = led.rule, set[tuple[Condition, OutcomeName]]()
    for lender in ground.lenders:
        for one in lender.when if lender.choose != rule.choose and not lender.any else ():
            if one not in rule.when and (one, lender.choose) not in tried:
                tried.add((one, lender.choose))
                instead = {id(rule): (_exception(rule, lender, one), rule)}
                yield Edit(Kind.EXCEPTION, led, instead, becomes=one, other=lender)


def _exception(rule: Rule, lender: Rule, condition: Condition) -> Rule:
    name = f"{rule.rule[:50].rstrip('-')}-except"
    basis = tuple(dict.fromkeys((*rule.basis, *lender.basis)))
    changed = {"rule": name, "when": (*rule.when, condition), "choose": lender.choose, "basis": basis}
    return rule.model_copy(update=changed)


def _swapped(before: Rule, after: OwnedRule) -> Edit:
    """
    The rule stands before the one that is asked before it, which alone moves: the rules of other days between
    them in the file keep their places towards this one.
    """
    return Edit(Kind.MOVED_UP, after, {id(before): (), id(after.rule): (after.rule, before)}, other=before)

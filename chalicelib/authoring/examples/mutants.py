"""
Small mistakes made in rules on purpose: would the examples notice each?

Every mutant could be written in a rule file: no value that a fact does not have, no crossed bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any

from chalicelib.authoring.findings.telling import channel_words, must_be, outcome_word
from chalicelib.decisions.channels import in_order
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, Condition, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.limits import Led
from chalicelib.decisions.tables import outcomes
from chalicelib.decisions.today import days_from_today, moving


class Kind(StrEnum):
    """What was changed."""

    NEGATED = "condition-negated"
    DROPPED = "condition-dropped"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    BOUND = "bound-moved"
    CHANNEL = "channel-changed"
    SWAPPED = "rules-swapped"
    DELETED = "rule-deleted"
    DATE = "date-moved"


@dataclass(frozen=True, eq=False)
class Mutant:
    """
    One mistake in the rule ``led``. ``instead`` has by identity what stands in the place of each of its ways,
    and of the rule that it changes places with.

    ``day`` is the one day on which a moved date makes a difference.
    """

    kind: Kind
    led: Led
    instead: Mapping[int, tuple[Rule, ...]]
    words: Text
    day: date | None = None

    @property
    def rule(self) -> Rule:
        return self.led.rule

    def made(self, rules: Sequence[Led]) -> list[Led]:
        """The rules with the mistake in them."""
        return [Led(item, new) for item, rule in rules for new in self.instead.get(id(rule), (rule,))]


def mutants(release: Release, led: Sequence[Led]) -> Iterator[Mutant]:
    """
    The mutants of the rules in effect on a day.

    Args:
        led: those rules, in order of precedence.
    """
    declared = {fact.fact: fact for fact in release.facts}
    channels = _chosen(release, led)
    written = [_Written(*ways) for _, ways in groupby(led, key=lambda one: (one.item, one.rule.rule))]
    for one in written:
        for condition in one.conditions:
            yield from _of_condition(one, declared[condition.fact], condition)
        yield from _of_channel(release, one, channels)
        yield one.without(Text(zh="删去这条规则", en="the rule is deleted"))
        yield from _of_dates(one)
    for before, after in pairwise(written):
        if before.led.item == after.led.item and before.rule.before_items == after.rule.before_items:
            yield _swapped(before, after)


def _chosen(release: Release, led: Sequence[Led]) -> Sequence[ChannelName]:
    """What these rules choose, in order; of a decision as its file lists it."""
    chosen = {rule.choose for _, rule in led}
    if release.decides == CHANNEL:
        return in_order(release.region.published.channels, chosen)
    return [one for one in outcomes(release, release.decides) if one in chosen]


class _Written:
    """A rule as it is written: all its ways, which a mistake changes together."""

    def __init__(self, *ways: Led) -> None:
        self.led, self.ways = ways[0], tuple(way.rule for way in ways)

    @property
    def rule(self) -> Rule:
        return self.ways[0]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Each once; what is written outside of the alternatives is in all ways."""
        return tuple({id(one): one for way in self.ways for one in way.when}.values())

    def changed(self, kind: Kind, words: Text, day: date | None = None, **update: Any) -> Mutant:
        """With fields of any type otherwise."""
        instead = {id(way): (way.model_copy(update=update),) for way in self.ways}
        return Mutant(kind, self.led, instead, words, day)

    def with_condition(self, kind: Kind, was: Condition, becomes: Condition | None, words: Text) -> Mutant:
        """With a condition otherwise, or without it, wherever it stands."""
        now = () if becomes is None else (becomes,)
        instead = {}
        for way in self.ways:
            when = tuple(new for one in way.when for new in (now if one is was else (one,)))
            instead[id(way)] = (way.model_copy(update={"when": when}),)
        return Mutant(kind, self.led, instead, words)

    def without(self, words: Text) -> Mutant:
        return Mutant(Kind.DELETED, self.led, {id(way): () for way in self.ways}, words)


def _of_condition(one: _Written, fact: Fact, condition: Condition) -> Iterator[Mutant]:
    asks = must_be(fact, condition)
    words = Text(zh=f"去掉条件：{asks.zh}", en=f"without the condition: {asks.en}")
    yield one.with_condition(Kind.DROPPED, condition, None, words)
    for kind, changed in (*_negated(fact, condition), *_values(fact, condition), *_bounds(fact, condition)):
        now = must_be(fact, changed)
        words = Text(zh=f"{asks.zh}，误为：{now.zh}", en=f"by mistake {now.en}; right is: {asks.en}")
        yield one.with_condition(kind, condition, changed, words)


Changed = tuple[Kind, Condition]


def _negated(fact: Fact, condition: Condition) -> Iterator[Changed]:
    """The contrary; of two bounds there are two, below and above."""
    name, low, high = condition.fact, condition.at_least, condition.at_most
    if condition.any_of or condition.none_of:
        yield Kind.NEGATED, Condition(fact=name, any_of=condition.none_of, none_of=condition.any_of)
    below = None if low is None else _next(fact, low, -1)
    if below is not None:
        yield Kind.NEGATED, Condition(fact=name, at_most=below)
    above = None if high is None else _next(fact, high, 1)
    if above is not None:
        yield Kind.NEGATED, Condition(fact=name, at_least=above)


def _values(fact: Fact, condition: Condition) -> Iterator[Changed]:
    """A value more or less in a list; not the last one less, nor all that there are."""
    for key in ("any_of", "none_of"):
        values: tuple[FactValue, ...] = getattr(condition, key)
        for value in values if len(values) > 1 else ():
            less = tuple(one for one in values if one != value)
            yield Kind.VALUE_REMOVED, condition.model_copy(update={key: less})
        others = [known.value for known in fact.values if known.value not in values]
        for more in others if values and len(others) > 1 else ():
            yield Kind.VALUE_ADDED, condition.model_copy(update={key: (*values, more)})


def _bounds(fact: Fact, condition: Condition) -> Iterator[Changed]:
    """A bound, or a number or day of a list, one more and one less."""
    for step in (-1, 1):
        for key in ("at_least", "at_most"):
            bound = getattr(condition, key)
            moved = None if bound is None else _next(fact, bound, step)
            changed = condition.model_copy(update={key: moved})
            if moved is not None and not _crossed(changed):
                yield Kind.BOUND, changed
        for key in ("any_of", "none_of"):
            values: tuple[FactValue, ...] = getattr(condition, key)
            for number, value in enumerate(values):
                near = _next(fact, value, step)
                if near is not None and near not in values:
                    changed_list = (*values[:number], near, *values[number + 1 :])
                    yield Kind.BOUND, condition.model_copy(update={key: changed_list})


def _next(fact: Fact, value: FactValue, step: int) -> int | str | None:
    """The number or day beside a value; None where there is none, or for other kinds of fact."""
    beside: int | str | None = None
    days = days_from_today(value)
    if days is not None:
        return moving(days + step)
    if fact.type == "whole_number":
        beside = int(value) + step
    elif fact.type == "date":
        day = _beside(date.fromisoformat(str(value)), step)
        beside = None if day is None else day.isoformat()
    return beside if beside is not None and wrong(fact, beside) is None else None


def _beside(day: date, step: int) -> date | None:
    return None if day == (date.max if step > 0 else date.min) else day + timedelta(days=step)


def _crossed(condition: Condition) -> bool:
    match condition.at_least, condition.at_most:
        case (int(least), int(most)):
            return least > most
        case (str(least), str(most)):
            least_days, most_days = days_from_today(least), days_from_today(most)
            if least_days is not None and most_days is not None:
                return least_days > most_days
            return (least_days, most_days) == (None, None) and least > most
    return False


def _of_channel(release: Release, one: _Written, channels: Sequence[ChannelName]) -> Iterator[Mutant]:
    word = outcome_word(release.decides)
    for channel in channels:
        if channel != one.rule.choose:
            name = channel_words(release, channel)
            words = Text(zh=f"{word.zh}误为“{name.zh}”", en=f'the {word.en} is "{name.en}" by mistake')
            yield one.changed(Kind.CHANNEL, words, choose=channel)


def _of_dates(one: _Written) -> Iterator[Mutant]:
    """``from`` and ``until`` a day earlier and later: each differs on one day only."""
    first, last = one.rule.from_, one.rule.until
    for step in (-1, 1):
        moved = _beside(first, step)
        if moved is not None and (last is None or moved <= last):
            words = Text(zh=f"from 误为 {moved}", en=f"'from' is {moved} by mistake")
            day = min(first, moved)
            yield one.changed(Kind.DATE, words, day, from_=moved)
        moved = None if last is None else _beside(last, step)
        if last is not None and moved is not None and moved >= first:
            words = Text(zh=f"until 误为 {moved}", en=f"'until' is {moved} by mistake")
            yield one.changed(Kind.DATE, words, max(last, moved), until=moved)


def _swapped(before: _Written, after: _Written) -> Mutant:
    """
    The rule stands behind the next one that is in effect with it. It alone moves: the rules of other days
    between them in the file keep their places towards that one.
    """
    second = after.rule
    words = Text(
        zh=f"与下一条规则“{second.title.zh}”（{second.rule}）对调",
        en=f'changed places with the next rule "{second.title.en}" ({second.rule})',
    )
    instead: dict[int, tuple[Rule, ...]] = {id(way): () for way in before.ways}
    instead[id(after.ways[-1])] = (after.ways[-1], *before.ways)
    return Mutant(Kind.SWAPPED, before.led, instead, words)

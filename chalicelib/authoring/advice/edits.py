"""
All edits of one rule that a careful person might try, the gentlest first.

A bound moves to an edge that the rules or the items know; a list gains or loses one value; a condition
goes; a rule changes its channel, its place or ends; an exception is made of a rule by one condition of
another. Nothing else: each is one line of a rule file. Rules with alternatives, and those that stand before
items' own, are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from chalicelib.authoring.space.domain import Classes
from chalicelib.decisions.forms.form import Basis, ChannelName, Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Rule
from chalicelib.decisions.today import moves


class Kind(StrEnum):
    """What is edited, the gentlest first."""

    BOUND = "bound"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    CONDITION_DROPPED = "condition-dropped"
    MOVED_UP = "moved-up"
    EXCEPTION = "exception"
    CHANNEL = "channel"
    ENDED = "ended"


@dataclass(frozen=True)
class Edit:
    """
    One edit: of the rules in effect, ``gone`` many from position ``at`` on give way to ``new``.

    ``owner`` is the item whose own rule it is, None for the region's. ``was`` and ``becomes`` are the
    condition that changes; ``other`` the rule that is passed, or that lends its condition and channel.
    """

    kind: Kind
    owner: str | None
    rule: Rule
    at: int
    gone: int
    new: tuple[Rule, ...]
    was: Condition | None = None
    becomes: Condition | None = None
    other: Rule | None = None

    @property
    def basis(self) -> tuple[Basis, ...]:
        """The law to look at: that of the rule, and of the other that takes part."""
        both = (*self.rule.basis, *(self.other.basis if self.other else ()))
        return tuple(dict.fromkeys(both))


@dataclass(frozen=True)
class Ground:
    """
    What edits are made of: the rules in effect of one owner, the facts with their classes, the channels.

    ``lenders`` are the rules whose conditions may make an exception.
    """

    owner: str | None
    rules: Sequence[Rule]
    lenders: Sequence[Rule]
    declared: Mapping[str, Fact]
    classes: Classes
    channels: Sequence[ChannelName]


def edits(ground: Ground) -> Iterator[Edit]:
    """Every edit of every rule, kind by kind."""
    kinds: tuple[Callable[[Ground, int], Iterator[Edit]], ...] = (
        _bounds,
        _added,
        _removed,
        _dropped,
        _up,
        _exceptions,
        _channels,
        _ended,
    )
    for kind in kinds:
        for at, rule in enumerate(ground.rules):
            if _may_be_edited(rule):
                yield from kind(ground, at)


def _may_be_edited(rule: Rule) -> bool:
    return not rule.any and not rule.before_items


def applied(rules: Sequence[Rule], effective: Sequence[Rule], edit: Edit) -> tuple[Rule, ...]:
    """
    All rules of the owner after an edit, those of other days included.

    Args:
        rules: all of them, in order.
        effective: those in effect on the day, which positions in the edit count.
    """
    out = {id(rule) for rule in effective[edit.at : edit.at + edit.gone]}
    anchor = effective[edit.at]
    after: list[Rule] = []
    for rule in rules:
        if rule is anchor:
            after += edit.new
        if id(rule) not in out:
            after.append(rule)
    return tuple(after)


def _changed(ground: Ground, at: int, kind: Kind, was: Condition, becomes: Condition) -> Edit:
    rule = ground.rules[at]
    when = tuple(becomes if one is was else one for one in rule.when)
    new = rule.model_copy(update={"when": when})
    return Edit(kind, ground.owner, rule, at, 1, (new,), was, becomes)


def _bounds(ground: Ground, at: int) -> Iterator[Edit]:
    """Each bound at each edge of the classes: where one begins, or just before the next."""
    for one in ground.rules[at].when:
        values = () if moves(one) else ground.classes[one.fact]
        if one.at_least is not None:
            for value in values[1:]:
                if value != one.at_least:
                    yield _changed(ground, at, Kind.BOUND, one, one.model_copy(update={"at_least": value}))
        if one.at_most is not None:
            for value in values[1:]:
                edge = _before(value)
                if edge is not None and edge != one.at_most:
                    yield _changed(ground, at, Kind.BOUND, one, one.model_copy(update={"at_most": edge}))


def _before(value: FactValue) -> FactValue | None:
    """The number before one; days have too many edges to be worth a line each."""
    return value - 1 if isinstance(value, int) and not isinstance(value, bool) else None


def _added(ground: Ground, at: int) -> Iterator[Edit]:
    for one in ground.rules[at].when:
        for key, listed in _lists(one).items():
            for value in _others(ground, one):
                becomes = one.model_copy(update={key: (*listed, value)})
                yield _changed(ground, at, Kind.VALUE_ADDED, one, becomes)


def _removed(ground: Ground, at: int) -> Iterator[Edit]:
    for one in ground.rules[at].when:
        for key, listed in _lists(one).items():
            for value in listed if len(listed) > 1 else ():
                rest = tuple(other for other in listed if other != value)
                becomes = one.model_copy(update={key: rest})
                yield _changed(ground, at, Kind.VALUE_REMOVED, one, becomes)


def _lists(condition: Condition) -> Mapping[str, tuple[FactValue, ...]]:
    both = {"any_of": condition.any_of, "none_of": condition.none_of}
    return {key: listed for key, listed in both.items() if listed}


def _others(ground: Ground, condition: Condition) -> Iterator[FactValue]:
    """
    Values that a list does not name yet: of closed sets all, of numbers those that are a class of their
    own. Yes and no together would be no condition at all, and a list of days is no rule.
    """
    values, kind = ground.classes[condition.fact], ground.declared[condition.fact].type
    listed = (*condition.any_of, *condition.none_of)
    for value, after in zip_longest(values, values[1:]):
        alone = kind == "whole_number" and after is not None and int(after) == int(value) + 1
        if value not in listed and (kind == "one_of" or alone):
            yield value


def _dropped(ground: Ground, at: int) -> Iterator[Edit]:
    rule = ground.rules[at]
    for one in rule.when:
        new = rule.model_copy(update={"when": tuple(other for other in rule.when if other is not one)})
        yield Edit(Kind.CONDITION_DROPPED, ground.owner, rule, at, 1, (new,), one)


def _up(ground: Ground, at: int) -> Iterator[Edit]:
    """Past the rule before it, which is the same as that one moved down."""
    if at and not ground.rules[at - 1].before_items:
        before, rule = ground.rules[at - 1], ground.rules[at]
        yield Edit(Kind.MOVED_UP, ground.owner, rule, at - 1, 2, (rule, before), other=before)


def _exceptions(ground: Ground, at: int) -> Iterator[Edit]:
    """Cases of the rule in which one condition of another rule holds take that rule's channel."""
    rule = ground.rules[at]
    tried: set[tuple[Condition, ChannelName]] = set()
    for lender in ground.lenders:
        for one in lender.when if lender.choose != rule.choose and not lender.any else ():
            if one not in rule.when and (one, lender.choose) not in tried:
                tried.add((one, lender.choose))
                new = _exception(rule, lender, one)
                yield Edit(Kind.EXCEPTION, ground.owner, rule, at, 0, (new,), becomes=one, other=lender)


def _exception(rule: Rule, lender: Rule, condition: Condition) -> Rule:
    name = f"{rule.rule[:50].rstrip('-')}-except"
    changed = {"rule": name, "when": (*rule.when, condition), "choose": lender.choose}
    return rule.model_copy(update={**changed, "basis": tuple(dict.fromkeys((*rule.basis, *lender.basis)))})


def _channels(ground: Ground, at: int) -> Iterator[Edit]:
    rule = ground.rules[at]
    for channel in ground.channels:
        if channel != rule.choose:
            new = rule.model_copy(update={"choose": channel})
            yield Edit(Kind.CHANNEL, ground.owner, rule, at, 1, (new,))


def _ended(ground: Ground, at: int) -> Iterator[Edit]:
    yield Edit(Kind.ENDED, ground.owner, ground.rules[at], at, 1, ())

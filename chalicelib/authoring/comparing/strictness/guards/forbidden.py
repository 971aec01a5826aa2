"""
What is forbidden no longer, or newly: pairs of a situation and an outcome, exactly, on every day that counts.

What one invariant forbade and another still does is forbidden as before, so a bound that has another name, or
was written as two, is none that changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.comparing.real_items import RealItems, shown
from chalicelib.authoring.comparing.strictness.change import Change, Step, Witness
from chalicelib.authoring.comparing.strictness.guards.guards import (
    Guard,
    Guards,
    days_of,
    guards,
    pairs,
    too_many,
)
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.findings.telling import joined
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation, refined, spans
from chalicelib.authoring.space.order import arranged
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

Pairs = Mapping[str, Situations]
"""Situations by outcome: pairs of both."""


def forbidden(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    The invariants and demands that forbid less than before, or more, from a day on; what tells too many
    situations apart is for a person to judge.
    """
    real = RealItems(new)
    for found in guards(old, new):
        yield from compared(found, since, real)


def compared(of: Guards, since: date, real: RealItems) -> list[Change]:
    """
    The guards of one kind that forbid less than before, or more; the real items are those that can show it.
    Where all together tell too many situations apart each is compared with its like alone, and nothing is
    shown that another may forbid; where even that is too much a person has to judge.
    """
    if _alike(of):
        return []
    try:
        return list(_Comparison(of, since, real).changes())
    except TooManySituationsError:
        return [one for pair in pairs(of) for one in _compared_alone(pair, since, real)]


def _compared_alone(of: Guards, since: date, real: RealItems) -> list[Change]:
    if _alike(of):
        return []
    try:
        return list(_Comparison(of, since, real, alone=True).changes())
    except TooManySituationsError:
        return [too_many((*of.new, *of.old)[0], since)]


def _alike(found: Guards) -> bool:
    """Whether nothing can have changed: the same guards of the same facts."""
    was, now = (
        [(one.groups, one.forbids, one.from_, one.until) for one in side] for side in (found.old, found.new)
    )
    return was == now and found.declared[0] == found.declared[1]


@dataclass(frozen=True)
class _Day:
    """
    The first of some days on which neither side changes, and the last. ``applies``: of the old side and of
    the new one by key where each guard applies. ``never``: the keys of those that apply nowhere now, by the
    values that their facts have.
    """

    on: date
    ends: date | None
    space: DecisionSpace
    applies: tuple[Mapping[str, Situations], Mapping[str, Situations]]
    never: frozenset[str]

    def lost(self, guard: Guard, side: int, outcomes: Sequence[str], others: Sequence[Guard]) -> Pairs:
        """The pairs that a guard of one side forbids, and none of some of the other."""
        each = {name: self._left(guard, side, name, others) for name in outcomes if name in guard.forbids}
        return {name: found for name, found in each.items() if found}

    def _left(self, guard: Guard, side: int, outcome: str, others: Sequence[Guard]) -> Situations:
        left = self.applies[side][guard.key]
        for other in others:
            if not left:
                break
            if outcome in other.forbids:
                left = left - self.applies[1 - side][other.key]
        return left


def _applying(side: Sequence[Guard], space: DecisionSpace, on: date) -> dict[str, Situations]:
    """By key where each guard applies on a day."""
    return {one.key: space.any_holding(one.groups) if one.in_effect(on) else space.none for one in side}


class _Comparison:
    """The guards of a decision, day by day."""

    def __init__(self, of: Guards, since: date, real: RealItems, *, alone: bool = False) -> None:
        self._of, self._real, self._alone = of, real, alone
        every = (*of.old, *of.new)
        self._tests = [test for one in every for test in one.tests]
        self._groups = [[test.fact for test in group] for one in every for group in one.groups]
        self._spaces = SpaceCache()
        self._days = [self._day(*each) for each in spans(days_of(every, since))]

    def changes(self) -> Iterator[Change]:
        """The guards that changed."""
        for pair in pairs(self._of):
            was, now = next(iter(pair.old), None), next(iter(pair.new), None)
            looser = None if was is None else self._step(was, now, 0)
            stricter = None if now is None else self._step(now, was, 1)
            if was is not None and now is not None and looser is None:
                looser = self._never(was, now)
            here = now or was
            if here is not None and (looser or stricter):
                yield Change(here.file, here.field, here.title, looser, stricter)

    def _day(self, on: date, ends: date | None) -> _Day:
        asked = {test.fact for test in self._tests}
        classes = refined(self._of.declared, asked, self._tests, on)
        space = self._spaces.of(arranged(classes, self._groups))
        was, now = (_applying(side, space, on) for side in (self._of.old, self._of.new))
        before, after = (space.allowed(declared) for declared in self._of.declared)
        both = was.keys() & {one.key for one in self._of.new if one.in_effect(on)}
        never = frozenset(key for key in both if was[key] & before and not now[key] & after)
        was, now = ({key: found & after for key, found in one.items()} for one in (was, now))
        return _Day(on, ends, space, (was, now), never)

    def _step(self, guard: Guard, other: Guard | None, side: int) -> Step | None:
        """What a guard forbids on one side only, as it was (0) or as it is (1): the first days of it."""
        others = self._others(guard, other, side)
        found = [(day, day.lost(guard, side, self._of.outcomes, others)) for day in self._days]
        first = next((number for number, (_, lost) in enumerate(found) if lost), None)
        if first is None:
            return None
        day, lost = found[first]
        last = next((n for n in range(first, len(found)) if not found[n][1]), len(found)) - 1
        until = found[last][0].ends
        if self._alone:
            how, words = _how(other, day, reduce(or_, lost.values()), side)
            return Step(how, _uncompared(words, day.on), day.on, until)
        one, witness = self._witness(day, lost)
        how, words = _how(other, day, one, side)
        said = (self._of.forbids if side else self._of.allows)(witness.outcomes)
        return Step(how, self._words(words, witness, said, day.on, until), day.on, until, witness)

    def _others(self, guard: Guard, like: Guard | None, side: int) -> Sequence[Guard]:
        """What else may forbid the same: its like is asked first, for most have not changed."""
        if self._alone:
            return [] if like is None else [like]
        return sorted((self._of.old, self._of.new)[1 - side], key=lambda one: one.key != guard.key)

    def _never(self, was: Guard, now: Guard) -> Step | None:
        """A guard that facts as they are declared now let apply nowhere."""
        day = next((day for day in self._days if now.key in day.never), None)
        if day is None or (was.key, was.groups) != (now.key, now.groups):
            return None
        zh = f"所依据的要素改了取值，{_since(day.on).zh}不再适用于任何情形"
        en = f"the values of its facts changed: {_since(day.on).en} it applies in no situation"
        return Step("never", Text(zh=zh, en=en), day.on)

    def _witness(self, day: _Day, lost: Pairs) -> tuple[Situations, Witness]:
        """
        A situation to show, by the facts that matter, with all outcomes of which the same is so in it: a real
        item's, if there is one, and one that is soon told.
        """
        space, items = day.space, sorted(items_on(self._real.release, day.on))
        each: list[tuple[str | None, Situation, Situations]] = []
        for found in lost.values():
            item, own = self._real.among(space, found, items, day.on)
            one = self._real.usual(space, own)
            each.append((item, space.cube(found, one), one))
        item, facts, one = min(each, key=lambda one: (one[0] is None, len(one[1])))
        said = {} if item is None else self._real.facts(item, day.on)
        facts = {name: said.get(name, value) for name, value in facts.items()}
        alike = space.with_values(facts)
        return one, Witness(item, facts, tuple(name for name, found in lost.items() if alike <= found))

    def _words(self, how: Text, witness: Witness, said: Text, on: date, until: date | None) -> Text:
        where, days = self._where(witness), _since(on) if until is None else _between(on, until)
        zh, en = f"{how.zh}。例：{where.zh}", f"{how.en}. E.g. {where.en}"
        return Text(zh=f"{zh}（{days.zh}）。{said.zh}", en=f"{en} ({days.en}). {_capital(said.en)}")

    def _where(self, witness: Witness) -> Text:
        """The situation, after the real item that is in it."""
        declared = {**self._of.declared[0], **self._of.declared[1]}
        where = shown(declared, witness.facts, real=witness.item is not None)
        if witness.item is None:
            return where
        return joined((self._real.release.items[witness.item].name, where), "，", ", ")


def _uncompared(how: Text, on: date) -> Text:
    days = _since(on)
    return Text(
        zh=f"{how.zh}（{days.zh}）。情形太多，没有核对其余各条是否仍禁止同样的结果",
        en=f"{how.en} ({days.en}). There are too many situations to say whether others still forbid the same",
    )


def _how(other: Guard | None, day: _Day, one: Situations, side: int) -> tuple[str, Text]:
    """In which way the other side of a guard leaves out a situation; of the new side, what is new of it."""
    if other is None:
        key = "new" if side else "removed"
    elif not other.in_effect(day.on):
        return ("longer", _WAYS["longer"]) if side else _over(other, day.on)
    elif not one & day.applies[1 - side][other.key]:
        key = "wider" if side else "narrower"
    else:
        key = "forbids-more" if side else "forbids-less"
    return key, _WAYS[key]


_WAYS = {
    "removed": Text(zh="已删除", en="removed"),
    "new": Text(zh="新增", en="new"),
    "longer": Text(zh="生效的日子变多", en="in effect on more days"),
    "narrower": Text(zh="适用的情形变少", en="applies in fewer situations"),
    "wider": Text(zh="适用的情形变多", en="applies in more situations"),
    "forbids-less": Text(zh="禁止的变少", en="forbids less"),
    "forbids-more": Text(zh="禁止的变多", en="forbids more"),
}


def _over(now: Guard, on: date) -> tuple[str, Text]:
    """A guard that is not in effect on a day any more, or not yet."""
    if now.until is not None and now.until < on:
        return "ends", Text(zh=f"{now.over} 起失效", en=f"no longer in effect from {now.over} on")
    return "later", Text(zh=f"{now.from_} 起才生效", en=f"in effect only from {now.from_} on")


def _since(on: date) -> Text:
    return Text(zh=f"{on} 起", en=f"from {on} on")


def _between(on: date, until: date) -> Text:
    return Text(zh=f"{on} 至 {until}", en=f"from {on} to {until}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

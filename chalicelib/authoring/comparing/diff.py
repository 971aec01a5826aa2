"""
What an edit of the rules moves: in the whole space of situations, exactly, and on the items.

Each band of effect dates from a given day on is gone through, on the common refinement of both
releases' facts. A value that a release does not allow makes it undetermined, as in a decision; a
fact that only one of them declares is not asked by the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import TypeVar

from chalicelib.authoring.comparing.burdens import burdens
from chalicelib.authoring.comparing.difference import DayOutcomes, Difference, Outcomes
from chalicelib.authoring.comparing.forms.asks import asks
from chalicelib.authoring.comparing.forms.days import changing_days
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.comparing.forms.world import world_change
from chalicelib.authoring.comparing.moves import DayMoves, ItemMove, Move, Moves
from chalicelib.authoring.comparing.release_side import ReleaseSide
from chalicelib.authoring.comparing.samples import Found, Samples, Way
from chalicelib.authoring.comparing.starting import starting
from chalicelib.authoring.comparing.strictness.loosened import loosened
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.findings.telling import titles
from chalicelib.authoring.proofs.totals import usual_decisions
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import refined
from chalicelib.authoring.space.order import arranged
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.space import SpaceCache, searched
from chalicelib.decisions.effect import days_of, items_on, rules_of, with_turns
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.tables import as_decision, table

T = TypeVar("T")


def diff(old: Release, new: Release, since: date) -> Difference:
    """
    Compare two releases from a day on: the band of that day and each later one.

    Situations are counted a band; an item with rules of its own has a space of its own. Those that are
    searched and not drawn are not counted: of each way that any moves one is shown, and where that took too
    long it is told that more may move.

    Raises:
        TooManySituationsError: invariants or demands tell too many situations apart.
    """
    changed, others = tuple(entries(old, new)), tuple(_others(old, new, since))
    return Difference(
        since,
        _moves(old, new, since),
        changed,
        tuple(asks(old, new, since)),
        tuple(changing_days(old, new, since)),
        world_change(old, new),
        others,
        tuple(_one_sided(old, new, since)),
        loosened(old, new, since, changed, others),
        starting(old, new, since),
        tuple(burdens(old, new, since)),
    )


def _others(old: Release, new: Release, since: date) -> Iterator[Moves]:
    """The other decisions that both have, as far as anything of them, a fact or an item is not as it was."""
    for name, now in new.decisions.items():
        was = old.decisions.get(name)
        if was is not None and (was, old.facts, old.items) != (now, new.facts, new.items):
            found = _moves(as_decision(old, name), as_decision(new, name), since)
            if found.moves or found.items or was.otherwise != now.otherwise:
                yield found


def _one_sided(old: Release, new: Release, since: date) -> Iterator[Outcomes]:
    """What comes out of the decisions that one of the releases lacks."""
    for having, other in ((new, old), (old, new)):
        for name in (one for one in having.decisions if one not in other.decisions):
            view = as_decision(having, name)
            alone = _Comparison(view, view)
            days = tuple(alone.outcomes(day) for day in _days(view, view, since))
            yield Outcomes(name, table(having, name).title, having is new, titles(view), days)


def _moves(old: Release, new: Release, since: date) -> Moves:
    """What moves of the decision that both are of."""
    comparison = _Comparison(old, new)
    for day in _days(old, new, since):
        comparison.go(day)
    was, now = (table(one, one.decides) for one in (old, new))
    of_clocks = "clock" in (was.each, now.each)  # an application for an item has no clock yet
    days_to_come = changing_days(old, new, since)
    items = {day: [] if of_clocks else list(_items(old, new, day)) for day in days_to_come}
    days = sorted({*comparison.moved, *items})
    known = comparison.moved, comparison.sizes, comparison.proved
    return Moves(
        now.decision,
        now.title,
        tuple(sorted(comparison.moves(), key=lambda move: -(move.situations or 0))),
        tuple(_in_spans(items)),
        titles(old, new),
        (was.otherwise, now.otherwise),
        tuple(_day_moves(day, items, *known) for day in days),
    )


def _day_moves(
    day: date,
    items: Mapping[date, Sequence[ItemMove]],
    moved: Mapping[date, Mapping[Way, int | None]],
    sizes: Mapping[date, int],
    proved: Mapping[date, bool],
) -> DayMoves:
    return DayMoves(
        day, _then(moved, day), len(_then(items, day)), _then(sizes, day), proved=_then(proved, day)
    )


class _Comparison:
    def __init__(self, old: Release, new: Release) -> None:
        self._old, self._new = ReleaseSide(old), ReleaseSide(new)
        self._releases = old, new
        self._always = set(_redeclared(old.declared, new.declared))
        proved = (*old.invariants, *new.invariants)
        self._proved = [test for one in proved for group in one.groups for test in group]
        self._cache = SpaceCache()
        self._samples = Samples(new, {**old.declared, **new.declared})
        self.moved: dict[date, dict[Way, int | None]] = {}
        self.proved: dict[date, bool] = {}
        self.sizes: Counter[date] = Counter()

    def moves(self) -> Iterator[Move]:
        first: dict[Way, int | None] = {}
        for day in sorted(self.moved):
            first = {**self.moved[day], **first}
        for (from_, to), situations in first.items():
            yield Move(from_, to, situations, self._samples[from_, to])

    def go(self, day: date) -> None:
        self._old.on(day)
        self._new.on(day)
        self.moved[day], self.proved[day] = {}, True
        own = {item for side in (self._old, self._new) for item in side.rules if item is not None}
        before, after = (items_on(release, day).keys() for release in self._releases)
        both = before & after
        plain = sorted(both - own)
        for item in (None, *sorted(own & both)):
            self._compare(item, day, [item] if item else plain)

    def outcomes(self, day: date) -> DayOutcomes:
        """What comes out on a day under the newer release, whose items have no rules of their own."""
        self._new.on(day)
        space = self.space(None, day)
        for one in (space, *searched(space)):
            try:
                found = self._new.decided(one, None).outcomes.items()
                return DayOutcomes(day, {name: _count(one, each) for name, each in found if each}, one.size)
            except TooManySituationsError:
                continue
        return DayOutcomes(day, None, space.size)

    def space(self, item: str | None, day: date) -> DecisionSpace:
        """All that either side can tell apart on the day."""
        rules = (*self._old.of(item), *self._new.of(item))
        tests = [*self._proved, *(test for rule in rules for group in rule.groups for test in group)]
        asked = self._always.union(test.fact for test in tests)
        found = refined([one.declared for one in self._releases], asked, tests, day)
        together = ([test.fact for test in group] for rule in rules for group in rule.groups)
        order = arranged(found, together)
        spaces = [self._cache.of(order, side.of(item)) for side in (self._old, self._new)]
        return spaces[-1]  # searched, if the rules of one of them are

    def _compare(self, item: str | None, day: date, items: Sequence[str]) -> None:
        space = self.space(item, day)
        self.sizes[day] += space.size
        # what rules alone make too large is searched at once (SpaceCache); what they make together shows here
        for one in (space, *searched(space)):
            moved: dict[Way, int | None] = {}
            try:
                self._look(one, item, day, items, moved)
                proved = True
                break
            except TooManySituationsError:
                proved = False
        for way, number in moved.items():
            known = self.moved[day].get(way, 0)
            self.moved[day][way] = None if number is None or known is None else known + number
        self.proved[day] &= proved

    def _look(
        self,
        space: DecisionSpace,
        item: str | None,
        day: date,
        items: Sequence[str],
        moved: dict[Way, int | None],
    ) -> None:
        """
        Add what moves in a space.

        Raises:
            TooManySituationsError: more may move than was added.
        """
        before, after = self._old.decided(space, item), self._new.decided(space, item)
        touched = space.all if space.drawn else _touched(before, after)
        for from_, was in before.outcomes.items():
            for to, is_ in after.outcomes.items():
                found = None if from_ == to else was & is_ & touched
                if found:
                    moved[from_, to] = _count(space, found)
                    self._samples.see((from_, to), Found(space, found, item, day, items, before, after))
        self._samples.end(Found(space, space.none, item, day, items, before, after))


def _count(space: DecisionSpace, found: Situations) -> int | None:
    """How many situations a set has; None: those that are searched are not counted."""
    return space.count(found) if space.drawn else None


def _touched(before: RuleList, after: RuleList) -> Situations:
    """
    Situations outside of which nothing moves: those that a rule decides, before or after, which the other
    side does not have in the same order. Of rules that both have in one order the same decides on both.
    """
    lists = before, after
    old, new = ([(one.when, one.choose) for one in each.rules] for each in lists)
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = [{block[side] + n for block in same for n in range(block.size)} for side in (0, 1)]
    found = before.space.none
    for each, numbers in zip(lists, kept, strict=True):
        other = [number not in numbers for number in range(len(each.rules))]
        found |= each.together(other).get(True, found)
    if before.otherwise != after.otherwise:
        found |= before.gap & after.gap
    return found | (before.right - after.right) | (after.right - before.right)


def _days(old: Release, new: Release, since: date) -> list[date]:
    """
    ``since``, and each later day on which a rule or an item of either comes or goes, or the order of dates
    turns that they compare a fact with.
    """
    both = [rule for release in (old, new) for _, rule in rules_of(release)]
    days = [since, *(day for day in sorted({*days_of(old), *days_of(new)}) if day > since)]
    return with_turns(days, both)


def _redeclared(old: Mapping[str, Fact], new: Mapping[str, Fact]) -> Iterator[str]:
    """Facts that the releases allow different values: they matter even where no rule asks them."""
    for name in old.keys() & new.keys():
        if _range(old[name]) != _range(new[name]):
            yield name


def _range(fact: Fact) -> tuple[object, ...]:
    return fact.type, {value.value for value in fact.values}, bounds(fact)


def _items(old: Release, new: Release, day: date) -> Iterator[ItemMove]:
    """The items whose ordinary application comes out otherwise on a day."""
    before, after = usual_decisions(old, day), usual_decisions(new, day)
    for item in dict.fromkeys([*before, *after]):
        from_ = before[item].channel if item in before else None
        to = after[item].channel if item in after else None
        if from_ != to:
            yield ItemMove(item, from_, to, day)


def _in_spans(items: Mapping[date, Sequence[ItemMove]]) -> list[ItemMove]:
    """Every move of an item once, from the first of the days on which it comes out so to the last."""
    found: list[ItemMove] = []
    before: dict[ItemMove, int] = {}
    for day, moves in items.items():
        here: dict[ItemMove, int] = {}
        for move in moves:
            whenever = move._replace(on=date.min)
            here[whenever] = before.get(whenever, len(found))
            if here[whenever] == len(found):
                found.append(move)
        for whenever in before.keys() - here.keys():
            number = before[whenever]
            found[number] = found[number]._replace(until=day - timedelta(days=1))
        before = here
    return found


def _then(known: Mapping[date, T], day: date) -> T:
    """What is known of a day, or of the latest before it."""
    return known[max(one for one in known if one <= day)]

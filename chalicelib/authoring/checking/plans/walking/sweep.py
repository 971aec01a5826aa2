"""
A plan walked by many cases of an item at once: of each place the situations that come there, as a set.

Of twenty steps that each hang on another fact no two are worth trying both ways together, unless where a case
may stand tells it. So work grows with the steps and what leads from one to the next, not with how many ways
there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from heapq import heappop, heappush
from operator import and_, or_
from typing import NamedTuple

from chalicelib.authoring.checking.plans.walking.at import At
from chalicelib.authoring.checking.plans.walking.leads import Edge, Known
from chalicelib.authoring.checking.plans.walking.outline import by_itself
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.walks import Applications
from chalicelib.decisions.forms.plan import Does, End

_Sets = Mapping[At, Situations]
_Join = Callable[[Situations, Situations], Situations]


class _Led(NamedTuple):
    """Where the plan leads alike from a place, and what leads on there."""

    where: Situations
    known: Known


class Sweep:
    """
    All cases of an item in some situations, at once.

    Args:
        of: the walk of the item's cases in a situation.
        here: what can be said in applications for the item.
        among: situations that a plan tells apart by the conditions of its steps only.
    """

    def __init__(self, of: Callable[[Situation], Walk], here: Applications, among: Situations) -> None:
        self.of, self._space, self._among = of, here.space, among
        outline = of(self._space.situation(among)).outline
        self._steps, self._order = outline.steps, {name: n for n, name in enumerate(outline.steps)}
        self._gates = [(here.all_holding(tests), {one.fact for one in tests}) for tests in outline.gates]
        self._begun: list[_Led] = []
        self._come: dict[At, Situations] = {}
        self._led: dict[At, list[_Led]] = {}
        self._go()

    def worth(self) -> Iterator[Situation]:
        """
        The situations worth walking one by one: with them every place is come to, every courier is ordered
        that nobody orders, and wherever cases cannot end, go round, or are never granted or refused, some do.
        """
        chosen: list[Situation] = []
        for found in self._telling():
            if found and not any(self._space.has(found, one) for one in chosen):
                chosen.append(self._space.situation(found))
                yield chosen[-1]

    def passing_by(self, does: Does, *, before_decision: bool) -> Situations:
        """Where a case may be granted, or ``before_decision`` its grant decided, though it was never done."""
        found = self._space.none
        for at, come in self._come.items():
            if does in at.done:
                continue
            if before_decision:
                found = reduce(or_, (come & one.where for one in self._led[at] if one.known.grants), found)
            elif at.step == End.GRANTED:
                found |= come
        return found

    def _go(self) -> None:
        """Follow the cases from step to step, in the plan's order as far as that goes."""
        new: dict[At, Situations] = {}
        waiting: list[tuple[int, At]] = []

        def come(part: Situations, known: Known) -> None:
            for at in known.to:
                more = part - self._come.get(at, self._space.none)
                if more:
                    self._come[at] = self._come.get(at, self._space.none) | more
                    if at not in new:
                        heappush(waiting, (self._order[at.step], at))
                    new[at] = new.get(at, self._space.none) | more

        for where, known in self._parted(self._among, self._begun, lambda walk: walk.begun):
            come(where, known)
        while waiting:
            _, at = heappop(waiting)
            left, each = new.pop(at), self._led.setdefault(at, [])
            for where, known in self._parted(left, each, lambda walk, at=at: walk.onward(at)):  # type: ignore[misc]
                come(where, known)

    def _parted(
        self, left: Situations, each: list[_Led], leads: Callable[[Walk], Known]
    ) -> Iterator[tuple[Situations, Known]]:
        """Situations by what leads on from a place: as it is known of ``each``, to which others are added."""
        for one in each:
            if part := left & one.where:
                left -= part
                yield part, one.known
        while left:
            walk = self.of(self._space.situation(left))
            known = leads(walk)
            minded = walk.minds(known)
            where = reduce(
                and_,
                (
                    there if holds else ~there
                    for holds, (there, facts) in zip(walk.kind.gates, self._gates, strict=True)
                    if not minded.isdisjoint(facts)
                ),
                self._space.all,
            )
            each.append(_Led(where, known))
            part, left = left & where, left - where
            yield part, known

    def _telling(self) -> Iterator[Situations]:
        """Sets of situations of which one each tells what there is to tell of a plan."""
        yield from (self._among & one.where for one in self._begun)
        yield from self._come.values()
        ending, free = self._reaching(any_way=True), self._reaching(any_way=False)
        for at, come in self._come.items():
            yield come - ending[at]
            held = come - free[at]
            yield held
            for one in self._led[at] if held else ():
                for edge in (edge for edge in one.known.edges if edge.outcome and not edge.free):
                    yield held & one.where & reduce(or_, (free[after] for after in edge.to), self._space.none)
        yield from self._orders()
        yield from self._circles().values()
        for end in (End.GRANTED, End.REFUSED):
            ended = (come for at, come in self._come.items() if at.step == end)
            yield self._among - reduce(or_, ended, self._space.none)

    def _orders(self) -> Iterator[Situations]:
        """Where a parcel is ordered by what happens without staff."""
        for at, come in self._come.items():
            if self._steps[at.step].by != "staff":
                for one in self._led[at]:
                    afters = (self._steps[after.step] for after in one.known.to)
                    if any(after.by in ("pick_up", "delivery") for after in afters):
                        yield come & one.where

    def _reaching(self, *, any_way: bool) -> _Sets:
        """Of each place where an end can be come to from there, as ``law.ways`` means it."""
        ends = {at: come for at, come in self._come.items() if self._steps[at.step].by == "end"}
        found = {at: ends.get(at, self._space.none) for at in self._come}
        return self._settled(
            found,
            lambda at, edge: edge.free or (any_way and edge.outcome is not None),
            reduce_to=(or_, self._space.none) if any_way else (and_, self._space.all),
            with_before=or_,
        )

    def _circles(self) -> _Sets:
        """Of each place where a case can go on for ever from there without anybody's act."""
        return self._settled(
            dict(self._come),
            lambda at, edge: edge.outcome is not None and by_itself(self._steps[at.step], edge.outcome),
            reduce_to=(or_, self._space.none),
            with_before=and_,
        )

    def _settled(
        self,
        found: dict[At, Situations],
        counts: Callable[[At, Edge], bool],
        *,
        reduce_to: tuple[_Join, Situations],
        with_before: _Join,
    ) -> _Sets:
        """
        Sets of places that each hang on those of the places after it, once none of them changes any more.

        Args:
            reduce_to: how the sets of all places that an edge may lead to are joined, and what none come to.
            with_before: how the set of a place is joined with what the edges that count say.
        """
        join, nothing = reduce_to
        links = {
            at: [
                (one.where, edge.to)
                for one in reversed(self._led[at])
                for edge in one.known.edges
                if counts(at, edge)
            ]
            for at in sorted(found, key=lambda at: -self._order[at.step])
        }
        changed = True
        while changed:
            changed = False
            for at, each in links.items():
                leads = (where & reduce(join, map(found.__getitem__, to), nothing) for where, to in each)
                now = with_before(found[at], reduce(or_, leads, self._space.none))
                if now != found[at]:
                    found[at], changed = now, True
        return found

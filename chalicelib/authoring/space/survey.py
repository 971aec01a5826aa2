"""A slice of the space worked out: which rule decides where, and what is left over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_
from typing import NamedTuple

from chalicelib.authoring.space.bits import less
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.slices import Slice
from chalicelib.decisions.form import UNDETERMINED, Basis, ChannelName
from chalicelib.decisions.model import Rule


class Turn(NamedTuple):
    """A rule's turn: the situations still open when it is asked, where it holds, and those it decides."""

    number: int
    rule: Rule
    open: int
    holds: int
    decides: int


Ending = tuple[ChannelName, tuple[Basis, ...]]


@dataclass(frozen=True)
class Survey:
    """All turns of a slice in order of precedence."""

    slice: Slice
    turns: tuple[Turn, ...]
    gap: int
    """The situations that no rule decides."""

    @cached_property
    def channels(self) -> Mapping[ChannelName, int]:
        """The situations that come out as each channel; those of the gap as undetermined."""
        found: dict[ChannelName, int] = {UNDETERMINED: self.gap}
        for turn in self.turns:
            found[turn.rule.choose] = found.get(turn.rule.choose, 0) | turn.decides
        return found

    @cached_property
    def endings(self) -> Mapping[Ending, int]:
        """The situations that end alike, by channel and legal basis; those of the gap are left out."""
        once = {id(ending): ending for ending in self._ending.values()}
        return {ending: self._alike[name] for name, ending in once.items()}

    def otherwise(self, turn: Turn) -> int:
        """The situations that are open at a turn, and end in another way than those that it decides."""
        return self._otherwise[turn.number]

    def has(self, number: int) -> bool:
        """Whether the rule of this number can hold in the slice."""
        at = bisect_left(self._numbers, number)
        return at < len(self._numbers) and self._numbers[at] == number

    def open_at(self, number: int) -> int:
        """The situations still open when the rule of this number is asked."""
        at = bisect_left(self._numbers, number)
        return self.turns[at].open if at < len(self.turns) else self.gap

    def after(self, turn: Turn) -> Iterator[Turn]:
        """The turns that come later."""
        yield from self.turns[bisect_left(self._numbers, turn.number + 1) :]

    def before(self, turn: Turn) -> Iterator[Turn]:
        """The turns that come earlier."""
        yield from self.turns[: bisect_left(self._numbers, turn.number)]

    def by(self, situation: int) -> Rule | None:
        """The rule that decides the first situation of a set."""
        one = situation & -situation
        return next((turn.rule for turn in self.turns if turn.decides & one), None)

    def cube(self, found: int) -> Situation:
        """
        A situation of the set by the facts that matter only: whatever the others are, it is in the set.
        """
        bits = self.slice.bits
        situation = next(bits.each(found))
        kept = {fact: bits.with_value(fact, value) for fact, value in situation.items()}
        for fact in situation:
            others = reduce(and_, (alike for name, alike in kept.items() if name != fact), bits.all)
            if others & found == others:
                del kept[fact]
        return self.slice.in_order({**self.slice.fixed, **{fact: situation[fact] for fact in kept}})

    @cached_property
    def _ending(self) -> Mapping[int, Ending]:
        """How each turn ends, by number; equal ones are the same object, for to compare them takes long."""
        known: dict[Ending, Ending] = {}
        each = ((turn.number, (turn.rule.choose, turn.rule.basis)) for turn in self.turns)
        return {number: known.setdefault(ending, ending) for number, ending in each}

    @cached_property
    def _alike(self) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for turn in self.turns:
            name = id(self._ending[turn.number])
            found[name] = found.get(name, 0) | turn.decides
        return found

    @cached_property
    def _otherwise(self) -> Mapping[int, int]:
        """The same for turns in a row that end alike: what one of them decides is not among them."""
        found: dict[int, int] = {}
        last, others = None, 0
        for turn in self.turns:
            ending = self._ending[turn.number]
            if ending is not last:
                last, others = ending, less(turn.open, self._alike[id(ending)])
            found[turn.number] = others
        return found

    @cached_property
    def _numbers(self) -> list[int]:
        return [turn.number for turn in self.turns]


def survey(slice_: Slice) -> Survey:
    """Work a slice out, rule by rule."""
    left, turns = slice_.bits.all, []
    for number, rule, holds in slice_.members:
        decides = left & holds
        turns.append(Turn(number, rule, left, holds, decides))
        left ^= decides
    return Survey(slice_, tuple(turns), left)

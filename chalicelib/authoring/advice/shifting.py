"""What an edit of one rule shifts, worked out only where it can shift anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from chalicelib.authoring.advice.edits import Edit
from chalicelib.authoring.advice.terrain import Terrain
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName
from chalicelib.decisions.forms.model import Rule

Given = dict[ChannelName, Situations]
"""What rules take, by their channel."""


@dataclass(frozen=True)
class Shift:
    """
    Sets of situations: ``moved`` from one channel to another; ``touched`` are all that another rule
    may decide now, in the same channel or not.
    """

    space: DecisionSpace
    moved: Mapping[tuple[ChannelName, ChannelName], Situations]
    touched: Situations

    @property
    def situations(self) -> int:
        return sum(map(self.space.count, self.moved.values()))

    @property
    def anywhere(self) -> Situations:
        """All situations that move."""
        return reduce(or_, self.moved.values(), self.space.none)

    def into(self) -> Iterator[tuple[ChannelName, Situations]]:
        """What moves into each channel."""
        for (_, to), found in self.moved.items():
            yield to, found

    def at(self, here: Situations) -> ChannelName | None:
        """Where a situation moves to, which is given as a set of one; None if it stays."""
        return next((to for (_, to), found in self.moved.items() if found & here), None)


def shift(terrain: Terrain, edit: Edit) -> Shift:
    """What an edit of the terrain's rules shifts; its positions count the rules of its owner."""
    at = edit.at if edit.owner is None else edit.at + terrain.before
    before, after = terrain.left[at], terrain.left[at + edit.gone]
    given: Given = {}
    left = _give(terrain, edit.new, before, given)
    free = _fall(terrain, at + edit.gone, left - after, given)
    if free:
        given[UNDETERMINED] = given.get(UNDETERMINED, terrain.space.none) | free
    moved = {
        (from_, to): found & was
        for to, found in given.items()
        for from_, was in terrain.channels.items()
        if from_ != to and found & was
    }
    return Shift(terrain.space, moved, before - (after & left))


def _give(terrain: Terrain, new: tuple[Rule, ...], left: Situations, given: Given) -> Situations:
    """The new rules take what they match; the rest comes back."""
    for rule in new:
        matched = left & terrain.holding(rule)
        given[rule.choose] = given.get(rule.choose, terrain.space.none) | matched
        left -= matched
    return left


def _fall(terrain: Terrain, at: int, free: Situations, given: Given) -> Situations:
    """What nobody takes any longer falls to the rules that follow; what none of them takes comes back."""
    for number in range(at, len(terrain.rules)):
        if not free:
            break
        matched = free & terrain.masks[number]
        channel = terrain.rules[number].choose
        given[channel] = given.get(channel, terrain.space.none) | matched
        free -= matched
    return free

"""What an edit of one rule shifts, worked out only where it can shift anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.authoring.advice.edits import Edit
from chalicelib.authoring.advice.terrain import Terrain
from chalicelib.decisions.form import UNDETERMINED, ChannelName
from chalicelib.decisions.model import Rule


@dataclass(frozen=True)
class Shift:
    """
    Sets of situations: ``moved`` from one channel to another; ``touched`` are all that another rule
    may decide now, in the same channel or not.
    """

    moved: Mapping[tuple[ChannelName, ChannelName], int]
    touched: int

    @property
    def situations(self) -> int:
        return sum(found.bit_count() for found in self.moved.values())

    @property
    def anywhere(self) -> int:
        """All situations that move."""
        found = 0
        for moved in self.moved.values():
            found |= moved
        return found

    def into(self) -> Iterator[tuple[ChannelName, int]]:
        """What moves into each channel."""
        for (_, to), found in self.moved.items():
            yield to, found

    def at(self, number: int) -> ChannelName | None:
        """Where situation ``number`` moves to; None if it stays."""
        here = 1 << number
        return next((to for (_, to), found in self.moved.items() if found & here), None)


def shift(terrain: Terrain, edit: Edit) -> Shift:
    """What an edit of the terrain's rules shifts; its positions count the rules of its owner."""
    at = edit.at if edit.owner is None else edit.at + terrain.before
    before, after = terrain.left[at], terrain.left[at + edit.gone]
    given: dict[ChannelName, int] = {}
    left = _give(terrain, edit.new, before, given)
    free = _fall(terrain, at + edit.gone, left & ~after, given)
    if free:
        given[UNDETERMINED] = given.get(UNDETERMINED, 0) | free
    moved = {
        (from_, to): found & was
        for to, found in given.items()
        for from_, was in terrain.channels.items()
        if from_ != to and found & was
    }
    return Shift(moved, before & ~(after & left))


def _give(terrain: Terrain, new: tuple[Rule, ...], left: int, given: dict[ChannelName, int]) -> int:
    """The new rules take what they match; the rest comes back."""
    for rule in new:
        matched = left & terrain.holding(rule)
        given[rule.choose] = given.get(rule.choose, 0) | matched
        left &= ~matched
    return left


def _fall(terrain: Terrain, at: int, free: int, given: dict[ChannelName, int]) -> int:
    """What nobody takes any longer falls to the rules that follow; what none of them takes comes back."""
    for number in range(at, len(terrain.rules)):
        if not free:
            break
        matched = free & terrain.masks[number]
        channel = terrain.rules[number].choose
        given[channel] = given.get(channel, 0) | matched
        free &= ~matched
    return free

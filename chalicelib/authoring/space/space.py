"""The space of situations of one item: all that the rules of some days, or the invariants, tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import prod
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space.bits import Bits
from chalicelib.authoring.space.domain import Classes, classes
from chalicelib.decisions.model import Release, Rule

LARGEST = 1 << 20
"""Situations of a slice: a set of them is then 128 KiB."""
MOST = 5_000_000
"""Situations that are gone through in one piece, where they cannot be cut into slices."""


class Shelf:
    """Bit sets by the classes that they are of: those of the same classes are made once, and shared."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Bits] = {}

    def bits(self, classes: Classes, most: int | None = None) -> Bits:
        """
        All situations of the classes.

        Raises:
            TooManySituationsError: there are more than ``most``.
        """
        if most is not None and prod(map(len, classes.values())) > most:
            raise TooManySituationsError(f"more than {most} situations")
        key = tuple((name, tuple(map(repr, values))) for name, values in classes.items())
        return self._known.get(key) or self._known.setdefault(key, Bits(classes))


class Days(NamedTuple):
    """From ``first`` to ``last``, both included; None: without end."""

    first: date
    last: date | None


class Space(NamedTuple):
    """
    All that can be told apart of one item, or of any item without rules of its own (``item`` is then
    None), on any of ``days``. ``rules`` are those in effect, in order of precedence.
    """

    item: str | None
    days: Days
    rules: Sequence[Rule]
    classes: Classes

    @property
    def size(self) -> int:
        """Its situations."""
        return prod(map(len, self.classes.values()))

    @property
    def pieces(self) -> int:
        """How many slices ``cut`` makes of it, all of one size."""
        *fewer, most = sorted(map(len, self.classes.values())) or [1]
        found = 1
        while most > 1 and most * prod(fewer) > LARGEST:
            found *= most
            *fewer, most = fewer or [1]
        return found


def small(found: Classes) -> bool:
    """Whether the situations of these classes need not be cut, or cannot be."""
    lengths = [len(values) for values in found.values()]
    return prod(lengths) <= LARGEST or max(lengths) == 1


def space(release: Release, item: str | None, days: Days, rules: Sequence[Rule]) -> Space:
    """The situations that these rules, or the invariants, can tell apart."""
    asked = [test for invariant in release.invariants for group in invariant.groups for test in group]
    asked += (condition for rule in rules for condition in rule.when)
    return Space(item, days, rules, classes(release.facts, asked, days.first))

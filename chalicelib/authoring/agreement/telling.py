"""Which situations tell most, where there are too many to ask in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from chalicelib.authoring.space.bits import Bits
from chalicelib.authoring.space.domain import Classes
from chalicelib.authoring.space.numbering import strides

Decided = Sequence[tuple[int, int]]
"""Places of rules, each with the set of situations that it decides; none of them is empty."""


def telling(bits: Bits, decided: Decided, most: int) -> Iterable[int]:
    """
    The situations that tell most: one of each rule, then those with one fact changed (so every value of
    every fact, and the other side of every condition; facts of few values first), then about ``most`` of
    all, evenly spread.
    """
    facts = sorted(bits.classes, key=lambda fact: len(bits.classes[fact]))
    firsts = [first(found) for _, found in decided]
    changed = (number for fact in facts for number in neighbours(bits.classes, fact, firsts))
    return chain(firsts, changed, range(0, bits.size, max(1, bits.size // most)))


def first(found: int) -> int:
    """The number of the first situation of a set."""
    return (found & -found).bit_length() - 1


def neighbours(classes: Classes, fact: str, numbers: Iterable[int]) -> Iterator[int]:
    """Each situation with every value of one fact, one after the other."""
    stride = strides(classes)[fact]
    period = stride * len(classes[fact])
    for number in numbers:
        start = number - number % period + number % stride
        yield from range(start, start + period, stride)


def once(numbers: Iterable[int]) -> Iterator[int]:
    """Each number where it first stands."""
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number


class Spread:
    """
    How many situations of each piece of a space to ask, of ``most`` in all: an even part, and where there
    are enough of them for all rules one for each rule besides.
    """

    def __init__(self, most: int, pieces: int, rules: int) -> None:
        self._pieces = pieces
        self._for_rules = most >= rules + pieces
        self._even = most - rules if self._for_rules else most

    def of(self, piece: int, new: int) -> int:
        """
        Args:
            piece: its number, from 0.
            new: how many rules decide something there, and were not asked about in earlier pieces.
        """
        upto = [self._even * number // self._pieces for number in (piece, piece + 1)]
        return upto[1] - upto[0] + (new if self._for_rules else 0)

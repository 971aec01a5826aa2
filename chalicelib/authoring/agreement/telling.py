"""Which situations tell most, where there are too many to ask in all."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain

from chalicelib.authoring.bits import Bits

Decided = Sequence[tuple[int, int]]
"""Places of rules, each with the set of situations that it decides; none of them is empty."""


def telling(bits: Bits, decided: Decided, most: int) -> Iterable[int]:
    """
    The situations that tell most: one of each rule, then those with one fact changed (so every value of
    every fact, and the other side of every condition), then about ``most`` of all, evenly spread.
    """
    changed = (other for number in firsts(decided) for other in neighbours(bits, number, bits.classes))
    spread = range(0, bits.size, max(1, bits.size // most))
    return chain(firsts(decided), changed, spread)


def firsts(decided: Decided) -> Sequence[int]:
    """One situation of each rule."""
    return [(found & -found).bit_length() - 1 for _, found in decided]


def neighbours(bits: Bits, number: int, facts: Container[str]) -> Iterator[int]:
    """The situation with every value of one of the facts, one after the other."""
    stride = bits.size
    for fact, values in bits.classes.items():
        stride, period = stride // len(values), stride
        if fact in facts:
            start = number - number % period + number % stride
            yield from range(start, start + period, stride)


def once(numbers: Iterable[int]) -> Iterator[int]:
    """Each number where it first stands."""
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number

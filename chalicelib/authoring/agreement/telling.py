"""Choose the situations that tell most, where there are too many to ask in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import prod

from chalicelib.authoring.space.domain import Classes
from chalicelib.authoring.space.numbering import strides


def telling(classes: Classes, firsts: Sequence[int], most: int) -> Iterable[int]:
    """
    The situations that tell most: one of each rule, then those with one fact changed (so every value of
    every fact, and the other side of every condition; facts of few values first), then about ``most`` of
    all, evenly spread.

    Args:
        firsts: of each rule that decides one situation.
    """
    facts = sorted(classes, key=lambda fact: len(classes[fact]))
    changed = (number for fact in facts for number in neighbours(classes, fact, firsts))
    size = prod(map(len, classes.values()))
    return chain(firsts, changed, range(0, size, max(1, size // most)))


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

"""Situations by number: all that the classes of facts span, from 0 on, the last fact changing fastest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Any


def situation(classes: Mapping[str, Sequence[Any]], number: int) -> dict[str, Any]:
    """Situation ``number``, each class by its first value."""
    found = {}
    for fact in reversed(list(classes)):
        number, digit = divmod(number, len(classes[fact]))
        found[fact] = classes[fact][digit]
    return {fact: found[fact] for fact in classes}


def number_of(classes: Mapping[str, Sequence[Any]], found: Mapping[str, Any]) -> int:
    """The number of a situation, each class by its first value."""
    number = 0
    for fact, values in classes.items():
        number = number * len(values) + values.index(found[fact])
    return number


def neighbours(classes: Mapping[str, Sequence[Any]], fact: str, numbers: Iterable[int]) -> Iterator[int]:
    """Each situation with every value of one fact, one after the other."""
    facts = list(classes)
    stride = prod(len(classes[after]) for after in facts[facts.index(fact) + 1 :])
    period = stride * len(classes[fact])
    for number in numbers:
        start = number - number % period + number % stride
        yield from range(start, start + period, stride)

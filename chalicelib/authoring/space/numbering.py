"""Situations by number: all that the classes of facts span, from 0 on, the last fact changing fastest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def strides(classes: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """How far apart two situations are that differ in a fact by one class."""
    found, stride = {}, 1
    for fact in reversed(list(classes)):
        found[fact] = stride
        stride *= len(classes[fact])
    return found

"""
Find the two ends of each class of numbers and of days.

Rules see no difference within a class, so one of its values stands for all. An export is other text,
which could end a range one too early; that is seen at the ends alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from chalicelib.authoring.space.domain import Classes
from chalicelib.authoring.space.numbering import neighbours, number_of, situation
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Fact


class Ends:
    """The ends of the classes of one space; ``wider`` are the classes with them as values of their own."""

    def __init__(self, facts: Iterable[Fact], classes: Classes) -> None:
        self._classes = classes
        self._digits: dict[str, list[int]] = {}
        ends = with_ends(facts, classes)
        for fact, both in ends.items():
            starts = classes[fact]
            self._digits[fact] = [starts.index(_start(starts, end)) for end in both]
        self.wider: Classes = {**classes, **ends}

    def around(self, number: int) -> Iterator[tuple[int, int]]:
        """
        A situation with each end of one fact, one fact after the other: its number among the wider
        classes, and that of the situation which no rule can tell from it.
        """
        wide = number_of(self.wider, situation(self._classes, number))
        for fact, digits in self._digits.items():
            alike = list(neighbours(self._classes, fact, [number]))
            for end, digit in zip(neighbours(self.wider, fact, [wide]), digits, strict=True):
                yield end, alike[digit]


def _start(starts: Sequence[Any], end: FactValue) -> FactValue:
    """The example of an end's class. Numbers and days are in order; the first class may have no beginning."""
    found: FactValue = starts[max(0, bisect_right(starts, end) - 1)]
    return found


def with_ends(facts: Iterable[Fact], classes: Classes) -> dict[str, tuple[FactValue, ...]]:
    """The facts with classes of more than one number or day: of each class the first and the last."""
    found: dict[str, tuple[FactValue, ...]] = {}
    for fact in facts:
        values = classes.get(fact.fact, ())
        if fact.type == "whole_number":
            ends = _with_ends([int(value) for value in values], *bounds(fact))
            found[fact.fact] = tuple(ends)
        elif fact.type == "date":
            days = [date.fromisoformat(str(value)).toordinal() for value in values]
            ends = _with_ends(days, date.min.toordinal(), date.max.toordinal())
            found[fact.fact] = tuple(date.fromordinal(day).isoformat() for day in ends)
    return {name: values for name, values in found.items() if len(values) > len(classes.get(name, values))}


def _with_ends(starts: Sequence[int], first: int, last: int) -> list[int]:
    return sorted({*starts, *(start - 1 for start in starts[1:]), *([first, last] if starts else [])})

"""
The two ends of each class of numbers and of days.

Rules see no difference within a class, so one of its values stands for all. An export is other text,
which could end a range one too early; that is seen at the ends alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.authoring.agreement.telling import neighbours
from chalicelib.authoring.space.domain import Classes
from chalicelib.decisions.facts import bounds
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.model import Fact


class Ends:
    """The ends of the classes of one space."""

    def __init__(self, facts: Iterable[Fact], classes: Classes) -> None:
        self._ends = {
            fact: [(end, _start(classes[fact], end)) for end in ends]
            for fact, ends in with_ends(facts, classes).items()
        }

    def of(self, classes: Classes) -> AtEnds:
        """The ends of the classes of a part of the space."""
        ends, digits = {}, {}
        for fact, both in self._ends.items():
            starts = classes[fact]
            here = [(end, starts.index(start)) for end, start in both if start in starts]
            if len(here) > len(starts):
                ends[fact], digits[fact] = tuple(end for end, _ in here), [digit for _, digit in here]
        return AtEnds(classes, {**classes, **ends}, digits)


@dataclass(frozen=True)
class AtEnds:
    """``classes`` made ``wider``: by fact the class that each of its values there belongs to."""

    classes: Classes
    wider: Classes
    _digits: dict[str, list[int]]

    def around(self, number: int, new: bool) -> Iterator[tuple[int, int]]:
        """
        A situation with each end of one fact, one fact after the other: its number among the wider
        classes, and that of the situation which no rule can tell from it.

        Args:
            new: its rule was not met in another part of the space; if it was, only the ends of facts are
                wanted that have one class here, for the others were asked there.
        """
        wide = self._widened(number)
        for fact, digits in self._digits.items():
            if not new and len(self.classes[fact]) > 1:
                continue
            alike = list(neighbours(self.classes, fact, [number]))
            for end, digit in zip(neighbours(self.wider, fact, [wide]), digits, strict=True):
                yield end, alike[digit]

    def _widened(self, number: int) -> int:
        found, stride = 0, 1
        for fact in reversed(list(self.classes)):
            number, digit = divmod(number, len(self.classes[fact]))
            found += stride * self.wider[fact].index(self.classes[fact][digit])
            stride *= len(self.wider[fact])
        return found


def _start(starts: Sequence[Any], end: FactValue) -> FactValue:
    """Where the class of an end begins; numbers and days are in order."""
    found: FactValue = starts[bisect_right(starts, end) - 1]
    return found


def with_ends(facts: Iterable[Fact], classes: Classes) -> dict[str, tuple[FactValue, ...]]:
    """The facts with classes of more than one number or day: of each class the first and the last."""
    found: dict[str, tuple[FactValue, ...]] = {}
    for fact in facts:
        values = classes.get(fact.fact, ())
        if fact.type == "whole_number":
            ends = _with_ends([int(value) for value in values], bounds(fact)[1])
            found[fact.fact] = tuple(ends)
        elif fact.type == "date":
            days = [date.fromisoformat(str(value)).toordinal() for value in values]
            ends = _with_ends(days, date.max.toordinal())
            found[fact.fact] = tuple(date.fromordinal(day).isoformat() for day in ends)
    return {name: values for name, values in found.items() if len(values) > len(classes.get(name, values))}


def _with_ends(starts: Sequence[int], last: int) -> list[int]:
    return sorted({*starts, *(start - 1 for start in starts[1:]), *([last] if starts else [])})

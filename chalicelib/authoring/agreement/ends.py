"""
The two ends of each class of numbers and of days.

Rules see no difference within a class, so one of its values stands for all. An export is other text,
which could end a range one too early; that is seen at the ends alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from chalicelib.authoring.bits import Classes
from chalicelib.decisions.facts import bounds
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.model import Fact


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

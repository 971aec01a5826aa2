"""What a cell of an exported table says: all values of a fact with which a row holds, without a 'not'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact

Span = tuple[int, int]


class ExportError(ValueError):
    """The format cannot hold something of the rules; the message says what to do, in both languages."""


@dataclass(frozen=True)
class Cell:
    """
    The values with which a row holds: ``listed``, or from … to of each of ``spans``, both included.
    A date stands there as its ordinal, day 1 being 0001-01-01.
    """

    listed: tuple[FactValue, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.listed and not self.spans


def cell_of(fact: Fact, tests: Sequence[Condition]) -> Cell:
    """All values of the fact with which every test holds; without a test all its right values."""
    match fact.type:
        case "bool":
            return Cell(listed=_listed((True, False), tests))
        case "one_of":
            return Cell(listed=_listed([value.value for value in fact.values], tests))
        case "whole_number":
            return Cell(spans=_spans(bounds(fact), tests))
        case "date":
            return Cell(spans=_spans((date.min.toordinal(), date.max.toordinal()), tests))
        case _:
            assert_never(fact.type)


def _listed(values: Iterable[FactValue], tests: Sequence[Condition]) -> tuple[FactValue, ...]:
    return tuple(
        value
        for value in values
        if all((not test.any_of or value in test.any_of) and value not in test.none_of for test in tests)
    )


def _spans(whole: Span, tests: Sequence[Condition]) -> tuple[Span, ...]:
    spans = [whole]
    for test in tests:
        least = whole[0] if test.at_least is None else _number(test.at_least)
        most = whole[1] if test.at_most is None else _number(test.at_most)
        spans = _meet(spans, [(least, most)])
        if test.any_of:
            spans = _meet(spans, sorted((_number(value), _number(value)) for value in test.any_of))
        for value in test.none_of:
            number = _number(value)
            spans = _meet(spans, [(whole[0], number - 1), (number + 1, whole[1])])
    return tuple(spans)


def _meet(some: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """What lies both in one of ``some`` and in one of ``others``; each are ascending and apart."""
    found = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [(low, high) for low, high in found if low <= high]


def _number(value: FactValue) -> int:
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else int(value)

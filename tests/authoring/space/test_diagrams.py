"""The guard around the library of diagrams: its memory."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pytest

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import diagrams
from chalicelib.authoring.space.diagrams import Diagrams, Situations


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Diagrams:
    monkeypatch.setattr(diagrams, "NODES", 1 << 10)
    return Diagrams(40)


def pairs(of: Diagrams, number: int, apart: int) -> Situations:
    """The larger, the farther apart the variables of each pair are."""
    each = (of.variable(n) & of.variable(n + apart) for n in range(number))
    return reduce(or_, each, of.none)


def test_what_nobody_needs_any_more_is_cleared_away_and_work_goes_on(small: Diagrams) -> None:
    expected = pairs(small, 4, 4).codes()
    for round_ in range(200):
        pairs(small, 4, 5 + round_ % 30)
    assert pairs(small, 4, 4).codes() == expected


def test_a_set_that_memory_does_not_hold_is_said_to_be_too_large(small: Diagrams) -> None:
    with pytest.raises(TooManySituationsError):
        pairs(small, 20, 20)
    assert pairs(small, 3, 3).codes() > 0

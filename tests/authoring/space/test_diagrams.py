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


def pairs(of: Diagrams, number: int) -> Situations:
    """Variables that go together though they stand far apart: with each pair the set is twice as large."""
    each = (of.variable(n) & of.variable(n + number) for n in range(number))
    return reduce(or_, each, of.none)


def test_a_set_that_memory_does_not_hold_is_said_to_be_too_large(small: Diagrams) -> None:
    with pytest.raises(TooManySituationsError):
        pairs(small, 20)

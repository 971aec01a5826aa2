"""Which situations are asked first, and how a few of them are spread over a large space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.authoring.agreement.telling import Spread, neighbours, telling
from chalicelib.authoring.space.bits import Bits

CLASSES = {"item.a": (0, 1, 2), "item.b": (False, True), "item.c": ("x", "y", "z", "w")}


def test_the_neighbours_of_a_situation_differ_from_it_in_one_fact() -> None:
    bits = Bits(CLASSES)
    for fact, values in CLASSES.items():
        for number in range(bits.size):
            found = [bits.at(one) for one in neighbours(CLASSES, fact, [number])]
            assert found == [bits.at(number) | {fact: value} for value in values]


def test_one_situation_of_each_rule_comes_first_then_the_other_sides_of_small_facts() -> None:
    bits = Bits(CLASSES)
    found = list(telling(bits, [(4, 1 << 5), (2, 1 << 9)], 3))
    assert found[:6] == [5, 9, 1, 5, 9, 13]
    assert set(range(0, bits.size, 8)) <= set(found)


@given(most=st.integers(1, 500), pieces=st.integers(1, 200), rules=st.integers(1, 100))
def test_what_there_is_to_ask_is_spread_evenly_over_the_pieces(most: int, pieces: int, rules: int) -> None:
    spread = Spread(most, pieces, rules)
    parts = [spread.of(piece, 0) for piece in range(pieces)]
    assert max(parts) - min(parts) <= 1
    assert sum(parts) == (most - rules if most >= rules + pieces else most)


@pytest.mark.parametrize(("most", "each"), [(110, 1), (109, 0)])
def test_each_rule_has_a_question_besides_where_every_piece_has_one_too(most: int, each: int) -> None:
    spread = Spread(most, pieces=100, rules=10)
    assert spread.of(0, new=7) - spread.of(0, new=0) == 7 * each

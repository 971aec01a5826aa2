from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.numbers import LARGEST_SERIAL, _check_digit, case_number, is_case_number

numbers = st.builds(
    case_number,
    st.from_regex(r"[0-9]{6}", fullmatch=True, alphabet="0123456789"),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, LARGEST_SERIAL),
)


@given(numbers)
def test_a_number_is_right_as_it_is_given(number: str) -> None:
    assert 21 <= len(number) <= 24
    assert is_case_number(number)


@given(numbers)
def test_any_single_wrong_digit_is_noticed(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            assert not is_case_number(f"{number[:place]}{wrong}{number[place + 1 :]}")


@given(st.text(max_size=30))
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not is_case_number(text) or (21 <= len(text) <= 24 and text.isascii() and text.isdigit())


@pytest.mark.parametrize("text", ["", "１" * 21, "1" * 20, "1" * 25, " " + "1" * 21])
def test_full_width_digits_and_other_lengths_are_no_numbers(text: str) -> None:
    assert not is_case_number(text)


def test_the_check_digit_is_that_of_the_standard() -> None:
    # ISO/IEC 7064 MOD 11,10: the standard's own example is 0794 with check digit 5
    assert _check_digit("0794") == "5"


@pytest.mark.parametrize("serial", [0, -1, LARGEST_SERIAL + 1])
def test_a_serial_that_no_day_has_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="between 1 and"):
        case_number("370213", date(2026, 3, 2), serial)

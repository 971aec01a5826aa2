"""Numbers, codes and names as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.texts.signs import WrongText
from chalicelib.texts.typed import code_typed, digits_typed, name_typed

NO = "370213202603020000019"


@pytest.mark.parametrize(
    "typed",
    [
        NO,
        f" {NO}\n",
        "370213 20260302 000001 9",
        "370213-20260302-000001-9",
        "370213\u201320260302\u2014000001\u22129",
        "３７０２１３２０２６０３０２０００００１９",
        "370213\u300020260302\u00a0000001\u20099",
        f"\ufeff\u200b{NO}\u202c",
        "37O2132O26O3O2OOOOOl9".replace("OOOOOl9", "OOOOOl9"),
        "370213.20260302.000001.9",
        "370213_20260302_000001_9",
        f"#{NO}",
        f"办件编号：{NO}",
        f"No. {NO}",
        f"№{NO}",
        f"“{NO}”",
        f"（{NO}）。",
        f"{NO},",
        "370213/20260302/0000019",
        f"{NO}号",
        f"{NO} 号。",
        f"编号{NO}",
        f"编号为 {NO}",
        f"第{NO}号",
        f"办件编号：{NO}（食品经营许可）",
        f"我的编号是{NO}，谢谢！",
        f"Case No. {NO}",
        f"case number: {NO}",
        f"CASE NO {NO}",
        "٣٧٠٢١٣٢٠٢٦٠٣٠٢٠٠٠٠٠١٩",
        "".join(f"{digit}\ufe0f\u20e3" for digit in NO),
    ],
    ids=ascii,
)
def test_a_case_number_is_found_however_it_was_typed(typed: str) -> None:
    assert digits_typed(typed) == NO


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDOIB237",
        "abcd oib2 37",
        "ABCD-OIB2-37",
        "ＡＢＣＤＯＩＢ２３７",
        "ABCD018237",
        "查询码：ABCD-OIB237",
        "“ABCDOIB237”。",
        "\u200bABCDO1B237\u3000",
        "ABCDOIB237（查询码）",
    ],
    ids=ascii,
)
def test_a_query_code_is_read_however_it_was_typed(typed: str) -> None:
    assert code_typed(typed) == "ABCDOIB237"


@pytest.mark.parametrize("typed", [f"{NO}号{NO}", f"{NO} a", f"编{NO}a号", "CASE", "号"])
def test_what_stands_within_a_number_or_is_none_is_left_and_shows_that_it_was_none(typed: str) -> None:
    assert digits_typed(typed) != NO


@pytest.mark.parametrize("typed", ["NOO1", "N0N01", "号NO.1号", "case case no 1"])
def test_what_is_copied_along_goes_at_once(typed: str) -> None:
    assert digits_typed(typed).lstrip("0") == "1"


@pytest.mark.parametrize(
    "typed", ["dog-licence", " Dog-Licence ", "ＤＯＧ－licence", "dog-licence\u200b"], ids=ascii
)
def test_a_name_of_the_rules_is_read_however_it_was_typed(typed: str) -> None:
    assert name_typed(typed) == "dog-licence"


def test_a_name_that_cannot_be_read_is_refused() -> None:
    for text in ("dog\ufffd", "dog\x00", "dog\u202e", "\ud800"):
        with pytest.raises(WrongText):
            name_typed(text)


@given(st.text())
def test_no_text_breaks_the_reading_of_numbers_and_codes_and_twice_is_once(text: str) -> None:
    for read in (digits_typed, code_typed):
        assert read(read(text)) == read(text)

"""Telephone numbers as people paste them come out in one form; what is none is told so by example."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.values import Person
from chalicelib.texts.phones import LONGEST_PHONE, clean_phone
from chalicelib.texts.signs import WrongText

PASTED = {
    "13800000000": [
        "13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "138.0000.0000",
        "138\u00a00000\u30000000",
        "+86 138-0000-0000",
        "+8613800000000",
        "0086 138 0000 0000",
        "(+86)13800000000",
        "86-13800000000",
        "１３８００００００００",
        "＋８６　１３８００００００００",
        "\u202d138 0000 0000\u202c",
        "\u200b13800000000\ufeff",
        "013800000000",
        "tel:+86-138-0000-0000",
        "138\u20110000\u20130000",
        "13800000000\n",
        "١٣٨٠٠٠٠٠٠٠٠",
        "电话：13800000000",
        "联系电话: 138 0000 0000",
        "手机号 138-0000-0000",
        "手机：１３８００００００００",
        "Tel 13800000000",
        "☎\ufe0f13800000000",
        "📱 138·0000·0000",
        "138_0000_0000",
        "13800000000。",
        "13800000000；",
        "13800000000、",
        "13800000000（微信同号）",
        "138 0000 0000 微信同步",
        "手机：13800000000，同微信",
        "13800000000 手机微信同号。",
        "086-13800000000",
        "(086) 138 0000 0000",
        "+086 138-0000-0000",
        "+0086 13800000000",
        "08613800000000",
        "1380-000-0000",
        "1 3800000000",
        "".join(f"{digit}\ufe0f\u20e3" for digit in "13800000000"),
    ],
    "0532-88888888": [
        "0532-88888888",
        "053288888888",
        "(0532)8888 8888",
        "（0532）88888888",
        "[0532] 8888-8888",
        "0532—88888888",
        "+86 532 8888 8888",
        "+86 (0)532 88888888",
        "0086-0532-88888888",
        "086-0532-88888888",
        "086 532 88888888",
        "０５３２－８８８８８８８８",
    ],
    "010-12345678": ["010 12345678", "+86 10 1234 5678", "8610-12345678", "086-10-12345678"],
    "0532-88888888-123": [
        "0532-88888888 转 123",
        "0532-88888888转123",
        "0532-88888888-123",
        "053288888888 分机 123",
        "0532 8888 8888 ext. 123",
        "0532-88888888 x123",
        "(0532)88888888#123",
        "0532-88888888 转：123",
        "0532-88888888 分机：123",
        "0532-88888888 分机号码 123",
        "0532-88888888（内线123）",
        "0532-88888888 extension 123",
        "电话：0532-88888888;123",
        "+86-532-88888888;ext=123",
    ],
    "4008208820": ["400-820-8820", "400 8208820", "4008208820"],
    "4008208820-2": ["400-820-8820 转 2", "4008208820-2"],
    "95588": ["95588", " 95588 "],
    "95588-1": ["95588 转 1", "95588-1"],
    "+85221234567": ["+852 2123 4567", "00852-21234567", "＋852 21234567"],
    "+12125550123": ["+1 (212) 555-0123", "001 212 555 0123"],
    "+442079460958": ["+44 (0)20 7946 0958", "0044（0）20 7946 0958"],
    "+390669812345": ["+39 06 69812345"],
    "0886-1234567": ["0886-1234567", "08861234567"],
    "+18005551234": ["+1-800-555-1234", "001 800 555 1234"],
    "+79161234567": ["+7 916 123-45-67"],
    "+6834000": ["+683 4000"],
    "+870773111632": ["+870 773 111 632"],
    "+12125550123-9": ["+1 212-555-0123 ext 9"],
}


@pytest.mark.parametrize(("kept", "pasted"), [(kept, each) for kept, some in PASTED.items() for each in some])
def test_a_number_comes_out_in_one_form_and_stays_so(kept: str, pasted: str) -> None:
    assert clean_phone(pasted) == kept
    assert clean_phone(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "+",
        "+86",
        "0-----",
        "123",
        "12345",
        "110",
        "call me 13912345678",
        "张三 13912345678",
        "1380000000",
        "138000000000",
        "12800000000",
        "00000000000",
        "0000-00000000",
        "021-5888888",
        "0532-888888",
        "0210-1234567",
        "02101234567",
        "（0212）3456789",
        "+86 0102 3456789",
        "+86 210-1234567",
        "+86 (0)210 1234567",
        "电话：0201 234 5678",
        "138+00000000",
        "+0123456789",
        "+8612345",
        "+123456789012345678",
        "9" * 60,
        "8" * 10_000,
        "13800000000/13900000000",
        "13800000000、13900000000",
        "13800000000 13900000000",
        "13800000000 转",
        "微信同号",
        "微信 abc 手机 13800000000",
        "转 123",
        "电话",
        "电话：张三 13800000000",
        "13800000000；13900000000",
        "0532-8888888/8",
        "手机 138 0000 0000 电话 0532-88888888",
        "\u202e00000000831",
        "½3800000000",
        "一三八〇〇〇〇〇〇〇〇",
    ],
    ids=lambda text: ascii(text)[:30],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(WrongText) as wrong:
        clean_phone(text)
    assert wrong.value.zh
    if "\u202e" not in text:
        assert "0532-88888888" in wrong.value.zh
        assert "0532-88888888" in wrong.value.en


@pytest.mark.parametrize(
    "text",
    [
        "1-800-555-1234",
        "1 800 555 1234",
        "1 (800) 555-1234",
        "1(800)5551234",
        "1.800.555.1234",
        "(1) 800-555-1234",
        "１－８００－５５５－１２３４",
        "Tel: 1-800-555-1234",
        "电话：1 380 000 0000",
        "1-800-555-1234 ext 5",
        "1–212–555–0123",
    ],
)
def test_a_number_divided_as_in_north_america_is_no_mobile_of_the_mainland(text: str) -> None:
    with pytest.raises(WrongText) as wrong:
        clean_phone(text)
    assert "+1 212 555 0123" in wrong.value.zh
    assert "country code" in wrong.value.en


@pytest.mark.parametrize(
    "text",
    [
        "+9999999",
        "+999 123456789",
        "+1 555 0123",
        "+13800000000",
        "+1 212 155 0123",
        "+2100000000",
        "+979 123456789",
        "+7 123456",
        "+38812345678",
        "+21412345678",
    ],
)
def test_a_number_of_no_country_or_of_the_wrong_length_for_it_is_none(text: str) -> None:
    with pytest.raises(WrongText):
        clean_phone(text)


@pytest.mark.parametrize("hotline", ["12345", "12315", "0532-12345"])
def test_a_hotline_is_no_applicant_s_phone_and_no_hall_s(hotline: str) -> None:
    for abroad in (True, False):
        with pytest.raises(WrongText):
            clean_phone(hotline, abroad=abroad)


def test_a_number_without_area_code_is_told_so() -> None:
    with pytest.raises(WrongText) as wrong:
        clean_phone("8888 8888")
    assert "区号" in wrong.value.zh
    assert "area code" in wrong.value.en


def test_a_number_abroad_is_an_applicant_s_and_not_a_hall_s() -> None:
    assert clean_phone("+85221234567") == "+85221234567"
    for text in ("+85221234567", "+1 212 555 0123"):
        with pytest.raises(WrongText) as wrong:
            clean_phone(text, abroad=False)
        assert "内地" in wrong.value.zh


@given(
    st.text(st.sampled_from("0123456789+-()（）转extEXT#.,;= \u3000\u202d\u202c０１９"), max_size=30)
    | st.text()
)
def test_whatever_is_taken_is_in_one_form_that_the_case_can_keep(text: str) -> None:
    try:
        kept = clean_phone(text)
    except WrongText:
        return
    assert clean_phone(kept) == kept
    assert re.fullmatch(r"\+?[0-9]+(-[0-9]+){0,2}", kept)
    assert len(kept) <= LONGEST_PHONE
    assert Person(name="张三", phone=kept, address="某路某号").phone == kept

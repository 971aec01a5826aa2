"""Numbers of persons and organisations: what is right is kept in one form, what is wrong is told where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.texts.credit_codes import SIGNS, check_sign, inner_check
from chalicelib.texts.identities import OLDEST, age, birth_date, read_identity
from chalicelib.texts.identity_kinds import KIND_NAMES, IdentityKind
from chalicelib.texts.signs import WrongText
from chalicelib.texts.wrong_numbers import WrongNumber

TODAY = date(2026, 11, 27)

CARD = IdentityKind.RESIDENT_CARD
USCC = IdentityKind.USCC

SAMPLE = "11010519491231002X"
"""The example in GB 11643-1999 itself."""

CODES = ("91330100799655058B", "9144030071526726XG")
"""Of companies, as their own pages print them."""


def citizen(place: str, birth: date, order: int) -> str:
    """A number by the standard's own formula, not by the code under test: all summed up is 1 modulo 11."""
    digits = f"{place}{birth:%Y%m%d}{order:03}"
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(digits))
    check = (1 - total) % 11
    return digits + ("X" if check == 10 else str(check))


def read_or_refused(kind: IdentityKind, text: str) -> str | WrongText:
    try:
        return read_identity(kind, text, TODAY)
    except WrongText as refused:
        return refused


places = st.sampled_from(["110105", "370213", "441900", "540102", "650100"])
births = st.dates(min_value=date(TODAY.year - OLDEST, 1, 1), max_value=TODAY)
citizens = st.builds(citizen, places, births, st.integers(0, 999))


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    inner = "".join(draw(st.lists(st.sampled_from(SIGNS), min_size=8, max_size=8)))
    place = draw(st.integers(100_000, 999_999))
    signs = f"{draw(st.sampled_from('159ANY'))}{draw(st.integers(1, 9))}{place}{inner}{inner_check(inner)}"
    return signs + check_sign(signs)


@st.composite
def one_wrong(draw: st.DrawFn, numbers: st.SearchStrategy[str], signs: str) -> tuple[str, set[int]]:
    """A number with one sign changed, and the position (from 1) of that."""
    number = draw(numbers)
    at = draw(st.integers(0, 17))
    other = draw(st.sampled_from([sign for sign in signs if sign != number[at]]))
    return number[:at] + other + number[at + 1 :], {at + 1}


@st.composite
def two_exchanged(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, set[int]]:
    """A number with two unlike neighbours exchanged, and their positions."""
    number = draw(numbers.filter(lambda number: len(set(number)) > 1))
    unlike = [at for at in range(17) if number[at] != number[at + 1]]
    at = draw(st.sampled_from(unlike))
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :], {at + 1, at + 2}


@given(citizens)
def test_every_number_of_the_standard_is_taken_as_it_is(number: str) -> None:
    assert read_identity(CARD, number, TODAY) == number


@given(credit_codes())
def test_every_credit_code_of_the_standard_is_taken_as_it_is(code: str) -> None:
    assert read_identity(USCC, code, TODAY) == code


@given(one_wrong(citizens, "0123456789X") | two_exchanged(citizens))
def test_one_wrong_digit_or_two_exchanged_are_found_and_their_place_is_among_those_named(
    wrong: tuple[str, set[int]],
) -> None:
    number, changed = wrong
    with pytest.raises(WrongNumber) as refused:
        read_identity(CARD, number, TODAY)
    assert changed & set(refused.value.positions)
    assert refused.value.kind is CARD


@given(one_wrong(credit_codes(), SIGNS + "IOSVZ") | two_exchanged(credit_codes()))
def test_one_wrong_sign_of_a_credit_code_or_two_exchanged_are_found_and_their_place_is_among_those_named(
    wrong: tuple[str, set[int]],
) -> None:
    code, changed = wrong
    with pytest.raises(WrongNumber) as refused:
        read_identity(USCC, code, TODAY)
    assert changed & set(refused.value.positions)
    assert refused.value.kind is USCC


@given(st.text(max_size=80) | citizens.map(lambda number: number[:-1]), st.sampled_from(IdentityKind))
def test_any_text_is_a_number_or_refused_in_words_that_do_not_show_it(text: str, kind: IdentityKind) -> None:
    read = read_or_refused(kind, text)
    if isinstance(read, WrongText):
        assert not any(name in read.zh + read.en for name in (*KIND_NAMES[kind], "："))
        assert len(text) < 6 or text not in read.zh + read.en
    else:
        assert read.isascii()
        assert read.isalnum()
        assert read_identity(kind, read, TODAY) == read


@pytest.mark.parametrize("code", CODES)
def test_codes_in_use_are_taken(code: str) -> None:
    assert read_identity(USCC, code, TODAY) == code


@pytest.mark.parametrize(
    "typed",
    [
        SAMPLE,
        "11010519491231002x",
        "110105 1949 1231 002X",
        "110105-19491231-002X",
        "\u3000１１０１０５１９４９１２３１００２Ｘ\n",
        "11010519491231002×",
        "11010519491231002Х",
        "身份证号：11010519491231002X。",
        "\u200b11010519491231002X\ufeff",
        "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X",
    ],
    ids=ascii,
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert read_identity(CARD, typed, TODAY) == SAMPLE


@pytest.mark.parametrize(
    ("number", "positions", "word"),
    [
        ("1101051949123100", (), "16"),
        ("110105491231002", (), "2013"),
        ("1101O519491231002X", (5,), "第 5 位"),
        ("X10105194912310021", (1,), "第 1 位"),
        ("99010519491231002X", (1, 2), "省级"),
        ("11010519491331002X", (11, 12), "月份"),
        ("11010519491200002X", (13, 14), "出生日"),
        ("110105194906310021", tuple(range(7, 15)), "日历"),
        ("110105190002290021", tuple(range(7, 15)), "日历"),
        ("110105202611280021", tuple(range(7, 15)), "将来"),
        ("110105187512310021", tuple(range(7, 15)), "150"),
        ("110105194912310021", tuple(range(1, 19)), "校验码"),
        ("810000199408230021", tuple(range(1, 7)), "港澳居民居住证"),
        ("", (), "填写"),
        ("1" * 100, (), "填写"),
    ],
)
def test_what_is_wrong_with_a_card_number_is_said_with_its_place(
    number: str, positions: tuple[int, ...], word: str
) -> None:
    with pytest.raises(WrongNumber) as refused:
        read_identity(CARD, number, TODAY)
    assert tuple(refused.value.positions) == positions
    assert word in refused.value.zh


@pytest.mark.parametrize(
    ("code", "positions", "word"),
    [
        ("370213600000000", (), "旧"),
        ("9133010079965505", (), "16"),
        ("01330100799655058B", (1,), "登记管理部门"),
        ("9A330100799655058B", (2,), "类别"),
        ("913301OO799655058B", (7,), "数字"),
        ("9133010079965S058B", (14,), "I、O、S、V、Z"),
        ("91330100799655059B", tuple(range(9, 18)), "组织机构代码"),
        ("91330200799655058B", tuple(range(1, 19)), "校验码"),
    ],
)
def test_what_is_wrong_with_a_credit_code_is_said_with_its_place(
    code: str, positions: tuple[int, ...], word: str
) -> None:
    with pytest.raises(WrongNumber) as refused:
        read_identity(USCC, code, TODAY)
    assert tuple(refused.value.positions) == positions
    assert word in refused.value.zh


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        (IdentityKind.TEMPORARY_CARD, SAMPLE, SAMPLE),
        (IdentityKind.HOUSEHOLD_REGISTER, SAMPLE, SAMPLE),
        (IdentityKind.PASSPORT, "e 12345678", "E12345678"),
        (IdentityKind.PASSPORT, "EA1234567", "EA1234567"),
        (IdentityKind.TAIWAN_PASS, "0123 4567", "01234567"),
        (IdentityKind.HK_MACAO_PASS, "H12345678", "H12345678"),
        (IdentityKind.HK_MACAO_PASS, "m12345678(02)", "M12345678"),
        (IdentityKind.FOREIGN_PERMANENT_CARD, "usa110580080110", "USA110580080110"),
        (
            IdentityKind.FOREIGN_PERMANENT_CARD,
            citizen("911840", date(1980, 8, 1), 1),
            citizen("911840", date(1980, 8, 1), 1),
        ),
        (
            IdentityKind.HK_MACAO_PERMIT,
            citizen("820000", date(1994, 8, 23), 2),
            citizen("820000", date(1994, 8, 23), 2),
        ),
        (
            IdentityKind.TAIWAN_PERMIT,
            citizen("830000", date(1994, 8, 23), 2),
            citizen("830000", date(1994, 8, 23), 2),
        ),
    ],
)
def test_numbers_of_every_kind_are_kept_in_one_form(kind: IdentityKind, typed: str, number: str) -> None:
    assert read_identity(kind, typed, TODAY) == number


@pytest.mark.parametrize("sign", ["\u0415", "\u0392", "\u00c9", "\u2460", "\u00b2", "\u2160", "\U0001d404"])
@pytest.mark.parametrize("typed", ["{}12345678", "1234567{}", "号码 {}1234567"])
def test_a_sign_that_looks_like_one_of_the_number_is_no_label_that_is_taken_away(
    typed: str, sign: str
) -> None:
    with pytest.raises(WrongNumber):
        read_identity(IdentityKind.PASSPORT, typed.format(sign), TODAY)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (IdentityKind.PASSPORT, "PASSPORT"),
        (IdentityKind.PASSPORT, SAMPLE),
        (IdentityKind.TAIWAN_PASS, "A1234567"),
        (IdentityKind.HK_MACAO_PASS, "12345678"),
        (IdentityKind.FOREIGN_PERMANENT_CARD, SAMPLE),
        (IdentityKind.FOREIGN_PERMANENT_CARD, "110105491231002"),
        (IdentityKind.HK_MACAO_PERMIT, SAMPLE),
        (IdentityKind.HK_MACAO_PERMIT, citizen("830000", date(1994, 8, 23), 2)),
        (IdentityKind.TAIWAN_PERMIT, citizen("820000", date(1994, 8, 23), 2)),
    ],
)
def test_a_number_of_another_kind_is_refused(kind: IdentityKind, number: str) -> None:
    with pytest.raises(WrongNumber):
        read_identity(kind, number, TODAY)


def test_every_kind_has_a_name_and_those_that_show_a_citizens_number_are_of_one_person() -> None:
    assert KIND_NAMES.keys() == set(IdentityKind)
    assert [kind for kind in IdentityKind if kind.number == "citizen"] == [
        IdentityKind.RESIDENT_CARD,
        IdentityKind.TEMPORARY_CARD,
        IdentityKind.HOUSEHOLD_REGISTER,
    ]


@given(citizens)
def test_the_birth_date_is_the_one_in_the_number(number: str) -> None:
    assert f"{birth_date(CARD, number):%Y%m%d}" == number[6:14]


@pytest.mark.parametrize(
    ("kind", "number"),
    [(IdentityKind.PASSPORT, "E12345678"), (USCC, "913702198001011234"), (CARD, "110105194902300021")],
)
def test_a_number_without_a_birth_date_has_none(kind: IdentityKind, number: str) -> None:
    assert birth_date(kind, number) is None


@given(births, st.integers(0, 130))
def test_a_year_is_completed_on_the_birthday_and_not_the_day_before(birth: date, years: int) -> None:
    try:
        birthday = birth.replace(year=birth.year + years)
    except ValueError:  # 29 February of a common year
        birthday = date(birth.year + years, 2, 28)
    assert age(birth, birthday) == years
    if birthday > birth:
        assert age(birth, birthday - timedelta(days=1)) == years - 1


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before birth"):
        age(TODAY, TODAY - timedelta(days=1))

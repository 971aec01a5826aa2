"""
Numbers by which persons and organisations are known, kept in one form and checked as far as they can be.

Citizens' own number 公民身份号码 by GB 11643-1999: region, birth date, order, check character by ISO 7064
MOD 11-2. Residence permits have the same form, and so have (unverified, written from general knowledge)
permanent residents' cards since 2023. Travel permits, passports and older cards of permanent residents are
checked by their forms alone (unverified, too). Codes of organisations: ``credit_codes``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from chalicelib.texts.credit_codes import read_credit_code
from chalicelib.texts.identity_kinds import KIND_NAMES, IdentityKind
from chalicelib.texts.typed import identity_typed
from chalicelib.texts.wrong_numbers import WrongNumber, check_length, misfit, wrong_at

LONGEST_TYPED = 60
"""Characters: a number with its label and blanks. Longer is no number."""

OLDEST = 150
"""Years. Nobody born before is alive."""

_MOD_11_2 = "10X98765432"
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))

_MAINLAND = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
)
"""The first two digits of a place (GB/T 2260)."""

_PERMITS = {
    "81": IdentityKind.HK_MACAO_PERMIT,
    "82": IdentityKind.HK_MACAO_PERMIT,
    "83": IdentityKind.TAIWAN_PERMIT,
}
"""Where the number of a residence permit begins (港澳台居民居住证申领发放办法, art. 5)."""


class _Form(NamedTuple):
    """What the numbers of a kind look like, as a pattern and in words."""

    pattern: re.Pattern[str]
    zh: str
    en: str


_FORMS = {
    IdentityKind.PASSPORT: _Form(
        re.compile("(?=.*[0-9])[0-9A-Z]{5,9}"),
        "应为 5 至 9 位字母和数字（见护照资料页右上角）",
        "has 5 to 9 letters and digits, at the top right of the page with the photograph",
    ),
    IdentityKind.TAIWAN_PASS: _Form(
        re.compile("[0-9]{8}"), "应为证件正面的 8 位数字", "has 8 digits, on the front of the card"
    ),
    IdentityKind.HK_MACAO_PASS: _Form(
        re.compile("(?P<number>[HM](?:[0-9]{8}|[A-Z][0-9]{7}))(?:[0-9]{2})?"),
        "应为字母 H 或 M 后接 8 位，见证件正面（换证次数可不填）",
        "has the letter H or M and 8 digits or letters, on the front of the card; the count of renewals may "
        "be left out",
    ),
    IdentityKind.FOREIGN_PERMANENT_CARD: _Form(
        re.compile("[A-Z]{3}[0-9]{12}"),
        "应为 9 开头的 18 位号码，或旧证的 3 位字母加 12 位数字",
        "has 18 characters and begins with 9; on an older card 3 letters and 12 digits",
    ),
}
"""Kinds without a check character; of a permanent resident's card the old one."""


def read_identity(kind: IdentityKind, text: str, today: date) -> str:
    """
    The number in its one form: capital letters and digits alone.

    Args:
        text: as it was typed: wide signs, blanks, hyphens and a label around it are taken away.
        today: the local day; nobody is born after it.

    Raises:
        WrongNumber: it cannot be the number of its kind; says which positions do not fit, and what to do.
    """
    number = identity_typed(text) if len(text) <= LONGEST_TYPED else ""
    if not number:
        raise WrongNumber(kind, "请填写证件上的号码", "write the number as it stands on the document")
    if kind is IdentityKind.USCC:
        return read_credit_code(number)
    if kind is IdentityKind.FOREIGN_PERMANENT_CARD and number[0] == "9":
        return _checked(kind, number, today)
    if kind not in _FORMS:
        _at_a_known_place(kind, number)
        return _checked(kind, number, today)
    form = _FORMS[kind]
    found = form.pattern.fullmatch(number)
    if found is None:
        raise WrongNumber(kind, f"{form.zh}，请核对", f"{form.en}; please check")
    return found.groupdict().get("number") or number


def birth_date(kind: IdentityKind, number: str) -> date | None:
    """The birth date that a number of 18 signs of a person holds; None where it holds none."""
    if kind is IdentityKind.USCC or not re.fullmatch("[0-9]{17}[0-9X]", number):
        return None
    try:
        return date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return None


def age(birth: date, on: date) -> int:
    """
    Completed years 周岁. Who is born on 29 February completes one on 28 February of a common year: where the
    month has no such day its last one stands for it (民法典 art. 202).

    Raises:
        ValueError: the day lies before the birth.
    """
    if on < birth:
        raise ValueError("nobody has an age before birth")
    leap_day = (birth.month, birth.day) == (2, 29)
    day = (2, 28) if leap_day and not _is_leap(on.year) else (birth.month, birth.day)
    return on.year - birth.year - ((on.month, on.day) < day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _checked(kind: IdentityKind, number: str, today: date) -> str:
    """A number of 18 signs with a birth date and a check character inside."""
    _has_18_signs(kind, number)
    _born(kind, number, today)
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    if _MOD_11_2[total % 11] != number[17]:
        raise misfit(kind)
    return number


def _has_18_signs(kind: IdentityKind, number: str) -> None:
    if len(number) == 15 and number.isdecimal() and kind.number == "citizen":
        raise WrongNumber(
            kind,
            "15 位的第一代证已于 2013 年停止使用，请填写现在的 18 位号码；没有的请到户籍地派出所申领新证",
            "cards with 15 digits ended in 2013; write the 18 characters of the card of today, or ask the "
            "police station of your register for one",
        )
    check_length(kind, number)
    for position, sign in enumerate(number, 1):
        if not (sign.isdecimal() or (position == 18 and sign == "X")):
            raise wrong_at(
                kind,
                range(position, position + 1),
                "应为数字（只有第 18 位可以是 X）",
                "must be a digit; only position 18 may be X",
            )


def _at_a_known_place(kind: IdentityKind, number: str) -> None:
    """Citizens' numbers begin with a province, those of residence permits with 810000, 820000 or 830000."""
    _has_18_signs(kind, number)
    permit = _PERMITS.get(number[:2]) if number[2:6] == "0000" else None
    if permit is not None and permit is not kind:
        zh, en = KIND_NAMES[permit]
        raise wrong_at(
            kind,
            range(1, 7),
            f"像是{zh}的号码，请改选证件类型",
            f"look like those of a {en}; choose that kind",
        )
    if permit is None and kind in _PERMITS.values():
        raise wrong_at(
            kind, range(1, 7), "不是居住证号码的开头，请核对", "do not begin such a number; please check"
        )
    if permit is None and number[:2] not in _MAINLAND:
        raise wrong_at(kind, range(1, 3), "不是省级地区代码，请核对", "are no province's code; please check")


def _born(kind: IdentityKind, number: str, today: date) -> None:
    """The birth date at positions 7 to 14 exists, and somebody alive may have it."""
    if not "01" <= number[10:12] <= "12":
        raise wrong_at(kind, range(11, 13), "应为出生月份 01 至 12", "must be a month of birth, 01 to 12")
    if not "01" <= number[12:14] <= "31":
        raise wrong_at(kind, range(13, 15), "应为出生日 01 至 31", "must be a day of birth, 01 to 31")
    birth = birth_date(kind, number)
    if birth is None:
        raise wrong_at(kind, range(7, 15), "不是日历上的日期", "are no day of the calendar")
    if birth > today:
        raise wrong_at(kind, range(7, 15), "是将来的日期", "are a day to come")
    if birth.year < today.year - OLDEST:
        raise wrong_at(
            kind, range(7, 15), f"是 {OLDEST} 多年前的日期", f"are a day more than {OLDEST} years ago"
        )

"""Kinds of numbers by which a party is known 证件类型; apart, for who only keeps numbers and reads none."""

from __future__ import annotations

from enum import StrEnum


class IdentityKind(StrEnum):
    """
    What a party's number is the number of.

    For persons the codes of GA/T 2000.156 常用证件代码, unverified: from general knowledge; 516 and 553
    had other names in older lists. The list of 2016 has no code for the residence permits of 2018
    (国办发〔2018〕81号) and none for organisations: these have names of our own, to be replaced by what an
    exchange prescribes.
    """

    RESIDENT_CARD = "111"
    TEMPORARY_CARD = "112"
    HOUSEHOLD_REGISTER = "113"
    PASSPORT = "414"
    TAIWAN_PASS = "511"  # noqa: S105 - a travel pass
    HK_MACAO_PASS = "516"  # noqa: S105 - a travel pass
    FOREIGN_PERMANENT_CARD = "553"
    HK_MACAO_PERMIT = "hk-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    USCC = "uscc"

    @property
    def number(self) -> str:
        """
        Which number it shows: the citizen's own 公民身份号码 stands on three kinds, so that two of them are
        of one person.
        """
        return "citizen" if self in _CITIZENS else self.value


_CITIZENS = frozenset(
    {IdentityKind.RESIDENT_CARD, IdentityKind.TEMPORARY_CARD, IdentityKind.HOUSEHOLD_REGISTER}
)

KIND_NAMES: dict[IdentityKind, tuple[str, str]] = {
    IdentityKind.RESIDENT_CARD: ("居民身份证", "resident identity card"),
    IdentityKind.TEMPORARY_CARD: ("临时居民身份证", "temporary resident identity card"),
    IdentityKind.HOUSEHOLD_REGISTER: ("户口簿", "household register"),
    IdentityKind.PASSPORT: ("普通护照", "passport"),
    IdentityKind.TAIWAN_PASS: ("台湾居民来往大陆通行证", "mainland travel permit for Taiwan residents"),
    IdentityKind.HK_MACAO_PASS: (
        "港澳居民来往内地通行证",
        "mainland travel permit for Hong Kong and Macao residents",
    ),
    IdentityKind.FOREIGN_PERMANENT_CARD: ("外国人永久居留身份证", "foreign permanent resident identity card"),
    IdentityKind.HK_MACAO_PERMIT: ("港澳居民居住证", "residence permit for Hong Kong and Macao residents"),
    IdentityKind.TAIWAN_PERMIT: ("台湾居民居住证", "residence permit for Taiwan residents"),
    IdentityKind.USCC: ("统一社会信用代码", "unified social credit code"),
}
"""By kind: its name in Chinese and in English."""

"""Staff numbers 工号 as different hands write them: a sign-on, a list of members, a colleague."""

from __future__ import annotations

from unicodedata import normalize


def same_number(number: str) -> str:
    """What the writings of one staff number have in common: W-12, w-12 and full-width Ｗ－12 are one's."""
    return "".join(normalize("NFKC", number).casefold().split())


def is_number_of(number: str | None, who: str) -> bool:
    """Whether a number, if there is one, is hers, however it was written."""
    return number is not None and same_number(number) == same_number(who)

"""Case numbers 办件编号: region (6), date (8), serial (6, or more once they are used up), check digit (1)."""

from __future__ import annotations

import re
from datetime import date

LARGEST_SERIAL = 999_999_999
"""Of a day. Six digits are the usual; the exchange standard has room for 50 characters (GB/T 39046-2020)."""

_PATTERN = re.compile(r"[0-9]{14}(?:[0-9]{6}|[1-9][0-9]{6,8})[0-9]")


def case_number(region_code: str, day: date, serial: int) -> str:
    """
    A number of 21 digits, or up to 24 on a day with more than 999,999 openings; the last is the check
    digit of ISO/IEC 7064 MOD 11,10 (GB/T 17710).

    Raises:
        ValueError: the serial is not among those of a day.
    """
    if not 1 <= serial <= LARGEST_SERIAL:
        raise ValueError(f"serial {serial} is not between 1 and {LARGEST_SERIAL}")
    body = f"{region_code}{day:%Y%m%d}{serial:06d}"
    return f"{body}{_check_digit(body)}"


def is_case_number(text: str) -> bool:
    """Whether the text has the form of a case number and its check digit is right."""
    return bool(_PATTERN.fullmatch(text)) and _check_digit(text[:-1]) == text[-1]


def day_and_serial(no: str) -> tuple[date, int]:
    """
    The day on which a case number was given out, and its number on that day.

    Raises:
        ValueError: it holds no day of the calendar.
    """
    return date.fromisoformat(f"{no[6:10]}-{no[10:12]}-{no[12:14]}"), int(no[14:-1])


def _check_digit(body: str) -> str:
    product = 10
    for digit in body:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)

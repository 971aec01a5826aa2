"""How days, times, sizes and numbers are written for people, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from chalicelib.rendering.words import MONTHS, Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")

_WEEKDAYS = (
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
)
_UNITS = {
    "working_days": ("个工作日", "working day"),
    "days": ("天", "day"),
    "months": ("个月", "month"),
}


def day(iso: str, language: Language, this_year: int | None = None, *, weekday: bool = False) -> str:
    """A day: 11 月 26 日（周四）, Thursday 26 November; with its year where that is not this one."""
    on = date.fromisoformat(iso[:10])
    zh, en = _WEEKDAYS[on.weekday()]
    if language == "zh":
        year = "" if on.year == this_year else f"{on.year} 年 "
        return f"{year}{on.month} 月 {on.day} 日" + (f"（{zh}）" if weekday else "")
    year = "" if on.year == this_year else f" {on.year}"
    return (f"{en} " if weekday else "") + f"{on.day} {MONTHS[on.month - 1]}{year}"


def moment(iso: str, language: Language, this_year: int | None = None) -> str:
    """A time as the office's clock shows it: 11 月 26 日 10:56."""
    at = datetime.fromisoformat(iso)
    between = " " if language == "zh" else ", "
    return f"{day(iso, language, this_year)}{between}{at:%H:%M}"


def last_day(iso: str, language: Language, this_year: int | None = None) -> str:
    """The last day of something that is over at a moment: what ends at midnight ends on the day before."""
    before = datetime.fromisoformat(iso) - timedelta(seconds=1)
    return day(before.date().isoformat(), language, this_year, weekday=True)


def period(value: Mapping[str, object], language: Language) -> str:
    """A period: 7 个工作日, 7 working days; 当场办结, at once."""
    for kind, (zh, en) in _UNITS.items():
        number = value.get(kind)
        if number is not None:
            return f"{number} {zh}" if language == "zh" else f"{number} {en}{'' if number == 1 else 's'}"
    return "当场办结" if language == "zh" else "at once"


def size(number: int) -> str:
    """A number of bytes: 340 KB, 1.2 MB."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))} KB"
    return f"{number / 1_000_000:.1f} MB"


def case_number(no: str) -> str:
    """A case number in the groups that people read it in: place, day, serial number, check digit."""
    return f"{no[:6]} {no[6:14]} {no[14:-1]} {no[-1:]}"


def query_code(code: str) -> str:
    """A query code in two halves."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"


CHINESE = re.compile(r"[\u4e00-\u9fff]")
_UNIT = re.compile(rf"(?<=\d) (?={CHINESE.pattern})|(?<=第) (?=\d)")


def kept_together(zh: str) -> str:
    """Keep numbers of a Chinese text on a line with what they count, 4 份, by a space that does not break."""
    return _UNIT.sub("\u00a0", zh)


def sentence(text: str, language: Language) -> str:
    """A message as a sentence of its own: with a capital and a full stop."""
    stop = "。" if language == "zh" else "."
    return capital(text) + ("" if text.endswith((".", "!", "?", "。", "！", "？")) else stop)


def hours(value: Iterable[str], language: Language) -> str:
    """When an office is open: 09:00—12:00、13:00—17:00, 09:00–12:00, 13:00–17:00."""
    zh = language == "zh"
    return ("、" if zh else ", ").join(one.replace("-", "—" if zh else "–") for one in value)


def capital(text: str) -> str:
    """A text as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]

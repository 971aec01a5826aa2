"""Days, periods, articles and lists in the words of a notice, in either language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from chalicelib.cases.correction_reasons import ready_words
from chalicelib.cases.notices import Lacking
from chalicelib.cases.values import Line
from chalicelib.decisions.forms.form import Basis, Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import Period
from chalicelib.decisions.law_names import law_in_english

Language = Literal["zh", "en"]

NOTHING = "—"
"""What stands where nothing is known. ``rules check`` proves that no notice comes to this."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: date, language: Language) -> str:
    """A day: 2026年3月2日, 2 March 2026."""
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def period(value: Period, language: Language) -> str:
    """A period: 10个工作日, 10 working days."""
    kinds = (
        (value.working_days, "个工作日", "working day"),
        (value.days, "日", "day"),
        (value.months, "个月", "month"),
    )
    number, zh, en = next(one for one in kinds if one[0] is not None)
    return f"{number}{zh}" if language == "zh" else f"{number} {en}{'' if number == 1 else 's'}"


def basis(value: Basis, language: Language) -> str:
    """A law and its article; in English by the name that is usual there, for laws have no official one."""
    if language == "en":
        return law_in_english(value.title, value.article)
    return f"《{value.title}》{value.article or ''}"


def bases(values: Iterable[Basis], language: Language) -> str:
    """Laws and their articles; of one law the title once."""
    articles: dict[str, list[str]] = {}
    for value in values:
        articles.setdefault(value.title, []).extend([value.article] if value.article else [])
    told = (Basis(title=title, article="、".join(found) or None) for title, found in articles.items())
    return ("、" if language == "zh" else "; ").join(basis(one, language) for one in told)


def text(value: Text, language: Language) -> str:
    return value.zh if language == "zh" else value.en


def papers(found: Iterable[str | Lacking], item: Item, language: Language) -> str:
    """Materials by what they are called; those that may follow with the days by which they are to come."""
    return ("、" if language == "zh" else ", ").join(_paper(each, item, language) for each in found)


def _paper(one: str | Lacking, item: Item, language: Language) -> str:
    if isinstance(one, str):
        return _material(one, item, language)
    name, by = _material(one.material, item, language), day(one.by, language)
    return f"{name}（{by}以前）" if language == "zh" else f"{name} (by {by})"


def lines(found: Iterable[Line], item: Item, language: Language) -> str:
    """What is to be corrected, numbered, each on a line of its own."""
    told = []
    for number, line in enumerate(found, 1):
        name = _material(line.material, item, language)
        if language == "zh":
            told.append(f"{number}．{name}：{line.problem}；补正方法：{line.mend}")
        else:
            problem, mend = ready_words(line.problem).en, ready_words(line.mend).en
            told.append(f"{number}. {name}: {problem}; to mend it: {mend}")
    return "\n".join(told)


def _material(name: str, item: Item, language: Language) -> str:
    found = next((one.name for one in item.materials if one.material == name), None)
    return name if found is None else text(found, language)

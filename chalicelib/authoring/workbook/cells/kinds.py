"""Show a value of a rule file in a cell, and read what a cell means, by the kind of its column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import meant
from chalicelib.authoring.workbook.cells.cells import (
    Shown,
    Typed,
    Unfit,
    kind_of,
    plain,
    plain_of,
    text_of,
)
from chalicelib.authoring.workbook.cells.labels import BAR, Labels, parts
from chalicelib.decisions.facts.facts import is_date
from chalicelib.decisions.forms.form import LONGEST_NAME

Value = Any  # JSON of any shape
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIRST_DAY = "1900-03-01"  # before it Excel's calendar is wrong
_DAY_ZERO = date(1899, 12, 30)
_FIRST_NUMBER, _LAST_NUMBER = 18_264, 73_050  # Excel's numbers of 1950-01-01 and 2099-12-31


class Kind:
    """Free text; other kinds say otherwise."""

    open: bool = True
    """Whether other things than the choices may be written too."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What a drop-down offers."""
        return ()

    def show(self, value: Value) -> Shown:
        """What is put into a cell for a value."""
        return str(value)

    def read(self, cell: Typed) -> Value:
        """
        The value that a cell means.

        Raises:
            Unfit: it means none.
        """
        return text_of(cell)


class Code(Kind):
    """A name of the rule files: small letters, digits, hyphens."""

    def read(self, cell: Typed) -> Value:
        text = plain_of(cell)
        if not _NAME.fullmatch(text) or len(text) > LONGEST_NAME:
            near = "-".join(re.findall("[a-z0-9]+", text.lower()))
            hint = near if _NAME.fullmatch(near) and len(near) <= LONGEST_NAME else "food-business-licence"
            raise Unfit(say("wrong-name/name", hint=hint))
        return text


class Known(Kind):
    """A name that must be one of those known: of a rule, of an item; the check says which."""

    def read(self, cell: Typed) -> Value:
        return plain_of(cell)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a closed set."""

    labels: Labels
    open: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        return self.labels.all

    def show(self, value: Value) -> Shown:
        return self.labels.label(value)

    def read(self, cell: Typed) -> Value:
        if isinstance(cell, str):
            return self.labels.value(cell)
        if isinstance(cell, bool) and "是" in self.choices:
            choices: tuple[str, ...] = ("是" if cell else "否",)
        else:
            choices = self.choices[:12]
        raise Unfit(say("wrong-type/no-choice", what=kind_of(cell), choices=choices))


@dataclass(frozen=True)
class Several(Choice):
    """Some of a closed set, with bars between them; a single one may stand without a list."""

    open: bool = True

    def show(self, value: Value) -> Shown:
        if isinstance(value, str):
            return self.labels.label(value)
        return BAR.join(map(self.labels.label, value)) or None

    def read(self, cell: Typed) -> Value:
        if not isinstance(cell, str):
            return super().read(cell)
        return [self.labels.value(part) for part in parts(cell)]


class Whole(Kind):
    """A whole number."""

    def show(self, value: Value) -> Shown:
        return value if isinstance(value, int) and abs(value) < 10**15 else str(value)

    def read(self, cell: Typed) -> Value:
        return whole(cell)


class Span(Kind):
    """A period: a number of working days, or days, months, or at once, in words."""

    def show(self, value: Value) -> Shown:
        (unit, number), *_ = value.items() if isinstance(value, dict) and value else [("", value)]
        if unit == "working_days" and isinstance(number, int):
            return number
        return AT_ONCE if unit == "at_once" else f"{number}{_UNITS.get(unit, unit)}"

    def read(self, cell: Typed) -> Value:
        text = plain(cell) if isinstance(cell, str) else ""
        if text == AT_ONCE:
            return {"at_once": True}
        for unit, word in _UNITS.items():
            if text.removesuffix(word) != text and text.removesuffix(word).isascii():
                return {unit: whole(text.removesuffix(word).strip())}
        vague = re.fullmatch(r"([1-9][0-9]{0,3}) ?(天|自然日|周|星期|年|月|days?|months?)", text)
        if vague is not None:
            raise Unfit(say("wrong-type/period", said=text, mend=_periods(int(vague[1]), vague[2])))
        counted = re.fullmatch("([1-9][0-9]{0,3}) ?工作[日天]", text)
        if counted is not None:
            raise Unfit(say("wrong-type/whole", what=kind_of(cell), mend=meant(f"{counted[1]}个工作日")))
        return {"working_days": whole(cell)}


def _periods(number: int, unit: str) -> Both:
    """What may be meant by a number with a unit that says not which days are counted."""
    exact = {"周": 7, "星期": 7, "年": 12}
    many = number * exact.get(unit, 1)
    if unit in ("年", "月", "month", "months"):
        return Both(f"请写“{many}个月”。", f"Write '{many}个月' (months).")
    return Both(
        f"自然日写“{many}日”，工作日写“{many if many == number else number * 5}个工作日”。",
        f"Write '{many}日' for calendar days, or '{many if many == number else number * 5}个工作日' for "
        "working days.",
    )


AT_ONCE = "即办"
_UNITS = {"working_days": "个工作日", "months": "个月", "days": "日"}


class Day(Kind):
    """A day: a date of Excel's, as text YYYY-MM-DD."""

    def show(self, value: Value) -> Shown:
        text = str(value)
        return date.fromisoformat(text) if is_date(text) and text >= _FIRST_DAY else text

    def read(self, cell: Typed) -> Value:
        return day(cell)


class Amount(Kind):
    """A number with decimals, as it is written."""

    def read(self, cell: Typed) -> Value:
        return amount(text_of(cell) if isinstance(cell, str) else repr(cell))


def amount(text: str) -> int | str:
    """An amount as a rule file has it: a whole number, or text with a point; whether it is one is checked."""
    written = plain(text)
    return int(written) if re.fullmatch(r"-?(0|[1-9][0-9]{0,15})", written) else written


def whole(cell: Typed) -> int:
    """
    A whole number; text of digits is one too, as tables pasted from elsewhere have it.

    Raises:
        Unfit: it is none.
    """
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = plain(cell) if isinstance(cell, str) else ""
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,18})", text):
        return int(text)
    near = re.fullmatch(r"[+]?0*([0-9]{1,18})(\.0+)?( ?[份个日天])?", text)
    mend = meant(near[1]) if near else Both("请写数字，例如 20。", "Write a number such as 20.")
    fraction = isinstance(cell, float)
    what = Both("带小数的数字", "a number with a fraction") if fraction else kind_of(cell)
    raise Unfit(say("wrong-type/whole", what=what, mend=mend))


def day_in_digits(text: str) -> str | None:
    """The day that eight digits mean, such as 20180401, as YYYY-MM-DD; None where they mean none."""
    parts = re.fullmatch("([12][0-9]{3})([0-9]{2})([0-9]{2})", text)
    near = "-".join(parts.groups()) if parts is not None else ""
    return near if is_date(near) else None


def day(cell: Typed) -> str:
    """
    A day as YYYY-MM-DD.

    Raises:
        Unfit: it is none.
    """
    if isinstance(cell, datetime):
        if cell.time() == cell.min.time():
            return cell.date().isoformat()
        raise Unfit(say("wrong-type/time"))
    text = plain(cell) if isinstance(cell, str) else ""
    if is_date(text):
        return text
    numbers = re.findall("[0-9]+", text)
    near = "-".join(number.zfill(2) for number in numbers)
    mend = Both("请写实际存在的日期，例如 2018-04-01。", "Write a day that exists, such as 2018-04-01.")
    if isinstance(cell, int) and _FIRST_NUMBER <= cell <= _LAST_NUMBER:  # a date whose cell shows numbers
        text = (_DAY_ZERO + timedelta(days=cell)).isoformat()
        mend = Both(
            f"是不是“{text}”？请把单元格格式设为“日期”。",
            f"Did you mean '{text}'? Set the cell's format to Date.",
        )
    if len(numbers) == 3 and is_date(near):
        mend = meant(near)
    in_digits = day_in_digits(str(cell) if isinstance(cell, int) else text)
    if in_digits is not None:
        mend = meant(in_digits)
    raise Unfit(say("wrong-type/day", what=kind_of(cell), mend=mend))

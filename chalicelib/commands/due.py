"""``due DATE --days N``: when a limit runs out, on a region's calendars 办理时限计算."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from chalicelib.authoring.folder import read_folder
from chalicelib.authoring.problems import RuleFileError
from chalicelib.cases.time_limits import Due, add_working_days
from chalicelib.decisions.model import Calendar

MOST_DAYS = 10_000
LAST_YEAR = 2999


class Kind(StrEnum):
    """How days are counted: working days 工作日 or calendar days 自然日."""

    WORKING = "working"
    CALENDAR = "calendar"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments; ``run`` takes what the parser makes of them."""
    parser.add_argument("date", type=_day, metavar="DATE", help="起算日（不计入） / start, not counted")
    parser.add_argument("--days", type=_days, required=True, metavar="N", help="天数 / number of days")
    parser.add_argument(
        "--kind", type=Kind, choices=list(Kind), default=Kind.WORKING, help="工作日或自然日 / which days"
    )
    parser.add_argument(
        "--rules",
        type=Path,
        default=Path("rules/licang"),
        metavar="DIR",
        help="地区目录 / region whose calendars count",
    )


def run(arguments: argparse.Namespace) -> dict[str, str | bool]:
    """
    ``{"due": "YYYY-MM-DD", "provisional": bool}``.

    Raises:
        RuleFileError: the region's calendars cannot be used.
    """
    found = due(arguments.date, arguments.days, arguments.kind, read_calendars(arguments.rules))
    return {"due": found.date.isoformat(), "provisional": found.provisional}


def due(start: date, days: int, kind: Kind, calendars: Mapping[int, Calendar]) -> Due:
    """The last day of ``days`` after ``start``. Calendar days need no calendar and are never provisional."""
    if kind is Kind.CALENDAR:
        return Due(start + timedelta(days=days), provisional=False)
    return add_working_days(start, days, calendars)


def read_calendars(folder: Path) -> dict[int, Calendar]:
    """
    The calendars of a region's folder; mistakes in its other files do not matter here.

    Raises:
        RuleFileError: a calendar is wrong, or the folder is not there.
    """
    read = read_folder(folder)
    wrong = [p for p in read.problems if p.file.startswith("calendars/") or p.code == "missing-folder"]
    if wrong:
        raise RuleFileError(wrong)
    return {one.form.year: one.form for one in read.calendars}


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if day.year > LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"日期应写作 YYYY-MM-DD，且不晚于 {LAST_YEAR} 年，现为 {text!r}。"
            f" Write the date as YYYY-MM-DD, no later than {LAST_YEAR}, not {text!r}."
        )
    return day


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(
            f"天数应为 0 到 {MOST_DAYS} 的整数，现为 {text!r}。"
            f" Give a whole number of days from 0 to {MOST_DAYS}, not {text!r}."
        )
    return int(text)

"""``due DATE --days N``: when a limit runs out, on a region's calendars 办理时限计算."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from chalicelib.authoring.findings.problems import RuleFileError
from chalicelib.authoring.reading.folder import read_folder
from chalicelib.cases.time.time_limits import Due, add_working_days
from chalicelib.commands.command import Arguments, CallError, Command, Exit, as_json, day, show, show_json
from chalicelib.commands.language import spoken
from chalicelib.decisions.forms.region import Calendar

MOST_DAYS = 10_000
LAST_YEAR = 2999


class Kind(StrEnum):
    """How days are counted: working days 工作日 or calendar days 自然日."""

    WORKING = "working"
    CALENDAR = "calendar"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("date", type=day, metavar="DATE", help="起算日（不计入） / start, not counted")
    parser.add_argument("--days", type=_days, required=True, metavar="N", help="天数 / number of days")
    parser.add_argument(
        "--kind", choices=[kind.value for kind in Kind], default="working", help="工作日或自然日 / which days"
    )
    parser.add_argument(
        "--rules",
        type=Path,
        default=Path("rules/licang"),
        metavar="DIR",
        help="地区文件夹 / the region whose calendars count",
    )
    as_json(parser)


def run(given: Arguments) -> Exit:
    found = _due(given)
    if given.json:
        show_json({"due": found.date.isoformat(), "provisional": found.provisional})
    else:
        note = (
            "  " + spoken("暂定，待日历公布", "provisional: a calendar is not out yet")
            if found.provisional
            else ""
        )
        show(f"{found.date.isoformat()}{note}")
    return Exit.DONE


def _due(given: Arguments) -> Due:
    start: date = given.date
    if start.year > LAST_YEAR:
        raise CallError(f"日期不能晚于 {LAST_YEAR} 年 / the date must not be later than {LAST_YEAR}")
    if given.kind == Kind.CALENDAR:
        return Due(start + timedelta(days=given.days), provisional=False)
    return add_working_days(start, given.days, read_calendars(given.rules))


def read_calendars(folder: Path) -> dict[int, Calendar]:
    """
    The calendars of a region's folder; mistakes in its other files do not matter here.

    Raises:
        CallError: there is no such folder.
        RuleFileError: a calendar is wrong.
    """
    if not folder.is_dir():
        raise CallError(
            f"没有文件夹 {folder}，请用 --rules 指定 / there is no folder {folder}; name one by --rules"
        )
    read = read_folder(folder)
    wrong = [problem for problem in read.problems if problem.file.startswith("calendars/")]
    if wrong:
        raise RuleFileError(wrong)
    return {one.form.year: one.form for one in read.calendars}


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(
            f"应为 0 到 {MOST_DAYS} 的整数 / must be a whole number from 0 to {MOST_DAYS}"
        )
    return int(text)


COMMAND = Command(("", "due"), "办理时限何时届满 / when a time limit runs out", arguments, run)

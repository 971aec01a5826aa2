"""What is said of calendars that the law or the notices contradict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.authoring.checking.holidays import FIRST_YEAR, LAST_YEAR
from chalicelib.authoring.problems import Say
from chalicelib.decisions.form import Text

_LAW = "全国年节及纪念日放假办法"


def lacking(name: Text, days: Iterable[date]) -> Say:
    return Say(
        f"缺少{name.zh}放假日：{_dates(days)}（《{_LAW}》第二条）。",
        f"{name.en} is not off: {_dates(days)} ({_LAW}, article 2).",
        "请按国务院办公厅当年的放假通知补入 off；少写一天，期限就会早一天到期。",
        "Add it to 'off' by the State Council's notice of that year; without it time limits end too early.",
    )


def worked(name: Text, day: date) -> Say:
    return Say(
        f"{day} 是{name.zh}，法定放假，不能列为上班（《{_LAW}》第二条）。",
        f"{day} is {name.en}: it is off by law and cannot be worked ({_LAW}, article 2).",
        "请从 worked 中删去。",
        "Remove it from 'worked'.",
    )


def unmade(name: Text, days: Iterable[date]) -> Say:
    return Say(
        f"{name.zh}（{_dates(days)}）适逢周末，没有在工作日补假（《{_LAW}》第六条）。",
        f"{name.en} ({_dates(days)}) falls on a weekend, and no weekday is off for it ({_LAW}, article 6).",
        "请按当年的放假通知把补假的工作日补入 off。",
        "Add the weekday given for it to 'off', by the notice of that year.",
    )


def worked_too_much(short: int, off: int, weekends: int, granted: int) -> Say:
    return Say(
        f"放假的工作日 {off} 天，减去上班的周末 {weekends} 天，比法定的 {granted} 天少 {short} 天"
        f"（《{_LAW}》第二条、第六条）。",
        f"{off} weekdays off less {weekends} weekend days worked are {short} fewer than the law's {granted} "
        f"({_LAW}, articles 2 and 6).",
        "请对照当年的放假通知，删去 worked 中多列的日期，或补上 off 中少列的日期。",
        "Compare with the notice of that year: remove days from 'worked', or add those that 'off' lacks.",
    )


def off_too_much(surplus: int, off: int, weekends: int, granted: int) -> Say:
    return Say(
        f"放假的工作日 {off} 天，减去上班的周末 {weekends} 天，比法定的 {granted} 天多 {surplus} 天"
        f"（《{_LAW}》第二条）。",
        f"{off} weekdays off less {weekends} weekend days worked are {surplus} more than the law's {granted} "
        f"({_LAW}, article 2).",
        "请对照当年的放假通知：worked 是否漏了调休上班的周末，off 是否多列。"
        "另有专门通知的，请在 source 中一并写明。",
        "Compare with the notice of that year: 'worked' may lack a weekend, or 'off' have a day too many. "
        "If there is a special notice (通知), name it in 'source' too.",
    )


def off_away(days: Iterable[date]) -> Say:
    return Say(
        f"{_dates(days)} 不与任何法定节日相连。",
        f"{_dates(days)} is not joined to any statutory holiday.",
        f"请核对日期。少数民族聚居地区的节日（《{_LAW}》第四条）或国务院专门通知放假的，"
        "请在 source 中一并写明该通知。",
        f"Check the day. If it is a holiday of a minority area ({_LAW}, article 4) or of a special notice "
        "(通知), name that notice in 'source' too.",
    )


def worked_away(days: Iterable[date], near: int) -> Say:
    return Say(
        f"{_dates(days)} 列为上班，但前后 {near} 天内没有放假的工作日可与之调休。",
        f"{_dates(days)} is worked, but no weekday within {near} days is off in exchange for it.",
        "请对照当年的放假通知改正或删去。",
        "Correct or remove it by the notice of that year.",
    )


def source(year: int) -> Say:
    return Say(
        f"来源写的不是 {year} 年的通知。",
        f"The source is not the notice for {year}.",
        "请核对：日期是否也是从另一年抄来的；无误后改正 source。",
        "Check whether the days were copied from another year too, then correct 'source'.",
    )


def no_calendar(year: int) -> Say:
    return Say(
        f"没有 {year} 年的工作日历，到那一年的期限只能按周末估算，都是暂定。",
        f"There is no calendar of {year}: time limits that reach that year can only be estimated.",
        f"国务院办公厅的放假通知一般在上一年十月至十二月发布；请据此新建 calendars/{year}.yaml。",
        f"Create calendars/{year}.yaml by the State Council's notice, which is out between October and "
        "December of the year before.",
    )


def gap(year: int) -> Say:
    return Say(
        f"前后年份都有工作日历，独缺 {year} 年。",
        f"The calendar of {year} is missing between those of other years.",
        f"请按当年的放假通知新建 calendars/{year}.yaml。",
        f"Create calendars/{year}.yaml by the notice of that year.",
    )


def _dates(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)


YEAR = Say(
    f"只能核对 {FIRST_YEAR} 年至 {LAST_YEAR} 年的工作日历。",
    f"Only calendars of {FIRST_YEAR} to {LAST_YEAR} can be checked.",
    "请核对年份；《行政许可法》2004年施行，此前没有办件。",
    "Check the year; there are no cases from before 2004, when the licensing law took effect.",
)
EARLY = Say(
    "这一年的放假通知还不可能发布，这些日期不是正式安排。",
    "The notice for that year cannot be out yet: these days are nobody's decision.",
    "请删去这个文件，通知发布后再新建；没有日历的年份，期限会标明暂定。",
    "Remove the file until the notice is out; without it time limits are marked provisional.",
)

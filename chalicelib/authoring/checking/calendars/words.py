"""What is said of calendars that the law or the notices contradict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.authoring.checking.calendars.exchanges import Run
from chalicelib.authoring.checking.calendars.holidays import FIRST_YEAR, LAST_YEAR, Holiday
from chalicelib.authoring.findings.problems import Say
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


def unmade(run: Run) -> Say:
    return Say(
        f"{run.name.zh}（{_dates(run.granted)}）有法定放假日适逢周末，没有在工作日补假（《{_LAW}》第六条）。",
        f"Of {run.name.en} ({_dates(run.granted)}) a day falls on a weekend, and no weekday is off for it "
        f"({_LAW}, article 6).",
        "请按当年的放假通知把补假的工作日补入 off。",
        "Add the weekday given for it to 'off', by the notice of that year.",
    )


def elsewhere(holiday: Holiday, after: date) -> Say:
    name = holiday.name
    return Say(
        f"{name.zh}（{_dates(holiday.days)}）适逢周末，其后的第一个工作日 {after} 却不放假："
        f"历年通知一般都在这一天补休（《{_LAW}》第六条）。",
        f"Of {name.en} ({_dates(holiday.days)}) a day falls on a weekend, and the weekday after it, {after}, "
        f"is not off: notices give that day for it ({_LAW}, article 6).",
        "请对照当年的放假通知，改正 off。",
        "Compare with the notice of that year and correct 'off'.",
    )


def worked_too_much(day: date, near: int) -> Say:
    return Say(
        f"{day} 列为上班，但前后 {near} 天内没有哪个节日多放了工作日与之调休（《{_LAW}》第二条、第六条）。",
        f"{day} is worked, but no holiday within {near} days has a weekday off in exchange for it "
        f"({_LAW}, articles 2 and 6).",
        "请对照当年的放假通知，从 worked 中删去，或补上 off 中少列的日期。",
        "Compare with the notice of that year: remove it from 'worked', or add the day that 'off' lacks.",
    )


def off_too_much(run: Run, days: int) -> Say:
    return Say(
        f"{run.name.zh}（{min(run.days)} 至 {max(run.days)}）放假的工作日比法定的多 {days} 天，"
        f"没有上班的周末与之调休（《{_LAW}》第二条）。",
        f"{run.name.en} ({min(run.days)} to {max(run.days)}) has {days} weekdays off beyond the law's, for "
        f"which no weekend is worked ({_LAW}, article 2).",
        "请对照当年的放假通知：worked 是否漏了调休上班的周末，off 是否多列。"
        "国务院另行通知增加放假的，在 source 中写明该通知，并写 extra: 增加的天数。",
        "Compare with the notice of that year: 'worked' may lack a weekend, or 'off' have a day too many. "
        "If a special notice gives more days, name it in 'source' and write their number as 'extra'.",
    )


def extra_unused(days: int) -> Say:
    return Say(
        f"写了专门通知增加放假 {days} 天（extra），off 中却没有多出这么多日期。",
        f"A special notice is said to give {days} more days off ('extra'), but 'off' has not so many more.",
        "请补上缺少的日期，或改正 extra。",
        "Add the days that are missing, or correct 'extra'.",
    )


def off_away(days: Iterable[date]) -> Say:
    return Say(
        f"{_dates(days)} 不与任何法定节日相连。",
        f"{_dates(days)} is not joined to any statutory holiday.",
        f"请核对日期。少数民族聚居地区的节日（《{_LAW}》第四条）或国务院专门通知放假的，"
        "请在 source 中一并写明该通知，并写 extra: 天数。",
        f"Check the day. If it is a holiday of a minority area ({_LAW}, article 4) or of a special notice "
        "(通知), name that notice in 'source' too, and write the number of days as 'extra'.",
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

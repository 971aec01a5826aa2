"""Facts of the world that differ, in words: what running cases follow from the moment of activation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, assert_never

from chalicelib.authoring.comparing.forms.words.shown import visible
from chalicelib.authoring.comparing.forms.world import CalendarChange, ChangeKind, UnitChange, WorldChange
from chalicelib.decisions.forms.form import Text

FOLLOWED = Text(
    zh="日历、单位、人员或大厅有变，这是外部事实：从启用时起，正在办理的办件也随之变化，不只是新申请；"
    "其他修改只适用于启用后的新申请",
    en="calendars, units, members or the hall differ, which are facts of the world: from the moment of "
    "activation running cases follow them, too, not new applications alone; every other change counts for "
    "new applications only",
)
_ALONE = Text(
    zh="本次没有别的修改：已定的渠道、材料和流程都不变",
    en="nothing else differs: channels, materials and steps stay as they are",
)
_COUNTED_AGAIN = Text(
    zh="正在办理的期限按新日历重新计算并记录在案；已给申请人的期限只延长、不缩短",
    en="days of running cases are counted again, on record; a period that an applicant was given is made "
    "longer only, never shorter",
)
_HALL = Text(
    zh="大厅的地址、电话或开放时间有变：此后下单的快递，包括正在办理的办件，都按新的大厅取送；已下单的不变",
    en="the hall's address, telephone or hours differ: couriers ordered from then on, for running cases too, "
    "go by the new ones; orders that were placed stay as they are",
)
_LISTED = Text(
    zh="共同办理的人员从此按新名单核对",
    en="who is named as having worked together is checked against the new list from then on",
)


def as_json(change: WorldChange) -> dict[str, Any]:
    """The change as JSON, ``notes`` being its words."""
    return {
        "old": change.old,
        "new": change.new,
        "alone": change.alone,
        "calendars": [one.as_json() for one in change.calendars],
        "units": [one.as_json() for one in change.units],
        "hall": change.hall,
        "notes": [note.model_dump() for note in notes(change)],
    }


def notes(change: WorldChange) -> Iterator[Text]:
    """What an approver has to know of it, sentence by sentence; the first says who follows."""
    yield FOLLOWED
    if change.alone:
        yield _ALONE
    for calendar in change.calendars:
        yield from _calendar(calendar)
    if change.calendars:
        yield _COUNTED_AGAIN
    for unit in change.units:
        yield _unit(unit)
    if any(unit.what is ChangeKind.MEMBERS for unit in change.units):
        yield _LISTED
    if change.hall:
        yield _HALL


def _calendar(change: CalendarChange) -> Iterator[Text]:
    year = change.year
    match change.come:
        case True:
            yield Text(
                zh=f"{year} 年工作日历公布：此前暂定的期限由此确定",
                en=f"the calendar of {year} is out: days that were provisional become firm",
            )
        case False:
            yield Text(
                zh=f"不再有 {year} 年工作日历：这一年的期限又成为暂定",
                en=f"there is no calendar of {year} any more: its days become provisional again",
            )
        case None:
            yield Text(zh=f"{year} 年工作日历有变", en=f"the calendar of {year} differs")
    if change.off:
        yield Text(
            zh=f"改为休息：{_runs(change.off)}", en=f"off from now on: {_runs(change.off, 'to', ', ')}"
        )
    if change.worked:
        worked = change.worked
        yield Text(zh=f"改为上班：{_runs(worked)}", en=f"worked from now on: {_runs(worked, 'to', ', ')}")


def _runs(days: Sequence[date], to: str = "至", between: str = "、") -> str:
    """Days in a row as their first and last."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return between.join(str(run[0]) if len(run) == 1 else f"{run[0]} {to} {run[-1]}" for run in runs)


def _unit(change: UnitChange) -> Text:
    zh, en = f"“{change.name.zh}”（{change.unit}）", f'"{change.name.en}" ({change.unit})'
    match change.what:
        case ChangeKind.NEW:
            return Text(zh=f"新增单位{zh}", en=f"{en} is new")
        case ChangeKind.GONE:
            return Text(zh=f"不再有单位{zh}：其待办无人办理", en=f"{en} is gone: nobody has its tasks")
        case ChangeKind.MERGED:
            into = change.into or change.name
            return Text(
                zh=f"{zh}自 {change.since} 起并入“{into.zh}”：其待办转由“{into.zh}”办理",
                en=f'{en} is merged into "{into.en}" from {change.since} on, which has its tasks then',
            )
        case ChangeKind.APART:
            return Text(zh=f"{zh}不再并入其他单位：待办由本单位办理", en=f"{en} stands alone, with its tasks")
        case ChangeKind.MEMBERS:
            return Text(
                zh=f"{zh}的人员：{'；'.join(_members(change, 0))}",
                en=f"members of {en}: {'; '.join(_members(change, 1))}",
            )
        case ChangeKind.CHANGED:
            return Text(zh=f"{zh}的名称、类别或上级有变", en=f"name, kind or place of {en} differ")
        case _:
            assert_never(change.what)


def _members(change: UnitChange, language: int) -> Iterator[str]:
    said = (
        (change.come, "增加 {}", "{} new"),
        (change.gone, "减少 {}", "{} gone"),
        (change.know, "{} 会办的事项有变", "{} know other items"),
    )
    for numbers, *words in said:
        if numbers:
            yield words[language].format(visible(("、", ", ")[language].join(numbers)))

"""How urgent something is, as a mark with words 亮灯: colour is never all that tells."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from chalicelib.cases.time.time_limits import working_days_between
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.services.days import local_day

Kind = Literal["late", "soon", "fine", "open"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The worst first."""
SOON = 2
"""Working days that are left at most of what is soon due."""


class Light(NamedTuple):
    """``kind`` has a shape of its own: octagon, triangle, disc, ring. ``last``: the last day, if there is."""

    kind: Kind
    told: Text
    last: date | None = None


def light_of(release: Release, due: datetime | None, now: datetime, *, late: bool) -> Light:
    """How urgent a thing is whose time is over at ``due``; by the calendars of the release."""
    if due is None:
        return Light("late", _LATE) if late else Light("open", Text(zh="没有期限", en="no deadline"))
    today, last = local_day(release, now), local_day(release, due - timedelta(microseconds=1))
    if last < today or late:
        over = working_days_between(last, today, release.calendars)
        told = Text(zh=f"超期 {over} 个工作日", en=f"{_days(over)} late") if over else _LATE
        return Light("late", told, last)
    left = working_days_between(today, last, release.calendars)
    told = Text(zh=f"剩 {left} 个工作日", en=f"{_days(left)} left") if left else _TODAY
    return Light("soon" if left <= SOON else "fine", told, last)


_LATE = Text(zh="已超期", en="late")
_TODAY = Text(zh="今天到期", en="due today")


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"

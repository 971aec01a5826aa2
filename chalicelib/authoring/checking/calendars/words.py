"""What is said of calendars that the law or the notices contradict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.authoring.checking.calendars.holidays import Holiday
from chalicelib.authoring.findings.message import Message, say
from chalicelib.decisions.forms.form import Text

_LAW = "全国年节及纪念日放假办法"


def lacking(name: Text, days: Iterable[date]) -> Message:
    return say("holiday-missing", name=name, days=list(days))


def elsewhere(holiday: Holiday, after: date) -> Message:
    name = holiday.name
    return say("holiday-made-up-elsewhere", name=name, days=list(holiday.days), after=after)


def _dates(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)

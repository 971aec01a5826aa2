"""A page of a clerk's list, as she narrowed it down."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.cases.time.time_limits import working_days_between
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.routes.pages.clerks.lists.filters import Filters, picker
from chalicelib.routes.views.desk.lights import SOON
from chalicelib.services.cases.desk.show_desk import Page, Survey, show_desk
from chalicelib.services.days import local_day

LINES = 20
"""Of a page."""


def list_page(ports: Ports, who: Staff, filters: Filters, survey: Survey, after: str) -> Page:
    """
    The lines behind ``after``, "" for the first page, which is made of what was counted. Only where that
    ends before what is asked for can begin the list is read from there on.
    """
    wanted = picker(survey.release, who, filters)
    begins = after or _begins(survey.release, ports.clock.now(), filters.light)
    if not after and (survey.whole or survey.lines[-1].place >= begins):
        return survey.page(LINES, wanted)
    return show_desk(
        ports,
        who,
        unit=filters.unit,
        limit=LINES,
        after=begins,
        wanted=wanted,
        release=survey.release,
    )


def _begins(release: Release, now: datetime, light: str) -> str:
    """Before what place of a list no line of a light stands, but for a step that was said to be late."""
    if light in ("", "late"):
        return ""
    if light == "open":
        return "9999"
    day = local_day(release, now)
    if light == "fine":
        while working_days_between(local_day(release, now), day, release.calendars) <= SOON:
            day += timedelta(days=1)
    midnight = datetime.combine(day, time(), ZoneInfo(release.region.time_zone)).astimezone(UTC)
    return f"{midnight:%Y-%m-%dT%H:%M:%S}"

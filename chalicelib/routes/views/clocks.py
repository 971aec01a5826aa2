"""How the clocks of a case are shown: what was counted and what was not, in figures and in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case
from chalicelib.cases.clocks import Count, Span, count, limit_of, period_of
from chalicelib.cases.values import ClockRun
from chalicelib.decisions.clock import Clock
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Release
from chalicelib.decisions.plan import Period
from chalicelib.routes.views.words import day, time


def show_clocks(release: Release, case: Case, now: datetime) -> list[dict[str, Any]]:
    """The clocks that have run, in the order of the rule files."""
    item, shown = release.items[case.item], []
    for clock in release.clocks:
        run, limit = case.clocks.get(clock.clock), limit_of(clock, item)
        if run is not None and limit is not None:
            shown.append(_clock(release, case, clock, run, limit, now))
    return shown


def show_extensions(release: Release, case: Case) -> list[dict[str, Any]]:
    """Every extension that was asked for, and what came of it, for staff."""
    titles = {clock.clock: clock.title for clock in release.clocks}
    return [
        {
            "task": name,
            "clock": each.clock,
            "title": titles[each.clock].model_dump() if each.clock in titles else None,
            "by": _period(each.period),
            "reason": each.reason,
            "asked_by": each.asked_by,
            "asked_at": time(release, each.asked_at),
            "granted": each.granted,
            "answered_by": each.answered_by,
            "answered_at": time(release, each.answered_at),
            "answer": each.answer,
        }
        for name, each in case.extensions.items()
    ]


def _clock(
    release: Release, case: Case, clock: Clock, run: ClockRun, limit: Period, now: datetime
) -> dict[str, Any]:
    """
    A clock: ``due`` is its last day; ``counted`` and ``paused`` are days, both inclusive; ``left`` is how
    many are to come while it runs.
    """
    today = now.astimezone(ZoneInfo(release.region.time_zone)).date()
    counted = count(run, limit, today, release.calendars)
    return {
        "clock": clock.clock,
        "title": clock.title.model_dump(),
        "since": day(run.since),
        "due": day(run.due),
        "provisional": run.provisional,
        "running": run.running,
        "ran_out": run.ran_out,
        "stopped_on": day(run.stopped_on),
        "limit": _period(limit),
        "extend": _extend(release, case, clock),
        "counted": [_span(span) for span in counted.counted],
        "left": counted.left if run.running else None,
        "paused": [_span(span) | _grounds(case, task) for task, span in counted.paused.items()],
        "extended": [
            {
                "by": _period(each.period),
                "reason": each.reason,
                "granted_on": time(release, each.answered_at),
            }
            for each in case.extensions.values()
            if each.clock == clock.clock and each.granted
        ],
        "count": _in_words(limit, run, counted).model_dump(),
    }


def _extend(release: Release, case: Case, clock: Clock) -> dict[str, Any] | None:
    """How much it may be extended at most, and how often yet; None where it cannot be for this item."""
    if clock.extend is None:
        return None
    at_most = period_of(clock.extend.at_most, release.items[case.item])
    if at_most is None:
        return None
    granted = sum(each.clock == clock.clock and each.granted is True for each in case.extensions.values())
    times = clock.extend.times
    return {"at_most": _period(at_most), "times": times, "left": max(0, times - granted)}


def _grounds(case: Case, task: str) -> dict[str, Any]:
    grounds = case.pauses.get(task)
    basis = None if grounds is None else grounds.basis.model_dump(exclude_none=True)
    return {"task": task, "basis": basis, "reason": None if grounds is None else grounds.reason}


def _span(span: Span) -> dict[str, Any]:
    return {"from": day(span.first), "until": day(span.last), "days": span.days}


def _period(period: Period) -> dict[str, Any]:
    return period.model_dump(exclude_none=True)


def _in_words(limit: Period, run: ClockRun, counted: Count) -> Text:
    """What was counted and what was not, in one sentence: a limit in working days is counted in them."""
    zh, en = ("个工作日", "working days") if limit.working_days is not None else ("日", "days")
    said = [_said(limit)]
    said += [(f"延长{more}", f"extended by {longer}") for more, longer in map(_said, run.extended)]
    done = sum(span.days for span in counted.counted)
    said.append((f"已计{done}{zh}", f"{done} {en} counted"))
    for span in counted.paused.values():
        said.append(
            (
                f"{span.first}至{span.last}中止，{span.days}{zh}不计入",
                f"{span.first} to {span.last} paused, {span.days} {en} not counted",
            )
        )
    if run.running:
        said.append((f"剩余{counted.left}{zh}", f"{counted.left} {en} left"))
    return Text(zh="；".join(one for one, _ in said), en="; ".join(one for _, one in said))


def _said(period: Period) -> tuple[str, str]:
    """A period in both languages."""
    if period.working_days is not None:
        return f"{period.working_days}个工作日", f"{period.working_days} working days"
    if period.months is not None:
        return f"{period.months}个月", f"{period.months} months"
    if period.days is not None:
        return f"{period.days}日", f"{period.days} days"
    return "即办", "at once"

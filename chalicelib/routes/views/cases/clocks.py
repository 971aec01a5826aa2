"""How the clocks of a case are shown: what was counted and what was not, in figures and in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case
from chalicelib.cases.time.clocks import Count, Span, count, limit_of, period_of
from chalicelib.cases.values import ClockRun
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Period
from chalicelib.routes.views.texts import text
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
            "reason": text(each.reason),
            "asked_by": each.asked_by,
            "asked_at": time(release, each.asked_at),
            "granted": each.granted,
            "answered_by": each.answered_by,
            "answered_at": time(release, each.answered_at),
            "answer": text(each.answer),
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
                "reason": text(each.reason),
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
    return {"task": task, "basis": basis, "reason": text(None if grounds is None else grounds.reason)}


def _span(span: Span) -> dict[str, Any]:
    return {"from": day(span.first), "until": day(span.last), "days": span.days}


def _period(period: Period) -> dict[str, Any]:
    return period.model_dump(exclude_none=True)


def _in_words(limit: Period, run: ClockRun, counted: Count) -> Text:
    """What was counted and what was not, in one sentence: a limit in working days is counted in them."""
    kind = "working_days" if limit.working_days is not None else "days"
    said = [_said(limit)]
    said += [(f"延长{more}", f"extended by {longer}") for more, longer in map(_said, run.extended)]
    done = sum(span.days for span in counted.counted)
    zh, en = _amount(done, kind)
    said.append((f"已计{zh}", f"{en} counted"))
    for span in counted.paused.values():
        zh, en = _amount(span.days, kind)
        said.append(
            (
                f"{span.first}至{span.last}中止，{zh}不计入",
                f"{span.first} to {span.last} paused, {en} not counted",
            )
        )
    if run.running:
        zh, en = _amount(counted.left, kind)
        said.append((f"剩余{zh}", f"{en} left"))
    return Text(zh="；".join(one for one, _ in said), en="; ".join(one for _, one in said))


_KINDS = {
    "working_days": ("个工作日", "working day"),
    "days": ("日", "day"),
    "months": ("个月", "month"),
}


def _said(period: Period) -> tuple[str, str]:
    """A period in both languages."""
    for kind in _KINDS:
        number = getattr(period, kind)
        if number is not None:
            return _amount(number, kind)
    return "即办", "at once"


def _amount(number: int, kind: str) -> tuple[str, str]:
    zh, en = _KINDS[kind]
    return f"{number}{zh}", f"{number} {en}{'' if number == 1 else 's'}"

"""Issue notices 出具文书: each kind in one way, with what is known of the case at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.cases import events
from chalicelib.cases.notices import Filling, Lacking, Notice, kept, next_id, recipients
from chalicelib.cases.people.acting import agent_holds
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time.clocks import STATUTORY
from chalicelib.cases.time.time_limits import add_working_days
from chalicelib.cases.values import Line
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.decisions.forms.unit import every_unit

SERVED_WITHIN = 10
"""
Working days that a notice has to be served by itself, before a person sees to it. For decisions it is the
law's own (行政许可法 art. 44: issued and served within ten working days); for all others the figure is ours.
"""

PROMISED = "item.limits.promised"

Known = Mapping[Placeholder, Filling]
_NOTHING: Known = MappingProxyType({})


def issue(
    recorder: EventRecorder,
    name: str | None,
    known: Known = _NOTHING,
    reason: str | None = None,
    lines: tuple[Line, ...] = (),
    *,
    waits: bool = True,
) -> None:
    """
    Issue the notice of this name, if the case's rules have it; its number is given with the commit.

    Args:
        known: what only this moment tells, beside what the case does.
        reason, lines: what a person wrote, where the notice has a place for it.
        waits: whether a person sees to it that it is served, if it is not by itself.
    """
    template = recorder.release.notices.get(name or "")
    if template is None:
        return
    case, today = recorder.case, recorder.today
    notice = Notice(
        id=next_id(template.notice, case.notices.values()),
        kind=template.notice,
        to=recipients(template, agent=agent_holds(recorder.case, recorder.today)),
        issued_on=today,
        issued_at=recorder.at,
        release=case.release,
        template=template.digest,
        values=kept(template, {**_of_case(recorder), **known}),
        reason=reason if Placeholder.REASON in template.placeholders else None,
        lines=lines if Placeholder.LINES in template.placeholders else (),
        due=_served_by(recorder) if waits else None,
    )
    recorder.record(events.NoticeIssued, notice=notice)


def _served_by(recorder: EventRecorder) -> datetime:
    last = add_working_days(recorder.today, SERVED_WITHIN, recorder.release.calendars).date
    return recorder.end_of(last)


def issue_at(recorder: EventRecorder, milestone: Milestone) -> None:
    """Issue what belongs to a milestone, however it was reached."""
    for name, template in recorder.release.notices.items():
        if template.issued_at is milestone:
            issue(recorder, name)


def _of_case(recorder: EventRecorder) -> dict[Placeholder, Filling]:
    """
    What a case tells of itself: who signs, its days, by when it is decided, and what is to follow. An
    application whose papers have not come yet was made on the day of its submission.
    """
    days = recorder.case.milestones
    known: dict[Placeholder, Filling] = {Placeholder.OFFICE: _office(recorder)}
    came = days.get(Milestone.RECEIVED, days.get(Milestone.SUBMITTED))
    for placeholder, day in (
        (Placeholder.RECEIVED_ON, came),
        (Placeholder.ACCEPTED_ON, days.get(Milestone.ACCEPTED)),
        (Placeholder.DECIDED_ON, days.get(Milestone.DECIDED)),
    ):
        if day is not None:
            known[placeholder] = day
    limits = {STATUTORY: Placeholder.STATUTORY_DUE, PROMISED: Placeholder.PROMISED_DUE}
    for clock in recorder.release.clocks:
        run = recorder.case.clocks.get(clock.clock)
        if run is not None and isinstance(clock.limit, str) and clock.limit in limits:
            known[limits[clock.limit]] = run.due
    owed = sorted(recorder.case.deferred.items(), key=lambda pair: pair[1].due)
    if owed:
        known[Placeholder.DEFERRED] = tuple(Lacking(material=name, by=one.due) for name, one in owed)
    return known


def _office(recorder: EventRecorder) -> Text:
    """Who decides, by name: the authority that signs."""
    decides = recorder.unit("decides")
    return next(unit.name for unit in every_unit(recorder.release.units) if unit.unit == decides)

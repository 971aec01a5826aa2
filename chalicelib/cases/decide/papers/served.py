"""Serve notices 送达: on the portal, by parcel, at the counter; what nobody gets, a person sees to."""

from __future__ import annotations

from datetime import date

from chalicelib.cases import commands, events
from chalicelib.cases.decide.papers.notices import SERVED_WITHIN
from chalicelib.cases.decide.work.owing import end_side, open_side
from chalicelib.cases.notices import Notice
from chalicelib.cases.people.acting import agent_holds
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.time_limits import add_working_days
from chalicelib.cases.values import Role, Shipment, SideKind, SideTask
from chalicelib.decisions.forms.notice import Recipient, Way

BY_STAFF: tuple[Way, ...] = ("counter", "courier", "publication")
"""By which ways staff serve what did not reach anybody by itself."""


def decide_open_notice(recorder: EventRecorder, command: commands.OpenNotice) -> None:
    """
    A party opens a notice: with that it is served, where its rules let the portal do.

    Raises:
        NotPossible: there is none of this id.
    """
    notice = recorder.case.notices.get(command.notice)
    if notice is None:
        raise no_such_notice()
    agent = command.by.role is Role.AGENT and agent_holds(recorder.case, recorder.today)
    _serve(recorder, notice, "portal", "agent" if agent else "applicant")


def no_such_notice() -> NotPossible:
    return NotPossible(
        "no_such_notice",
        "本办件没有这份文书，请在文书列表中查看",
        "this case has no such notice; see its list of notices",
    )


def serve_by_parcel(recorder: EventRecorder, order: str) -> None:
    """
    A parcel that the office sent is there: it brought what had been issued when it was ordered, and may go by
    courier. The day of service is that of the signature (民事诉讼法, on service by post: the day that the
    receipt tells), not the one on which the carrier was asked; where its trace tells none, today.
    """
    parcel = recorder.case.shipments[order]
    for notice in tuple(recorder.case.notices.values()):
        if _went_along(notice, parcel):
            _serve(recorder, notice, "courier", "applicant", order)


def _went_along(notice: Notice, parcel: Shipment) -> bool:
    """Whether a notice was there when its parcel was ordered."""
    return parcel.ordered_at is not None and notice.issued_at <= parcel.ordered_at


def _day_of_service(recorder: EventRecorder, notice: Notice, order: str | None) -> date:
    """The local day, no day before the issue and none to come: a carrier's clock may be a little wrong."""
    signed = None if order is None else recorder.case.shipments[order].signed_at
    day = recorder.today if signed is None else recorder.local_day(signed)
    return min(max(day, notice.issued_on), recorder.today)


def take_back_service(recorder: EventRecorder, order: str) -> None:
    """
    A parcel that counted as received has come back, was lost, or it is doubtful who signed for it: what it
    served counts as not served, and a person sees to it, unless it was served in another way as well.
    """
    for notice in tuple(recorder.case.notices.values()):
        if any(one.parcel == order for one in notice.served):
            recorder.record(events.NoticeCameBack, notice=notice.id, parcel=order)
            if not recorder.case.notices[notice.id].served:
                open_side(recorder, SideKind.NOTICE_NOT_SERVED, (notice.id,))


def serve_at_counter(recorder: EventRecorder) -> None:
    """Whoever acts for the case has come for the result, and gets with it what may be handed over."""
    for notice in tuple(recorder.case.notices.values()):
        _serve(recorder, notice, "counter", _acting(recorder))


def _acting(recorder: EventRecorder) -> Recipient:
    """Who acts for the case today: its agent while she may."""
    return "agent" if agent_holds(recorder.case, recorder.today) else "applicant"


def _serve(
    recorder: EventRecorder, notice: Notice, way: Way, to: Recipient, parcel: str | None = None
) -> None:
    """
    A notice reaches somebody by a way that its rules have, the first time; what a parcel brought, which its
    carrier may take back, once more in another way.
    """
    template = recorder.release.notices.get(notice.kind)
    reached = to if to in notice.to else notice.to[0]
    if template is None or way not in template.served_by:
        return
    if notice.surely_served(reached) or (parcel is not None and reached not in notice.unserved):
        return
    day = _day_of_service(recorder, notice, parcel)
    recorder.record(events.NoticeServed, notice=notice.id, to=reached, way=way, on=day, parcel=parcel)
    for side in recorder.case.sides_of(SideKind.NOTICE_NOT_SERVED):
        if side.about == (notice.id,):
            end_side(recorder, side)


def expire_unserved(recorder: EventRecorder) -> None:
    """What has reached nobody in time comes to a person's list."""
    for notice in tuple(recorder.case.notices.values()):
        if notice.due is not None and notice.due <= recorder.at:
            open_side(recorder, SideKind.NOTICE_NOT_SERVED, (notice.id,))


def recount_unserved(recorder: EventRecorder) -> None:
    """Work out again until when it is waited that notices are served, by the calendars in force."""
    for notice in recorder.case.notices.values():
        last = add_working_days(notice.issued_on, SERVED_WITHIN, recorder.release.calendars).date
        if notice.due is not None and recorder.end_of(last) != notice.due:
            recorder.record(events.NoticeDueChanged, notice=notice.id, due=recorder.end_of(last))


def end_unserved(recorder: EventRecorder, side: SideTask, command: commands.EndSide) -> None:
    """
    Staff have served a notice, by which way and on which day; or give it up, and say why.

    Raises:
        NotPossible: the way or the day is not said, or cannot be.
    """
    notice = recorder.case.notices[side.about[0]]
    if command.outcome == "served":
        way, day = _service(recorder, notice, command)
        for to in notice.unserved:
            recorder.record(events.NoticeServed, notice=notice.id, to=to, way=way, on=day)
    end_side(recorder, side, command.outcome, command.reason)


def _service(recorder: EventRecorder, notice: Notice, command: commands.EndSide) -> tuple[Way, date]:
    if command.way not in BY_STAFF:
        raise NotPossible(
            "way_needed",
            "请写明送达方式（way）：窗口交付（counter）、快递（courier）或公告（publication）",
            "say by which way it was served (way): at the counter (counter), by courier (courier) or by "
            "publication (publication)",
        )
    if command.day is None or not notice.issued_on <= command.day <= recorder.today:
        raise NotPossible(
            "day_needed",
            f"请写明送达日期（day）：不早于出具之日{notice.issued_on}，不晚于今天",
            f"give the day on which it was served (day): not before {notice.issued_on}, when it was issued, "
            "and not after today",
        )
    return command.way, command.day

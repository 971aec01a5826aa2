"""How long parties of a case are kept 保存期限, and when they are erased (个人信息保护法 arts. 19, 47)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from chalicelib.cases import commands, events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.side_titles import TITLES
from chalicelib.cases.time.time_limits import months_after
from chalicelib.cases.values import ErasureReason, Shipment
from chalicelib.decisions.forms.form import Text

_LOOK_AGAIN = timedelta(days=30)
"""How long is waited where something is still open when the time of keeping is over."""


def keep_parties(recorder: EventRecorder) -> None:
    """The case is closed: its parties are kept as many years as the region says, else without an end."""
    retention = recorder.release.region.retention
    if retention is not None:
        last = months_after(recorder.today, 12 * retention.years)
        recorder.record(events.PartiesKept, until=recorder.end_of(last))


def expire_retention(recorder: EventRecorder) -> None:
    """The parties have been kept long enough. Who is still needed is kept until that is over."""
    case = recorder.case
    if case.erasure_at is None or recorder.at < case.erasure_at:
        return
    if _still_open(case):
        recorder.record(events.ErasurePutOff, until=recorder.at + _LOOK_AGAIN)
    else:
        recorder.record(events.PartiesErased, reason=ErasureReason.RETENTION)


def decide_erase_parties(recorder: EventRecorder, command: commands.EraseParties) -> None:
    """
    Raises:
        NotPossible: the case is not closed, something about it is still to be done, or the time for which the
            parties must be kept is not over: until then they may only be stored (个人信息保护法 art. 47).
    """
    case = recorder.case
    if case.erased is not None:
        return
    if case.stage is not Stage.CLOSED:
        raise NotPossible(
            "not_closed",
            "办件还没有办结，当事人资料仍需使用，不能删除；请先办结或由申请人撤回",
            "the case is not closed and its parties are still needed: close it, or have it withdrawn, first",
        )
    if _still_open(case):
        told = list(_open(recorder))
        zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
        raise NotPossible(
            "still_open",
            f"办件虽已办结，仍有事项没有了结，需要当事人资料：{zh}。请先处理完再删除",
            "the case is closed, but something is still open that needs its parties: "
            f"{en}. Deal with it first",
        )
    if case.kept_until is not None and recorder.at < case.kept_until:
        last = _last_day(recorder, case)
        raise NotPossible(
            "kept_by_law",
            f"当事人资料须依法保存至 {last}，期限内只能存储，不能删除；期满自动删除",
            f"the parties have to be kept up to {last}: until then they are stored and not erased; then they "
            "are by themselves",
        )
    recorder.record(events.PartiesErased, reason=command.reason)


def _last_day(recorder: EventRecorder, case: Case) -> str:
    if case.kept_until is None:
        return ""
    zone = ZoneInfo(recorder.release.region.time_zone)
    return (case.kept_until - timedelta(seconds=1)).astimezone(zone).date().isoformat()


def _open(recorder: EventRecorder) -> Iterator[Text]:
    """What is still open, by name."""
    case, named = recorder.case, {one.material: one.name for one in recorder.item.materials}
    for side in case.sides.values():
        title = TITLES[side.kind]
        yield Text(zh=f"待办“{title.zh}”（{side.id}）", en=f"the task '{title.en}' ({side.id})")
    for name in case.deferred:
        title = named.get(name, Text(zh=name, en=name))
        yield Text(zh=f"容缺材料“{title.zh}”", en=f"the material '{title.en}', which is owed")
    for order, parcel in case.shipments.items():
        if _needs_its_parties(case, order, parcel):
            number = parcel.number or order
            yield Text(zh=f"快件 {number}", en=f"the parcel {number}")
    for notice in case.notices.values():
        if notice.due is not None:
            template = recorder.release.notices.get(notice.kind)
            title = Text(zh=notice.kind, en=notice.kind) if template is None else template.title
            number = notice.number or notice.id
            yield Text(
                zh=f"未送达的文书“{title.zh}”（{number}）",
                en=f"the notice '{title.en}' ({number}), not served",
            )


def _still_open(case: Case) -> bool:
    """Whether somebody may still have to write to the parties, call or find them."""
    parcels = any(_needs_its_parties(case, order, parcel) for order, parcel in case.shipments.items())
    notices = any(notice.due is not None for notice in case.notices.values())
    return bool(case.sides or case.deferred) or parcels or notices


def _needs_its_parties(case: Case, order: str, parcel: Shipment) -> bool:
    """
    Whether a parcel of a closed case still needs them: it holds papers, or its order is not with the carrier
    yet. What its trace told last does not say so: where staff found out what became of it, it stays as it is.
    """
    ordering = parcel.number is None and parcel.status == ShipmentStatus.REQUESTED
    return ordering or bool(case.in_parcel(order))

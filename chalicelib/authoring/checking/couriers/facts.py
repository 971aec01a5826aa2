"""What couriers need: facts that the system knows, parcels asked about by known names, a hall that opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from chalicelib.authoring.findings.problems import Mark, Say, did_you_mean
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, same_as_file
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.cases.parcels.pick_up import SHORTEST, hours_of
from chalicelib.cases.parcels.polling import PHONE_NEEDED
from chalicelib.cases.parcels.shipments import ShipmentStatus
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.plans import MAILED
from chalicelib.decisions.region import Courier, Interval, Region

_LONGEST_NIGHT = 12
_EARLIEST, _LATEST = time(6), time(22)
_TRACE_CODE = re.compile(r"[0-8]|1[0-4]|[1-8][0-9]{2}|10[0-9]{2}")
"""
A state of Kuaidi100 (0-8, 10-14), or what it says more of one: three digits of which the first is the state,
four that begin with 10 of what is under way (api.kuaidi100.com, real-time query, list of states).
"""


def check_courier(courier: Read[Courier]) -> None:
    """
    Report intervals that no parcel would ever come to: of a status that is none, or written twice.

    A trace code may be any that belongs to a state by its digits: the documents list not all. And report
    times that leave a parcel without a query, a query without an answer, or silence without anyone who hears.
    """
    _check_times(courier)
    same_as_file(courier, "courier", courier.form.courier)
    polling = [(one.status, ("polling", number, "status")) for number, one in enumerate(courier.form.polling)]
    each_once(courier, polling)
    known = [status.value for status in ShipmentStatus if not status.terminal]
    for status, path in polling:
        if status not in known and not _TRACE_CODE.fullmatch(status):
            zh, en = did_you_mean(status, known)
            say = Say(
                f"包裹没有状态“{status}”，这个间隔永远用不上。",
                f"No parcel that is still asked about has the status '{status}': this is never used.",
                f'{zh}快递公司的轨迹代码写成加引号的数字，如 "1001"。',
                f'{en} A trace code of the carrier is a number in quotes, such as "1001".',
            )
            courier.report(courier.node.find(*path), "unknown-status", say)


def _check_times(courier: Read[Courier]) -> None:
    form, node = courier.form, courier.node
    first, last = form.night
    if first == last:
        courier.report(node.find("night"), "night", _NO_NIGHT)
    elif (last - first) % 24 > _LONGEST_NIGHT:
        courier.report(node.find("night"), "night", _night((last - first) % 24))
    if form.give_up_days * 24 <= form.silent_hours:
        courier.report(node.find("give_up_days"), "give-up-days", _GIVE_UP)
    for number, interval in enumerate(form.polling):
        if interval.minutes >= form.silent_hours * 60:
            courier.report(node.find("polling", number, "minutes"), "silent-hours", _unheard(form, interval))
    if form.code in PHONE_NEEDED and not form.phone_needed:
        courier.report(node.find("phone_needed"), "phone-needed", _PHONE)


def check_hall(region: Read[Region]) -> None:
    """Report hours in which no courier could ever fetch a result at the hall."""
    hours = region.form.hall.hours
    if not hours:
        written = "hours" in region.form.hall.model_fields_set
        at = region.node.key("hall", "hours") if written else region.node.key("hall")
        region.report(at, "hall-hours", _NO_HOURS)
        return
    spans = [hours_of(opening) for opening in hours]
    for number, (opens, closes) in enumerate(spans):
        at = region.node.find("hall", "hours", number)
        if opens >= closes:
            region.report(at, "hall-hours", _CROSSED)
        elif opens < _EARLIEST or closes > _LATEST:
            region.report(at, "hall-hours", _UNLIKELY)
        elif number and spans[number - 1][1] > opens:
            region.report(at, "hall-hours", _OVERLAP)
    if all(opens < closes for opens, closes in spans) and all(
        datetime.combine(date.min, closes) - datetime.combine(date.min, opens) < SHORTEST
        for opens, closes in spans
    ):
        region.report(region.node.find("hall", "hours"), "hall-hours", _TOO_SHORT)


def check_courier_facts(folder: Folder) -> None:
    """
    Report plans that send couriers in a region whose applicants are never asked.

    Such a plan would run, and every case of it end at the counter: nobody would see why.
    """
    facts = folder.facts
    if not facts.whole or CONSENT in facts.broken:
        return
    consent = facts.declared.get(CONSENT)
    for plan in folder.plans:
        at = next(_by_courier(plan), None)
        if at is not None and (consent is None or consent.type != "bool"):
            plan.report(at, "courier-consent", _CONSENT)
        elif at is not None and MAILED in facts.declared and facts.declared[MAILED].type != "bool":
            plan.report(at, "courier-consent", _MAILED)


def _by_courier(plan: ReadPlan) -> Iterator[Mark]:
    """Where a plan first says that it sends a courier."""
    for step in plan.form.steps:
        if step.by == "pick_up":
            yield plan.uses[step.step].find("part")
    if "courier" in plan.form.result_out:
        yield plan.node.find("result_out")


def _night(hours: int) -> Say:
    return Say(
        f"“night”（夜间不查询）长达 {hours} 小时，快件几乎无人查询。",
        f"The night in which nothing is asked has {hours} hours: parcels would hardly be asked after.",
        f"请写成 [开始, 结束] 两个钟点，例如 [22, 7]，至多 {_LONGEST_NIGHT} 小时。",
        f"Write [begin, end] as hours of the clock, such as [22, 7], {_LONGEST_NIGHT} hours at most.",
    )


def _unheard(courier: Courier, interval: Interval) -> Say:
    return Say(
        f"隔 {interval.minutes} 分钟才查询一次，不短于视为滞留的 {courier.silent_hours} 小时"
        "（silent_hours）：滞留的包裹不能按时发现。",
        f"Asked only every {interval.minutes} minutes, while a parcel counts as delayed after "
        f"{courier.silent_hours} hours of silence (silent_hours): nobody would notice in time.",
        f"请写小于 {courier.silent_hours * 60} 的 minutes，或增加 silent_hours。",
        f"Write fewer than {courier.silent_hours * 60} minutes, or make silent_hours longer.",
    )


_NO_NIGHT = Say(
    "“night”（夜间不查询）的开始和结束是同一钟点，等于没有夜间：快件整夜都会查询。",
    "The night in which nothing is asked begins and ends at the same hour: it has no hours, and parcels "
    "would be asked after all night.",
    "请写成 [开始, 结束] 两个不同的钟点，例如 [22, 7]。",
    "Write [begin, end] as two hours of the clock, such as [22, 7].",
)
_GIVE_UP = Say(
    "停止跟踪（give_up_days）不晚于视为滞留（silent_hours），快件在有人过问之前就停止跟踪了。",
    "A parcel would be given up (give_up_days) before it counts as delayed (silent_hours) and anyone looks.",
    "请增加 give_up_days，或减少 silent_hours。",
    "Make give_up_days longer, or silent_hours shorter.",
)
_PHONE = Say(
    "快递100查询这家快递公司须提供电话（phone_needed），否则每次查询都被拒绝。",
    "Kuaidi100 tells nothing of this carrier's parcels without a phone: every query would be refused.",
    "请写 phone_needed: true。",
    "Write phone_needed: true.",
)
_NO_HOURS = Say(
    "没有写明大厅的开放时间（hours），快递不知何时可到大厅取件。",
    "The hall's hours are not told: nobody knows when a courier can fetch a result there.",
    '请补充工作日的开放时间，例如 hours: ["09:00-12:00", "13:00-17:00"]。',
    'Add the hours of a working day, such as hours: ["09:00-12:00", "13:00-17:00"].',
)
_CROSSED = Say(
    "开放时间的结束不晚于开始。",
    "These hours end before they begin.",
    '请写成 "开始-结束"，例如 "09:00-12:00"。',
    'Write "begin-end", such as "09:00-12:00".',
)
_UNLIKELY = Say(
    f"开放时间超出 {_EARLIEST:%H:%M} 至 {_LATEST:%H:%M}，恐怕是笔误。",
    f"These hours lie outside {_EARLIEST:%H:%M} to {_LATEST:%H:%M}: most likely a slip.",
    '请按24小时制核对，例如下午五点写 "17:00"。',
    'Check them on the clock of 24 hours: five in the afternoon is "17:00".',
)
_OVERLAP = Say(
    "开放时间与前一段重叠，或次序颠倒。",
    "These hours overlap with those before them, or stand in the wrong order.",
    "请按先后排列，互不重叠。",
    "Put them in order, without overlap.",
)
_TOO_SHORT = Say(
    "没有一段开放时间满一小时，快递无法预约到大厅取件。",
    "None of these hours is an hour long: no courier could be ordered to the hall.",
    "请至少写一段一小时以上的时间。",
    "Write at least one of an hour or more.",
)
_CONSENT = Say(
    f"流程要派快递，但没有是非要素 {CONSENT}：申请人不会被问到，快递也就永远不会派出。",
    f"The plan sends a courier, but there is no yes-or-no fact {CONSENT}: nobody is asked, none is sent.",
    f"请在 facts.yaml 声明 {CONSENT}（type: bool）。",
    f"Declare {CONSENT} in facts.yaml (type: bool).",
)
_MAILED = Say(
    f"要素 {MAILED} 不是是非要素，快递永远不会寄出结果。",
    f"The fact {MAILED} is not of type bool, so that no result is ever sent.",
    f"请在 facts.yaml 将 {MAILED} 改为 type: bool。",
    f"Make {MAILED} type: bool in facts.yaml.",
)

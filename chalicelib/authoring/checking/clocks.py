"""
Clocks against the law 计时: an answer in five working days, or the application counts as accepted
(行政许可法 art. 32); a decision within the limit of the item, extended once at most (art. 42); the licence
handed out ten working days after it (art. 44).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TOP, Problem, Say, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import once_in_folder
from chalicelib.decisions.clock import Clock
from chalicelib.decisions.conditions import hold
from chalicelib.decisions.model import ItemType, Release
from chalicelib.decisions.plan import Milestone, Period

FILE = "clocks.yaml"
TYPE = "item.type"
ANSWER_DAYS, DELIVERY_DAYS = 5, 10
EXTENSIONS = 1
_ANSWERS = (Milestone.TOLD, Milestone.ACCEPTED, Milestone.NOT_ACCEPTED)


class Duty(NamedTuple):
    """
    A clock that the law wants: known by ``kind``, by what stops it, and with what is wrong with one of its
    kind, each fault with the key that says it.
    """

    kind: Callable[[Clock], bool]
    faults: Callable[[Clock], Iterator[tuple[str, Say]]]
    missing: Say


def check_clock_names(folder: Folder) -> None:
    """Report clocks that cannot run: two of one name, one that stops where it starts."""
    once_in_folder("clock", [(read.form.clock, read) for read in folder.clocks])
    for clock in folder.clocks:
        if clock.form.starts in clock.form.stops:
            clock.report(clock.node.find("stops"), "clock-stands", _STANDS)
        if clock.form.silence is not None and clock.form.starts is not Milestone.RECEIVED:
            clock.report(clock.node.find("silence"), "silence-elsewhere", _ELSEWHERE)


def lint_clocks(folder: Folder, release: Release) -> Iterator[Problem]:
    """What the law says of the clocks of a licence, where the region has such items."""
    yield from _silent_for_others(folder)
    yield from _warns_from_the_start(folder)
    licences = [item for item in release.items.values() if item.type is ItemType.LICENCE]
    if not licences:
        return
    running = [read for read in folder.clocks if _runs(read.form)]
    for code, duty in _DUTIES.items():
        found = [read for read in running if duty.kind(read.form)]
        if not found:
            yield problem(FILE, TOP, code, duty.missing)
        for read in found[:1]:
            yield from _faults(read, code, duty)
    for read in running:
        for path, say in _extension(read.form):
            yield read.told(read.node.find("extend", *path), "clock-extended", say)


def _faults(read: Read[Clock], code: str, duty: Duty) -> Iterator[Problem]:
    for key, say in duty.faults(read.form):
        place = read.node.find(key) if key in read.node.map else read.node.find("clock")
        yield problem(read.document.file, place, code, say)


def _runs(clock: Clock) -> bool:
    """Whether a clock runs for every licence, whatever else is so of it."""
    return hold(clock.when, {"item.type": ItemType.LICENCE.value})


def _silent_for_others(folder: Folder) -> Iterator[Problem]:
    """Clocks whose silence accepts applications for something else than a licence."""
    for read in folder.clocks:
        known = [test for test in read.form.when if test.fact == TYPE]
        others = (kind for kind in ItemType if kind is not ItemType.LICENCE)
        if read.form.silence is not None and any(hold(known, {TYPE: kind.value}) for kind in others):
            at = read.node.find("when") if known else read.node.find("silence")
            yield read.told(at, "silence-for-others", _OTHERS)


def _warns_from_the_start(folder: Folder) -> Iterator[Problem]:
    """Warnings of so many days before the end that the limit has no day without one."""
    for read in folder.clocks:
        limit = read.form.limit
        days = limit.working_days or limit.days if isinstance(limit, Period) else None
        for number, warn in enumerate(read.form.warn):
            if days is not None and warn.days_left is not None and warn.days_left >= days:
                at = read.node.find("warn", number, "days_left")
                yield read.told(at, "clock-warns", _warned(warn.days_left, days), "warning")


def _extension(clock: Clock) -> Iterator[tuple[tuple[str, ...], Say]]:
    """What is wrong with an extension, each with the keys below ``extend`` that say it."""
    extend = clock.extend
    if extend is None or clock.limit == "item.limits.promised":
        return  # how long a promise may be put off is the office's own affair
    if clock.limit != "item.limits.statutory":
        yield (), _NOT_EXTENDED
        return
    if extend.times > EXTENSIONS:
        yield ("times",), _ONCE
    if extend.at_most != "item.limits.extension":
        yield ("at_most",), _ITEMS_OWN
    if extend.issues is None:
        yield (), _TOLD_WHY


def _answer(clock: Clock) -> Iterator[tuple[str, Say]]:
    if not _within(clock, ANSWER_DAYS):
        yield "limit", _ANSWER
    for milestone in _ANSWERS:
        if milestone not in clock.stops:
            yield "stops", _STOPS
            return


def _statutory(clock: Clock) -> Iterator[tuple[str, Say]]:
    if clock.starts is not Milestone.ACCEPTED:
        yield "starts", _FROM_ACCEPTED


def _delivery(clock: Clock) -> Iterator[tuple[str, Say]]:
    if not _within(clock, DELIVERY_DAYS):
        yield "limit", _DELIVERY


def _within(clock: Clock, most: int) -> bool:
    """Whether a limit is so many working days at most; as many calendar days are never more."""
    if not isinstance(clock.limit, Period):
        return False
    days = clock.limit.working_days or clock.limit.days
    return days is not None and days <= most


def _warned(left: int, days: int) -> Say:
    return Say(
        f"提前 {left} 日预警，而时限只有 {days} 日：从第一天起就预警，等于没有预警。",
        f"It warns {left} days before the end of a limit of {days}: from the first day on.",
        f"请写小于 {days} 的 days_left。",
        f"Write a days_left of less than {days}.",
    )


_STANDS = Say(
    "计时在开始的节点就停止，永远不走。",
    "The clock stops at the milestone at which it starts: it never runs.",
    "请改正 starts 或 stops。",
    "Correct 'starts' or 'stops'.",
)
_ELSEWHERE = Say(
    "只有自收到申请（received）起算的计时，逾期才视为受理（行政许可法第三十二条）。",
    "Silence accepts only by a clock that starts when the application is received (行政许可法, article 32).",
    "请写 starts: received，或删去 silence。",
    "Write starts: received, or remove 'silence'.",
)
_OTHERS = Say(
    "逾期视为受理只适用于行政许可（行政许可法第三十二条），这个计时却适用于其他事项。",
    "Silence accepts applications for licences only (行政许可法, article 32); this clock runs for other "
    "items too.",
    '请写 when: {item.type: "01"}，其他事项的答复期限另写一个没有 silence 的计时。',
    'Write when: {item.type: "01"}; a time to answer other applications is a clock of its own, without '
    "'silence'.",
)
_NOT_EXTENDED = Say(
    "法律只准延长作出决定的法定时限（行政许可法第四十二条）：答复（第三十二条）、送达（第四十四条）的期限不能延长。",
    "The law extends the time to decide alone (行政许可法, article 42): not the time to answer (article 32), "
    "nor that to deliver (article 44).",
    "请删去 extend。",
    "Remove 'extend'.",
)
_ONCE = Say(
    "法定时限只能延长一次：经负责人批准可以延长十日（行政许可法第四十二条）。",
    "The law's limit is extended once: by ten working days, if the head of the office agrees (行政许可法, "
    "article 42).",
    "请写 times: 1。",
    "Write times: 1.",
)
_ITEMS_OWN = Say(
    "能延长多久由事项写明（limits.extension），通常不超过十个工作日（行政许可法第四十二条）。",
    "How much a limit is extended is said by the item (limits.extension), ten working days as a rule "
    "(行政许可法, article 42).",
    "请写 at_most: item.limits.extension。",
    "Write at_most: item.limits.extension.",
)
_TOLD_WHY = Say(
    "延长时限须将理由告知申请人（行政许可法第四十二条），这里没有文书。",
    "The applicant is told why a limit is extended (行政许可法, article 42), and no document says so here.",
    "请写 issues: extension。",
    "Write issues: extension.",
)
_NO_ANSWER = Say(
    f"没有答复期限的计时：许可申请收到后 {ANSWER_DAYS} 个工作日内不告知补正的，自收到之日起即为受理"
    "（行政许可法第三十二条）。",
    f"No clock for the answer: an application for a licence that is not answered in {ANSWER_DAYS} "
    "working days counts "
    "as accepted from the day it was received (行政许可法, article 32).",
    "请加上计时：starts: received，stops: [told, accepted, not-accepted]，silence: accepted，"
    f"limit: {{working_days: {ANSWER_DAYS}}}。",
    "Add a clock with starts: received, stops: [told, accepted, not-accepted], silence: accepted and "
    f"limit: {{working_days: {ANSWER_DAYS}}}.",
)
_ANSWER = Say(
    f"收到申请后须在 {ANSWER_DAYS} 个工作日内受理或一次告知补正（行政许可法第三十二条）。",
    f"An application is accepted, or all that is to be corrected told, in {ANSWER_DAYS} working days "
    "(行政许可法, article 32).",
    f"请写 limit: {{working_days: {ANSWER_DAYS}}} 或更短。",
    f"Write limit: {{working_days: {ANSWER_DAYS}}}, or fewer.",
)
_STOPS = Say(
    "一次告知（told）、受理（accepted）、不予受理（not-accepted）都是答复，都停止这个计时（"
    "行政许可法第三十二条）。",
    "To tell what is to be corrected, to accept and to refuse acceptance are answers: each stops this clock "
    "(行政许可法, article 32).",
    "请写 stops: [told, accepted, not-accepted]。",
    "Write stops: [told, accepted, not-accepted].",
)
_NO_STATUTORY = Say(
    "没有法定时限的计时：自受理之日起，在事项的法定时限内作出决定（行政许可法第四十二条）。",
    "No clock for the law's limit: a decision is made within the item's limit from its acceptance "
    "(行政许可法, article 42).",
    "请加上计时：limit: item.limits.statutory，starts: accepted，stops: [decided]。",
    "Add a clock with limit: item.limits.statutory, starts: accepted and stops: [decided].",
)
_FROM_ACCEPTED = Say(
    "法定时限自受理之日起算（行政许可法第四十二条）。",
    "The law's limit runs from the acceptance (行政许可法, article 42).",
    "请写 starts: accepted。",
    "Write starts: accepted.",
)
_NO_DELIVERY = Say(
    f"没有颁发送达期限的计时：准予许可后 {DELIVERY_DAYS} 个工作日内颁发、送达证件（行政许可法第四十四条）。",
    f"No clock for the delivery: a licence is made and delivered within {DELIVERY_DAYS} working days of "
    "the decision "
    "(行政许可法, article 44).",
    f"请加上计时：starts: decided，stops: [delivered]，limit: {{working_days: {DELIVERY_DAYS}}}。",
    f"Add a clock with starts: decided, stops: [delivered] and limit: {{working_days: {DELIVERY_DAYS}}}.",
)
_DELIVERY = Say(
    f"准予许可后须在 {DELIVERY_DAYS} 个工作日内颁发、送达证件（行政许可法第四十四条）。",
    f"A licence is made and delivered within {DELIVERY_DAYS} working days of the decision (行政许可法, "
    "article 44).",
    f"请写 limit: {{working_days: {DELIVERY_DAYS}}} 或更短。",
    f"Write limit: {{working_days: {DELIVERY_DAYS}}}, or fewer.",
)

_DUTIES = {
    "answer-days": Duty(lambda clock: clock.silence is not None, _answer, _NO_ANSWER),
    "statutory-clock": Duty(
        lambda clock: clock.limit == "item.limits.statutory" and Milestone.DECIDED in clock.stops,
        _statutory,
        _NO_STATUTORY,
    ),
    "delivery-days": Duty(
        lambda clock: clock.starts is Milestone.DECIDED and Milestone.DELIVERED in clock.stops,
        _delivery,
        _NO_DELIVERY,
    ),
}
"""By the code of the finding."""

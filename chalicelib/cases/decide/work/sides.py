"""Side tasks ended by a person: what was owed came, a parcel was found, a silence was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chalicelib.cases import commands, events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.application.deferring import end_check, end_overdue
from chalicelib.cases.decide.application.offers import settle_decision
from chalicelib.cases.decide.application.submission import end_supplied
from chalicelib.cases.decide.clocks.extensions import GRANT, answer_extension
from chalicelib.cases.decide.clocks.milestones import resume_clocks, stood_still, tell_of_going_on
from chalicelib.cases.decide.papers.custody import addressee, give_back, move, sender, unload
from chalicelib.cases.decide.papers.served import end_unserved, take_back_service
from chalicelib.cases.decide.work.owing import end_side, still_owed
from chalicelib.cases.decide.work.walk import order_courier
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Direction, SideKind, SideTask
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import APPLICANT, HALL
from chalicelib.decisions.tables import table


class SideOutcome(Text):
    """
    How a side task may end, in words; ``reason``: one has to be given; ``service``: by which way and on which
    day.
    """

    reason: bool = False
    service: bool = False


OUTCOMES: Mapping[SideKind, Mapping[str, SideOutcome]] = MappingProxyType(
    {
        SideKind.CHANNEL: {},
        SideKind.PAPER_OWED: {
            "received": SideOutcome(zh="已收到", en="received"),
            "fetch": SideOutcome(zh="安排快递上门取", en="have a courier fetch it"),
            "waived": SideOutcome(zh="不再需要", en="not needed any more", reason=True),
        },
        SideKind.DEFERRED_OVERDUE: {
            "supplied": SideOutcome(zh="已补齐", en="supplied"),
            "longer": SideOutcome(zh="再宽限一次", en="given longer, once", reason=True),
            "not-supplied": SideOutcome(
                zh="办结后仍未补齐，已另行决定撤销",
                en="never came; revoked by a decision of its own",
                reason=True,
            ),
        },
        SideKind.COMMITMENT_CHECK: {
            "kept": SideOutcome(zh="已履行承诺", en="kept"),
            "not-kept": SideOutcome(
                zh="未履行承诺，已另行决定撤销", en="not kept; revoked by a decision of its own", reason=True
            ),
        },
        SideKind.PARCEL_TROUBLE: {
            "found": SideOutcome(zh="已送到收件人", en="found: its addressee has it"),
            "returned": SideOutcome(zh="已退回寄件人", en="its sender has it back"),
            "lost": SideOutcome(zh="已遗失", en="lost", reason=True),
        },
        SideKind.NOTICE_NOT_SERVED: {
            "served": SideOutcome(zh="已送达", en="served", service=True),
            "given-up": SideOutcome(zh="无法送达，不再送达", en="cannot be served, given up", reason=True),
        },
        SideKind.SILENCE: {"seen": SideOutcome(zh="已查明原因", en="seen, with the reason", reason=True)},
        SideKind.COMPLAINT: {"answered": SideOutcome(zh="已答复", en="answered", reason=True)},
        SideKind.PAUSE: {"ended": SideOutcome(zh="特别程序已结束，恢复计时", en="over, the clocks go on")},
        SideKind.EXTENSION: {
            GRANT: SideOutcome(zh="准予延长", en="the limit is extended"),
            "refuse": SideOutcome(zh="不予延长", en="not extended", reason=True),
        },
        SideKind.UNDECIDED: {},
        SideKind.OFFER: {
            "done": SideOutcome(zh="已办理", en="done"),
            "not-done": SideOutcome(zh="未能办理", en="could not be done", reason=True),
        },
    }
)
"""How each kind may end; an undecided channel by ``SettleChannel``, another decision by ``outcomes_of``."""


def outcomes_of(release: Release, kind: SideKind, about: tuple[str, ...]) -> Mapping[str, SideOutcome]:
    """How a side task may end: of a decision that a person takes all that can come out of it."""
    if kind is not SideKind.UNDECIDED:
        return OUTCOMES[kind]
    named = table(release, about[0]).outcomes
    return {one.outcome: SideOutcome(zh=one.title.zh, en=one.title.en, reason=True) for one in named}


_ANSWERS: Mapping[SideKind, Callable[[EventRecorder, SideTask, str, str | None], None]] = MappingProxyType(
    {
        SideKind.DEFERRED_OVERDUE: end_overdue,
        SideKind.COMMITMENT_CHECK: end_check,
        SideKind.EXTENSION: answer_extension,
        SideKind.UNDECIDED: settle_decision,
    }
)
"""Those that end by an outcome and its reason alone."""


def decide_end_side(recorder: EventRecorder, command: commands.EndSide) -> None:
    side = recorder.case.sides.get(command.side)
    if side is None:
        raise checks.not_open()
    checks.check_unchanged(recorder, command.version)
    checks.check_claimed(side.claimed_by, command.by)
    known = outcomes_of(recorder.release, side.kind, side.about)
    outcome = known.get(command.outcome)
    if outcome is None:
        named = [(name, each) for name, each in known.items()]
        zh = "、".join(f"{each.zh}（{name}）" for name, each in named)
        en = ", ".join(f"{each.en} ({name})" for name, each in named)
        raise NotPossible(
            "no_such_outcome", f"这项待办的结果只能是：{zh}", f"this task ends with one of: {en}"
        )
    if outcome.reason and not (command.reason or "").strip():
        raise NotPossible("reason_needed", "请写明理由或情况（reason）", "please give the reason")
    _end(recorder, side, command)
    if recorder.case.stage is Stage.RUNNING:
        end_supplied(recorder)


def _end(recorder: EventRecorder, side: SideTask, command: commands.EndSide) -> None:
    answer = _ANSWERS.get(side.kind)
    if answer is not None:
        answer(recorder, side, command.outcome, command.reason)
        return
    match side.kind:
        case SideKind.PAPER_OWED:
            _paper(recorder, side, command)
        case SideKind.PARCEL_TROUBLE:
            _parcels(recorder, side, command.outcome)
            end_side(recorder, side, command.outcome, command.reason)
        case SideKind.PAUSE:
            stood = stood_still(recorder, side.id)
            end_side(recorder, side, command.outcome, command.reason)
            resume_clocks(recorder, side.id)
            tell_of_going_on(recorder, stood)
        case SideKind.NOTICE_NOT_SERVED:
            end_unserved(recorder, side, command)
        case _:
            end_side(recorder, side, command.outcome, command.reason)


def _paper(recorder: EventRecorder, side: SideTask, command: commands.EndSide) -> None:
    match command.outcome:
        case "fetch":
            _fetch(recorder, side)
        case "waived":
            recorder.record(events.PapersWaived, papers=side.about)
            end_side(recorder, side, command.outcome, command.reason)
        case _:
            _received(recorder, side, command)


def _fetch(recorder: EventRecorder, side: SideTask) -> None:
    """A courier fetches what the applicant owes, at the office's expense, with her consent."""
    case = recorder.case
    if case.stage is not Stage.RUNNING or case.application.get(CONSENT) is not True or side.unit != HALL:
        raise NotPossible(
            "no_courier",
            "申请人没有同意快递，或办件已办结，不能安排快递；请联系申请人送到窗口",
            "the applicant has not agreed to couriers, or the case is closed; please ask the applicant to "
            "bring it",
        )
    if case.order(side.id) in case.shipments or checks.courier_comes(case):
        raise NotPossible(
            "courier_under_way",
            "已有快递上门取件，请等待其结果",
            "a courier is on the way to the applicant already; please wait for what comes of it",
        )
    order_courier(recorder, side.id, Direction.INBOUND)


def _received(recorder: EventRecorder, side: SideTask, command: commands.EndSide) -> None:
    """
    What is owed goes one hand further towards where it belongs: to the hall, and from there, once the case is
    closed, home.
    """
    owed = still_owed(recorder.case, side)
    if any(paper not in owed for paper in command.missing):
        raise NotPossible(
            "missing_needed",
            "只能列明这项待办中尚未收到的材料",
            "name only papers of this task that have not come",
        )
    closed = recorder.case.stage is Stage.CLOSED
    taker = APPLICANT if closed and side.unit == HALL else HALL
    for paper in owed:
        if paper not in command.missing:
            move(recorder, (paper,), recorder.case.custody[paper].holder, taker)
    if not command.missing and side.id in recorder.case.sides:
        end_side(recorder, side, command.outcome, command.reason)
    if taker == HALL:
        give_back(recorder, tuple(paper for paper in owed if paper not in command.missing))


def _parcels(recorder: EventRecorder, side: SideTask, outcome: str) -> None:
    for order in side.about:
        parcel = recorder.case.shipments[order]
        match outcome:
            case "found":
                status, taker = ShipmentStatus.DELIVERED, addressee(parcel.direction)
            case "returned":
                status, taker = ShipmentStatus.RETURNED, sender(parcel.direction)
            case _:
                recorder.record(events.ShipmentMoved, order=order, status=ShipmentStatus.LOST.value)
                take_back_service(recorder, order)
                continue
        recorder.record(events.ShipmentMoved, order=order, status=status.value)
        if outcome == "returned":
            take_back_service(recorder, order)
        papers = recorder.case.in_parcel(order)
        unload(recorder, order, taker)
        if outcome == "returned" and recorder.case.brought_by(order):
            came_back = recorder.case.brought_by(order)
            move(recorder, came_back, APPLICANT, taker)
            papers = (*papers, *came_back)
        give_back(recorder, papers)

"""Whether a case as it is can come to an outcome: what was reached, what is wanting, where papers are."""

from __future__ import annotations

from chalicelib.cases.case import LICENCE, Case
from chalicelib.cases.decide.papers.custody import parcels_with_papers
from chalicelib.cases.decide.work.owing import still_owed
from chalicelib.cases.parcels.status import GIVEN_UP, NEVER_WENT, WITH_COURIER
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Direction, SideKind
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import MILESTONES, Milestone, Outcome, Step
from chalicelib.decisions.forms.unit import HALL
from chalicelib.decisions.plans import delivery_of

NOTHING_OVERDUE = "nothing_overdue"
"""Of the way out for what was to follow later, while none of that is overdue."""


def objection(recorder: EventRecorder, step: Step, outcome: Outcome) -> NotPossible | None:
    """Why the case as it is cannot come to this outcome; None if it can."""
    return (
        milestone_objection(recorder.case, outcome)
        or _wanting(recorder, outcome)
        or _groundless(recorder, step, outcome)
        or _whereabouts(recorder, step, outcome)
    )


def milestone_objection(case: Case, outcome: Outcome) -> NotPossible | None:
    """Why the case cannot come to this outcome any more, or yet, by what it has reached; None if it can."""
    if outcome.before is not None and outcome.before in case.milestones:
        if outcome.before is Milestone.ACCEPTED:
            return NotPossible(
                "accepted_already",
                "本办件已经受理，不能再不予受理或视为放弃；如不符合条件，请作出不予许可决定",
                "this case is accepted already; if it does not qualify, decide to refuse the licence",
            )
        said = MILESTONES[outcome.before]
        return NotPossible(
            "too_late",
            f"本办件已经{said.zh}，不能再选这个结果",
            f"the case has come further already: {said.en}",
        )
    if outcome.after is not None and outcome.after not in case.milestones:
        if outcome.after is Milestone.ACCEPTED:
            return NotPossible(
                "not_accepted_yet",
                "本办件还没有受理，不能选这个结果；不符合条件的，请不予受理并写明理由",
                "this case is not accepted yet; if it does not qualify, refuse acceptance and say why",
            )
        said = MILESTONES[outcome.after]
        return NotPossible(
            "too_soon",
            f"本办件还没有{said.zh}，不能选这个结果",
            f"the case has not come so far yet: {said.en}",
        )
    return None


def _wanting(recorder: EventRecorder, outcome: Outcome) -> NotPossible | None:
    match outcome.waits_for:
        case "materials" if recorder.case.wanting:
            return NotPossible(
                "materials_missing",
                "必需的材料还没有传齐，不能选这个结果；请一次告知申请人补正",
                "required files are missing; tell the applicant at once what to correct",
            )
        case "papers" if papers_wanting(recorder):
            return NotPossible(
                "papers_missing",
                "纸质材料还没有收齐，不能选这个结果；请等材料收到，或登记不再需要",
                "papers are still owed; wait until they are here, or record that they are needed no more",
            )
        case "deferred" if _deferred(recorder):
            said = _deferred(recorder)
            return NotPossible(
                "deferred_missing",
                f"容缺的材料还没有补齐，不能选这个结果：{'、'.join(name.zh for name in said)}",
                f"what was to follow has not come yet: {', '.join(name.en for name in said)}",
            )
        case _:
            return None


def _groundless(recorder: EventRecorder, step: Step, outcome: Outcome) -> NotPossible | None:
    """
    The way out for what never came is open only once something is overdue: before that nothing is lacking on
    which what was granted could be taken back (行政许可法 art. 8).
    """
    waits = any(each.waits_for == "deferred" for each in step.outcomes)
    if not waits or outcome.waits_for is not None:
        return None
    if any(owed.overdue for owed in recorder.case.deferred.values() if owed.before is not None):
        return None
    return NotPossible(
        NOTHING_OVERDUE,
        "本办件没有逾期未补的容缺材料，不能选这个结果",
        "nothing that was to follow later is overdue in this case, so it cannot end this way",
    )


def _deferred(recorder: EventRecorder) -> list[Text]:
    """What may follow later, but has to be here by now."""
    owed = {name for name, each in recorder.case.deferred.items() if each.before is not None}
    return [material.name for material in recorder.item.materials if material.material in owed]


def papers_wanting(recorder: EventRecorder) -> tuple[str, ...]:
    """Papers that the office waits for: those owed, and where paper comes in those not handed in yet."""
    case = recorder.case
    owed = [
        paper
        for side in case.sides_of(SideKind.PAPER_OWED)
        if side.unit == HALL
        for paper in still_owed(case, side)
    ]
    if recorder.plan.paper_in != "none":
        owed += [*case.to_hand_in, *case.in_parcels(Direction.INBOUND)]
    return tuple(dict.fromkeys(owed))


def _whereabouts(recorder: EventRecorder, step: Step, outcome: Outcome) -> NotPossible | None:
    """Sent again or collected: only what no parcel carries; arrived or lost: only what one did."""
    delivery = delivery_of(recorder.plan, step)
    if delivery is None or step.by != "staff" or step.step == delivery.counter:
        return None
    carried = _carried(recorder, delivery)
    if (outcome.marks is Milestone.DELIVERED or outcome.opens == SideKind.PARCEL_TROUBLE) and not carried:
        return NotPossible(
            "nothing_under_way",
            "没有材料或证照在快递手中，不能登记为已到达或遗失",
            "nothing is with a courier, so nothing can have arrived or been lost",
        )
    goes_again = outcome.next in (delivery.step, delivery.counter)
    if goes_again and _on_its_way(recorder):
        return NotPossible(
            "licence_away" if recorder.case.custody.get(LICENCE) else "papers_away",
            "证照或材料还在快递手中，不能再次寄送或领取；请等待退回，或先查明该包裹的下落",
            "what is to be sent is still with a courier: wait for its return, or find out first where it is",
        )
    return None


def _carried(recorder: EventRecorder, delivery: Step) -> bool:
    """A parcel of this delivery holds papers, or went out with nothing but a letter."""
    if parcels_with_papers(recorder, Direction.OUTBOUND):
        return True
    case = recorder.case
    last = case.shipments.get(case.order(f"{delivery.step}-{case.rounds.get(delivery.step, 0)}"))
    return last is not None and last.status in WITH_COURIER and last.status not in NEVER_WENT


def _on_its_way(recorder: EventRecorder) -> bool:
    return any(
        recorder.case.shipments[order].status not in GIVEN_UP
        for order in parcels_with_papers(recorder, Direction.OUTBOUND)
    )

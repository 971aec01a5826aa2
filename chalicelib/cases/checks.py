"""Whether a case allows what is asked of it now."""

from __future__ import annotations

from chalicelib.cases import commands
from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.course import Course
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import SETTLED_BY_STAFF, ShipmentStatus
from chalicelib.cases.values import Shipment
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import Item
from chalicelib.decisions.plan import Outcome, Party, Plan, Step
from chalicelib.decisions.plans import find_step

_NEVER_WENT = {"refused", ShipmentStatus.CANCELLED, ShipmentStatus.RETURNED}
"""In these no courier comes or carries any more."""


def parcel(case: Case, order: str) -> Shipment:
    """
    The parcel of the case that was ordered under ``order``.

    Raises:
        NotPossible: the case has ordered no such parcel.
    """
    found = case.shipments.get(order)
    if found is None:
        raise NotPossible("no_such_parcel", "本办件没有这个寄递订单", "this case has ordered no such parcel")
    return found


def standing_at(case: Case, command: commands.EndStep, plan: Plan) -> Step:
    """
    The step that staff want to end, if the case stands there and staff may end it.

    Raises:
        NotPossible: it stands elsewhere, at another round, or the step ends by itself.
    """
    if command.version is not None and command.version != case.version:
        raise NotPossible(
            "case_changed",
            "办件在您查看之后有变动（例如新上传的文件），请刷新核对后再办理",
            "the case has changed since you looked, perhaps by a new file; reload, look, and try again",
        )
    if case.step != command.step or (command.round is not None and command.round != case.round):
        raise NotPossible(
            "not_at_step",
            f"办件现在处于环节“{case.step}”第{case.round}轮，请刷新后再办理",
            f"the case stands at step {case.step}, round {case.round}; reload and try again",
        )
    parcel = case.shipments.get(case.order)
    stuck = parcel is not None and (case.late or parcel.status in SETTLED_BY_STAFF)
    if not (case.ended_by == "staff" or case.way == "counter" or stuck):
        raise NotPossible(
            "ends_by_itself",
            "该环节由申请人或快递状态自动结束，无需人工办理",
            "this step ends by itself, by the applicant or the courier",
        )
    return find_step(plan, command.step)


def courier_under_way(case: Case) -> bool:
    """Some order of this case may still send a courier, or one carries its papers."""
    settled = {parcel.status for parcel in case.shipments.values()} <= _NEVER_WENT
    return not settled or bool(case.held_by(Party.COURIER))


def check_details(story: Course, outcome: Outcome, command: commands.EndStep) -> None:
    """
    What an outcome needs has been given with it.

    Raises:
        NotPossible: a correction without lines or of unknown materials, a licence without a number or a
            number without one, a refusal without reason, a count that does not name the missing papers.
    """
    needs = story.case.needs
    corrects = find_step(story.plan, outcome.next).by == "applicant"
    uploadable = {name for name, need in needs.items() if need.uploaded}
    if corrects != bool(command.lines) or any(line.material not in uploadable for line in command.lines):
        raise NotPossible(
            "lines_needed",
            "补正须一次告知全部内容：列明清单内的材料、问题和补正办法；其他结果不带补正内容",
            "a correction lists each material at once, its problem and the mend; other outcomes have none",
        )
    if outcome.licence and not command.number:
        raise NotPossible("number_needed", "请填写证照编号", "the licence number is needed")
    if command.number and not outcome.licence:
        raise NotPossible(
            "no_licence_made",
            "这个结果不制证，证照编号不会被记录，请删去；如已制证，请在制证环节登记",
            "this outcome makes no licence and would lose the number; leave it out, or record it when the "
            "licence is made",
        )
    if outcome.reason == "required" and not command.why:
        raise NotPossible(
            "reason_needed",
            "请写明理由（reason）：不予受理、不予许可须说明理由（行政许可法第三十二条、第三十八条）",
            "give the reason: the law wants one for every refusal (行政许可法, articles 32 and 38)",
        )
    _check_count(story.case, outcome, command.missing)


def _check_count(case: Case, outcome: Outcome, missing: tuple[str, ...]) -> None:
    """Papers are named as missing where the outcome counts them, and nowhere else."""
    counts = outcome.hand_over is not None and outcome.hand_over.what == "missing"
    if counts and not _all_held(case, missing):
        raise NotPossible(
            "missing_needed",
            "请列明缺少的材料，且须是已登记收到的纸质材料",
            "name the papers that are missing, each one booked as received",
        )
    if missing and not counts:
        raise NotPossible(
            "nothing_counted",
            "这个结果不清点材料，记录会写成全部已交接；缺少材料的，请选清点不符的结果，没有这种结果的，等收齐后再登记",
            "this outcome counts nothing and would book every paper as handed over; choose the outcome for a "
            "count that does not agree, or record this one when all papers are there",
        )


def check_outcome(story: Course, outcome: Outcome) -> None:
    """
    The case as it is can come to this outcome.

    Raises:
        NotPossible: an acceptance taken back, something arrived that no courier had, a licence sent
            again that is not here.
    """
    if story.case.accepted_on and outcome.before == "accepted":
        raise NotPossible(
            "accepted_already",
            "本办件已经受理，不能再不予受理；如不符合条件，请作出不予许可决定",
            "this case is accepted already; if it does not qualify, decide to refuse the licence",
        )
    if story.case.accepted_on is None and outcome.after == "accepted":
        raise NotPossible(
            "not_accepted_yet",
            "本办件还没有受理，不能选这个结果；不符合条件的，请不予受理并写明理由",
            "this case is not accepted yet; if it does not qualify, refuse acceptance and say why",
        )
    if _from_nobody(story.case, outcome):
        raise NotPossible(
            "nothing_under_way",
            "没有材料或证照在快递手中，不能登记为已到达",
            "nothing is with a courier, so nothing can have arrived",
        )
    licence = story.case.custody.get(LICENCE)
    sends = find_step(story.plan, outcome.next).by == "delivery"
    if sends and not outcome.licence and licence is not None and licence.holder is Party.COURIER:
        raise NotPossible(
            "licence_away",
            "证照还在快递手中，不能再次寄送；请等待退回，或作废后重新制证",
            "the licence is still with a courier: wait for its return, or void it and make a new one",
        )


def _from_nobody(case: Case, outcome: Outcome) -> bool:
    """A courier is to hand over what no courier has."""
    giver = outcome.hand_over and outcome.hand_over.from_
    return giver is Party.COURIER and not case.held_by(Party.COURIER)


def _all_held(case: Case, papers: tuple[str, ...]) -> bool:
    return bool(papers) and set(papers) <= set(case.held_by(Party.OFFICE))


def check_channel(story: Course, channel: Channel) -> None:
    """
    A channel that a person picks can carry the case to its end.

    Raises:
        NotPossible: it has no plan, or hands out electronic results only and this one is on paper.
    """
    plan = story.release.plans.get(channel)
    if plan is None:
        raise NotPossible(
            "no_such_channel", "没有这个办理渠道的流程，请另选", "this channel has no plan; choose another"
        )
    ways = {way for step in plan.steps for way in step.ways}
    if ways == {"electronic"} and story.release.items[story.case.item].result.form == "paper":
        raise NotPossible(
            "result_on_paper",
            "本事项的结果只有纸质件，不能全程网办，请另选渠道",
            "the result of this item exists on paper only; choose a channel that can hand it out",
        )


def adoptable(story: Course) -> Item:
    """
    The case's item in the release that it is to go on under.

    Raises:
        NotPossible: the rules have decided, and what they decided stays; or the item is gone.
    """
    if story.case.stage is not Stage.MATERIALS:
        raise NotPossible(
            "channel_settled",
            "本办件的办理渠道已经确定，仍按原规则办理",
            "the channel of this case is settled: it keeps the rules it was decided under",
        )
    item = story.release.items.get(story.case.item)
    if item is None:
        raise NotPossible(
            "item_gone",
            "新规则中已没有该事项，本申请仍按原规则办理",
            "the new rules have no such item: this application goes on under its own",
        )
    return item


def check_withdrawal(story: Course) -> None:
    """
    Raises:
        NotPossible: the case is decided or closed, or papers have left the applicant. An order counts
            before we know that the carrier has it: it may have it already.
    """
    case = story.case
    if case.stage is Stage.CLOSED or case.licence is not None or _decided(story):
        raise NotPossible(
            "too_late", "已作出决定或已办结，不能撤回", "decided or closed: too late to withdraw"
        )
    away = [paper for paper, holding in case.custody.items() if holding.holder is not Party.APPLICANT]
    if away or any(parcel.status not in _NEVER_WENT for parcel in case.shipments.values()):
        raise NotPossible(
            "papers_away",
            "纸质材料已交出或快递已下单，请联系大厅办理撤回和退件",
            "papers have left you or a courier is on the way; please call the hall to withdraw",
        )


def _decided(story: Course) -> bool:
    """The licence is being made, or something is on its way to the applicant."""
    if story.case.stage is not Stage.RUNNING:
        return False
    return story.step.by == "delivery" or any(outcome.licence for outcome in story.step.outcomes)

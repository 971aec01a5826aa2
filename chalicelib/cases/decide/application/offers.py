"""
Policy decisions beside the channel 可选方式: recorded when they are taken, offered to the applicant where
they offer something, and done once she has chosen it. Nobody is sent who was not chosen.
"""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.decide.work.owing import end_side, open_side
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import SideKind, SideTask
from chalicelib.decisions.forms.form import UNDETERMINED, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import table


def decide_record_decision(recorder: EventRecorder, command: commands.RecordDecision) -> None:
    """What the rules have decided, once; where they could not a person has it on her list."""
    if not recorder.case.submitted or recorder.case.stage is Stage.CLOSED:
        raise NotPossible(
            "not_submitted",
            "申请尚未提交，或已经办结",
            "the application is not submitted, or closed already",
        )
    if command.decision in recorder.case.offers:
        return
    offered = unit_for(recorder.release, command.decision, command.outcome) is not None
    told = command.model_dump(exclude={"at", "by"})
    recorder.record(events.DecisionTaken, **told, offered=offered)
    if command.outcome == UNDETERMINED:
        open_side(recorder, SideKind.UNDECIDED, (command.decision,))


def settle_decision(recorder: EventRecorder, side: SideTask, outcome: str, reason: str | None) -> None:
    """A person decides where the rules could not."""
    (decision,) = side.about
    recorder.record(
        events.DecisionTaken,
        decision=decision,
        outcome=outcome,
        rule=None,
        file=None,
        line=None,
        basis=(),
        because=Text(zh="由工作人员确定，理由见说明", en="settled by a member of staff; the note says why"),
        release=recorder.case.release,
        on=recorder.today,
        offered=unit_for(recorder.release, decision, outcome) is not None,
        note=reason,
    )
    end_side(recorder, side, outcome, reason)


def decide_answer_offer(recorder: EventRecorder, command: commands.AnswerOffer) -> None:
    """
    Take what is offered, or decline it; she may change her mind until it is done.

    Raises:
        NotPossible: nothing of the kind is offered, the case is closed, or it has been done.
    """
    case = recorder.case
    offer = case.offers.get(command.decision)
    if offer is None or not offer.offered or case.stage is Stage.CLOSED:
        raise NotPossible(
            "nothing_offered",
            "目前没有可供选择的此项服务，请查看办件现在的情况",
            "nothing of the kind is offered now; please look at the case again",
        )
    if offer.accepted is command.accept:
        return
    if not may_answer(case, command.decision):
        raise NotPossible(
            "offer_done",
            "该项服务已经办理，不能再更改",
            "it has been done already and cannot be changed any more",
        )
    recorder.record(events.OfferAnswered, decision=command.decision, accepted=command.accept)
    if command.accept:
        role = unit_for(recorder.release, command.decision, offer.outcome)
        unit = None if role is None else recorder.unit(role)
        open_side(recorder, SideKind.OFFER, (command.decision, offer.outcome), unit)
    elif (chosen := chosen_side(case, command.decision)) is not None:
        end_side(recorder, chosen, "declined")


def may_answer(case: Case, decision: str) -> bool:
    """Whether what a decision offers can be taken or declined still: the case is open, and it is not done."""
    done = case.offers[decision].accepted and chosen_side(case, decision) is None
    return case.stage is not Stage.CLOSED and not done


def unit_for(release: Release, decision: str, outcome: str) -> str | None:
    """Whose something is to do that comes out of a decision, as the rules name it; None: nobody's."""
    named = table(release, decision).outcomes
    return next((one.unit for one in named if one.outcome == outcome), None)


def chosen_side(case: Case, decision: str) -> SideTask | None:
    """The open side task of what was chosen."""
    about = (decision, case.offers[decision].outcome)
    return next((side for side in case.sides_of(SideKind.OFFER) if side.about == about), None)

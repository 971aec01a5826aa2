"""What the applicant asks for herself: couriers or none, the application back; and what she thinks of it."""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.clocks.milestones import resume_clocks, stop_clocks
from chalicelib.cases.decide.papers.notices import issue
from chalicelib.cases.decide.work.closing import record_closed
from chalicelib.cases.decide.work.owing import end_side, end_with_the_case
from chalicelib.cases.decide.work.walk import go
from chalicelib.cases.people.acting import no_agent
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Role, SideKind
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.notice import Kind
from chalicelib.decisions.forms.plan import End, Milestone
from chalicelib.decisions.forms.unit import HALL

WITHDRAWN = End.WITHDRAWN.value


def decide_change_courier_consent(recorder: EventRecorder, command: commands.ChangeCourierConsent) -> None:
    case = recorder.case
    if all(fact.fact != CONSENT for fact in recorder.release.facts):
        raise NotPossible(
            "no_couriers",
            "本地区不使用快递，材料和结果在窗口交接",
            "this region sends no couriers; papers and result change hands at the counter",
        )
    if case.application.get(CONSENT) == command.courier:
        return
    if case.stage is Stage.CLOSED or checks.courier_under_way(case):
        raise NotPossible(
            "courier_under_way",
            "快递已经下单或办件已办结，不能再更改；请联系大厅",
            "a courier has been ordered or the case is closed; please call the hall",
        )
    recorder.record(events.ConsentChanged, courier=command.courier)


def decide_change_contact(recorder: EventRecorder, command: commands.ChangeContact) -> None:
    """
    A party is called or found elsewhere. While a courier may come by the address of before, parcels being the
    applicant's, staff alone change it: they know what to tell the carrier.
    """
    case = recorder.case
    before = case.applicant if command.party == "applicant" else case.agent
    if before is None:
        raise no_agent()
    if before.digest == command.mark.digest:
        return
    if command.by.role is not Role.STAFF:
        _check_contact_open(recorder, command)
    mark = command.mark.model_copy(update={"masked": None})
    recorder.record(events.ContactChanged, party=command.party, mark=mark)


def _check_contact_open(recorder: EventRecorder, command: commands.ChangeContact) -> None:
    case, hall = recorder.case, recorder.release.region.hall.phone
    if command.party == "applicant" and command.by.role is Role.AGENT:
        raise NotPossible(
            "contact_of_applicant",
            f"申请人的联系方式只能由申请人本人更改；本人不便操作的，请致电大厅（{hall}）",
            "only the applicant may change the applicant's telephone number and address, for the licence "
            f"goes there; who cannot do it alone calls the hall ({hall})",
        )
    if command.party == "applicant" and checks.courier_under_way(case):
        raise NotPossible(
            "courier_under_way",
            f"快递已经按原来的地址和电话下单，不能自行更改；请致电大厅（{hall}），由工作人员更改",
            f"a courier was ordered to the address and phone known so far, and you cannot change them now; "
            f"please call the hall ({hall}), whose staff can",
        )
    if case.stage is Stage.CLOSED and not case.sides and not case.deferred:
        raise NotPossible(
            "case_closed",
            f"本办件已经办结，联系方式不再使用；如确需更改，请致电大厅（{hall}）",
            f"this case is closed, nothing is sent any more; if it has to be changed, call the hall ({hall})",
        )


def decide_withdraw(recorder: EventRecorder, command: commands.Withdraw) -> None:
    """
    Take the application back: every task ends, every clock stops, papers go home by the way they can.
    Before a channel is decided there is no plan, and the case closes at once.
    """
    checks.check_withdrawal(recorder)
    case = recorder.case
    for task in case.tasks.values():
        recorder.record(events.TaskEnded, task=task.id, step=task.step, outcome=WITHDRAWN)
        resume_clocks(recorder, task.id)
    for side in case.sides_of(SideKind.PAPER_OWED):
        if side.unit == HALL:
            end_side(recorder, side)
    recorder.record(events.CaseWithdrawn, note=command.note)
    if case.submitted:
        issue(recorder, Kind.WITHDRAWAL)
    if case.stage is Stage.RUNNING:
        go(recorder, recorder.plan.exits[WITHDRAWN])
        return
    stop_clocks(recorder)
    end_with_the_case(recorder)
    accepted = Milestone.ACCEPTED in case.milestones
    record_closed(recorder, End.WITHDRAWN, 14 if accepted else 2)


def decide_rate_case(recorder: EventRecorder, command: commands.RateCase) -> None:
    if recorder.case.stage is not Stage.CLOSED:
        raise NotPossible("not_closed", "办件办结后才能评价", "a case can be rated once it is closed")
    if not recorder.case.submitted:
        raise NotPossible(
            "never_submitted",
            "本申请从未提交，没有可评价的办理过程",
            "this application was never submitted: there is nothing to rate yet",
        )
    if recorder.case.rating is None:
        recorder.record(events.CaseRated, score=command.score)
    elif recorder.case.rating != command.score:
        raise NotPossible(
            "rated_already",
            "本办件已经评价过，评价不能更改；还有意见请联系大厅",
            "this case is rated already and a rating stays; if there is more to say, please call the hall",
        )

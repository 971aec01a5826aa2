"""What a case allows, on small plans: time, opinions, papers that are owed, parcels in trouble."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import decide
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Line, SideKind, Task
from chalicelib.cases.waiting import waiting
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.item import Item
from chalicelib.decisions.forms.plan import End, Milestone, Plan
from tests.cases.walks import APPLICANT, CLERKS, CLOCK, Walk, begun
from tests.decisions.small_plans import end, lane, outcome, plan, step, with_plan
from tests.fakes import MORNING, fresh, licang

ON_PAPER = "physician-practice-registration"
KINDERGARTEN = "private-kindergarten-licence"
GRANTED, REFUSED = end(End.GRANTED), end(End.REFUSED)


def on(small: Plan, item: str = ON_PAPER, **more: Any) -> Walk:
    return begun(with_plan(small), item, "small", **more)


def only(walk: Walk) -> Task:
    (task,) = walk.case.tasks.values()
    return task


def told(walk: Walk, command: commands.AnyCommand) -> str:
    """The code of a refusal."""
    with pytest.raises(NotPossible) as refused:
        decide(walk.case, command, walk.release)
    assert refused.value.text.zh
    assert refused.value.text.en
    return refused.value.code


def ending(walk: Walk, result: str, task: str = "", **more: Any) -> commands.EndTask:
    by = more.pop("by", CLERKS[0])
    return commands.EndTask(at=walk.now, by=by, task=task or only(walk).id, outcome=result, **more)


def side_ending(walk: Walk, result: str, **more: Any) -> commands.EndSide:
    (side,) = walk.case.sides.values()
    return commands.EndSide(at=walk.now, by=CLERKS[0], side=side.id, outcome=result, **more)


def expire(walk: Walk, name: str) -> None:
    (waits,) = (each for each in waiting(walk.case) if each.id == name)
    assert waits.due is not None
    walk.now = waits.due
    walk.ask(commands.ExpireTask(at=walk.now, by=CLOCK, task=name))


def move(walk: Walk, order: str, *statuses: S) -> None:
    for status in statuses:
        walk.now += timedelta(hours=1)
        walk.ask(commands.RecordTracking(at=walk.now, by=CLOCK, order=order, status=status))


# --- time ----------------------------------------------------------------------------------------


def test_a_period_ends_by_itself_and_before_it_only_an_objection_is_recorded() -> None:
    small = plan(
        step(
            "objections",
            "none-raised > granted",
            outcome("raised > refused", reason="required"),
            by="time",
            within={"days": 7},
            late=("none-raised",),
        ),
        GRANTED,
        REFUSED,
    )
    walk = on(small)
    (waits,) = (each for each in waiting(walk.case) if each.kind == "task")
    assert (waits.unit, waits.due) == (None, only(walk).due), "on nobody's list: it ends by itself"
    assert told(walk, ending(walk, "none-raised")) == "ends_by_itself"
    objected = on(small)
    objected.ask(ending(objected, "raised", reason="占用消防通道"))
    assert objected.case.settled is End.REFUSED
    expire(walk, only(walk).id)
    assert walk.case.settled is End.GRANTED


OPINIONS = plan(
    step(
        "opinion",
        outcome("agrees >> onward"),
        outcome("silent >> onward"),
        outcome("objects >> against", reason="required"),
        lane="opinions",
        unit="each",
        within={"working_days": 3},
        late=("silent",),
    ),
    step("review", "pass > granted"),
    step("refusal", "refuse > refused"),
    GRANTED,
    REFUSED,
    lanes=(lane("opinions", "opinion", "review", exits={"against": "refusal"}),),
)


def test_each_unit_that_does_not_answer_in_time_is_silent_by_itself_and_the_others_are_heard() -> None:
    walk = on(OPINIONS, KINDERGARTEN)
    first, *others = walk.case.tasks.values()
    walk.ask(ending(walk, "agrees", first.id))
    for task in others:
        assert walk.case.lanes["opinions"][first.unit] == "onward"
        expire(walk, task.id)
    assert (only(walk).step, walk.case.lanes) == ("review", {})


def test_an_exit_that_any_unit_takes_is_where_the_case_goes_when_the_last_has_left() -> None:
    walk = on(OPINIONS, KINDERGARTEN)
    first, *others = walk.case.tasks.values()
    walk.ask(ending(walk, "objects", first.id, reason="不符合规划"))
    for task in others:
        assert len(walk.case.tasks) >= 1
        walk.ask(ending(walk, "agrees", task.id))
    assert only(walk).step == "refusal"


def test_of_the_outcomes_for_lateness_the_first_that_is_possible_happens() -> None:
    small = plan(
        step(
            "supply",
            "supplied > granted",
            outcome("given-up > given-up", before="accepted"),
            outcome("not-supplied > refusal", after="accepted"),
            by="applicant",
            within={"working_days": 3},
            late=("given-up", "not-supplied"),
        ),
        step("refusal", "refuse > refused"),
        GRANTED,
        REFUSED,
        end(End.GIVEN_UP),
    )
    early = on(small, "dog-licence")
    expire(early, "supply-1")
    assert (early.case.settled, early.case.state) == (End.GIVEN_UP, 2)
    accepting = plan(
        step("pre-review", outcome("pass > supply", accepts="prereview")), *small.steps, start="pre-review"
    )
    late = on(accepting, "dog-licence")
    late.ask(ending(late, "pass"))
    expire(late, "supply-1")
    assert only(late).step == "refusal"


# --- papers --------------------------------------------------------------------------------------

COUNTED = {"hand_over": {"from": "applicant", "to": "hall", "counted": True}}
AT_COUNTER = plan(
    step("counter", outcome("received > review", visit=True, **COUNTED), unit="hall"),
    step(
        "review",
        outcome("pass > granted", waits_for="papers"),
        outcome("fail > refused", reason="required"),
        outcome("correct > correction", lines="required", marks="told"),
    ),
    step("correction", "supplied > review", by="applicant", within={"working_days": 15}),
    GRANTED,
    REFUSED,
    paper_in="counter",
)
CERTIFICATE = "physician-qualification-certificate"


def one_missing() -> Walk:
    walk = on(AT_COUNTER)
    assert CERTIFICATE in walk.case.to_hand_in
    walk.ask(ending(walk, "received", missing=(CERTIFICATE,)))
    return walk


def test_what_is_counted_missing_stays_with_the_giver_and_is_owed_and_only_a_grant_waits_for_it() -> None:
    walk = one_missing()
    assert walk.case.custody[CERTIFICATE].holder == "applicant"
    (side,) = walk.case.sides.values()
    assert (side.kind, side.unit, side.about) == (SideKind.PAPER_OWED, "hall", (CERTIFICATE,))
    assert told(walk, ending(walk, "pass")) == "papers_missing"
    refused = one_missing()
    refused.ask(ending(refused, "fail", reason="不符合条件"))
    assert refused.case.settled is End.REFUSED
    walk.ask(side_ending(walk, "received"))
    assert (walk.case.custody[CERTIFICATE].holder, walk.case.sides) == ("hall", {})
    walk.ask(ending(walk, "pass"))
    assert walk.case.settled is End.GRANTED


def test_a_paper_that_is_not_needed_any_more_is_waived_with_a_reason_and_nobody_waits() -> None:
    walk = one_missing()
    assert told(walk, side_ending(walk, "waived")) == "reason_needed"
    walk.ask(side_ending(walk, "waived", reason="已由数据共享取得"))
    walk.ask(ending(walk, "pass"))
    assert walk.case.settled is End.GRANTED


def test_an_owed_paper_is_fetched_by_a_courier_only_with_consent_and_under_its_own_number() -> None:
    without = begun(with_plan(AT_COUNTER), ON_PAPER, "small", courier=False)
    without.ask(ending(without, "received", missing=(CERTIFICATE,)))
    assert told(without, side_ending(without, "fetch")) == "no_courier"
    walk = one_missing()
    walk.ask(side_ending(walk, "fetch"))
    order = f"{walk.case.no}-paper-owed-1"
    assert [effect.effect for effect in walk.effects] == [order]
    assert told(walk, side_ending(walk, "fetch")) == "courier_under_way"
    move(walk, order, S.PICKED_UP, S.DELIVERED)
    assert walk.case.custody[CERTIFICATE].holder == "parcel", "unopened until it is counted"
    assert told(walk, ending(walk, "pass")) == "papers_missing"
    walk.ask(side_ending(walk, "received"))
    assert walk.case.custody[CERTIFICATE].holder == "hall"


def test_what_a_courier_did_not_fetch_is_asked_for_anew_and_may_be_fetched_under_another_number() -> None:
    walk = one_missing()
    walk.ask(side_ending(walk, "fetch"))
    refusal = commands.RecordBookingRefused(
        at=walk.now, by=CLOCK, order=f"{walk.case.no}-paper-owed-1", reason="OUT_OF_AREA"
    )
    walk.ask(refusal)
    (side,) = walk.case.sides.values()
    assert (side.id, side.about) == ("paper-owed-2", (CERTIFICATE,))
    walk.ask(side_ending(walk, "fetch"))
    move(walk, f"{walk.case.no}-paper-owed-2", S.PICKED_UP, S.RETURNED)
    assert walk.case.custody[CERTIFICATE].holder == "applicant"
    assert list(walk.case.sides) == ["paper-owed-3"]


def _with_a_paper_alone() -> dict[str, Item]:
    """The items, of one of which a material is handed in on paper and not uploaded."""
    item = licang().items[ON_PAPER]
    materials = tuple(
        each.model_copy(update={"format": "paper"}) if each.material == CERTIFICATE else each
        for each in item.materials
    )
    return {**licang().items, ON_PAPER: item.model_copy(update={"materials": materials})}


def test_a_paper_that_is_to_be_corrected_is_owed_and_its_receipt_ends_the_correction() -> None:
    walk = begun(with_plan(AT_COUNTER, items=_with_a_paper_alone()), ON_PAPER, "small")
    walk.ask(ending(walk, "received", missing=(CERTIFICATE,)))
    line = Line(material=CERTIFICATE, problem="未交原件", mend="请交到窗口或预约快递")
    walk.ask(ending(walk, "correct", lines=(line,)))
    assert only(walk).step == "correction"
    assert len(walk.case.sides) == 1, "owed already: not asked for twice"
    walk.ask(side_ending(walk, "received"))
    assert (only(walk).id, walk.case.correction) == ("review-2", ())


def test_a_paper_that_comes_once_the_end_is_settled_begins_no_days_in_which_silence_accepts() -> None:
    walk = begun(with_plan(AT_COUNTER, items=_with_a_paper_alone()), ON_PAPER, "two_way_courier")
    line = Line(material=CERTIFICATE, problem="未交原件", mend="请交到窗口或预约快递")
    walk.ask(ending(walk, "correct", lines=(line,)))
    walk.ask(side_ending(walk, "fetch"))
    expire(walk, "correction-1")
    assert walk.case.settled is End.GIVEN_UP
    walk.ask(side_ending(walk, "received"))  # it was brought to the hall before the courier came
    assert walk.case.custody[CERTIFICATE].holder == "hall"
    assert Milestone.RECEIVED not in walk.case.milestones
    assert not any(run.running for run in walk.case.clocks.values())


def test_where_no_paper_is_owed_the_application_is_received_as_submitted_and_its_days_run() -> None:
    item = licang().items[ON_PAPER]
    uploaded = tuple(
        each.model_copy(update={"format": "electronic", "originals": 0}) for each in item.materials
    )
    items = {**licang().items, ON_PAPER: item.model_copy(update={"materials": uploaded})}
    owing, owes_none = on(AT_COUNTER), begun(with_plan(AT_COUNTER, items=items), ON_PAPER, "small")
    assert CERTIFICATE in owing.case.to_hand_in
    assert owes_none.case.to_hand_in == ()
    days = owes_none.case.milestones
    assert days[Milestone.RECEIVED] == days[Milestone.SUBMITTED]
    assert Milestone.RECEIVED not in owing.case.milestones, "it is, with the first paper"


def test_a_closed_case_still_owes_what_came_late_to_its_applicant() -> None:
    walk = one_missing()
    walk.ask(ending(walk, "fail", reason="不符合条件"))
    assert walk.case.sides == {}, "what the applicant owed is owed no more"
    assert walk.case.stage is Stage.CLOSED


# --- parcels -------------------------------------------------------------------------------------

HAND_OUT = plan(
    step("licence", outcome("made > send", number="required", marks="made"), unit="makes"),
    step(
        "send",
        outcome("delivered > granted", marks="delivered"),
        outcome("failed > problem"),
        by="delivery",
        unit="hall",
        ways=("courier",),
        counter="at-counter",
        gives="licence",
        within={"working_days": 5},
    ),
    step(
        "problem",
        outcome("again > send"),
        outcome("collect > at-counter"),
        outcome("arrived > granted", marks="delivered"),
        outcome("made-again > licence", voids="licence", reason="required"),
        unit="hall",
    ),
    step("at-counter", outcome("collected > granted", marks="delivered", visit=True), unit="hall"),
    GRANTED,
)
PRINTED = "food-business-licence"


def sent() -> Walk:
    walk = on(HAND_OUT, PRINTED)
    walk.ask(ending(walk, "made", number="证照-1"))
    assert only(walk).way == "courier"
    return walk


def test_what_a_parcel_still_carries_is_neither_sent_again_nor_collected_and_may_have_arrived() -> None:
    walk = sent()
    move(walk, walk.case.order("send-1"), S.PICKED_UP, S.DELAYED)
    walk.ask(ending(walk, "failed"))
    assert told(walk, ending(walk, "again")) == told(walk, ending(walk, "collect")) == "licence_away"
    walk.ask(ending(walk, "arrived"))
    assert (walk.case.settled, walk.case.custody["licence"].holder) == (End.GRANTED, "applicant")


def test_what_came_back_is_sent_again_and_has_not_arrived() -> None:
    walk = sent()
    move(walk, walk.case.order("send-1"), S.PICKED_UP, S.RETURNED)
    assert told(walk, ending(walk, "arrived")) == "nothing_under_way"
    walk.ask(ending(walk, "again"))
    assert only(walk).id == "send-2"


def test_what_becomes_of_a_parcel_in_trouble_is_found_out_beside_the_plan() -> None:
    walk = sent()
    move(walk, walk.case.order("send-1"), S.PICKED_UP, S.DELAYED)
    walk.ask(ending(walk, "failed"))
    (side,) = walk.case.sides.values()
    assert (side.kind, side.about) == (SideKind.PARCEL_TROUBLE, (walk.case.order("send-1"),))
    walk.ask(side_ending(walk, "returned"))
    assert (walk.case.custody["licence"].holder, walk.case.sides) == ("hall", {})
    walk.ask(ending(walk, "again"))
    assert only(walk).id == "send-2"


def test_of_a_parcel_that_holds_papers_at_the_close_somebody_finds_out_where_it_is() -> None:
    walk = begun(licang(), ON_PAPER, "two_way_courier")
    walk.ask(ending(walk, "pass"))
    order = walk.case.order("pick-up-1")
    move(walk, order, S.PICKED_UP, S.LOST)
    walk.ask(commands.Withdraw(at=walk.now, by=APPLICANT))
    assert walk.case.stage is Stage.CLOSED
    (side,) = walk.case.sides.values()
    assert (side.kind, side.about) == (SideKind.PARCEL_TROUBLE, (order,))
    move(walk, order, S.DELIVERED)
    (owed,) = walk.case.sides.values()
    assert (owed.kind, walk.case.custody[CERTIFICATE].holder) == (SideKind.PAPER_OWED, "hall")
    walk.ask(side_ending(walk, "received"))
    assert (walk.case.custody[CERTIFICATE].holder, walk.case.sides) == ("applicant", {})


def test_a_licence_that_is_made_again_is_void_wherever_it_is() -> None:
    walk = sent()
    move(walk, walk.case.order("send-1"), S.PICKED_UP, S.LOST)
    walk.ask(ending(walk, "failed"))
    walk.ask(ending(walk, "made-again", reason="快递遗失"))
    assert (walk.case.licence, "licence" in walk.case.custody) == (None, False)
    walk.ask(ending(walk, "made", number="证照-2"))
    assert (only(walk).id, walk.case.custody["licence"].holder) == ("send-2", "hall")


def test_a_parcel_that_turns_back_after_its_signature_is_a_person_s_task_after_the_close() -> None:
    walk = sent()
    order = walk.case.order("send-1")
    move(walk, order, S.PICKED_UP, S.DELIVERED)
    assert (walk.case.stage, walk.case.sides) == (Stage.CLOSED, {})
    move(walk, order, S.RETURNING)
    (side,) = walk.case.sides.values()
    assert (side.kind, side.unit, side.about) == (SideKind.PARCEL_TROUBLE, "hall", (order,))
    walk.ask(side_ending(walk, "returned"))
    assert walk.case.custody["licence"].holder == "hall"
    (owed,) = walk.case.sides.values()
    assert (owed.kind, owed.about) == (SideKind.PAPER_OWED, ("licence",)), "the hall gives it back"
    walk.ask(side_ending(walk, "received"))
    assert (walk.case.custody["licence"].holder, walk.case.sides) == ("applicant", {})


# --- the rest ------------------------------------------------------------------------------------


def test_a_channel_that_the_code_does_not_know_by_name_runs_to_its_end() -> None:
    walk = sent()
    assert walk.case.channel == "small"
    move(walk, walk.case.order("send-1"), S.PICKED_UP, S.DELIVERED)
    assert walk.case.state == 11


def test_while_a_channel_is_undecided_the_days_to_answer_run_and_silence_accepts() -> None:
    walk = Walk(licang(), "dog-licence", "undetermined", courier=True)
    walk.supply()
    assert walk.case.stage is Stage.UNDETERMINED
    run = walk.case.clocks["reply"]
    walk.ask(commands.ExpireClock(at=run.ends_at, by=CLOCK, clock="reply"))
    assert walk.case.accepted_by_silence
    assert {side.kind for side in walk.case.sides.values()} == {SideKind.CHANNEL, SideKind.SILENCE}
    walk.now = run.ends_at
    walk.ask(commands.Withdraw(at=walk.now, by=APPLICANT))
    assert (walk.case.stage, walk.case.state) == (Stage.CLOSED, 14)


def test_leaving_towards_an_end_without_a_decision_settles_the_state_and_stops_every_clock() -> None:
    walk = begun(licang(), ON_PAPER, "two_way_courier")
    walk.ask(ending(walk, "pass"))
    order = walk.case.order("pick-up-1")
    move(walk, order, S.PICKED_UP, S.DELIVERED)
    walk.ask(ending(walk, "complete"))
    walk.ask(ending(walk, "refuse", reason="不属于本机关职权"))
    assert only(walk).step == "papers-back"
    assert (walk.case.settled, walk.case.state) == (End.NOT_ACCEPTED, 5)
    assert not any(run.running for run in walk.case.clocks.values())
    assert Milestone.NOT_ACCEPTED in walk.case.milestones
    withdrawal = commands.Withdraw(at=walk.now, by=APPLICANT)
    assert told(walk, withdrawal) == "too_late"


def test_where_a_region_sends_nobody_no_consent_can_be_given() -> None:
    walk = begun(licang(), "dog-licence", "outbound_courier")
    asks_nobody = fresh(licang(), facts=tuple(fact for fact in licang().facts if fact.fact != CONSENT))
    command = commands.ChangeCourierConsent(at=MORNING, by=APPLICANT, courier=False)
    with pytest.raises(NotPossible, match="no_couriers"):
        decide(walk.case, command, asks_nobody)
    assert decide(walk.case, command, licang())

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import End, Plan
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import (
    ELECTRONIC,
    MAILED,
    Arrival,
    Means,
    Standing,
    arrive,
    choose_way,
    ends_of,
    is_printed,
    means,
    reads,
)
from tests.decisions.small_plans import end, gate, lane, outcome, plan, step, with_plan
from tests.fakes import fresh, licang

KINDERGARTEN = licang().items["private-kindergarten-licence"]
ANYHOW = Means(fetched=True, sent=True, electronic=True)
GRANTED = end(End.GRANTED)


def standing(item: Item = KINDERGARTEN, facts: dict[str, FactValue] | None = None, **more: bool) -> Standing:
    return Standing(item=item, facts=facts or {}, by=ANYHOW, **more)


def at(found: Arrival) -> str | None:
    return None if found.step is None else found.step.step


def without_mailed() -> Release:
    return fresh(licang(), facts=tuple(fact for fact in licang().facts if fact.fact != MAILED))


def sent(release: Release, facts: dict[str, FactValue], consent: bool, item: str = "dog-licence") -> bool:
    return means(release, release.items[item], facts, consent).sent


@pytest.mark.parametrize(
    ("ways", "by", "way"),
    [
        (("courier", "counter"), Means(True, True, True), "courier"),
        (("courier", "counter"), Means(True, False, True), None),
        (("courier",), Means(True, False, True), None),
        (("electronic", "courier"), Means(True, True, True), "electronic"),
        (("electronic", "courier"), Means(True, True, False), "courier"),
        (("electronic",), Means(True, True, False), None),
        (("counter", "courier"), Means(True, True, True), None),
    ],
)
def test_a_result_goes_out_the_first_way_that_is_open_and_else_over_the_counter(
    ways: tuple[str, ...], by: Means, way: str | None
) -> None:
    delivery = step("delivery", "delivered > granted", by="delivery", ways=ways, gives="licence")
    assert choose_way(delivery, standing(licensed=True)._replace(by=by)) == way


def test_what_is_on_paper_is_not_sent_electronically() -> None:
    delivery = step("delivery", "delivered > granted", by="delivery", ways=("electronic", "courier"))
    assert choose_way(delivery, standing(licensed=True)) == "electronic"
    assert choose_way(delivery, standing(licensed=True, back=True)) == "courier"


@pytest.mark.parametrize(("mailed", "may"), [(True, True), (False, False), (None, False)])
def test_where_a_region_asks_whether_results_may_be_mailed_an_item_must_say_yes(
    mailed: bool | None, may: bool
) -> None:
    facts: dict[str, FactValue] = {} if mailed is None else {MAILED: mailed}
    assert sent(licang(), facts, True) is may


def test_a_region_that_does_not_ask_mails_every_result() -> None:
    assert sent(without_mailed(), {}, True)


@pytest.mark.parametrize("region", [licang, without_mailed])
def test_without_consent_nothing_is_sent_anywhere(region: Callable[[], Release]) -> None:
    assert not sent(region(), {MAILED: True}, False)


def test_a_result_on_paper_only_is_no_electronic_document_and_a_letter_before_it_may_be() -> None:
    item = licang().items["food-business-licence"]
    assert item.result.form == "paper"
    by = means(licang(), item, {}, True)
    assert not by.electronic
    assert means(licang(), item, {ELECTRONIC: True}, True).electronic
    letter = step("refusal", "delivered > refused", by="delivery", ways=("electronic",), gives="refusal")
    assert choose_way(letter, standing(item)._replace(by=by)) == "electronic"
    assert choose_way(letter, standing(item, licensed=True)._replace(by=by)) is None


# --- arriving ------------------------------------------------------------------------------------

HEARING = gate("item.hearing", True, "review")


def test_gates_are_asked_in_order_and_a_fact_that_is_not_known_opens_none() -> None:
    small = plan(
        step("first", "done > review", gates=(HEARING, gate("item.secret", False, "granted"))),
        step("review", "done > granted"),
        GRANTED,
    )
    assert at(arrive(small, "first", standing(facts={"item.hearing": True, "item.secret": False}))) == "first"
    assert (
        at(arrive(small, "first", standing(facts={"item.hearing": True, "item.secret": True}))) == "granted"
    )
    assert at(arrive(small, "first", standing(facts={"item.secret": False}))) == "review"


def test_a_lane_is_entered_from_outside_and_walked_within() -> None:
    small = plan(
        step("inspection", outcome("pass >> onward"), outcome("fail > repair"), lane="site", unit="each"),
        step("repair", "done > inspection", by="applicant", lane="site"),
        step("review", "done > granted"),
        GRANTED,
        lanes=(lane("site", "inspection", "review"),),
    )
    entered = arrive(small, "inspection", standing())
    assert (entered.lane, entered.step) == (small.lanes[0], None)
    assert at(arrive(small, "repair", standing(), "site")) == "repair"
    nobody = KINDERGARTEN.model_copy(update={"units": KINDERGARTEN.units.model_copy(update={"inspects": ()})})
    assert at(arrive(small, "inspection", standing(nobody))) == "review"


def test_a_lane_that_does_not_apply_is_passed_by_and_a_gate_inside_may_leave_it() -> None:
    conditions = (Condition(fact="item.inspection", any_of=("required",)),)
    closed = gate("item.hearing", True, "x", next=None, leaves="onward")
    small = plan(
        step("inspection", outcome("pass >> onward"), lane="site", gates=(closed,)),
        step("review", "done > granted"),
        GRANTED,
        lanes=(lane("site", "inspection", "review", when=conditions),),
    )
    assert at(arrive(small, "inspection", standing())) == "review"
    assert arrive(small, "inspection", standing(), "site").leaves == "onward"


GATHER = {"hand_over": {"from": "units", "to": "hall", "counted": True}}


IDLE = Standing(item=KINDERGARTEN, facts={}, by=ANYHOW)


@pytest.mark.parametrize(
    ("name", "busy"),
    [
        ("parcels", IDLE._replace(inbound=True)),
        ("bring", IDLE._replace(away=True)),
        ("send", IDLE._replace(held=True)),
    ],
)
def test_what_has_nothing_to_do_is_left_out(name: str, busy: Standing) -> None:
    small = plan(
        step("parcels", "settled > bring", by="parcels"),
        step("bring", outcome("received > send", **GATHER)),
        step("send", "delivered > granted", by="delivery", ways=("courier",), gives="papers"),
        GRANTED,
    )
    assert at(arrive(small, "parcels", busy)) == name
    assert at(arrive(small, "parcels", standing())) == "granted"


def test_where_no_courier_may_come_the_case_goes_to_the_counter_instead() -> None:
    small = plan(
        step("pick-up", "delivered > granted", by="pick_up", counter="counter"),
        step("counter", outcome("received > granted", visit=True)),
        GRANTED,
        paper_in="courier",
    )
    assert at(arrive(small, "pick-up", standing())) == "pick-up"
    nobody = standing()._replace(by=ANYHOW._replace(fetched=False))
    assert at(arrive(small, "pick-up", nobody)) == "counter"


def test_steps_that_pass_each_other_by_do_not_go_on_for_ever() -> None:
    small = plan(
        step("one", "done > granted", gates=(gate("item.secret", True, "two"),)),
        step("two", "done > granted", gates=(gate("item.secret", True, "one"),)),
        GRANTED,
    )
    assert at(arrive(small, "one", standing())) in ("one", "two")


# --- what is promised ----------------------------------------------------------------------------


def counted(small: Plan, *, courier: bool, facts: dict[str, FactValue] | None = None) -> int:
    said = {MAILED: True, "application.courier": courier, **(facts or {})}
    return visits(ordinary_way(licang(), small, KINDERGARTEN, said))


def test_visits_are_counted_along_the_first_outcomes_and_in_a_lane_for_every_unit() -> None:
    small = plan(
        step("inspection", outcome("pass >> onward", visit=True), lane="site", unit="each"),
        step("licence", outcome("made > send", number="required")),
        step("send", "delivered > granted", by="delivery", ways=("courier",), counter="counter"),
        step("counter", outcome("collected > granted", visit=True, marks="delivered")),
        GRANTED,
        lanes=(lane("site", "inspection", "licence"),),
    )
    assert counted(small, courier=True) == 4
    assert counted(small, courier=False) == 5


def test_the_facts_that_a_way_depends_on_are_those_of_gates_and_lanes_and_of_couriers() -> None:
    small = plan(
        step("inspection", outcome("pass >> onward"), lane="site", gates=(HEARING,)),
        step("send", "delivered > granted", by="delivery", ways=("courier",)),
        GRANTED,
        lanes=(lane("site", "inspection", "send", when=(Condition(fact="item.type", any_of=("01",)),)),),
    )
    assert reads(small) == ("application.courier", MAILED, "item.hearing")


def test_a_licence_that_may_be_both_is_printed_only_if_it_goes_out_on_paper() -> None:
    both = KINDERGARTEN.model_copy(update={"result": KINDERGARTEN.result.model_copy(update={"form": "both"})})
    for ways, printed in ((("electronic",), False), (("courier",), True)):
        small = plan(
            step("licence", outcome("made > parcels", number="required")),
            step("parcels", "settled > send", by="parcels"),
            step("send", "delivered > granted", by="delivery", ways=ways, gives="licence"),
            GRANTED,
        )
        assert is_printed(small, "parcels", standing(both)) is printed


def test_the_ends_that_a_case_can_still_come_to_are_those_its_steps_lead_to() -> None:
    release = licang()
    plan_ = release.plans["two_way_courier"]
    assert ends_of(plan_, plan_.exits["withdrawn"]) == {End.WITHDRAWN}
    assert ends_of(plan_, plan_.exits["given-up"]) == {End.GIVEN_UP}
    assert End.GRANTED in ends_of(plan_, plan_.start)


def test_a_promised_visit_to_each_unit_is_one_less_from_the_day_on_which_two_are_merged() -> None:
    code = KINDERGARTEN.item
    channel = what_if(licang(), code, usual_facts(licang()), date(2026, 6, 30)).channel
    small = plan(
        step("inspection", outcome("seen >> onward", visit=True), unit="each", lane="site"),
        GRANTED,
        lanes=(lane("site", "inspection", "granted"),),
        plan=channel,
    )
    merged = {"until": date(2026, 6, 30), "joined": "fire-rescue"}
    units = tuple(
        one.model_copy(update=merged) if one.unit == "health" else one for one in every_unit(licang().units)
    )
    release = with_plan(small, units=tuple(one.model_copy(update={"units": ()}) for one in units))
    come = [
        what_if(release, code, usual_facts(release), day).visits
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 6, 30))
    ]
    assert come == [4, 3, 4]

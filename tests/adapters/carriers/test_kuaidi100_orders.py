from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from chalicelib.adapters.carriers.kuaidi100_orders import Kuaidi100Orders, named_window, third_order_id
from chalicelib.adapters.carriers.kuaidi100_trace import SHANGHAI
from chalicelib.cases.values import Window
from chalicelib.services.errors import PermanentError, RetryableError
from tests.adapters.carriers.conftest import APPLICANT, outbound
from tests.infra.running_carrier import Running


def test_an_order_brings_a_waybill_number(carrier: Running, ordering: Kuaidi100Orders) -> None:
    booking = ordering.book(outbound())
    assert booking.refusal is None
    assert [parcel["number"] for parcel in carrier.get("/control")["parcels"]] == [booking.number]


def test_ordering_twice_with_one_number_is_ordering_once(carrier: Running, ordering: Kuaidi100Orders) -> None:
    first = ordering.book(outbound())
    carrier.clock.turn(days=3)
    assert ordering.book(outbound()) == replace(first, found=True)
    assert len(carrier.get("/control")["parcels"]) == 1


def test_an_order_of_unknown_outcome_is_found_by_its_number_and_not_made_again(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "find", lambda _: None)  # so that the fault meets the order itself
    carrier.control(fault="drop")
    with pytest.raises(RetryableError, match="bOrder"):
        ordering.book(outbound())
    monkeypatch.undo()
    found = ordering.find("effect-1")
    assert found is not None
    assert ordering.book(outbound()).number == found.number
    assert len(carrier.get("/control")["parcels"]) == 1


def test_nothing_is_found_under_a_number_that_was_never_ordered(ordering: Kuaidi100Orders) -> None:
    assert ordering.find("effect-1") is None


def test_a_long_order_number_is_sent_as_a_digest_that_the_carrier_can_take(
    carrier: Running, ordering: Kuaidi100Orders
) -> None:
    number = "LC-2026-000001/delivery/courier/办理/1"
    booking = ordering.book(outbound(number))
    (parcel,) = carrier.get("/control")["parcels"]
    assert parcel["order"] == third_order_id(number)
    assert len(parcel["order"]) == 32
    assert ordering.book(outbound(number)) == replace(booking, found=True)


def test_an_order_can_be_called_off_before_the_courier_comes(
    carrier: Running, ordering: Kuaidi100Orders
) -> None:
    ordering.book(outbound())
    carrier.clock.turn(hours=1)
    ordering.cancel("effect-1")
    ordering.cancel("effect-1")
    found = ordering.find("effect-1")
    assert found is not None
    assert found.state == "99"
    assert ordering.book(outbound()).refusal == "state_99"


def test_calling_off_what_was_never_ordered_is_no_error(carrier: Running, ordering: Kuaidi100Orders) -> None:
    ordering.cancel("effect-1")
    assert carrier.get("/control")["parcels"] == []


def test_an_order_cannot_be_called_off_once_the_parcel_is_picked_up(
    carrier: Running, ordering: Kuaidi100Orders
) -> None:
    ordering.book(outbound())
    carrier.clock.turn(hours=2)
    with pytest.raises(PermanentError, match="picked up"):
        ordering.cancel("effect-1")


def test_an_order_the_carrier_cannot_read_is_refused_for_good(ordering: Kuaidi100Orders) -> None:
    endless = APPLICANT.model_copy(update={"address": "路" * 101})  # 303 bytes, 300 are taken
    order = outbound()
    refused = ordering.book(type(order)(**(vars(order) | {"recipient": endless})))
    assert (refused.number, refused.refusal) == (None, "400")


@pytest.mark.parametrize("fault", ["501", "503", "601", "not_json", "drop", "http_502"])
def test_trouble_and_configuration_are_tried_again_and_name_no_one(
    carrier: Running, ordering: Kuaidi100Orders, fault: str
) -> None:
    carrier.control(fault=fault)
    with pytest.raises(RetryableError) as caught:
        ordering.book(outbound())
    assert APPLICANT.name not in str(caught.value)
    assert APPLICANT.phone not in str(caught.value)
    assert ordering.book(outbound()).number is not None


def test_a_wrong_secret_is_not_taken_for_a_refusal_of_the_parcel(carrier: Running) -> None:
    url = carrier.url + "/order/borderapi.do"
    orders = Kuaidi100Orders(url, "local-key", "wrong", "https://x.example", carrier.clock.now)
    with pytest.raises(RetryableError, match="503"):
        orders.book(outbound())


def test_sf_gets_the_pick_up_time_it_insists_on(carrier: Running, ordering: Kuaidi100Orders) -> None:
    assert ordering.book(outbound(carrier="shunfeng")).number is not None


def window(day: int, start: int, end: int) -> Window:
    """Hours of a day of March 2026 in China."""
    return Window(
        start=datetime(2026, 3, day, start, tzinfo=SHANGHAI), end=datetime(2026, 3, day, end, tzinfo=SHANGHAI)
    )


@pytest.mark.parametrize(("day", "named"), [(2, "今天"), (3, "明天"), (4, "后天")])
def test_a_pick_up_is_named_by_today_tomorrow_or_the_day_after(day: int, named: str) -> None:
    late = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)  # one second before midnight in China
    assert tuple(named_window(window(day, 9, 11), late).values()) == (named, "09:00", "11:00")


@pytest.mark.parametrize("day", [1, 5])
def test_a_day_that_cannot_be_named_is_never_sent_as_another(day: int) -> None:
    with pytest.raises(RetryableError, match="no_such_day"):
        named_window(window(day, 9, 11), datetime(2026, 3, 2, 2, tzinfo=UTC))


def test_the_pick_up_that_was_asked_for_reaches_the_carrier(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, str]] = []
    answer = carrier.carrier.order

    def order(form: dict[str, str]) -> dict[str, Any]:
        sent.append(json.loads(form["param"]))
        return answer(form)

    monkeypatch.setattr(carrier.carrier, "order", order)
    ordering.book(replace(outbound(), pick_up=window(4, 14, 16)))
    placed = sent[-1]
    assert (placed["dayType"], placed["pickupStartTime"], placed["pickupEndTime"]) == (
        "后天",
        "14:00",
        "16:00",
    )


def test_without_a_pick_up_nothing_new_is_ordered(carrier: Running, ordering: Kuaidi100Orders) -> None:
    with pytest.raises(RetryableError, match="no_order"):
        ordering.book(replace(outbound(), pick_up=None))
    assert carrier.get("/control")["parcels"] == []
    first = ordering.book(outbound())
    again = ordering.book(replace(outbound(), pick_up=None))
    assert (again.number, first.found, again.found) == (first.number, False, True)


def test_an_answer_about_another_order_is_not_taken_for_ours(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordering.book(outbound("effect-2"))
    ordering.book(outbound())
    answer = carrier.carrier.order
    monkeypatch.setattr(carrier.carrier, "order", lambda form: answer(form) | {"thirdOrderId": "effect-2"})
    with pytest.raises(RetryableError, match="other_order"):
        ordering.find("effect-1")


def test_an_order_without_a_waybill_number_yet_is_asked_for_again(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = carrier.carrier.order
    monkeypatch.setattr(
        carrier.carrier, "order", lambda form: answer(form) | {"kuaidinum": None, "kuaidiNum": None}
    )
    for _ in range(2):
        with pytest.raises(RetryableError, match="no_number_yet"):
            ordering.book(outbound())
    monkeypatch.undo()
    assert ordering.book(outbound()).number is not None
    assert len(carrier.get("/control")["parcels"]) == 1


@pytest.mark.parametrize("nothing", [None, [], "", "无此订单"], ids=["null", "list", "empty", "text"])
def test_an_order_that_is_not_there_is_none_however_the_answer_says_that_it_has_no_data(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch, nothing: object
) -> None:
    told = {"result": False, "returnCode": 500, "message": "查无结果", "data": nothing}
    ordering.book(outbound())
    monkeypatch.setattr("infra.local.carrier._taken", lambda _: told)
    assert ordering.find("effect-1") is None


@pytest.mark.parametrize(
    "written",
    ["ex123456789cn", " EX 123456789 CN\n", "ＥＸ１２３４５６７８９ＣＮ", "\ufeffEX12345\u200b6789CN\u202c"],
)
def test_a_waybill_number_is_kept_in_one_form_so_that_the_same_one_is_known_again(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    answer = carrier.carrier.order
    monkeypatch.setattr(carrier.carrier, "order", lambda form: answer(form) | {"kuaidinum": written})
    assert ordering.book(outbound()).number == "EX123456789CN"


def answers(carrier: Running, monkeypatch: pytest.MonkeyPatch, method: str, **said: str) -> None:
    """From now on the carrier's answers to ``method`` say this too."""
    answer = carrier.carrier.order

    def order(form: dict[str, str]) -> dict[str, Any]:
        return answer(form) | (said if form["method"] == method else {})

    monkeypatch.setattr(carrier.carrier, "order", order)


@pytest.mark.parametrize("method", ["bOrder", "detail", "cancel"])
@pytest.mark.parametrize("other", ["effect-2", "EFFECT-1", "0"])
def test_no_answer_that_names_another_order_is_believed_whatever_was_asked(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch, method: str, other: str
) -> None:
    if method != "bOrder":
        ordering.book(outbound())
    answers(carrier, monkeypatch, method, thirdOrderId=other)
    ask = partial(ordering.cancel, "effect-1") if method == "cancel" else partial(ordering.book, outbound())
    with pytest.raises(RetryableError, match=f"{method}.*other_order"):
        ask()


@pytest.mark.parametrize("none", ["", " ", "null", "None"])
def test_an_answer_that_names_no_order_or_ours_is_ours(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch, none: str
) -> None:
    answers(carrier, monkeypatch, "bOrder", thirdOrderId=none)
    assert ordering.book(outbound()).number is not None
    long = "LC-2026-000001/delivery/courier/办理/1"
    answers(carrier, monkeypatch, "bOrder", thirdOrderId=third_order_id(long))
    assert ordering.book(outbound(long)).number is not None


@pytest.mark.parametrize(
    "none",
    ["暂无", "null", "NULL", "None", "", " ", "\u3000", "-", "N/A", "待分配", "undefined", "0", "000000"],
)
def test_words_in_the_place_of_a_number_are_no_number_yet(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch, none: str
) -> None:
    answers(carrier, monkeypatch, "bOrder", kuaidinum=none)
    answers(carrier, monkeypatch, "detail", kuaidiNum=none)
    for _ in range(2):
        with pytest.raises(RetryableError, match="no_number_yet"):
            ordering.book(outbound())
    monkeypatch.undo()
    assert ordering.book(outbound()).number is not None


def test_a_number_is_taken_from_the_field_that_has_one(
    carrier: Running, ordering: Kuaidi100Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(carrier, monkeypatch, "bOrder", kuaidinum="暂无", kuaidiNum=" ex 1234 56789 cn ")
    assert ordering.book(outbound()).number == "EX123456789CN"

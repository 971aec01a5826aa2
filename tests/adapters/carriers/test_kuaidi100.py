from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.carriers.gateway import CourierGateway
from chalicelib.adapters.carriers.kuaidi100 import Kuaidi100, sign
from chalicelib.adapters.carriers.kuaidi100_codes import status_of
from chalicelib.cases.parcels.shipments import TrackingProblem as P
from chalicelib.cases.parcels.shipments import merge
from chalicelib.cases.parcels.status import ShipmentStatus as S
from tests.adapters.carriers.conftest import APPLICANT, outbound
from tests.infra.running_carrier import Running


def booked(gateway: CourierGateway, carrier: str = "ems") -> str:
    number = gateway.book(outbound(carrier=carrier)).number
    assert number is not None
    return number


def status(gateway: CourierGateway, number: str) -> S:
    return merge((), gateway.track("ems", number, None).events)[1]


def test_a_signature_is_the_upper_case_md5_of_the_text() -> None:
    # both computed with md5sum and openssl, not with this program
    assert (
        sign('{"com": "ems", "num": "1234567890123"}local-keylocal-customer')
        == "4AAB9BD96C322A66C4E2F6764580F3DB"
    )
    assert sign('{"name":"张三"}1576123932000KEY1SECRET1') == "E2D2A8F920F7356771700E3841EA5D61"


def test_a_parcel_goes_from_ordered_to_signed_for_by_the_evening_of_the_next_day(
    carrier: Running, gateway: CourierGateway
) -> None:
    number = booked(gateway)
    seen = [status(gateway, number)]
    while not seen[-1].terminal:
        carrier.clock.turn(minutes=30)
        seen.append(status(gateway, number))
    assert list(dict.fromkeys(seen)) == [
        S.LABEL_CREATED,
        S.PICKED_UP,
        S.IN_TRANSIT,
        S.OUT_FOR_DELIVERY,
        S.DELIVERED,
    ]
    assert carrier.clock.now() <= datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    assert carrier.get("/control")["early"] == 0


def test_times_without_an_offset_are_read_as_time_in_china(carrier: Running, gateway: CourierGateway) -> None:
    placed_at = carrier.clock.now()
    events = gateway.track("ems", booked(gateway), None).events
    assert min(event.at for event in events if event.at) == placed_at


def test_asking_again_within_thirty_minutes_is_refused_as_too_frequent(
    carrier: Running, gateway: CourierGateway
) -> None:
    number = booked(gateway)
    gateway.track("ems", number, None)
    carrier.clock.turn(minutes=29, seconds=59)
    early = gateway.track("ems", number, None)
    assert (early.problem, early.code, early.events) == (P.TOO_FREQUENT, "504", ())
    carrier.clock.turn(seconds=1)
    assert gateway.track("ems", number, None).problem is None


def test_an_unknown_number_has_no_trace_yet(gateway: CourierGateway) -> None:
    answer = gateway.track("ems", "9999999999999", None)
    assert (answer.problem, answer.code) == (P.NO_TRACE, "500")


def test_a_number_of_the_wrong_length_is_a_bad_number(gateway: CourierGateway) -> None:
    assert gateway.track("ems", "12345", None).problem is P.BAD_NUMBER
    assert gateway.track("ems", "1" * 33, None).problem is P.BAD_NUMBER


@pytest.mark.parametrize(
    ("account", "problem", "code"),
    [(("local-customer", "wrong-key"), P.CONFIGURATION, "503"), (("x", "local-key"), P.CONFIGURATION, "600")],
)
def test_a_wrong_key_or_account_is_a_matter_of_configuration(
    carrier: Running, account: tuple[str, str], problem: P, code: str
) -> None:
    answer = Kuaidi100(carrier.url + "/poll/query.do", *account, carrier.clock.now).track(
        "ems", "1234567890123"
    )
    assert (answer.problem, answer.code) == (problem, code)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("400", P.BAD_NUMBER),
        ("408", P.PHONE_NEEDED),
        ("500", P.NO_TRACE),
        ("501", P.CARRIER_TROUBLE),
        ("502", P.CARRIER_TROUBLE),
        ("503", P.CONFIGURATION),
        ("504", P.TOO_FREQUENT),
        ("601", P.CONFIGURATION),
        ("777", P.CARRIER_TROUBLE),
        ("http_500", P.CARRIER_TROUBLE),
    ],
)
def test_every_error_code_says_what_to_do_next_and_is_kept_verbatim(
    carrier: Running, tracking: Kuaidi100, code: str, problem: P
) -> None:
    carrier.control(fault=code)
    answer = tracking.track("ems", "1234567890123")
    assert (answer.problem, answer.code, answer.events) == (problem, code, ())


@pytest.mark.parametrize(
    ("fault", "code"), [("not_json", "bad_answer"), ("huge", "too_large"), ("drop", "connection")]
)
def test_an_answer_that_is_none_is_trouble_at_the_carriers(
    carrier: Running, tracking: Kuaidi100, fault: str, code: str
) -> None:
    carrier.control(fault=fault)
    answer = tracking.track("ems", "1234567890123")
    assert (answer.problem, answer.code) == (P.CARRIER_TROUBLE, code)


def test_sf_is_told_the_phone_and_checks_it(carrier: Running, gateway: CourierGateway) -> None:
    number = booked(gateway, "shunfeng")
    assert gateway.track("shunfeng", number, APPLICANT.phone).problem is None
    carrier.clock.turn(minutes=30)
    wrong = gateway.track("shunfeng", number, "13900009999")
    assert (wrong.problem, wrong.code) == (P.PHONE_NEEDED, "408")


def test_sf_is_not_even_asked_without_a_phone(carrier: Running, gateway: CourierGateway) -> None:
    answer = gateway.track("shunfeng", booked(gateway, "shunfeng"), None)
    assert (answer.problem, answer.code) == (P.PHONE_NEEDED, "no_phone")
    assert carrier.get("/control")["queries"] == 0


def test_a_phone_goes_only_to_a_carrier_that_needs_it_and_never_into_a_log(
    carrier: Running,
    gateway: CourierGateway,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    asked: list[str] = []
    answer = carrier.carrier.query

    def query(form: dict[str, str]) -> dict[str, Any]:
        asked.append(form["param"])
        return answer(form)

    monkeypatch.setattr(carrier.carrier, "query", query)
    gateway.track("ems", booked(gateway), APPLICANT.phone)
    gateway.track("shunfeng", "SF1234567890123", APPLICANT.phone)
    assert [APPLICANT.phone in param for param in asked] == [False, True]
    assert APPLICANT.phone not in caplog.text


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("proxy", [S.DELIVERED_PROXY]),
        ("locker", [S.READY_FOR_PICKUP]),
        ("refuse", [S.RETURNED]),
        ("return", [S.RETURNING, S.RETURNED]),
        ("damage", [S.DAMAGED]),
        ("cancel", [S.CANCELLED]),
    ],
)
def test_what_befalls_a_parcel_shows_in_its_trace(
    carrier: Running, gateway: CourierGateway, act: str, expected: list[S]
) -> None:
    number = booked(gateway)
    carrier.clock.turn(hours=3)
    carrier.control(number=number, do=act)
    carrier.clock.turn(days=3)
    events, _ = merge((), gateway.track("ems", number, None).events)
    assert [event.status for event in events if event.status in expected] == expected


def test_a_return_after_delivery_is_seen_as_returning_and_then_returned(
    carrier: Running, gateway: CourierGateway
) -> None:
    number = booked(gateway)
    carrier.clock.turn(days=2)
    assert status(gateway, number) is S.DELIVERED
    carrier.control(number=number, do="return")
    carrier.clock.turn(hours=1)
    assert status(gateway, number) is S.RETURNING
    carrier.clock.turn(days=1)
    assert status(gateway, number) is S.RETURNED


def test_a_lost_parcel_falls_silent_and_no_code_ever_says_lost(
    carrier: Running, gateway: CourierGateway
) -> None:
    number = booked(gateway)
    carrier.clock.turn(hours=5)
    before = gateway.track("ems", number, None).events
    carrier.control(number=number, do="lose")
    carrier.clock.turn(days=30)
    assert gateway.track("ems", number, None).events == before


def test_the_sub_state_counts_before_the_state() -> None:
    assert status_of("3", "304") is S.READY_FOR_PICKUP
    assert status_of("3", "303") is S.DELIVERED_PROXY
    assert status_of("5", "501") is S.READY_FOR_PICKUP
    assert status_of("2", "209") is S.DAMAGED


def test_a_bare_problem_code_is_an_exception_and_never_simply_in_transit() -> None:
    assert status_of("2").exceptional
    assert status_of("2", "299").exceptional


def test_an_unknown_sub_state_counts_as_its_state_and_an_unknown_state_needs_a_person() -> None:
    assert status_of("0", "1009") is S.IN_TRANSIT
    assert {status_of("3", "399"), status_of("", "499")} == {S.UNCLEAR}, "an unknown end is nobody's end"
    assert status_of("99").exceptional


def test_an_answer_without_sub_states_is_read_by_names_and_by_its_overall_state(
    carrier: Running, tracking: Kuaidi100, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        {"time": "2026-03-02 12:00:00", "context": "c", "status": "不明"},
        {"time": "2026-03-02 11:00:00", "context": "b", "status": "揽收"},
        {"time": "2026-03-02 10:00:00", "context": "a"},
    ]
    answer = {"message": "ok", "status": 200, "nu": "ABC1234567", "com": "ems", "state": 14, "data": lines}
    monkeypatch.setattr(carrier.carrier, "query", lambda _: answer)
    events = tracking.track("ems", "abc1234567").events
    assert [event.status for event in events] == [S.RETURNED, S.PICKED_UP, None]


@pytest.mark.parametrize(
    ("change", "problem", "code"),
    [
        ({"nu": "OTHER1234567"}, P.CARRIER_TROUBLE, "other_number"),
        ({"data": []}, P.NO_TRACE, "no_data"),
        ({"nu": None}, P.CARRIER_TROUBLE, "other_number"),
        ({"nu": ["ABC1234567"]}, P.CARRIER_TROUBLE, "other_number"),
        ({"com": None}, P.CARRIER_TROUBLE, "other_carrier"),
        ({"com": "shunfeng"}, P.CARRIER_TROUBLE, "other_carrier"),
        ({"com": "", "comOld": "ems", "comNew": "shunfeng"}, P.CARRIER_TROUBLE, "other_carrier"),
        ({"data": None}, P.NO_TRACE, "no_data"),
        ({"data": "signed"}, P.CARRIER_TROUBLE, "bad_answer"),
        ({"status": None}, P.CARRIER_TROUBLE, "no_code"),
    ],
)
def test_an_answer_that_does_not_fit_the_question_is_not_believed(
    carrier: Running,
    tracking: Kuaidi100,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    problem: P,
    code: str,
) -> None:
    line = {"time": "2026-03-02 12:00:00", "context": "c", "statusCode": "301"}
    answer = {"message": "ok", "status": "200", "nu": "ABC1234567", "com": "ems", "data": [line]}
    monkeypatch.setattr(carrier.carrier, "query", lambda _: answer | change)
    tracked = tracking.track("ems", "ABC1234567")
    assert (tracked.problem, tracked.code, tracked.events) == (problem, code, ())

"""Lines as carriers really send them: what can be read is read, the rest is kept as text."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.adapters.carriers import kuaidi100_trace
from chalicelib.adapters.carriers.kuaidi100 import Kuaidi100
from chalicelib.adapters.carriers.kuaidi100_trace import (
    LONGEST_READ,
    MOST_LINES,
    plain_number,
    read_lines,
    read_object,
)
from chalicelib.adapters.carriers.kuaidi100_trace import moment as moment_near
from chalicelib.adapters.dynamodb.cases.case_rows import waybill_row
from chalicelib.cases.parcels.shipments import LONGEST_TEXT, TrackingEvent, merge
from chalicelib.cases.parcels.shipments import TrackingProblem as P
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.parcels.waybill import Waybill
from tests.infra.running_carrier import Running

NUMBER = "EX123456789CN"
EIGHT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
"""Eight o'clock in China."""
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def moment(text: str) -> datetime | None:
    return moment_near(text, NOW)


def line(
    time: Any = "2026-11-20 08:00:00", code: str = "1002", text: str = "运输中", **more: Any
) -> dict[str, Any]:
    return {"time": time, "ftime": time, "context": text, "status": "在途", "statusCode": code} | more


def read(*lines: object, state: str = "") -> tuple[TrackingEvent, ...]:
    return read_lines("ems", NUMBER, lines, NOW, state)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 08:00:00",
        "2026-11-20 08:00",
        "2026-11-20 8:00",
        "2026-11-20T08:00:00",
        "2026-11-20T08:00:00.123",
        "2026-11-20T08:00:00+08:00",
        "2026-11-20T00:00:00Z",
        "2026-11-19T19:00:00-0500",
        "2026/11/20 08:00:00",
        "2026.11.20 08:00",
        "2026年11月20日 08:00:00",
        "2026年11月20日 08时00分00秒",
        "2026年11月20日 8时0分",
        "2026-11-20 08：00：00",
        "２０２６-11-20\u300008:00:00",
        "2026-11-20\u00a008:00",
        "2026-11-20t00:00:00z",
        "2026-11-20 08:00:00+08",
        "20261120080000",
        "202611200800",
        "20261120 08:00:00",
        "20261120T000000Z",
        "2026-11-20 08:00:00 GMT+8",
        "2026-11-20 08:00:00 UTC+08:00",
        "2026-11-20 00:00 UTC",
        "2026-11-20T03:00:00+3",
        "2026-11-19T19:00:00GMT-500",
        "2026-11-20 08:00:00 星期五",
        "2026年11月20日 周五 08:00",
        "2026年11月20日08时00分",
        "2026年11月20日08:00:00",
        "2026年11月20日8点00分",
        "２０２６年１１月２０日０８时００分００秒",
        "2026年11月20日周五08时00分",
        "2026112008",
        "2026112008+08",
        "20261120 08",
        str(EIGHT.timestamp()),
        str(int(EIGHT.timestamp())),
        str(int(EIGHT.timestamp()) * 1000),
    ],
)
def test_a_time_is_read_in_every_form_that_tells_one(text: str) -> None:
    assert moment(text) == EIGHT


@pytest.mark.parametrize("dead", ["1970-01-01 08:00:00", "1980-01-06 00:00:00", "2000-01-01 00:00:00"])
def test_a_line_of_a_device_whose_clock_has_begun_again_is_text_and_the_good_time_beside_it_counts(
    dead: str,
) -> None:
    (alone,) = read(line(dead, "103", "已揽收"))
    assert (alone.at, alone.status, alone.text) == (None, None, "已揽收")
    (beside,) = read(line("2026-11-20 08:00:00", "103", "已揽收", ftime=dead))
    assert (beside.at, beside.status) == (EIGHT, S.PICKED_UP)


def test_a_code_in_wide_digits_is_that_code() -> None:
    assert read(line(code="３０１"))[0].status is S.DELIVERED


def test_midnight_may_be_written_as_the_end_of_a_day() -> None:
    assert moment("2026-11-20 24:00:00") == moment("2026-11-21 00:00:00")
    assert moment("2026-12-31 24:00") == moment("2027-01-01 00:00:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-11-20",
        "08:00:00",
        "2026-13-20 08:00:00",
        "2026-02-30 08:00:00",
        "2026-11-20 25:00:00",
        "2026-11-20 24:00:01",
        "2026-11-20 08:60:00",
        "0000-00-00 00:00:00",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "9999-12-31 24:00:00",
        "1970-01-01 08:00:00",
        "2026-11-20 08:00:00+99:99",
        "٢٠٢٦-١١-٢٠ ٠٨:٠٠:٠٠",
        "2" * 100_000,
        "20261320080000",
        "20261120250000",
        "99991231240000",
        "2026-11-20 08:00:00+9x",
        "1980-01-01 00:00:00",
        "2000-01-01 00:00:00",
        "2000-01-01T08:00:00+08:00",
        "20000101000000",
        "2010-01-01 00:00",
        "2025-01-01 00:00:00",
        "2099-12-31 23:59:59",
    ],
    ids=range(28),
)
def test_what_tells_no_time_of_a_parcel_is_none_and_never_an_error(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    "digits",
    [
        "9999999999",
        "0000000000",
        "1380000000",
        "2034031406",
        "4008208820",
        "9999999999999",
        "1380000000000",
        "201312251230",
        "2026139908",
        "2026112025",
        "0.5",
        "1" * 5000,
    ],
    ids=lambda digits: digits[:14],
)
def test_a_bare_number_far_from_the_parcel_s_time_is_no_time_and_its_line_stays_text(digits: str) -> None:
    assert moment(digits) is None
    (event,) = read(line(digits, "301", "已签收"))
    assert (event.at, event.status, event.text) == (None, None, "已签收")


def test_ten_digits_that_name_a_day_and_an_hour_are_not_seconds_since_1970() -> None:
    assert moment("2026030908") == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)
    in_2033 = datetime(2034, 1, 1, tzinfo=UTC)
    assert moment_near("2017612800", in_2033) == datetime.fromtimestamp(2017612800, UTC)


ODD = [
    line(""),
    line(None),
    line("0001-01-01 00:00:00"),
    line("9999-12-31 24:00:00"),
    line("1970-01-01 00:00:00"),
    line("昨天"),
    line(20261120),
    line(["2026-11-20 08:00:00"]),
    line({"$date": 1}),
    line(True),
    "a line",
    7,
    None,
    [],
    {},
    {"time": "2026-11-20 08:00:00"},
    line(context=None),
    line(context=["x"]),
    line(context="\ud800 半个字"),
    line(context="\x00\x1b[31m"),
    line(context="长" * 100_000),
    line(statusCode=None, status=None),
    line(statusCode={"a": 1}, status=3),
    line(statusCode="9" * 1000, status="不明"),
    line(statusCode="３０１"),
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_odd_line_takes_no_other_line_along(
    carrier: Running, tracking: Kuaidi100, monkeypatch: pytest.MonkeyPatch, odd: object, place: int
) -> None:
    """As bytes over the wire, wherever the odd line stands."""
    lines: list[object] = [
        line("2026-11-20 09:00:00", "301", "已签收"),
        line("2026-11-20 07:00:00", "103", "已揽收"),
    ]
    lines.insert(place, odd)
    answer = {"message": "ok", "status": "200", "nu": NUMBER, "com": "ems", "state": "3", "data": lines}
    monkeypatch.setattr(carrier.carrier, "query", lambda _: answer)
    tracked = tracking.track("ems", NUMBER)
    assert tracked.problem is None
    assert len(tracked.events) == 3
    good = [event for event in tracked.events if event.text in ("已签收", "已揽收")]
    assert [event.status for event in good] == [S.DELIVERED, S.PICKED_UP]
    kept, status = merge((), tracked.events)
    assert (len(kept), status) == (3, S.DELIVERED)
    row = waybill_row(a_waybill(kept))
    assert Waybill.model_validate_json(row["body"]["S"]).events == kept


def a_waybill(events: tuple[TrackingEvent, ...]) -> Waybill:
    return Waybill(
        carrier="ems", number=NUMBER, order="o", case="c", region="licang", booked_at=EIGHT, events=events
    )


def test_an_odd_ftime_beside_a_good_time_and_the_other_way_round() -> None:
    for odd in ("", "昨天", None, 5):
        assert [event.at for event in read(line(ftime=odd), line(time=odd, ftime="2026-11-20 08:00"))] == [
            EIGHT
        ] * 2


def test_a_line_whose_time_cannot_be_read_is_text_without_a_status() -> None:
    (event,) = read(line("", "301", "已签收"))
    assert (event.at, event.status, event.code, event.text) == (None, None, "301", "已签收")


def test_the_state_of_the_whole_answer_is_given_to_no_line_if_the_newest_may_be_another() -> None:
    plain = {"time": "2026-11-20 08:00:00", "context": "x"}
    assert read(plain, state="3")[0].status is S.DELIVERED
    assert [event.status for event in read({"time": "", "context": "y"}, plain, state="3")] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "快件退回中",
        "退回取消",
        "收件人拒收",
        "客户要求退件",
        "Returned to sender",
        "退签",
        "退 回 中",
        "快件已被拦截",
        "快件正在返回发件地",
        "已返回寄件人",
        "寄件人已签收",
        "已签收，签收人：发件人",
        "已由寄件方取回",
        "包裹已退運",
        "Back to sender",
        "快件原路返回",
        "快件截回",
        "寄件人申请撤回快件",
        "已由发件网点签收",
        "地址不详，原址返回",
        "客户截单，快件返仓",
        "快件已退至始发网点",
        "包裹发回寄件人",
        "Sent back, undeliverable",
        "RTO initiated",
        "快件退\u200b回中",
        "收件人拒\u2060收",
        "ＲＥＴＵＲＮＥＤ",
        "Refused by recipient",
        "\u202e退\u2066回",
    ],
)
def test_a_text_that_speaks_of_a_way_back_is_heard_whatever_the_code_says(text: str) -> None:
    moving, signed = line("2026-11-20 08:00", "1002", text), line("2026-11-20 09:00", "301", "已签收")
    assert read(moving)[0].back
    assert merge((), read(signed, moving))[1] is S.UNCLEAR
    assert merge((), read(line("2026-11-20 09:00", "301", text)))[1] is S.UNCLEAR
    assert merge((), read(line("", "1002", text), signed))[1] is S.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "已签收，签收人：本人",
        "快件已到达派送网点，如有疑问请联系寄件人",
        "派送失败，快件带回网点",
        "您的快件已签收，如有疑问请电联快递员。感谢使用，期待再次为您服务",
        "请联系发件人。已签收",
        "Parts of the address are unreadable",
        "快件已从原址发往青岛市李沧区",
        "截至今日已派送两次",
    ],
)
def test_a_text_that_only_names_the_sender_speaks_of_no_way_back(text: str) -> None:
    assert not read(line(text=text))[0].back


@pytest.mark.parametrize(
    "text",
    [
        "已签收，签收人：门卫代签收",
        "已签收，签收人：门卫",
        "前台签收",
        "物业代为签收",
        "家人签收",
        "signed by reception",
        "快件已由丰巢快递柜代收",
        "已被他人签收",
        "家人 代 收",
        "已放至菜鸟驿站",
        "Delivered to a Neighbour",
        "投递并签收，签收人：邻居",
        "已妥投至信报箱",
        "已投递至智能快件箱",
        "已投入格口，请凭取件码领取",
        "已存放在快递櫃",
        "物管代收",
        "小区门岗签收",
        "签收人：妻子",
        "签收人：爱人",
        "已签收（母亲）",
        "放在家门口",
        "他人收：单位收发章",
        "如家酒店前台签收",
        "Left at front door",
        "Delivered to parcel locker",
        "丰巢",
        "豐巢签收",
        "菜鸟裹裹已入库",
        "门外",
        "別人签收",
        "太太签收",
        "外婆签收",
        "警卫室",
        "客户不在，已签收",
        "Signed by spouse",
        "Delivered, mail room",
        "left in porch",
    ],
)
def test_a_text_that_names_another_as_the_one_who_signed_is_heard_whatever_its_code_says(text: str) -> None:
    for code in ("3", "301", "302", "303"):
        assert read(line(code=code, text=text))[0].status is S.DELIVERED_PROXY
    assert read(line(code="1002", text=text))[0].status is S.IN_TRANSIT
    assert read(line(code="3", text="已签收，签收人：本人，有疑问请电联小哥"))[0].status is S.DELIVERED


@pytest.mark.parametrize("code", ["3", "301", "303"])
@pytest.mark.parametrize(
    "text",
    [
        "客户未签收",
        "客户 未 签收，明日再派",
        "没有人签收",
        "无人签收",
        "未能妥投",
        "未送达",
        "Not yet signed",
        "签收失败",
        "取消签收",
        "虚假签收",
        "无人接收",
        "Could not be delivered",
        "Delivery failed",
    ],
)
def test_a_text_by_which_nobody_has_signed_is_no_signature_whatever_its_code_says(
    code: str, text: str
) -> None:
    assert read(line(code=code, text=text))[0].status is S.ATTEMPT_FAILED


@pytest.mark.parametrize(
    "text",
    [
        "已签收，如未签收请联系快递员",
        "已签收。若您没有签收，请致电",
        "派件异常后签收",
        "签收异常后本人签收",
        "您的快件已签收，如有疑问请电联快递小哥",
        "已签收。如有疑问请联系菜鸟驿站",
        "已签收，签收人凭取货码签收",
        "本人签收",
    ],
)
def test_what_is_said_for_the_case_that_nobody_signed_leaves_a_signature_as_it_is(text: str) -> None:
    assert read(line(code="301", text=text))[0].status is S.DELIVERED


@pytest.mark.parametrize(
    "number",
    ["ex123456789cn", " EX 1234 56789 CN\n", "ＥＸ１２３４５６７８９ＣＮ", "\ufeffEX12345\u200b6789CN"],
)
def test_a_number_is_the_same_one_with_blanks_or_in_small_letters(
    carrier: Running, tracking: Kuaidi100, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    answer = {"status": 200, "nu": number, "com": "EMS", "state": 3, "ischeck": 1, "data": [line(code="301")]}
    monkeypatch.setattr(carrier.carrier, "query", lambda _: answer)
    tracked = tracking.track("ems", NUMBER)
    assert (tracked.problem, merge((), tracked.events)[1]) == (None, S.DELIVERED)


@pytest.mark.parametrize(
    ("data", "status", "problem"),
    [
        (line(code="301"), S.DELIVERED, None),
        ({"0": line(code="301"), "1": line("2026-11-20 07:00", "103")}, S.DELIVERED, None),
        (None, S.NOT_FOUND, P.NO_TRACE),
        ({}, S.NOT_FOUND, P.NO_TRACE),
        ([], S.NOT_FOUND, P.NO_TRACE),
        ("", S.NOT_FOUND, P.NO_TRACE),
        ("查无结果", S.NOT_FOUND, P.CARRIER_TROUBLE),
    ],
    ids=["one line", "by number", "null", "empty object", "empty list", "empty text", "text"],
)
def test_lines_are_read_however_the_answer_holds_them(
    carrier: Running,
    tracking: Kuaidi100,
    monkeypatch: pytest.MonkeyPatch,
    data: object,
    status: S,
    problem: P | None,
) -> None:
    answer = {"status": "200", "nu": NUMBER, "com": "ems", "state": "0", "data": data}
    monkeypatch.setattr(carrier.carrier, "query", lambda _: answer)
    tracked = tracking.track("ems", NUMBER)
    assert (tracked.problem, merge((), tracked.events)[1]) == (problem, status)


def test_a_return_called_off_and_signed_for_is_put_before_a_person() -> None:
    trace = (
        line("2026-11-20 12:00:00", "301", "已签收"),
        line("2026-11-20 11:00:00", "5", "派件中"),
        line("2026-11-20 10:00:00", "0", "退回取消"),
        line("2026-11-20 09:00:00", "6", "快件退回"),
        line("2026-11-20 08:00:00", "103", "已揽收"),
    )
    assert merge((), read(*trace))[1] is S.UNCLEAR
    for deleted in range(len(trace)):
        left = merge((), read(*trace[:deleted], *trace[deleted + 1 :]))[1]
        assert left in {S.UNCLEAR, S.RETURNING}


def test_a_refused_parcel_that_is_signed_for_is_put_before_a_person() -> None:
    for code in ("203", "14"):
        assert merge((), read(line("2026-11-20 09:00", "3", "签收"), line(code=code)))[1] is S.UNCLEAR


def test_a_flood_of_lines_stays_within_what_the_table_takes_and_shows_its_newest_end() -> None:
    flood = [
        line(f"2026-11-{1 + n // 1440:02d} {n // 60 % 24:02d}:{n % 60:02d}", text="𠮷" * 5000)
        for n in range(9000)
    ]
    events = read(line("2026-11-20 08:00", "301", "已签收"), *reversed(flood))
    assert len(events) == MOST_LINES
    assert max(len(event.text) for event in events) == LONGEST_TEXT
    kept, status = merge((), events)
    assert status is S.DELIVERED
    assert len(str(waybill_row(a_waybill(kept))).encode()) < 200_000


def test_a_text_is_kept_on_one_line_without_what_nobody_sees_or_what_turns_it_round() -> None:
    (event,) = read(line(text="\u202e已\u200b签收\u2028本\x00人\ufeff\u2069"))
    assert event.text == "已签收 本 人"


@pytest.mark.parametrize("name", ["time", "ftime", "status", "statusCode"])
def test_a_text_without_end_is_read_by_its_beginning(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a million marks out of their order would take minutes to be put into it."""
    longest = 0

    def normalize(form: Any, text: str) -> str:
        nonlocal longest
        longest = max(longest, len(text))
        return unicodedata.normalize(form, text[:LONGEST_READ])

    monkeypatch.setattr(kuaidi100_trace, "unicodedata", SimpleNamespace(normalize=normalize))
    (event,) = read({**line(), name: "\u0301\u0323" * 100_000})
    assert event.text == "运输中"
    assert plain_number("\u0301\u0323" * 100_000) != plain_number(NUMBER)
    assert longest == LONGEST_READ


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"", None),
        (b"[]", None),
        (b"[" * 200_000, None),
        (b'{"a":' * 100_000, None),
        (b'{"n": 1e999999, "i": ' + b"9" * 10_000 + b"}", {"n": "1e999999", "i": "9" * 10_000}),
        (b'\xef\xbb\xbf{"a": NaN}', {"a": "NaN"}),
        ('{"a": "签收"}'.encode("gbk"), {"a": "ǩ\ufffd\ufffd"}),
        (b'{"a": "x\ny"}', {"a": "x\ny"}),
    ],
    ids=range(8),
)
def test_an_answer_is_an_object_or_nothing_and_bad_bytes_spoil_one_text(
    body: bytes, read: dict[str, str] | None
) -> None:
    assert read_object(body) == read


@pytest.mark.parametrize(
    ("name", "code", "whole", "status"),
    [
        ("签收", "3", "304", S.READY_FOR_PICKUP),
        ("签收", "3", "303", S.DELIVERED_PROXY),
        ("签收", None, "304", S.READY_FOR_PICKUP),
        ("代签", None, "3", S.DELIVERED_PROXY),
        ("投柜或站签收", None, "3", S.READY_FOR_PICKUP),
        ("本人签收", None, "3", S.DELIVERED),
        ("签收", "301", "3", S.DELIVERED),
        ("签收", "3", "3", S.DELIVERED),
        ("在途", "1002", "3", S.IN_TRANSIT),
        ("揽收", "1", "1002", S.PICKED_UP),
        ("派件", "5", "304", S.OUT_FOR_DELIVERY),
    ],
)
def test_of_a_line_and_the_whole_answer_the_one_that_says_more_of_the_same_is_heard(
    name: str, code: str | None, whole: str, status: S
) -> None:
    newest, older = (
        line(status=name, statusCode=code),
        line("2026-11-20 07:00", status="揽收", statusCode="1"),
    )
    assert [event.status for event in read(newest, older, state=whole)] == [status, S.PICKED_UP]

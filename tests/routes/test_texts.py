"""Texts as they really arrive over HTTP: in GBK, invisible, pasted with blanks, through a gateway."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

import app
from chalicelib.decisions.forms.region import Most, Openings
from tests.adapters.a_case import release
from tests.adapters.office import ADDRESS, NAME, Office, application
from tests.routes.answers_of import allows_the_portal, problem
from tests.routes.test_staff import LINE, end


def person(**changes: str) -> dict[str, Any]:
    right = application()
    return right | {"applicant": right["applicant"] | changes}


def kept(office: Office, **changes: str) -> dict[str, Any]:
    """The applicant as the office sees them after an opening."""
    answer = office.ask("POST", "/cases", person(**changes))
    assert answer.status_code == 201, answer.body
    shown = office.ask("GET", f"/desk/cases/{answer.json_body['no']}", **office.staff())
    return dict(shown.json_body["parties"]["applicant"])


def through_a_gateway(body: Any, **request: Any) -> dict[str, Any]:
    """What the function answers to an event whose texts are as API Gateway would pass them on."""
    event = {
        "requestContext": {"httpMethod": "POST", "resourcePath": "/cases", "identity": {}, "path": "/cases"},
        "path": "/cases",
        "headers": {"content-type": "application/json"},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": body,
    }
    answer: dict[str, Any] = app.app(event | request, None)
    return answer


# --- not UTF-8 -----------------------------------------------------------------------------------


def in_gbk() -> bytes:
    return json.dumps(application(), ensure_ascii=False).encode("gb18030")


@pytest.mark.parametrize(
    "body",
    [
        in_gbk().decode(errors="replace"),
        json.dumps(application(), ensure_ascii=False).replace(NAME, "\ud800"),
        json.dumps(person(name="欧阳\ufffd"), ensure_ascii=False),
    ],
    ids=["GBK", "half a character", "one sign"],
)
def test_what_a_gateway_makes_of_a_body_that_is_not_utf_8_is_refused(office: Office, body: str) -> None:
    answer = through_a_gateway(body)
    told = json.loads(answer["body"])
    assert (answer["statusCode"], told["code"]) == (422, "not_utf8")
    assert "UTF-8" in told["title"]["zh"]
    assert "send UTF-8" in told["title"]["en"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-32"])
def test_bytes_that_are_not_utf_8_are_refused_however_they_come(office: Office, encoding: str) -> None:
    content = json.dumps(application(), ensure_ascii=False).encode(encoding)
    answer = through_a_gateway(base64.b64encode(content).decode(), isBase64Encoded=True)
    told = json.loads(answer["body"])
    assert (answer["statusCode"], told["code"]) == (422, "not_utf8")


def test_the_mark_that_some_programs_put_before_utf_8_does_no_harm(office: Office) -> None:
    content = json.dumps(application(), ensure_ascii=False).encode("utf-8-sig")
    assert office.ask("POST", "/cases", content).status_code == 201


def test_an_escaped_sign_in_any_text_is_refused_where_it_stands(office: Office) -> None:
    opened = office.running()
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"note": "注\ufffd"}, "note"),
        ({"lines": [LINE | {"problem": "\ufffd清晰"}]}, "lines.0.problem"),
        ({"lines": [LINE | {"mend": "\ufffd"}]}, "lines.0.mend"),
        ({"number": "鲁\ufffd1"}, "number"),
        ({"missing": ["\ufffd"]}, "missing.0"),
    ]
    for body, place in bodies:
        answer = end(office, opened, "pre-review", **{"outcome": "pass", **body})
        [told] = problem(answer, 422, "text_wrong")["details"]
        assert told["at"] == place
        assert "send UTF-8" in told["en"]
    named = office.ask(
        "POST",
        f"/cases/{opened.no}/uploads",
        {"material": "lease", "file_name": "租\ufffd.pdf"},
        **opened.headers,
    )
    assert "UTF-8" in problem(named, 422, "text_wrong")["details"][0]["zh"]
    facts = office.ask("POST", "/cases", application() | {"application": {"courier": "\ufffd"}})
    assert "UTF-8" in problem(facts, 422, "text_wrong")["details"][0]["zh"]


@pytest.mark.parametrize(
    "path",
    [
        "/track?no=%b0%ec",
        "/track?no=%ff",
        "/desk?unit=%b0&step=%ec",
        "/cases/%b0%ec",
        "/items/%ff",
    ],
)
def test_an_address_that_is_not_utf_8_is_refused(office: Office, path: str) -> None:
    answer = office.ask("GET", path, **office.staff())
    assert "UTF-8" in problem(answer, 422, "not_utf8")["title"]["zh"]
    allows_the_portal(answer)


@pytest.mark.parametrize("name", ["X-Query-Code", "Idempotency-Key", "Authorization"])
def test_a_header_that_is_not_utf_8_is_refused(office: Office, name: str) -> None:
    problem(office.ask("POST", "/cases", application(), **{name: "k\ufffd"}), 422, "not_utf8")


def test_headers_that_are_not_read_may_hold_anything(office: Office) -> None:
    assert office.ask("GET", "/items", **{"User-Agent": "\ufffd", "Referer": "\ufffd"}).status_code == 200


# --- something to see, on one line ---------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "address"])
@pytest.mark.parametrize(
    "text", ["\u200b" * 4, "\u3164" * 4, "\u2800" * 4, "\u202e张三李四", "\u0301" * 4], ids=ascii
)
def test_a_name_or_address_has_something_to_see(office: Office, field: str, text: str) -> None:
    [told] = problem(office.ask("POST", "/cases", person(**{field: text})), 422, "text_wrong")["details"]
    assert told["at"] == f"applicant.{field}"
    assert "/openapi.json" not in told["en"]


def test_a_name_is_kept_without_what_nobody_sees(office: Office) -> None:
    assert kept(office, name="\ufeff欧阳\u200b示例\u3000")["name"] == NAME
    assert kept(office, name="\U00031350\u00b7〇")["name"] == "\U00031350\u00b7〇"


def test_an_address_pasted_in_two_lines_is_kept_on_one(office: Office) -> None:
    assert kept(office, address="青岛市李沧区\r\n保密路\u20287号")["address"] == "青岛市李沧区 保密路 7号"


def test_a_note_keeps_its_lines_and_an_empty_one_is_none(office: Office) -> None:
    opened = office.running()
    line = LINE | {"problem": "一、不清晰\r\n二、缺页\u200b"}
    answer = end(office, opened, "pre-review", outcome="correct", lines=[line], note="  ")
    assert answer.json_body["correction"][0]["problem"] == "一、不清晰\n二、缺页"
    problem(
        end(office, opened, "pre-review", outcome="correct", lines=[LINE | {"mend": "\u3164"}]),
        422,
        "text_wrong",
    )


# --- telephones ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pasted",
    [
        "139 1234 5678",
        "+86 139-1234-5678",
        "0086 13912345678",
        "１３９１２３４５６７８",
        "\u202d13912345678\u202c",
    ],
)
def test_a_telephone_is_kept_in_one_form_however_it_was_pasted(office: Office, pasted: str) -> None:
    assert kept(office, phone=pasted)["phone"] == "13912345678"


@pytest.mark.parametrize(
    ("text", "code"), [("0-----", "text_wrong"), ("123", "text_wrong"), ("call 110", "body_wrong")]
)
def test_what_is_no_telephone_is_refused_with_an_example(office: Office, text: str, code: str) -> None:
    [told] = problem(office.ask("POST", "/cases", person(phone=text)), 422, code)["details"]
    assert "13800000000" in told["zh"]
    assert "13800000000" in told["en"]


# --- numbers and codes ---------------------------------------------------------------------------


def test_a_case_is_found_by_its_number_however_it_was_typed(office: Office) -> None:
    opened = office.open()
    no = opened.no
    wide = no.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    for typed in (
        f"{no[:6]}%20{no[6:14]}%20{no[14:]}",
        f"{no[:6]}-{no[6:]}",
        f"%20{no}%0a",
        wide,
    ):
        assert office.ask("GET", f"/cases/{typed}", **opened.headers).json_body["no"] == no
        assert office.ask("GET", f"/track?no={typed}", **opened.headers).json_body["no"] == no
        shown = office.ask("GET", f"/desk/cases/{typed}", **office.staff())
        assert (shown.json_body["no"], len(shown.json_body["events"])) == (no, 1)
        place = office.ask(
            "POST", f"/cases/{typed}/uploads", {"material": "lease", "file_name": "a.pdf"}, **opened.headers
        )
        assert place.json_body["key"].startswith(f"uploads/{no}/lease/")


def test_a_code_opens_its_case_however_it_was_typed(office: Office) -> None:
    opened = office.open()
    code = opened.code
    for typed in (
        code.lower(),
        f"{code[:5]} {code[5:]}",
        f"{code[:5]}-{code[5:]}",
        code.translate({0x4F: "0", 0x49: "1"}),
    ):
        assert office.ask("GET", f"/cases/{opened.no}", X_Query_Code=typed).status_code == 200
        assert office.ask("GET", f"/track?no={opened.no}", X_Query_Code=typed).status_code == 200


def test_an_outcome_is_recorded_for_a_number_typed_with_blanks(office: Office) -> None:
    opened = office.running()
    typed = f"{opened.no[:6]}%20{opened.no[6:]}"
    answer = office.ask("POST", f"/cases/{typed}/steps/Pre-Review", {"outcome": " Pass "}, **office.staff())
    assert (answer.status_code, answer.json_body["no"]) == (200, opened.no)


def test_names_of_items_and_units_are_read_as_they_are_typed(office: Office) -> None:
    opened = office.running()
    assert office.ask("GET", "/items/%20Food-Business-Licence").json_body["code"] == "food-business-licence"
    work = office.ask("GET", "/desk?unit=Market-Supervision%20&step=Pre-Review", **office.staff())
    assert opened.no in [each["case"] for each in work.json_body["work"]]
    problem(office.ask("GET", "/desk?unit=a%00", **office.staff()), 422, "text_wrong")


# --- whose a key is, and how many there may be ---------------------------------------------------


def opened_from(source: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
    context = {
        "httpMethod": "POST",
        "resourcePath": "/cases",
        "path": "/cases",
        "identity": {"sourceIp": source},
    }
    headers = {"content-type": "application/json", "idempotency-key": key, "x-forwarded-for": "198.51.100.7"}
    return through_a_gateway(json.dumps(body), requestContext=context, headers=headers)


def test_the_code_is_repeated_to_the_same_network_only_and_a_header_tells_nothing_of_it(
    office: Office,
) -> None:
    first = opened_from("198.51.100.7", "1", application())
    again = opened_from("198.51.100.7", "1", application())
    assert json.loads(again["body"])["query_code"] == json.loads(first["body"])["query_code"]
    elsewhere = opened_from("203.0.113.9", "1", application())
    assert (elsewhere["statusCode"], json.loads(elsewhere["body"])["code"]) == (409, "code_withheld")
    assert json.loads(first["body"])["no"] not in elsewhere["body"]


def test_a_code_that_was_used_once_is_never_repeated(office: Office) -> None:
    for look in ("/cases/{no}", "/track?no={no}"):
        opened = office.open(Idempotency_Key=f"key of {look}")
        office.ask("GET", look.format(no=opened.no), **opened.headers)
        again = office.ask("POST", "/cases", application(), Idempotency_Key=f"key of {look}")
        problem(again, 409, "code_withheld")
        assert opened.code not in again.body.decode()
        assert office.case(opened)["no"] == opened.no


def test_a_wrong_code_does_not_keep_an_applicant_from_getting_the_right_one(office: Office) -> None:
    opened = office.open(Idempotency_Key="once")
    office.ask("GET", f"/cases/{opened.no}", X_Query_Code="AAAAAAAAAA")
    assert office.open(Idempotency_Key="once").code == opened.code


@pytest.mark.usefixtures("within_an_hour")
def test_more_openings_than_a_region_allows_are_answered_with_when_to_come_again(office: Office) -> None:
    few = Openings(phone=Most(hour=2, day=2), source=Most(hour=9, day=9))
    region = release().region.model_copy(update={"openings": few})
    with office.rules(release().model_copy(update={"region": region})):
        office.open()
        office.open()
        answer = office.ask("POST", "/cases", application())
        problem(answer, 429, "too_many_openings")
        assert 1 <= int(answer.headers["Retry-After"]) <= 3601
        assert office.ask("POST", "/cases", person(phone="13900000000")).status_code == 201
    assert ADDRESS not in answer.body.decode()

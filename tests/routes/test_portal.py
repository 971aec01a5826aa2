from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.cases.commands import Withdraw
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.values import Actor, Role
from chalicelib.services.cases.change_case import change_case
from infra.local.samples import pdf
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, NAME, ONLINE, PHONE, Office, Opened, application
from tests.routes.answers_of import allows_the_portal, header, problem, says_nothing_personal

NOBODY = "370213202603020000019"


def test_a_case_is_opened_with_its_number_code_and_places_to_upload(office: Office) -> None:
    answer = office.ask("POST", "/cases", application())
    assert answer.status_code == 201
    case = answer.json_body
    assert header(answer, "Location") == f"/cases/{case['no']}"
    assert header(answer, "Cache-Control") == "no-store"
    allows_the_portal(answer)
    assert (case["stage"], case["channel"], case["version"]) == ("materials", None, 1)
    assert len(case["query_code"]) == 10
    wanted = {material.material for material in release().items[FOOD].materials if material.uploaded}
    places = {each["material"]: each["upload"] for each in case["materials"] if each["upload"]}
    assert set(places) == wanted
    for material, place in places.items():
        assert place["method"] == "PUT"
        assert place["key"] == f"uploads/{case['no']}/{material}/file"
        assert place["expires_in"] == 3600


def test_neither_the_answer_nor_any_address_in_it_names_the_applicant(office: Office) -> None:
    opened = office.open()
    says_nothing_personal(unquote(json.dumps(opened.answer, ensure_ascii=False)))
    says_nothing_personal(unquote(json.dumps(office.case(opened), ensure_ascii=False)))


def test_asking_twice_with_one_key_opens_one_case(office: Office) -> None:
    first = office.open(Idempotency_Key="6f0c-once")
    second = office.open(Idempotency_Key="6f0c-once")
    assert (first.no, first.code) == (second.no, second.code)
    assert office.open().no != first.no


def test_an_opening_that_is_repeated_once_the_case_is_closed_gives_no_place_and_keeps_no_name(
    office: Office,
) -> None:
    table = wiring.ports().cases
    named = {**application(), "files": {"lease": {"file_name": f"{NAME}的租约.pdf"}}}
    first = office.ask("POST", "/cases", named, Idempotency_Key="7a1d-lost").json_body
    before = table.load_with_files(first["no"])
    assert before is not None
    assert [place.material for place in before.files.places.values()] == ["lease"]
    withdrawal = Withdraw(at=wiring.ports().clock.now(), by=Actor(role=Role.APPLICANT, id="portal"))
    change_case(wiring.ports(), first["no"], None, lambda _: withdrawal)
    table.erase_parties(first["no"])
    again = office.ask("POST", "/cases", named, Idempotency_Key="7a1d-lost")
    assert (again.status_code, again.json_body["query_code"]) == (201, first["query_code"])
    assert {each["upload"] for each in again.json_body["materials"]} == {None}
    after = table.load_with_files(first["no"])
    assert after is not None
    assert after.files.places == {}


def test_a_key_used_for_another_application_is_refused(office: Office) -> None:
    office.open(Idempotency_Key="6f0c-twice")
    answer = office.ask("POST", "/cases", application(courier=False), Idempotency_Key="6f0c-twice")
    problem(answer, 422, "key_reused")


def test_what_is_sent_again_under_its_key_happens_once_and_is_answered_well(office: Office) -> None:
    opened = office.open()
    headers = {**opened.headers, "Idempotency_Key": "tapped-once"}

    def ask(what: str, body: dict[str, Any]) -> HTTPResponse:
        return office.ask("POST", f"/cases/{opened.no}/{what}", body, **headers)

    for courier in (False, True, False):
        office.ask("POST", f"/cases/{opened.no}/consents", {"courier": courier}, **opened.headers)
    version = office.case(opened)["version"]
    consents = [ask("consents", {"courier": True}) for _ in range(2)]
    assert [answer.json_body["version"] for answer in consents] == [version + 1] * 2
    problem(ask("consents", {"courier": False}), 422, "key_reused")
    closed = [ask("withdrawal", {}) for _ in range(2)]
    assert [answer.status_code for answer in closed] == [200, 200], "each kind has keys of its own"
    assert closed[0].json_body["version"] == closed[1].json_body["version"]
    again = office.ask("POST", f"/cases/{opened.no}/withdrawal", {}, **opened.headers)
    assert again.status_code == 409, "without its key it is another"


@pytest.mark.parametrize("key", ["k" * 201, "钥匙", "a\x00b", "k" * 9000], ids=["long", "zh", "nul", "huge"])
def test_a_key_that_cannot_be_one_is_refused(office: Office, key: str) -> None:
    problem(office.ask("POST", "/cases", application(), Idempotency_Key=key), 422, "key_wrong")


def test_an_empty_key_is_none(office: Office) -> None:
    for blank in ("", "  ", "\t"):
        assert office.open(Idempotency_Key=blank).no != office.open(Idempotency_Key=blank).no


def wrong_bodies() -> list[Any]:
    right = application()

    def person(**changes: Any) -> dict[str, Any]:
        return right | {"applicant": right["applicant"] | changes}

    return [
        pytest.param({}, ["item", "applicant", "application"], id="nothing"),
        pytest.param([], ["body"], id="a list"),
        pytest.param("text", ["body"], id="text"),
        pytest.param(right | {"item": 7}, ["item"], id="item a number"),
        pytest.param(right | {"item": "x" * 61}, ["item"], id="item too long"),
        pytest.param(person(phone="call me 13912345678"), ["applicant.phone"], id="phone"),
        pytest.param(person(name=""), ["applicant.name"], id="name empty"),
        pytest.param(person(name=NAME * 50), ["applicant.name"], id="name too long"),
        pytest.param(person(address="街12"), ["applicant.address"], id="address short"),
        pytest.param(person(id_card=PHONE), ["applicant.id_card"], id="a field too many"),
        pytest.param(right | {"applicant": f"{NAME} {PHONE}"}, ["applicant"], id="person as text"),
        pytest.param(right | {"application": {"X": 1}}, ["application.X"], id="fact name"),
        pytest.param(
            right | {"application": {"courier": [NAME]}},
            ["application.courier"],
            id="fact value",
        ),
    ]


@pytest.mark.parametrize(("body", "places"), wrong_bodies())
def test_a_wrong_body_is_refused_field_by_field_without_repeating_what_was_sent(
    office: Office, body: Any, places: list[str]
) -> None:
    answer = office.ask("POST", "/cases", body)
    document = problem(answer, 422, "body_wrong")
    assert [each["at"] for each in document["details"]] == places
    allows_the_portal(answer)


@pytest.mark.parametrize(
    ("facts", "place"),
    [({}, "application.courier"), ({"courier": "是"}, "courier"), ({"courier": True, "spy": PHONE}, "spy")],
)
def test_facts_that_are_missing_or_wrong_are_listed(office: Office, facts: Any, place: str) -> None:
    answer = office.ask("POST", "/cases", application() | {"application": facts})
    document = problem(answer, 422, "facts_needed")
    assert any(place in each["at"] for each in document["details"])


def test_an_unknown_item_opens_nothing(office: Office) -> None:
    problem(office.ask("POST", "/cases", application("no-such-item")), 404, "not_found")
    near = problem(office.ask("POST", "/cases", application("dog-licnce")), 404, "not_found")["title"]
    assert "（dog-licence）" in near["zh"], "the item that was meant is named"
    assert "(dog-licence)" in near["en"], "the item that was meant is named"


def test_a_case_shows_how_it_stands(office: Office) -> None:
    case = office.case(office.running())
    assert (case["stage"], case["channel"], case["step"]) == (
        "running",
        "inspection_collection",
        "pre-review",
    )
    assert case["step_title"] == {"zh": "网上预审", "en": "Online pre-review"}
    assert case["opened_at"].endswith("+08:00")
    assert [each["material"] for each in case["materials"] if each["files"]]
    assert case["custody"]["lease"]["holder"] == "applicant"
    assert case["facts"]["application"] == {"courier": True}


def test_a_file_that_was_not_taken_is_shown_with_the_reason(office: Office) -> None:
    opened = office.open()
    office.upload(opened, "lease", b"plain text", "notes.txt")
    [lease] = [each for each in office.case(opened)["materials"] if each["material"] == "lease"]
    assert (lease["files"], lease["refused"]["file"]) == ([], "notes.txt")
    assert lease["refused"]["reason"] == "wrong_kind"
    assert "PDF" in lease["refused"]["text"]["zh"]


def test_a_file_for_a_material_that_the_item_has_not_is_told_to_the_applicant_too(office: Office) -> None:
    opened = office.open()
    office.upload(opened, "no-such-material", name="护照.pdf")
    [told] = office.case(opened)["refused"]
    assert (told["material"], told["file"], told["reason"]) == (
        "no-such-material",
        "护照.pdf",
        "unknown_material",
    )
    assert "请按材料清单" in told["text"]["zh"]


def declare(office: Office, opened: Opened, **body: Any) -> HTTPResponse:
    return office.ask(
        "POST",
        f"/cases/{opened.no}/uploads",
        {"material": "lease", "file_name": "a", **body},
        **opened.headers,
    )


def test_a_place_is_signed_for_what_was_declared_and_tells_the_limits(office: Office) -> None:
    opened = office.open()
    place = declare(office, opened, size=1234, type="application/pdf").json_body
    signed = parse_qs(urlsplit(place["url"]).query)["X-Amz-SignedHeaders"]
    assert signed == ["content-length;content-type;host"]
    assert (place["headers"], place["size"]) == ({"Content-Type": "application/pdf"}, 1234)
    assert place["limits"]["max_bytes"] == 20 << 20
    assert place["limits"]["kinds"] == ["pdf", "jpeg", "png", "ofd", "docx"]
    assert place["limits"]["types"][1] == "image/jpeg"
    assert place["limits"]["max_files"] == 100
    assert "20 MB" in place["limits"]["text"]["en"]


def test_a_place_asked_for_without_a_word_on_the_file_takes_it_as_it_comes(office: Office) -> None:
    opened = office.open()
    places = [line["upload"] for line in opened.answer["materials"] if line["upload"]]
    places.append(declare(office, opened).json_body)
    for place in places:
        assert parse_qs(urlsplit(place["url"]).query)["X-Amz-SignedHeaders"] == ["host"]
        assert (place["headers"], place["size"]) == ({}, None)


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        ({"size": (20 << 20) + 1}, "file_too_large", "20 MB"),
        ({"size": 0}, "file_empty", "为空"),
        ({"type": "image/heic"}, "file_wrong_kind", "兼容性最佳"),
        ({"type": "text/html"}, "file_wrong_kind", "网页"),
        ({"type": "image/svg+xml", "size": 9}, "file_wrong_kind", "SVG"),
        ({"type": "video/mp4"}, "file_wrong_kind", "视频"),
        ({"type": "chemical/x-pdb"}, "file_wrong_kind", "无法识别"),
    ],
)
def test_what_would_be_refused_after_the_upload_is_refused_before_it(
    office: Office, body: dict[str, Any], code: str, word: str
) -> None:
    document = problem(declare(office, office.open(), **body), 422, code)
    assert word in document["title"]["zh"]


@pytest.mark.parametrize(
    "body", [{"size": -1}, {"type": "Text/HTML; charset=x"}, {"type": "a/b\r\nX: y"}, {"size": "1"}]
)
def test_what_is_no_size_or_type_is_refused(office: Office, body: dict[str, Any]) -> None:
    problem(declare(office, office.open(), **body), 422, "body_wrong")


def test_files_declared_at_the_opening_get_places_of_their_own(office: Office) -> None:
    lease = {"file_name": "租约.pdf", "size": 99, "type": "application/pdf"}
    answer = office.ask("POST", "/cases", application() | {"files": {"lease": lease}})
    places = {line["material"]: line["upload"] for line in answer.json_body["materials"]}
    assert neutral(places["lease"])
    opened = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
    office.upload(opened, "lease", place=places["lease"])
    assert names_of(office, opened, "lease") == ["租约.pdf"]
    assert parse_qs(urlsplit(places["lease"]["url"]).query)["X-Amz-SignedHeaders"] == [
        "content-length;content-type;host"
    ]
    before = answer.json_body["no"]
    too_large = office.ask("POST", "/cases", application() | {"files": {"lease": {"size": 1 << 40}}})
    problem(too_large, 422, "file_too_large")
    unknown = office.ask("POST", "/cases", application() | {"files": {"passport": {"size": 1}}})
    problem(unknown, 422, "unknown_material")
    after = office.open().no
    assert int(after[:-1]) == int(before[:-1]) + 1, "nothing was opened in between"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/health"), ("GET", "/cases/1"), ("DELETE", "/items"), ("POST", "/cases")]
)
def test_every_answer_is_data_only(office: Office, method: str, path: str) -> None:
    headers = {name.lower(): value for name, value in office.ask(method, path).headers.items()}
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


# --- what an applicant can do --------------------------------------------------------------------


def upload_place(office: Office, opened: Opened, **body: str) -> HTTPResponse:
    return office.ask("POST", f"/cases/{opened.no}/uploads", body, **opened.headers)


def neutral(place: dict[str, Any]) -> bool:
    """Whether the address of a place tells nothing of the name that it was given for."""
    folder, no, material, last = place["key"].split("/")
    asked = parse_qs(urlsplit(place["url"]).query)
    return (
        (folder, is_case_number(no), material) == ("uploads", True, "lease")
        and re.fullmatch(r"place-[0-9a-f]{32}", last) is not None
        and urlsplit(place["url"]).path.endswith(place["key"])
        and not [name for name in asked if not name.startswith("X-Amz-")]
    )


def names_of(office: Office, opened: Opened, material: str) -> list[str]:
    """What its applicant is told that her files are called."""
    [line] = [m for m in office.case(opened)["materials"] if m["material"] == material]
    return [file["file"] for file in line["files"]]


def test_one_more_file_gets_a_place_of_its_own_that_tells_nothing_of_its_name(office: Office) -> None:
    opened = office.open()
    answer = upload_place(office, opened, material="lease", file_name="张三的租赁合同（第1页）.pdf")
    assert answer.status_code == 201
    assert neutral(answer.json_body)
    assert "张三" not in unquote(answer.body.decode())


def test_a_file_of_the_same_name_and_material_replaces_the_one_before_and_no_other(office: Office) -> None:
    opened, other = office.open(), office.open()
    name = "租赁合同.pdf"
    first = upload_place(office, opened, material="lease", file_name=name).json_body
    for case, material, called in (
        (opened, "lease", "租赁合同 2.pdf"),
        (opened, "floor-plan", name),
        (other, "lease", name),
    ):
        place = upload_place(office, case, material=material, file_name=called).json_body
        assert place["key"] != first["key"]
    office.upload(opened, "lease", pdf("first"), place=first)
    again = upload_place(office, opened, material="lease", file_name=name).json_body
    assert again["key"] == first["key"]
    office.upload(opened, "lease", pdf("the better one"), place=again)
    assert names_of(office, opened, "lease") == [name]
    [line] = [m for m in office.case(opened)["materials"] if m["material"] == "lease"]
    assert [file["size"] for file in line["files"]] == [len(pdf("the better one"))]


def test_a_name_with_nothing_to_it_needs_no_place_of_its_own(office: Office) -> None:
    opened = office.open()
    [given] = [m["upload"] for m in opened.answer["materials"] if m["material"] == "lease"]
    assert upload_place(office, opened, material="lease", file_name="file").json_body["key"] == given["key"]


def test_a_file_put_under_a_key_of_the_sender_s_own_is_called_what_its_key_says(office: Office) -> None:
    opened = office.open()
    office.upload(opened, "lease", name="scan (1).pdf")
    assert names_of(office, opened, "lease") == ["scan (1).pdf"]


def test_a_file_that_was_refused_is_told_of_under_its_name(office: Office) -> None:
    opened = office.open()
    place = upload_place(office, opened, material="lease", file_name="说明.txt").json_body
    office.upload(opened, "lease", b"text", place=place)
    [line] = [m for m in office.case(opened)["materials"] if m["material"] == "lease"]
    assert (line["files"], line["refused"]["file"]) == ([], "说明.txt")


def test_staff_are_shown_the_name_and_read_the_file_under_an_address_without_it(office: Office) -> None:
    opened = office.open()
    place = upload_place(office, opened, material="lease", file_name="张三的租约.pdf").json_body
    office.upload(opened, "lease", place=place)
    [file] = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff()).json_body["uploads"]
    assert (file["file"], file["material"]) == ("张三的租约.pdf", "lease")
    assert "张三" not in unquote(file["url"])
    [shown] = parse_qs(urlsplit(file["url"]).query)["response-content-disposition"]
    assert shown == f"attachment; filename*=UTF-8''lease-{file['id']}.pdf"


@pytest.mark.parametrize(
    "name", ["附件1：营业执照【正面】.pdf", "《章程》、修订—2018+1.pdf", "scan #1 [50%].png"]
)
def test_a_file_keeps_the_name_that_its_applicant_gave_it(office: Office, name: str) -> None:
    opened = office.open()
    place = upload_place(office, opened, material="lease", file_name=name).json_body
    assert neutral(place)
    office.upload(opened, "lease", place=place)
    assert names_of(office, opened, "lease") == [name]


@pytest.mark.parametrize("material", ["no-such-material", "licence"])
def test_a_material_that_is_not_asked_for_gets_no_place(office: Office, material: str) -> None:
    problem(upload_place(office, office.open(), material=material, file_name="a.pdf"), 409, "not_asked")


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../../x",
        "a/b",
        "a\\b",
        "a\nb",
        " a",
        ".hidden",
        "a" * 81,
        "a\x00",
        "a.pdf\n",
        "a\u202efdp.exe",
    ],
)
def test_a_file_name_that_leads_elsewhere_is_refused(office: Office, name: str) -> None:
    told = problem(upload_place(office, office.open(), material="lease", file_name=name), 422, "body_wrong")
    assert "请改名后再传" in told["details"][0]["zh"]


def test_consent_to_couriers_can_be_taken_back_and_given_again(office: Office) -> None:
    opened = office.open()
    for courier in (False, False, True):
        path = f"/cases/{opened.no}/consents"
        answer = office.ask("POST", path, {"courier": courier}, **opened.headers)
        assert answer.status_code == 200
    assert office.case(opened)["version"] == 3  # the second refusal changed nothing


@pytest.mark.parametrize("body", [{}, {"courier": None}, {"courier": "perhaps"}, {"courier": True, "x": 1}])
def test_a_consent_that_is_neither_yes_nor_no_is_refused(office: Office, body: Any) -> None:
    opened = office.open()
    answer = office.ask("POST", f"/cases/{opened.no}/consents", body, **opened.headers)
    problem(answer, 422, "body_wrong")


def test_an_application_can_be_withdrawn_once(office: Office) -> None:
    opened = office.open()
    answer = office.ask("POST", f"/cases/{opened.no}/withdrawal", **opened.headers)
    assert answer.status_code == 200
    assert (answer.json_body["stage"], answer.json_body["state"]) == ("closed", 2)
    again = office.ask("POST", f"/cases/{opened.no}/withdrawal", **opened.headers)
    assert "已经撤回" in problem(again, 409, "too_late")["title"]["zh"]
    assert answer.json_body["end"] == {"zh": "已撤回", "en": "withdrawn"}
    problem(upload_place(office, opened, material="lease", file_name="a.pdf"), 409, "not_asked")


def test_what_was_never_submitted_is_not_rated(office: Office) -> None:
    opened = office.open(ONLINE)
    office.ask("POST", f"/cases/{opened.no}/withdrawal", **opened.headers)
    answer = office.ask("POST", f"/cases/{opened.no}/rating", {"score": 2}, **opened.headers)
    problem(answer, 409, "never_submitted")


def test_a_case_is_rated_once_it_is_closed(office: Office) -> None:
    opened = office.running()
    path = f"/cases/{opened.no}/rating"
    problem(office.ask("POST", path, {"score": 2}, **opened.headers), 409, "not_closed")
    office.ask("POST", f"/cases/{opened.no}/withdrawal", **opened.headers)
    answer = office.ask("POST", path, {"score": 2}, **opened.headers)
    assert (answer.status_code, answer.json_body["rating"]) == (200, 2)
    again = office.ask("POST", path, {"score": 2}, **opened.headers)
    assert (again.status_code, again.json_body["rating"]) == (200, 2)
    problem(office.ask("POST", path, {"score": 5}, **opened.headers), 409, "rated_already")


def test_an_applicant_reads_why_the_application_was_not_accepted_and_what_can_be_done(office: Office) -> None:
    opened = office.running()
    assert office.case(opened)["refusal"] is None
    body = {"outcome": "refuse", "reason": "不属于本机关职权范围，请向市级机关申请"}
    office.ask("POST", f"/cases/{opened.no}/steps/pre-review", body, **office.staff())
    shown = office.case(opened)
    assert (shown["stage"], shown["state"]) == ("closed", 5)
    assert shown["refusal"]["reason"] == body["reason"]
    assert "行政复议" in shown["refusal"]["remedies"]["zh"]


def test_what_an_applicant_takes_back_was_refused_by_nobody(office: Office) -> None:
    opened = office.running()
    office.ask("POST", f"/cases/{opened.no}/withdrawal", **opened.headers)
    assert office.case(opened)["refusal"] is None


@pytest.mark.parametrize("score", [0, 6, "5 stars", None, 1.5, 10**400])
def test_a_score_outside_one_to_five_is_refused(office: Office, score: Any) -> None:
    opened = office.open()
    answer = office.ask("POST", f"/cases/{opened.no}/rating", {"score": score}, **opened.headers)
    problem(answer, 422, "body_wrong")

from __future__ import annotations

import hashlib
import json
from typing import Any

import boto3
import pytest
from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.routes import files
from chalicelib.services.cases.desk import find_for_staff
from tests.adapters.a_case import release
from tests.adapters.office import PHONE, Office, Opened
from tests.routes.answers_of import allows_the_portal, problem

UNIT = "market-supervision"
NOBODY = "370213202603020000019"
LINE = {"material": "floor-plan", "problem": "无比例尺", "mend": "补充比例尺"}


def end(office: Office, opened: Opened, step: str, *units: str, key: str = "", **body: Any) -> HTTPResponse:
    headers = office.staff(*units) | ({"Idempotency-Key": key} if key else {})
    return office.ask("POST", f"/cases/{opened.no}/steps/{step}", body, **headers)


def test_another_unit_s_case_is_answered_like_no_case_at_all(office: Office) -> None:
    opened = office.running()
    there = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff("health"))
    nowhere = office.ask("GET", f"/desk/cases/{NOBODY}", **office.staff("health"))
    problem(there, 404, "not_found")
    assert there.body == nowhere.body
    problem(end(office, opened, "pre-review", "health", outcome="pass"), 404, "not_found")
    assert office.case(opened)["step"] == "pre-review"


def test_a_case_is_shown_to_its_unit_with_everything_that_happened(office: Office) -> None:
    opened = office.running()
    answer = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff(UNIT))
    assert answer.status_code == 200
    kinds = [event["kind"] for event in answer.json_body["events"]]
    assert kinds[0] == "case_opened"
    assert "task_started" in kinds
    assert len(kinds) == answer.json_body["version"]
    assert answer.json_body["parties"]["applicant"]["phone"] == PHONE
    assert PHONE not in json.dumps(answer.json_body["events"])
    assert answer.json_body["applicant"] == "欧**"


def test_a_case_of_many_events_and_files_is_shown_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_for_staff, "MOST_EVENTS", 4)
    monkeypatch.setattr(files, "MOST_SHOWN", 2)
    opened = office.open()
    for n in range(9):
        consent = {"courier": n % 2 == 1}
        assert (
            office.ask("POST", f"/cases/{opened.no}/consents", consent, **opened.headers).status_code == 200
        )
    for each in opened.answer["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])
    path = f"/desk/cases/{opened.no}"
    whole: list[Any] = []
    page = office.ask("GET", path, **office.staff()).json_body
    sizes = []
    while True:
        whole = page["events"] + whole
        sizes.append(len(page["events"]))
        if page["events_before"] is None:
            break
        assert page["events_before"] == page["version"] - len(whole) + 1
        page = office.ask("GET", f"{path}?events_before={page['events_before']}", **office.staff()).json_body
    told = [event.model_dump(mode="json") for event in wiring.ports().cases.events(opened.no)]
    assert [event["kind"] for event in whole] == [event["kind"] for event in told]
    assert len(sizes) > 2
    shown: list[str] = []
    start = 0
    while start is not None:
        page = office.ask("GET", f"{path}?uploads_from={start}", **office.staff()).json_body
        assert 0 < len(page["uploads"]) <= 2
        shown, start = shown + [file["id"] for file in page["uploads"]], page["uploads_from"]
    assert len(set(shown)) == len(shown) == sum(each["open"] for each in opened.answer["materials"]) > 2


@pytest.mark.parametrize("page", ["events_before=1", "events_before=x", "uploads_from=-1", "uploads_from=１"])
def test_a_page_that_was_never_answered_with_is_refused(office: Office, page: str) -> None:
    opened = office.running()
    answer = office.ask("GET", f"/desk/cases/{opened.no}?{page}", **office.staff())
    assert page.split("=")[0] in problem(answer, 422, "page_wrong")["title"]["en"]


def test_a_unit_whose_task_lies_many_events_back_sees_the_case(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_for_staff, "MOST_EVENTS", 1)
    opened = office.running()
    assert end(office, opened, "pre-review", outcome="pass").status_code == 200
    assert end(office, opened, "inspection", outcome="pass", officers=["s-2"]).status_code == 200
    path = f"/desk/cases/{opened.no}"
    assert office.ask("GET", path, **office.staff(UNIT)).status_code == 200
    problem(office.ask("GET", path, **office.staff("health")), 404, "not_found")


def test_a_unit_that_had_a_task_sees_the_case_when_others_have_it(office: Office) -> None:
    opened = office.running()
    path = f"/desk/cases/{opened.no}"
    problem(office.ask("GET", path, **office.staff("hall")), 404, "not_found")
    for step, others in (("pre-review", []), ("inspection", ["s-2"])):
        assert end(office, opened, step, outcome="pass", officers=others).status_code == 200
    assert office.ask("GET", path, **office.staff("hall")).status_code == 200
    assert office.ask("GET", path, **office.staff(UNIT)).status_code == 200


def test_nothing_shown_to_staff_leads_to_the_applicant_s_code(office: Office) -> None:
    opened = office.running()
    digest = hashlib.sha256(opened.code.encode()).hexdigest()
    told = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff()).body.decode()
    assert digest not in told
    assert opened.code not in told


@pytest.mark.parametrize("no", [NOBODY, "1", "x" * 4000, "办件"])
def test_a_case_that_is_not_there_is_not_found(office: Office, no: str) -> None:
    problem(office.ask("GET", f"/desk/cases/{no}", **office.staff()), 404, "not_found")
    outcome = office.ask("POST", f"/cases/{no}/steps/review", {"outcome": "pass"}, **office.staff())
    problem(outcome, 404, "not_found")


@pytest.mark.parametrize(
    "token", [None, "Bearer x.y.z", "Bearer 令牌", "Basic d2FuZzpwdw==", "Bearer " + "a" * 9000]
)
def test_nobody_gets_in_without_a_staff_token(office: Office, token: str | None) -> None:
    opened = office.running()
    headers = {} if token is None else {"Authorization": token}
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/desk", None),
        ("GET", f"/desk/cases/{opened.no}", None),
        ("GET", f"/desk/search?q={opened.no}", None),
        ("POST", "/desk/search", {"q": opened.no}),
        ("POST", f"/cases/{opened.no}/steps/pre-review", {"outcome": "pass"}),
        ("POST", f"/cases/{opened.no}/tasks/pre-review-1", {"outcome": "pass"}),
        ("POST", f"/cases/{opened.no}/tasks/pre-review-1/claim", None),
        ("POST", f"/cases/{opened.no}/tasks/pre-review-1/release", None),
        ("POST", f"/cases/{NOBODY}/steps/pre-review", {"nonsense": True}),
    ]
    for method, path, body in calls:
        answer = office.ask(method, path, body, **headers)
        problem(answer, 401, "sign_in")
        allows_the_portal(answer)
    assert office.case(opened)["step"] == "pre-review"


def test_an_applicant_s_code_is_no_staff_token(office: Office) -> None:
    opened = office.running()
    answer = office.ask("POST", f"/cases/{opened.no}/steps/pre-review", {"outcome": "pass"}, **opened.headers)
    problem(answer, 401, "sign_in")


def test_an_outcome_moves_the_case_on(office: Office) -> None:
    opened = office.running()
    answer = end(office, opened, "pre-review", UNIT, outcome="pass")
    assert answer.status_code == 200
    assert answer.json_body["step"] != "pre-review"
    case = office.case(opened)
    assert answer.json_body == {name: case[name] for name in answer.json_body}


def test_an_outcome_sent_twice_with_one_key_counts_once(office: Office) -> None:
    opened = office.running()
    first = end(office, opened, "pre-review", outcome="pass", key="o-1")
    second = end(office, opened, "pre-review", outcome="pass", key="o-1")
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json_body["version"] == first.json_body["version"]
    problem(end(office, opened, "pre-review", outcome="pass", key="k" * 201), 422, "key_wrong")


def test_an_outcome_for_a_step_or_round_the_case_is_not_at_is_refused(office: Office) -> None:
    opened = office.running()
    problem(end(office, opened, "review", outcome="pass"), 409, "not_at_step")
    problem(end(office, opened, "pre-review", outcome="pass", round=2), 409, "not_at_step")
    problem(end(office, opened, "pre-review", outcome="no-such-outcome"), 409, "no_such_outcome")
    problem(end(office, office.open(), "pre-review", outcome="pass"), 409, "not_running")


def test_a_correction_names_each_material_with_problem_and_mend(office: Office) -> None:
    opened = office.running()
    problem(end(office, opened, "pre-review", outcome="correct"), 409, "lines_needed")
    answer = end(office, opened, "pre-review", outcome="correct", lines=[LINE])
    assert answer.status_code == 200
    (line,) = answer.json_body["correction"]
    assert line == {**LINE, "name": {"zh": "经营场所平面布局图", "en": "Floor plan of the premises"}}
    assert [each["material"] for each in answer.json_body["materials"] if each["open"]] == ["floor-plan"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "outcome"),
        ({"outcome": 1}, "outcome"),
        ({"outcome": "x" * 61}, "outcome"),
        ({"outcome": "pass", "round": 0}, "round"),
        ({"outcome": "pass", "note": "x" * 501}, "note"),
        ({"outcome": "pass", "number": ""}, "number"),
        ({"outcome": "pass", "channel": "by pigeon"}, "channel"),
        ({"outcome": "pass", "day": "tomorrow"}, "day"),
        ({"outcome": "pass", "lines": [{"material": "lease"}]}, "lines.0.problem"),
        ({"outcome": "pass", "lines": [LINE] * 51}, "lines"),
        ({"outcome": "pass", "by": "someone else"}, "by"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_outcome_of_the_wrong_form_is_refused(office: Office, body: Any, place: str) -> None:
    answer = end(office, office.open(), "pre-review", **body)
    document = problem(answer, 422, "body_wrong")
    assert any(each["at"] == place for each in document["details"])


def test_a_channel_the_rules_could_not_choose_is_settled_by_a_person(office: Office) -> None:
    with office.rules(release().model_copy(update={"rules": ()})):
        opened = office.running()
    assert office.case(opened)["channel"] == "undetermined"
    [line] = desk(office)
    assert (line["case"], line["step"], line["side"]) == (opened.no, "channel", True)
    assert line["outcomes"][0]["needs"] == ["channel", "note"]
    problem(end(office, opened, "channel", outcome="settled"), 422, "channel_needed")
    told = {"outcome": "settled", "channel": "one_visit", "note": "材料涉及第三方"}
    answer = end(office, opened, "channel", **told)
    assert (answer.status_code, answer.json_body["channel"]) == (200, "one_visit")
    assert [line["step"] for line in desk(office)] == ["pre-review"]
    problem(end(office, opened, "channel", **told), 409, "channel_settled")


def desk(office: Office) -> list[dict[str, Any]]:
    work: list[dict[str, Any]] = office.ask("GET", "/desk", **office.staff(UNIT)).json_body["work"]
    return work


def test_a_case_that_another_version_wrote_is_refused_in_words(office: Office) -> None:
    opened = office.running()
    table = boto3.client("dynamodb")
    table.update_item(
        TableName=office.variables["TABLE"],
        Key={"pk": {"S": f"CASE#{opened.no}"}, "sk": {"S": "HEAD"}},
        UpdateExpression="REMOVE #schema",
        ExpressionAttributeNames={"#schema": "schema"},
    )
    for path, headers in (
        (f"/cases/{opened.no}", opened.headers),
        (f"/desk/cases/{opened.no}", office.staff()),
    ):
        told = problem(office.ask("GET", path, **headers), 500, "other_version")
        assert "没有丢失" in told["title"]["zh"]
    assert len(desk(office)) == 1, "a list can still be read"

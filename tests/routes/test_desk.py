"""The desk: all work of my units, the oldest deadline first, page by page; and the search by number."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.decisions.forms.unit import Unit, every_unit
from tests.adapters.moto_cloud import refused
from tests.adapters.office import FOOD, NAME, ONLINE, Office, Opened
from tests.routes.answers_of import allows_the_portal, problem, says_nothing_personal

UNIT = "market-supervision"
KINDERGARTEN = "private-kindergarten-licence"
INSPECT = ("education-sports", "market-supervision", "health", "fire-rescue")


def desk(office: Office, query: str = "", *units: str) -> HTTPResponse:
    return office.ask("GET", f"/desk{query}", **office.staff(*units))


def work(office: Office, query: str = "", *units: str) -> list[dict[str, Any]]:
    answer = desk(office, query, *units)
    assert answer.status_code == 200, answer.body
    lines: list[dict[str, Any]] = answer.json_body["work"]
    return lines


def inspected(office: Office) -> Opened:
    """A kindergarten at the joint inspection: four units have a task each."""
    opened = office.running(KINDERGARTEN)
    answer = office.ask(
        "POST", f"/cases/{opened.no}/tasks/pre-review-1", {"outcome": "pass"}, **office.staff(INSPECT[0])
    )
    assert answer.status_code == 200, answer.body
    return opened


def test_a_line_tells_all_that_its_unit_needs_to_know(office: Office) -> None:
    opened = office.running()
    answer = desk(office, "", UNIT)
    allows_the_portal(answer)
    says_nothing_personal(answer.body.decode())
    [line] = answer.json_body["work"]
    assert answer.json_body["next"] is None
    assert (line["case"], line["task"], line["item"]) == (opened.no, "pre-review-1", FOOD)
    assert line["item_name"] == {"zh": "食品经营许可", "en": "Food business licence"}
    assert line["title"] == {"zh": "网上预审", "en": "Online pre-review"}
    assert line["unit_name"]["zh"] == "市场监督管理局"
    assert line["applicant"] == f"{NAME[0]}**"
    assert (line["late"], line["claimed_by"], line["round"], line["side"]) == (False, None, 1, False)
    assert line["since"].endswith("+08:00")
    assert line["due"] == office.case(opened)["due"]
    assert line["since"] < line["due"], "the law's five days are the deadline of a step without days"
    needs = {each["outcome"]: each["needs"] for each in line["outcomes"]}
    assert needs == {"pass": [], "correct": ["lines"], "refuse": ["reason"]}
    assert all(set(each["title"]) == {"zh", "en"} for each in line["outcomes"])


def test_every_unit_of_a_joint_inspection_has_a_line_of_its_own(office: Office) -> None:
    opened = inspected(office)
    for unit in INSPECT:
        [line] = work(office, "", unit)
        assert (line["case"], line["step"], line["unit"]) == (opened.no, "inspection", unit)
    assert {line["unit"] for line in work(office)} == set(INSPECT)
    assert [line["unit"] for line in work(office, "", "health", "water")] == ["health"]


def test_work_of_all_my_units_comes_oldest_deadline_first_page_after_page(office: Office) -> None:
    opened = [office.running(item).no for item in (FOOD, ONLINE, KINDERGARTEN, FOOD, ONLINE)]
    whole = work(office)
    assert sorted(line["case"] for line in whole) == sorted(opened)
    assert [line["due"] or "9999" for line in whole] == sorted(line["due"] or "9999" for line in whole)
    found, query = [], "?limit=2"
    while True:
        page = desk(office, query).json_body
        assert len(page["work"]) <= 2
        found += page["work"]
        if page["next"] is None:
            break
        query = f"?limit=2&next={page['next']}"
    assert found == whole


def test_the_list_of_one_unit_or_of_one_step(office: Office) -> None:
    opened = inspected(office)
    office.running()
    assert {line["step"] for line in work(office, f"?unit={UNIT}")} == {"inspection", "pre-review"}
    [line] = work(office, f"?unit={UNIT}&step=inspection")
    assert line["case"] == opened.no
    assert work(office, "?step=licence") == []


def test_a_page_of_one_step_goes_on_behind_what_was_looked_at(office: Office) -> None:
    inspected(office)
    page = desk(office, "?step=inspection&limit=3").json_body
    rest = desk(office, f"?step=inspection&limit=3&next={page['next']}").json_body
    assert [len(page["work"]), len(rest["work"]), rest["next"]] == [3, 1, None]


def test_another_unit_s_list_is_not_shown(office: Office) -> None:
    office.running()
    problem(desk(office, f"?unit={UNIT}", "health"), 403, "other_unit")
    assert work(office, "", "health") == []


@pytest.mark.parametrize(
    "step", ["no-such-step", "预审", "a#b", "x" * 5000], ids=["no", "zh", "sign", "huge"]
)
def test_a_step_that_no_plan_has_is_not_taken_for_an_empty_list(office: Office, step: str) -> None:
    answer = desk(office, f"?step={step}")
    problem(answer, 422, "no_such_list")
    assert "pre-review" in answer.json_body["title"]["en"]
    assert "paper-owed" in answer.json_body["title"]["en"]


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1.5", "x", "", "９９9", "1" * 5000])
def test_a_page_has_one_to_a_hundred_lines(office: Office, limit: str) -> None:
    problem(desk(office, f"?limit={limit}"), 422, "limit_wrong")


def opaque(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "place",
    [
        "",
        "x",
        "é",
        "%00",
        "A" * 5000,
        opaque("9999"),
        opaque("9999#1#pre-review-1"),
        opaque("9999#370213202603020000019#../x"),
        opaque("2026#370213202603020000019#pre-review-1"),
        opaque("9999#370213202603020000019#pre-review-1\n"),
    ],
)
def test_a_place_that_no_page_was_answered_with_is_refused(office: Office, place: str) -> None:
    problem(desk(office, f"?next={place}"), 422, "next_wrong")


def test_a_unit_s_page_is_one_query_however_much_waits(office: Office) -> None:
    for _ in range(6):
        office.running(ONLINE)
    client, asked = wiring.ports().cases._client, []

    def count(params: dict[str, Any], **_: object) -> None:
        if "REVOKED#" not in str(params["body"]):  # read now and then, however much waits
            asked.append(1)

    client.meta.events.register("before-call.dynamodb.Query", count, unique_id="count")
    try:
        page = desk(office, "?limit=3", "commerce", "development-reform").json_body
    finally:
        client.meta.events.unregister("before-call.dynamodb.Query", unique_id="count")
    assert len(page["work"]) == 3
    assert len(asked) == 2, "one for each unit"


def test_a_busy_table_is_told_so(office: Office) -> None:
    with refused(wiring.ports().cases._client, "Query", "ThrottlingException"):
        problem(desk(office, "", UNIT), 503, "busy")


# --- the search ----------------------------------------------------------------------------------


def search(office: Office, number: str, *units: str) -> list[dict[str, Any]]:
    answer = office.ask("GET", f"/desk/search?q={number}", **office.staff(*units))
    assert answer.status_code == 200, answer.body
    cases: list[dict[str, Any]] = answer.json_body["cases"]
    return cases


def test_a_case_is_found_by_its_number_however_it_was_typed(office: Office) -> None:
    opened = office.running()
    for typed in (opened.no, f"No.{opened.no[:6]}-{opened.no[6:]}", f"%20{opened.no}"):
        [case] = search(office, typed, UNIT)
        assert (case["no"], case["applicant"], case["step"]) == (opened.no, f"{NAME[0]}**", "pre-review")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=",
        "?q=abc",
        "?number=abc",
        "?number=370213202603020000019",
        "?q=%20",
        "?q=13800001234",
        f"?q={'1' * 5000}",
    ],
)
def test_a_search_without_a_number_is_told_how_to_write_one(office: Office, query: str) -> None:
    answer = office.ask("GET", f"/desk/search{query}", **office.staff(UNIT))
    problem(answer, 400, "number_needed")
    assert "/desk/search?q=" in answer.json_body["title"]["zh"]
    assert "POST /desk/search" in answer.json_body["title"]["zh"]
    assert "POST /desk/search" in answer.json_body["title"]["en"]


def test_whoever_asks_for_another_unit_s_list_is_told_her_own(office: Office) -> None:
    answer = office.ask("GET", "/desk?unit=health", **office.staff(UNIT, "helth"))
    problem(answer, 403, "other_unit")
    mistyped = office.ask("GET", "/desk?unit=healht", **office.staff(UNIT))
    assert "没有办理单位“healht”" in problem(mistyped, 403, "other_unit")["title"]["zh"]
    title = answer.json_body["title"]
    [name] = [one.name for one in every_unit(office_units()) if one.unit == UNIT]
    assert (name.zh in title["zh"], name.en in title["en"]) == (True, True)
    assert "“helth”（没有这个单位）" in title["zh"]


def office_units() -> tuple[Unit, ...]:
    world = wiring.ports()
    return world.releases.get(world.releases.active(world.region)).units


def test_a_case_of_other_units_is_as_unknown_as_none(office: Office) -> None:
    opened = office.running()
    other = office.open()
    for number in (opened.no, other.no, "370213202603020000019"):
        assert search(office, number, "health") == []
    assert search(office, other.no, UNIT) == [], "nobody has had anything to do in it yet"
    assert [case["no"] for case in search(office, other.no)] == [other.no], "those who serve every unit"

"""Tasks over HTTP: ended by their units, claimed and given back; withdrawal by staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.people.identity import Staff
from chalicelib.services.do_due import do_due
from tests.adapters.office import ONLINE, Office, Opened
from tests.fakes import MORNING
from tests.routes.answers_of import problem
from tests.routes.test_desk import INSPECT, UNIT, inspected, work

LINE = {"material": "floor-plan", "problem": "无比例尺", "mend": "补充比例尺"}
FIRST = "pre-review-1"


def end(
    office: Office, opened: Opened, task: str, *units: str, who: str = "s-1", **body: Any
) -> HTTPResponse:
    headers = office.token(Staff(id=who, units=units or ("*",)))
    second = {"officers": ["s-second"]} if task.startswith("inspection-") else {}
    return office.ask("POST", f"/cases/{opened.no}/tasks/{task}", {**second, **body}, **headers)


def do(
    office: Office, opened: Opened, task: str, what: str, who: str = "s-1", unit: str = UNIT
) -> HTTPResponse:
    headers = office.token(Staff(id=who, units=(unit,)))
    return office.ask("POST", f"/cases/{opened.no}/tasks/{task}/{what}", **headers)


# --- outcomes ------------------------------------------------------------------------------------


def test_a_task_is_ended_by_its_unit_and_the_case_goes_on(office: Office) -> None:
    opened = office.running()
    answer = end(office, opened, FIRST, UNIT, outcome="pass")
    assert answer.status_code == 200, answer.body
    case = office.case(opened)
    assert answer.json_body == {name: case[name] for name in answer.json_body}
    assert [task["step"] for task in answer.json_body["tasks"]] == ["inspection"]
    assert answer.json_body["answerable"] == "s-1"


def test_a_case_shows_its_tasks_clocks_milestones_and_who_holds_its_papers(office: Office) -> None:
    case = office.case(inspected(office))
    assert [(task["unit"], task["step"]) for task in case["tasks"]] == [
        (unit, "inspection") for unit in sorted(INSPECT)
    ]
    first = case["tasks"][0]
    assert (case["step"], case["round"], case["due"]) == (first["step"], first["round"], first["due"])
    assert case["step_title"] == first["title"]
    assert {"submitted", "received", "accepted"} <= set(case["milestones"])
    clocks = {clock["clock"]: clock for clock in case["clocks"]}
    assert clocks["statutory"]["due"] == case["statutory_due"]
    assert clocks["promised"]["due"] == case["promised_due"]
    assert (clocks["reply"]["running"], clocks["statutory"]["running"]) == (False, True)
    assert clocks["statutory"]["title"] == {"zh": "法定时限", "en": "The law's limit"}
    names = {paper: held["holder_name"]["zh"] for paper, held in case["custody"].items()}
    assert set(names.values()) == {"申请人"}


def test_the_unit_that_took_papers_is_named_as_their_holder(office: Office) -> None:
    opened = office.running()
    end(office, opened, FIRST, outcome="pass")
    end(office, opened, f"inspection-1-{UNIT}", outcome="pass")
    held = office.case(opened)["custody"]["lease"]
    assert (held["holder"], held["holder_name"]["zh"]) == (UNIT, "市场监督管理局")


def test_what_is_wrong_with_an_outcome_is_told_and_changes_nothing(office: Office) -> None:
    opened = office.running()
    before = office.case(opened)
    problem(end(office, opened, "pre-review-2", outcome="pass"), 409, "not_at_step")
    problem(end(office, opened, "no-such-task", outcome="pass"), 409, "not_at_step")
    problem(end(office, opened, FIRST, "health", outcome="pass"), 404, "not_found")
    problem(end(office, opened, FIRST, outcome="no-such-outcome"), 409, "no_such_outcome")
    problem(end(office, opened, FIRST, outcome="refuse"), 409, "reason_needed")
    problem(end(office, opened, FIRST, outcome="correct"), 409, "lines_needed")
    problem(end(office, opened, FIRST, outcome="pass", version=1), 409, "case_changed")
    problem(end(office, opened, FIRST, outcome="pass", round=1), 422, "body_wrong")
    assert office.case(opened) == before


def test_what_comes_too_late_is_told_so_and_changes_nothing(office: Office) -> None:
    """A correction whose time is over, after which the case was given up."""
    with office.at(MORNING):
        opened = office.running()
        assert end(office, opened, FIRST, outcome="correct", lines=[LINE]).status_code == 200
    with office.at(MORNING + timedelta(days=40)):
        do_due(wiring.ports(), Due(DueKind.TASK, f"{opened.no}#correction-1"))
        before = office.case(opened)
        assert (before["stage"], before["state"]) == ("closed", 2)
        path = f"/cases/{opened.no}/submission"
        for body in ({}, {"task": "correction-1"}, {"incomplete": True}):
            told = problem(office.ask("POST", path, body, **opened.headers), 409, "too_late")
            assert "重新申请" in told["title"]["zh"]
        where = {"material": LINE["material"], "file_name": "late.pdf"}
        path = f"/cases/{opened.no}/uploads"
        problem(office.ask("POST", path, where, **opened.headers), 409, "not_asked")
        office.upload(opened, LINE["material"], name="late.pdf")
        for task in (FIRST, "correction-1"):
            problem(end(office, opened, task, outcome="pass"), 409, "not_running")
            problem(do(office, opened, task, "claim"), 409, "not_open")
        after = office.case(opened)
        [late] = [line["refused"] for line in after["materials"] if line["refused"]]
        assert "补正" in late["text"]["zh"], "the file that came too late is told of, and not lost"
        assert {**after, "materials": None} == {**before, "materials": None}


def test_a_task_is_ended_once(office: Office) -> None:
    opened = office.running()
    assert end(office, opened, FIRST, outcome="pass").status_code == 200
    told = problem(end(office, opened, FIRST, outcome="pass"), 409, "not_at_step")
    assert "勘" in told["title"]["zh"], "it says where the case stands by now"


def test_whoever_reviewed_does_not_decide(office: Office) -> None:
    opened = office.running(ONLINE)
    case = office.case(opened)
    while case["step"] != "decision":
        case = end(office, opened, case["tasks"][0]["id"], who="s-1", outcome="pass").json_body
    told = problem(
        end(office, opened, case["tasks"][0]["id"], who="s-1", outcome="grant"), 409, "same_person"
    )
    assert "同事" in told["title"]["zh"]
    answer = end(office, opened, case["tasks"][0]["id"], who="s-2", outcome="grant")
    assert answer.status_code == 200, answer.body


def test_what_failed_comes_again_for_its_unit_alone(office: Office) -> None:
    opened = inspected(office)
    for unit in INSPECT:
        outcome: dict[str, Any] = {"outcome": "pass"}
        if unit == "health":
            outcome = {"outcome": "fail", "reason": "消毒间未设置"}
        assert end(office, opened, f"inspection-1-{unit}", unit, **outcome).status_code == 200
    tasks = office.case(opened)["tasks"]
    assert [(task["step"], task["unit"], task["by"]) for task in tasks] == [
        ("rectification", "health", "applicant")
    ]
    answer = office.ask("POST", f"/cases/{opened.no}/submission", {}, **opened.headers)
    assert answer.status_code == 200, answer.body
    assert [task["id"] for task in answer.json_body["tasks"]] == ["inspection-2-health"]
    assert [line["round"] for line in work(office, "", "health")] == [2]


# --- the step that is mine -----------------------------------------------------------------------


def test_the_one_open_task_of_a_step_that_is_mine_is_found_by_the_step(office: Office) -> None:
    opened = inspected(office)
    path = f"/cases/{opened.no}/steps/inspection"
    alone = problem(
        office.ask("POST", path, {"outcome": "pass"}, **office.staff("health")), 409, "officers_needed"
    )
    assert "另外1名" in alone["title"]["zh"]
    [line] = work(office, "", "health")
    assert [(each["needs"], each["officers"]) for each in line["outcomes"]] == [
        (["officers"], 1),
        (["reason", "officers"], 1),
    ]
    both = {"outcome": "pass", "officers": [" ｓ－2 "]}
    answer = office.ask("POST", path, both, **office.staff("health"))
    assert answer.status_code == 200, answer.body
    assert {task["unit"] for task in answer.json_body["tasks"]} == set(INSPECT) - {"health"}


def test_of_several_tasks_of_a_step_that_are_mine_one_has_to_be_named(office: Office) -> None:
    opened = inspected(office)
    path = f"/cases/{opened.no}/steps/inspection"
    told = problem(
        office.ask("POST", path, {"outcome": "pass"}, **office.staff("health", "fire-rescue")),
        409,
        "several_tasks",
    )
    for language in ("zh", "en"):
        assert "inspection-1-health" in told["title"][language]
        assert "inspection-1-fire-rescue" in told["title"][language]


# --- claiming ------------------------------------------------------------------------------------


def test_a_claimed_task_is_its_claimer_s_until_it_is_given_back(office: Office) -> None:
    opened = office.running()
    assert do(office, opened, FIRST, "claim").json_body["tasks"][0]["claimed_by"] == "s-1"
    [line] = work(office, "", UNIT)
    assert line["claimed_by"] == "s-1"
    problem(do(office, opened, FIRST, "claim", who="s-2"), 409, "claimed")
    told = problem(end(office, opened, FIRST, who="s-2", outcome="pass"), 409, "claimed")
    assert "s-1" in told["title"]["zh"]
    assert do(office, opened, FIRST, "release", who="s-2").json_body["tasks"][0]["claimed_by"] is None
    assert end(office, opened, FIRST, who="s-2", outcome="pass").status_code == 200


def test_who_first_took_a_case_stays_answerable_for_it(office: Office) -> None:
    opened = office.running()
    do(office, opened, FIRST, "claim", who="s-1")
    do(office, opened, FIRST, "release", who="s-1")
    assert do(office, opened, FIRST, "claim", who="s-2").json_body["answerable"] == "s-1"


def test_a_claim_of_nothing_or_of_another_unit_s_task_is_refused(office: Office) -> None:
    opened = office.running()
    for what in ("claim", "release"):
        problem(do(office, opened, FIRST, what, unit="health"), 404, "not_found")
        problem(do(office, opened, "review-1", what), 409, "not_open")
        problem(do(office, Opened("370213202603020000019", "", {}), FIRST, what), 404, "not_found")


# --- withdrawal by staff -------------------------------------------------------------------------


def withdraw(office: Office, opened: Opened, *units: str, **body: Any) -> HTTPResponse:
    return office.ask("POST", f"/cases/{opened.no}/withdrawal", body, **office.staff(*units))


def test_the_hall_withdraws_for_an_applicant_and_says_how_she_asked(office: Office) -> None:
    opened = office.running()
    end(office, opened, FIRST, outcome="pass")
    problem(withdraw(office, opened, "hall"), 422, "note_needed")
    problem(withdraw(office, opened, "water", note="来窗口提出"), 404, "not_found")
    answer = withdraw(office, opened, "hall", note="来窗口书面提出")
    assert (answer.status_code, answer.json_body["state"]) == (200, 14), answer.body
    problem(withdraw(office, opened, "hall", note="再次"), 409, "too_late")
    assert work(office) == []


def test_an_applicant_s_code_comes_before_a_token(office: Office) -> None:
    opened = office.open()
    both = opened.headers | office.staff("water")
    assert office.ask("POST", f"/cases/{opened.no}/withdrawal", **both).json_body["state"] == 2

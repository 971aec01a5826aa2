"""Files and submission over HTTP: sent, looked at, taken back, submitted complete or not."""

from __future__ import annotations

from tests.adapters.office import Office, application
from tests.routes.answers_of import problem, says_nothing_personal, validator


def opened_explicitly(office: Office) -> tuple[str, dict[str, str], list[str]]:
    answer = office.ask("POST", "/cases", {**application(), "submit": "explicit"}).json_body
    names = [line["material"] for line in answer["materials"] if line["upload"]]
    return answer["no"], {"X_Query_Code": answer["query_code"]}, names


def test_an_application_says_how_it_is_submitted_until_when_it_may_lie_and_what_it_lacks(
    office: Office,
) -> None:
    no, code, names = opened_explicitly(office)
    shown = office.ask("GET", f"/cases/{no}", **code).json_body
    assert (shown["submit"], shown["submitted"]) == ("explicit", False)
    assert shown["draft_until"] > shown["opened_at"]
    assert set(shown["missing"]) <= set(names)


def test_what_is_lacking_is_told_one_by_one_and_confirmed_it_is_received_all_the_same(office: Office) -> None:
    no, code, _ = opened_explicitly(office)
    missing = office.ask("GET", f"/cases/{no}", **code).json_body["missing"]
    told = office.ask("POST", f"/cases/{no}/submission", {}, **code)
    problem(told, 409, "incomplete")
    says_nothing_personal(told.body.decode())
    assert len(told.json_body["details"]) == len(missing) > 0
    answer = office.ask("POST", f"/cases/{no}/submission", {"incomplete": True}, **code)
    assert (answer.status_code, answer.json_body["submitted"]) == (200, True)
    assert answer.json_body["missing"] == missing
    assert answer.json_body["draft_until"] is None
    assert answer.json_body["step"] == "pre-review"


def test_a_wrong_file_is_taken_back_by_its_id_and_is_gone(office: Office) -> None:
    opened = office.open()
    name = next(line["material"] for line in opened.answer["materials"] if line["upload"])
    office.upload(opened, name)
    shown = office.ask("GET", f"/cases/{opened.no}", **opened.headers).json_body
    [file] = next(line["files"] for line in shown["materials"] if line["material"] == name)
    where = f"/cases/{opened.no}/uploads/{file['id']}"
    problem(office.ask("DELETE", where), 404, "not_found")
    answer = office.ask("DELETE", where, **opened.headers)
    assert answer.status_code == 200
    assert next(line["files"] for line in answer.json_body["materials"] if line["material"] == name) == []
    assert office.ask("DELETE", where, **opened.headers).json_body == answer.json_body
    problem(
        office.ask("DELETE", f"/cases/{opened.no}/uploads/{'0' * 16}", **opened.headers), 404, "not_found"
    )


HYGIENE, REPORT = "public-venue-hygiene-licence", "hygiene-test-report"


def test_who_applies_reads_what_she_promises_before_and_finds_it_with_its_day_after(office: Office) -> None:
    item = office.ask("GET", f"/items/{HYGIENE}").json_body
    told = next(each["committed"] for each in item["materials"] if each["material"] == REPORT)
    assert told["text"]["zh"].startswith("本人（单位）承诺")
    assert told["text"]["en"].startswith("I promise")
    validator("Item").validate(item)
    says = {"courier": True, "by_agent": False, "commitment": True}
    body = {**application(HYGIENE), "application": says, "submit": "explicit"}
    opened = office.ask("POST", "/cases", body).json_body
    validator("OpenedCase").validate(opened)
    before = {each["material"]: each["promise"] for each in opened["materials"]}
    assert {name for name, promise in before.items() if promise is not None} == {REPORT}
    assert before[REPORT]["text"] == told["text"]
    assert (before[REPORT]["made_at"], before[REPORT]["made_by"]) == (None, None)
    code = {"X_Query_Code": opened["query_code"]}
    after = office.ask("POST", f"/cases/{opened['no']}/submission", {"incomplete": True}, **code).json_body
    validator("Case").validate(after)
    promise = next(each["promise"] for each in after["materials"] if each["material"] == REPORT)
    assert promise["made_at"][:10] == after["milestones"]["submitted"]
    assert promise["made_by"] == "applicant"
    assert {**promise, "made_at": None, "made_by": None} == before[REPORT]
    events = office.ask("GET", f"/desk/cases/{opened['no']}", **office.staff()).json_body["events"]
    (made,) = [each for each in events if each["kind"] == "commitment_made"]
    assert (made["party"], made["texts"]) == ("applicant", {REPORT: promise["digest"]})


def test_who_promises_nothing_is_shown_no_promise_of_hers(office: Office) -> None:
    says = {"courier": True, "by_agent": False, "commitment": False}
    opened = office.ask("POST", "/cases", {**application(HYGIENE), "application": says}).json_body
    assert all(each["promise"] is None for each in opened["materials"])


def test_a_submitted_file_stays(office: Office) -> None:
    opened = office.running()
    shown = office.ask("GET", f"/cases/{opened.no}", **opened.headers).json_body
    file = next(line["files"][0] for line in shown["materials"] if line["files"])
    where = f"/cases/{opened.no}/uploads/{file['id']}"
    problem(office.ask("DELETE", where, **opened.headers), 409, "submitted_already")


def test_staff_see_the_digest_of_the_files_and_may_say_which_they_looked_at(office: Office) -> None:
    opened = office.running()
    staff = office.staff()
    seen = office.ask("GET", f"/desk/cases/{opened.no}", **staff).json_body["files_digest"]
    name = next(line["material"] for line in opened.answer["materials"] if line["upload"])
    office.upload(opened, name, name="another")
    said = {"outcome": "pass", "files": seen}
    path = f"/cases/{opened.no}/tasks/pre-review-1"
    problem(office.ask("POST", path, said, **staff), 409, "case_changed")
    now = office.ask("GET", f"/desk/cases/{opened.no}", **staff).json_body["files_digest"]
    assert office.ask("POST", path, {**said, "files": now}, **staff).status_code == 200

"""
Who may see which personal field 个人信息 where something is changed, and what is asked, logged and linked.

The fields and who may see them are those of ``test_personal_fields``.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from chalice.test import HTTPResponse

from chalicelib.decisions.forms.form import Condition
from tests.adapters.a_case import release
from tests.adapters.office import Office, Opened, application
from tests.fakes import MORNING, extendable, fresh
from tests.routes.test_personal_fields import (
    AGENT,
    CALLERS,
    FIELDS,
    NOTE,
    PERSON,
    REASON,
    ROWS,
    STAFF_OF_THE_CASE,
    UNIT,
    Cases,
    Cells,
    headers,
    of,
    outcome,
    running,
    seen,
    staff,
)
from tests.services.test_facts_of_the_applicant import rule


@pytest.fixture
def cases(office: Office) -> Iterator[Cases]:
    """An office in which nothing but one other case is open: the fewer rows, the sooner a change is made."""
    with office.at(MORNING):
        other = running(office, PERSON)
        yield Cases(office, other, other, other)


LAW = {"title": "中华人民共和国行政许可法", "article": "第四十五条"}
PAUSE = {"reason": REASON, "basis": LAW, "working_days": 5}
EXTENSION = {"clock": "statutory", "days": 10, "reason": REASON}
MOVED = {"phone": "13700000001", "address": "青岛市李沧区新址路9号"}
INSPECTED = {"outcome": "pass", "officers": ["s-9"], "note": NOTE}

RECEIPT: Cells = {"party": {"reason", "file's name"}, "hall": set(), **staff(set())}
"""What is done for an applicant answers her with her case, and whoever did it for her with a receipt."""

CHANGES: dict[str, tuple[Any, Cells]] = {
    "contact": (MOVED, RECEIPT),
    "mandate": ({"revoke": True}, RECEIPT),
    "withdrawal": ({"note": NOTE}, RECEIPT | {"party": {"file's name"}}),
    "consents": ({"courier": False}, {"party": {"reason", "file's name"}}),
    "tasks/{task}/claim": (None, staff({"reason", "file's name"})),
    "tasks/{task}": (INSPECTED, staff({"reason", "file's name"})),
    "steps/inspection": (INSPECTED, staff({"reason", "file's name"})),
    "pauses": (PAUSE, staff({"masked name", "reason", "file's name"})),
    "extensions": (EXTENSION, staff({"masked name", "reason", "file's name"})),
}


def accepted(office: Office, *, paused: bool) -> Opened:
    """A case that waits for its inspection; where its clocks stand still, its parties are told why."""
    case = running(office, PERSON)
    outcome(office, case, outcome="pass", note=NOTE)
    if paused:
        answer = office.ask("POST", f"/cases/{case.no}/pauses", PAUSE, **office.staff(UNIT))
        assert answer.status_code == 200, answer.body
    return case


def change(cases: Cases, case: Opened, what: str, caller: str) -> HTTPResponse:
    [task] = cases.office.case(case)["tasks"]
    path = f"/cases/{case.no}/{what.format(task=task['id'])}"
    return cases.office.ask("POST", path, CHANGES[what][0], **headers(cases, case, caller))


@pytest.mark.parametrize("what", CHANGES)
def test_who_changes_something_is_told_what_her_work_needs_and_who_may_not_nothing(
    cases: Cases, what: str
) -> None:
    office, (_, cells) = cases.office, CHANGES[what]
    with office.rules(extendable(release())):
        case = accepted(office, paused=what != "pauses")
        for caller in set(CALLERS) - cells.keys():
            answer = change(cases, case, what, caller)
            assert (answer.status_code in (401, 403, 404), seen(answer)) == (True, set()), caller
        for caller, fields in cells.items():
            case = accepted(office, paused=what != "pauses")
            answer = change(cases, case, what, caller)
            assert (answer.status_code, seen(answer)) == (200, fields), (caller, answer.body)


def test_neither_a_list_nor_a_receipt_leads_to_files_and_documents(cases: Cases) -> None:
    office, case = cases.office, running(cases.office, PERSON)
    [listed] = office.ask("GET", f"/desk/search?q={case.no}", **office.staff(UNIT)).json_body["cases"]
    receipt = office.ask("POST", f"/cases/{case.no}/contact", MOVED, **office.staff("hall")).json_body
    whole = office.case(case).keys()
    for told in (listed, receipt):
        assert told["no"] == case.no
        assert {"documents", "materials", "refused", "facts", "licence"} <= whole - told.keys()


def test_what_rules_ask_of_an_applicant_s_age_and_health_is_in_no_list(
    cases: Cases,
) -> None:
    office = cases.office
    tests = (
        Condition(fact="applicant.age", at_least=70),
        Condition(fact="applicant.disabled", any_of=(True,)),
    )
    rules = fresh(release(), rules=(rule(*tests), *release().rules))
    with office.rules(rules):
        case = running(office, PERSON)
        assert office.case(case)["channel"] == "one_visit"
        for row in ROWS.values():
            for caller in CALLERS:
                path = row.path.format(no=case.no, notice="acceptance.1")
                who = headers(cases, case, caller)
                shown = seen(office.ask(row.method, path, of(PERSON, row.body), **who)) & {
                    "age",
                    "disability",
                }
                at_desk = row.path == "/desk/cases/{no}" and caller in STAFF_OF_THE_CASE
                assert shown == ({"disability"} if at_desk else set()), (row.path, caller)


def test_nothing_of_a_person_is_logged_and_none_of_it_stands_in_an_address(
    cases: Cases, caplog: pytest.LogCaptureFixture
) -> None:
    office = cases.office
    wrong = {"identity": PERSON["identity"] | {"number": "110105194912310021"}}
    with caplog.at_level(logging.DEBUG):
        case = accepted(office, paused=True)
        refused = office.ask("POST", "/cases", application() | {"applicant": PERSON | wrong, "agent": AGENT})
        bodies = [json.dumps(case.answer, ensure_ascii=False), refused.body.decode()]
        for row in ROWS.values():
            path = row.path.format(no=case.no, notice="acceptance.1")
            for caller in CALLERS:
                who = headers(cases, case, caller)
                bodies.append(office.ask(row.method, path, of(PERSON, row.body), **who).body.decode())
        office.ask("POST", f"/cases/{case.no}/contact", MOVED, **case.headers)
    ours = [each for each in caplog.records if each.name.startswith(("zero-errand", "chalicelib"))]
    told = "\n".join(f"{each.getMessage()} {each.__dict__}" for each in ours)
    assert "/cases/{no}" in told
    addresses = unquote("\n".join(re.findall(r"https?://[^\s\"<]+", "\n".join(bodies))))
    assert "uploads/" in addresses
    secret = [text for texts in FIELDS.values() for text in texts if text not in FIELDS["link"]]
    assert not [text for text in (*secret, *MOVED.values(), case.code) if text in told or text in addresses]

"""
Who may see which personal field 个人信息: one table, held against the bytes of every answer about a case.

As little as does the work (个人信息保护法 arts. 6, 28; written from knowledge of the text, which was not
looked up): the parties are told what the office wrote to them; staff of a case whom they deal with; lists
tell the first sign of a name; who only does something for an applicant gets a receipt; others get nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from chalice.test import HTTPResponse

from chalicelib.ports.people.identity import Staff
from tests.adapters.office import Office, Opened, application
from tests.fakes import MORNING

UNIT = "market-supervision"
HTML = {"Accept": "text/html"}

MANDATE: dict[str, Any] = {"since": "2026-03-01", "until": "2026-06-30", "items": []}
AGENT: dict[str, Any] = {
    "name": "慕容砚秋",
    "phone": "13975310864",
    "address": "青岛市市北区登州路8642号",
    "identity": {"kind": "414", "number": "E87654321"},
    "mandate": MANDATE,
}
PERSON: dict[str, Any] = {
    "name": "欧阳翠蓉",
    "phone": "13864209753",
    "address": "青岛市李沧区枣园路9731号",
    "identity": {"kind": "111", "number": "11010519491231002X"},
    "disabled": True,
}
SHOP: dict[str, Any] = {
    "kind": "legal",
    "name": "青岛海风食品有限公司",
    "phone": "0532-88776655",
    "address": "青岛市李沧区滨河路4321号",
    "identity": {"kind": "uscc", "number": "9144030071526726XG"},
    "legal_person": "司徒海风",
}

NOTE, REASON = "其女在场并核对户口簿", "其配偶已在别处经营同类店铺"
FILE = "司马小满出生证明.pdf"
LINE = {"material": "floor-plan", "problem": "图上写有邻居的姓名", "mend": "请遮去邻居的姓名"}

FIELDS: dict[str, tuple[str, ...]] = {
    "name": (PERSON["name"], SHOP["name"]),
    "masked name": ("欧**", "青**"),
    "number": (PERSON["identity"]["number"], SHOP["identity"]["number"]),
    "masked number": ("110***2X", "914***XG"),
    "phone": (PERSON["phone"], SHOP["phone"]),
    "address": (PERSON["address"], SHOP["address"]),
    "legal person": (SHOP["legal_person"],),
    "disability": ('"disabled":true', "applicant.disabled"),
    "age": ('"age":', "applicant.age"),
    "agent's name": (AGENT["name"],),
    "agent's masked name": ("慕**",),
    "agent's number": (AGENT["identity"]["number"],),
    "agent's masked number": ("E87***21",),
    "agent's phone": (AGENT["phone"],),
    "agent's address": (AGENT["address"],),
    "note": (NOTE,),
    "reason": (REASON,),
    "lines": (LINE["problem"], LINE["mend"]),
    "file's name": ("司马小满",),
    "link": ("Signature=",),
}
"""Every field by the texts that give it away; a link opens a file of the case to whoever holds it."""

WRITTEN = {"reason", "lines"}
OF_AGENT = {"agent's name", "agent's masked number", "agent's phone", "agent's address"}
OF_PERSON = {"name", "masked number", "phone", "address", "disability", *OF_AGENT}
OF_SHOP = OF_PERSON - {"disability"} | {"legal person"}

STAFF_OF_THE_CASE = ("unit that handles", "supervisor")
CALLERS = ("nobody", "another applicant", "party", "another unit", "hall", "policy staff", *STAFF_OF_THE_CASE)

Cells = dict[str, set[str]]


class Row(NamedTuple):
    """A route, and what who sees of a corrected and of a refused case; who is not named sees nothing."""

    method: str
    path: str
    corrected: Cells
    refused: Cells
    body: Any = None
    accept: str = "application/json"


def staff(fields: set[str]) -> Cells:
    return dict.fromkeys(STAFF_OF_THE_CASE, fields)


def everyone_of_the_case(fields: set[str]) -> Cells:
    return {"party": fields, **staff(fields)}


LISTED = staff({"masked name"})
CLOSED: Cells = {}
"""Lists show no name once a case is closed."""

ROWS = {
    "the case": Row(
        "GET", "/cases/{no}", {"party": {"lines", "file's name"}}, {"party": {"reason", "file's name"}}
    ),
    "the track": Row(
        "GET", "/track?no={no}", {"party": {"lines", "file's name"}}, {"party": {"reason", "file's name"}}
    ),
    "its notices": Row("GET", "/cases/{no}/notices", {}, {}),
    "a notice": Row(
        "GET",
        "/cases/{no}/notices/{notice}",
        everyone_of_the_case({"name", "lines"}),
        everyone_of_the_case({"name", "reason"}),
    ),
    "a notice as a page": Row(
        "GET",
        "/cases/{no}/notices/{notice}",
        everyone_of_the_case({"name", "lines"}),
        everyone_of_the_case({"name", "reason"}),
        accept="text/html",
    ),
    "the work list": Row("GET", "/desk", LISTED, LISTED),
    "found by number": Row("GET", "/desk/search?q={no}", LISTED, CLOSED),
    "found by name": Row("POST", "/desk/search", LISTED, CLOSED, "name"),
    "found by phone": Row("POST", "/desk/search", LISTED, CLOSED, "phone"),
    "found by identity": Row("POST", "/desk/search", LISTED, CLOSED, "identity"),
    "the case at the desk": Row(
        "GET",
        "/desk/cases/{no}",
        staff({"masked name", "note", "lines", "link", "file's name", *OF_PERSON}),
        staff({"note", "reason", "link", "file's name", *OF_SHOP}),
    ),
}


class Cases(NamedTuple):
    """A corrected case of a person, a refused one of an organisation, and one that waits on the work list."""

    office: Office
    corrected: Opened
    refused: Opened
    other: Opened


def opened(office: Office, applicant: dict[str, Any], **more: Any) -> Opened:
    body = application() | {"applicant": applicant, "agent": AGENT} | more
    answer = office.ask("POST", "/cases", body)
    assert answer.status_code == 201, answer.body
    return Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)


def running(office: Office, applicant: dict[str, Any]) -> Opened:
    case = opened(office, applicant)
    for each in case.answer["materials"]:
        if each["open"]:
            asked = {"material": each["material"], "file_name": FILE}
            place = office.ask("POST", f"/cases/{case.no}/uploads", asked, **case.headers)
            assert (place.status_code, seen(place)) == (201, {"link"})
            office.upload(case, each["material"], place=place.json_body)
    return case


def outcome(office: Office, case: Opened, step: str = "pre-review", **body: Any) -> HTTPResponse:
    answer = office.ask("POST", f"/cases/{case.no}/steps/{step}", body, **office.staff(UNIT))
    assert answer.status_code == 200, answer.body
    return answer


@pytest.fixture(scope="module")
def cases(building: Office) -> Iterator[Cases]:
    building.clear()
    with building.at(MORNING):
        corrected, refused = running(building, PERSON), running(building, SHOP)
        outcome(building, corrected, outcome="correct", lines=[LINE], note=NOTE)
        outcome(building, refused, outcome="refuse", reason=REASON, note=NOTE)
        yield Cases(building, corrected, refused, running(building, PERSON))


def headers(cases: Cases, case: Opened, caller: str) -> dict[str, str]:
    who = {
        "nobody": {},
        "another applicant": cases.other.headers,
        "party": case.headers,
        "another unit": cases.office.token(Staff(id="s-8", units=("health",))),
        "hall": cases.office.token(Staff(id="s-7", units=("hall",))),
        "policy staff": cases.office.policy("p-1", "policy-author", "policy-approver"),
        "unit that handles": cases.office.token(Staff(id="s-2", units=(UNIT,))),
        "supervisor": cases.office.token(Staff(id="s-3", units=("*",))),
    }
    return dict(who[caller])


def seen(answer: HTTPResponse) -> set[str]:
    """The personal fields in the bytes of an answer, headers too."""
    raw = answer.body.decode() + json.dumps(dict(answer.headers), ensure_ascii=False)
    assert "\\u" not in raw, "what is escaped would be overlooked"
    return {field for field, texts in FIELDS.items() if any(text in raw for text in texts)}


def of(party: dict[str, Any], what: str | None) -> Any:
    """The body of a search."""
    if what is None:
        return None
    return {"q": party["identity"]["number"] if what == "identity" else party[what]}


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("row", ROWS)
def test_an_answer_holds_the_personal_fields_of_its_cell_and_no_others(
    cases: Cases, row: str, caller: str
) -> None:
    told, found, allowed = ROWS[row], {}, {}
    for name, case, party, cells in (
        ("corrected", cases.corrected, PERSON, told.corrected),
        ("refused", cases.refused, SHOP, told.refused),
    ):
        notice = cases.office.case(case)["notices"][-1]["id"]
        path = told.path.format(no=case.no, notice=notice)
        who = headers(cases, case, caller) | {"Accept": told.accept}
        found[name] = seen(cases.office.ask(told.method, path, of(party, told.body), **who))
        allowed[name] = cells.get(caller, set())
    assert found == allowed

"""A case read whole: what happened, who did it, and why its channel was decided."""

from __future__ import annotations

import json

from tests.adapters.office import Office, Opened
from tests.routes.answers_of import problem

SECTION, CLERK = "market-supervision", "s-1"
NOTE = "内部说明：与申请人电话核实"


def reviewed(office: Office) -> Opened:
    opened = office.running()
    office.ask("POST", f"/cases/{opened.no}/tasks/pre-review-1/claim", **office.staff(SECTION))
    done = office.ask(
        "POST",
        f"/cases/{opened.no}/tasks/pre-review-1",
        {"outcome": "pass", "note": NOTE},
        **office.staff(SECTION),
    )
    assert done.status_code == 200, done.body
    return opened


def test_a_party_reads_what_happened_by_which_unit_and_not_who_or_what_units_write(office: Office) -> None:
    opened = reviewed(office)
    case = office.case(opened)
    assert case["history"][-1]["who"] == {"zh": "申请人", "en": "the applicant"}
    passed = case["history"][0]
    assert passed["who"] == passed["unit"] == {"zh": "市场监督管理局", "en": "Market Supervision Bureau"}
    assert "网上预审：通过。" in [each["zh"] for each in passed["did"]]
    assert [act["at"] for act in case["history"]] == sorted(
        (act["at"] for act in case["history"]), reverse=True
    )
    told = json.dumps(case, ensure_ascii=False)
    assert NOTE not in told
    assert CLERK not in json.dumps(case["history"])
    assert "认领" not in told, "what units do among themselves is not told"


def test_staff_read_who_did_it_for_which_unit_and_what_was_written(office: Office) -> None:
    opened = reviewed(office)
    shown = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff(SECTION)).json_body
    passed, claimed = shown["history"][:2]
    assert passed["who"]["zh"] == f"工号 {CLERK}"
    assert passed["unit"] == claimed["unit"] == {"zh": "市场监督管理局", "en": "Market Supervision Bureau"}
    assert passed["words"] == [NOTE]
    assert claimed["did"] == [{"zh": "认领：网上预审。", "en": "Claimed: Online pre-review."}]
    [inspection] = office.case(opened)["tasks"]
    path = f"/cases/{opened.no}/tasks/{inspection['id']}/claim"
    assert office.ask("POST", path, {}, **office.staff(SECTION)).status_code == 200
    again = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff(SECTION)).json_body
    assert again["history"][0]["did"] == [{"zh": "认领：现场勘验。", "en": "Claimed: Inspection."}], (
        "of a lane"
    )


def test_why_a_channel_was_decided_is_told_with_its_basis_however_much_has_happened_since(
    office: Office,
) -> None:
    draft = office.open()
    assert office.case(draft)["decision"] is None
    opened = reviewed(office)
    decision = office.case(opened)["decision"]
    assert decision["channel"] == "inspection_collection"
    assert "现场" in decision["because"]["zh"]
    assert decision["because"]["en"]
    assert decision["basis"][0]["title"].startswith("中华人民共和国")
    page = f"/desk/cases/{opened.no}?events_before=2"
    early = office.ask("GET", page, **office.staff(SECTION)).json_body
    assert early["history"][-1]["did"][0]["zh"] == "建立申请。"
    tracked = office.ask("GET", f"/track?no={opened.no}", **opened.headers).json_body
    assert tracked["decision"] == decision


def test_the_history_is_for_those_of_the_case(office: Office) -> None:
    opened = reviewed(office)
    problem(office.ask("GET", f"/cases/{opened.no}"), 404, "not_found")
    elsewhere = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff("education"))
    assert elsewhere.status_code == 404

"""What people wrote, over HTTP: shown to whom it was shown before, opened once, and never shown half."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import ONLINE, Office, Opened
from tests.routes.answers_of import problem
from tests.routes.test_staff import LINE, end

NOTE = "已电话告知申请人"
WHY = "不属于本机关职权范围"
ERASED = "已删除 erased"
FILE = "张三的身份证.pdf"


@contextmanager
def asked() -> Iterator[list[str]]:
    """
    The requests to the table meanwhile, but for who was signed out by the office: that is read anew after a
    minute, whatever is asked.
    """
    names: list[str] = []

    def note(model: Any, params: Mapping[str, Any], **_: Any) -> None:
        if "REVOKED#" not in str(params["body"]):
            names.append(model.name)

    events = wiring.ports().cases._client.meta.events
    events.register("before-call.dynamodb", note)
    try:
        yield names
    finally:
        events.unregister("before-call.dynamodb", note)


def rows(office: Office) -> list[dict[str, Any]]:
    return list(all_rows(boto3.client("dynamodb"), office.variables["TABLE"]))


def texts(office: Office, opened: Opened) -> list[dict[str, Any]]:
    mine = {"S": f"CASE#{opened.no}"}
    return [row for row in rows(office) if row["pk"] == mine and row["sk"]["S"].startswith("TEXT#")]


def names(office: Office, opened: Opened) -> list[dict[str, Any]]:
    mine = {"S": f"CASE#{opened.no}"}
    return [row for row in rows(office) if row["pk"] == mine and row["sk"]["S"].endswith("#name")]


def corrected(office: Office) -> Opened:
    opened = office.running()
    answer = end(office, opened, "pre-review", outcome="correct", lines=[LINE], note=NOTE, key="once")
    assert answer.status_code == 200, answer.body
    return opened


def desk(office: Office, opened: Opened) -> Any:
    return office.ask("GET", f"/desk/cases/{opened.no}", **office.staff())


def written(content: dict[str, Any]) -> dict[str, list[Any]]:
    """What people wrote in the events that staff see."""
    told = {event["kind"]: event for event in content["events"]}
    return {
        "task_ended": [told["task_ended"]["note"], told["task_ended"]["reason"]],
        "correction_asked": told["correction_asked"]["lines"],
    }


def test_staff_read_notes_and_lines_and_the_applicant_the_lines_alone(office: Office) -> None:
    opened = corrected(office)
    content = desk(office, opened).json_body
    assert written(content) == {"task_ended": [NOTE, None], "correction_asked": [LINE]}
    shown = office.case(opened)
    for each in (content, shown):
        assert [{name: line[name] for name in LINE} for line in each["correction"]] == [LINE]
    assert NOTE not in json.dumps(shown, ensure_ascii=False)


def test_texts_are_opened_once_a_request_and_only_where_some_are_shown(office: Office) -> None:
    opened = office.running()
    with asked() as before:
        office.case(opened)
        desk(office, opened)
    assert "BatchGetItem" not in before
    assert end(office, opened, "pre-review", outcome="pass", note=NOTE).status_code == 200
    with asked() as unseen:
        office.case(opened)
    assert "BatchGetItem" not in unseen, "the note is none of the applicant's"
    with asked() as of_staff:
        assert NOTE in json.dumps(desk(office, opened).json_body, ensure_ascii=False)
    assert of_staff.count("BatchGetItem") == 1


def test_no_row_of_the_table_shows_what_was_written(office: Office) -> None:
    opened = corrected(office)
    assert len(texts(office, opened)) == 1
    dump = json.dumps(rows(office), ensure_ascii=False, default=repr)
    for words in (NOTE, LINE["problem"], LINE["mend"]):
        assert words not in dump
        assert ascii(words)[1:-1] not in dump
        assert repr(words.encode())[2:-1] not in dump


@pytest.mark.parametrize("damage", ["altered", "moved"])
def test_a_text_that_cannot_be_opened_is_told_in_both_languages_and_nothing_is_shown(
    office: Office, damage: str
) -> None:
    opened, other = corrected(office), corrected(office)
    [row], [elsewhere] = texts(office, opened), texts(office, other)
    sealed = bytes(row["sealed"]["B"])
    bad = {"B": sealed[:-1] + bytes([sealed[-1] ^ 1])} if damage == "altered" else elsewhere["sealed"]
    boto3.client("dynamodb").put_item(TableName=office.variables["TABLE"], Item=row | {"sealed": bad})
    for answer in (
        office.ask("GET", f"/cases/{opened.no}", **opened.headers),
        desk(office, opened),
    ):
        told = problem(answer, 500, "seal_moved")
        assert "不予打开" in told["title"]["zh"]
        assert "not opened" in told["title"]["en"]
        assert "events" not in told
        assert LINE["problem"] not in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("damage", ["altered", "of another case"])
def test_a_file_s_name_that_cannot_be_opened_is_told_in_both_languages_and_nothing_is_shown(
    office: Office, damage: str
) -> None:
    cases = [office.open(), office.open()]
    for each in cases:
        asked_for = {"material": "lease", "file_name": FILE}
        place = office.ask("POST", f"/cases/{each.no}/uploads", asked_for, **each.headers)
        office.upload(each, "lease", place=place.json_body)
    opened, other = cases
    [row], [elsewhere] = names(office, opened), names(office, other)
    sealed = bytes(row["sealed"]["B"])
    bad = {"B": sealed[:-1] + bytes([sealed[-1] ^ 1])} if damage == "altered" else elsewhere["sealed"]
    boto3.client("dynamodb").put_item(TableName=office.variables["TABLE"], Item=row | {"sealed": bad})
    again = {"material": "lease", "file_name": FILE}
    for answer in (
        office.ask("GET", f"/cases/{opened.no}", **opened.headers),
        office.ask("POST", f"/cases/{opened.no}/uploads", again, **opened.headers),
        desk(office, opened),
    ):
        told = problem(answer, 500, "seal_moved")
        assert "不予打开" in told["title"]["zh"]
        assert "not opened" in told["title"]["en"]
        assert not {"materials", "uploads", "url"} & told.keys()
        assert FILE not in json.dumps(told, ensure_ascii=False)
    assert FILE in json.dumps(desk(office, other).json_body, ensure_ascii=False)


def test_what_was_done_is_answered_so_though_a_name_of_the_case_was_altered(office: Office) -> None:
    opened = office.open()
    asked_for = {"material": "lease", "file_name": FILE}
    place = office.ask("POST", f"/cases/{opened.no}/uploads", asked_for, **opened.headers)
    office.upload(opened, "lease", place=place.json_body)
    [row] = names(office, opened)
    bad = {"B": bytes(row["sealed"]["B"])[:-1] + b"x"}
    boto3.client("dynamodb").put_item(TableName=office.variables["TABLE"], Item=row | {"sealed": bad})
    answer = office.ask("POST", f"/cases/{opened.no}/withdrawal", {}, **opened.headers)
    assert answer.status_code == 200, answer.body
    assert answer.json_body["stage"] == "closed"
    assert "materials" not in answer.json_body
    problem(office.ask("GET", f"/cases/{opened.no}", **opened.headers), 500, "seal_moved")


def test_names_of_files_cost_no_request_more_to_show_and_one_to_give(office: Office) -> None:
    plain, named = office.open(), office.open()
    office.case(named)
    with asked() as given:
        body = {"material": "lease", "file_name": FILE}
        place = office.ask("POST", f"/cases/{named.no}/uploads", body, **named.headers).json_body
    with asked() as again:
        office.ask("POST", f"/cases/{named.no}/uploads", body, **named.headers)
    assert given == [*again, "PutItem"]
    counted = []
    for case, where in ((plain, None), (named, place)):
        with asked() as requests:
            office.upload(case, "lease", place=where)
            office.case(case)
            desk(office, case)
        counted.append(requests)
    assert counted[0] == counted[1]


def test_what_was_erased_is_shown_to_be(office: Office) -> None:
    opened = corrected(office)
    [row] = texts(office, opened)
    client = boto3.client("dynamodb")
    client.delete_item(TableName=office.variables["TABLE"], Key={"pk": row["pk"], "sk": row["sk"]})
    gone = LINE | {"problem": ERASED, "mend": ERASED}
    content = desk(office, opened).json_body
    assert written(content) == {"task_ended": [ERASED, None], "correction_asked": [gone]}
    assert [line["problem"] for line in office.case(opened)["correction"]] == [ERASED]


def test_a_refusal_states_its_reason_until_it_is_erased(office: Office) -> None:
    opened = office.running(ONLINE)
    answer = end(office, opened, "pre-review", outcome="refuse", reason=WHY)
    assert answer.json_body["refusal"]["reason"] == WHY
    assert office.case(opened)["refusal"]["reason"] == WHY
    for row in texts(office, opened):
        key = {"pk": row["pk"], "sk": row["sk"]}
        boto3.client("dynamodb").delete_item(TableName=office.variables["TABLE"], Key=key)
    assert office.case(opened)["refusal"]["reason"] == ERASED


def test_a_key_used_for_other_words_is_refused_and_no_plain_digest_of_them_is_kept(office: Office) -> None:
    opened = corrected(office)
    again = end(office, opened, "pre-review", outcome="correct", lines=[LINE], note=NOTE, key="once")
    assert again.status_code == 200
    other = end(office, opened, "pre-review", outcome="correct", lines=[LINE], note="另一句话", key="once")
    problem(other, 422, "key_reused")

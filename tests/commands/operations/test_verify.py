"""Whether audit trails are as they were written, from the command line, in an office of this process."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.adapters.dynamodb.rows import case_key, text
from chalicelib.ports.trail import against_time
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import Office, Opened
from tests.commands.conftest import Said


def test_an_untouched_case_is_whole_and_a_changed_event_is_found(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    no = office.running().no
    assert main(["cases", "verify", no, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "case": no,
        "whole": True,
        "first_changed": None,
        "times_forward": True,
        "first_against_time": None,
        "fault": None,
        "told_by": None,
        "erased": None,
    }
    row = case_key(no, "EVENT#000002")
    boto3.client("dynamodb").update_item(
        TableName=office.variables["TABLE"],
        Key=row,
        UpdateExpression="SET body = :other",
        ExpressionAttributeValues={":other": text("{}")},
    )
    assert main(["cases", "verify", no, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["first_changed"] == 2


def test_a_whole_trail_whose_times_run_backwards_or_ahead_is_told(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    no = office.running().no
    clock = wiring.ports().clock
    now = clock.now()
    monkeypatch.setattr(type(clock), "now", lambda _: now - timedelta(days=70))
    assert main(["cases", "verify", no, "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["whole"], shown["times_forward"], shown["first_against_time"]) == (True, False, 1)
    office.ask("POST", f"/cases/{no}/steps/pre-review", {"outcome": "pass"}, **office.staff())
    monkeypatch.undo()
    assert main(["cases", "verify", no]) == 1
    assert "时间倒退" in capsys.readouterr().out


AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "first"),
    [
        ([], None),
        ([0, 0, 1], None),
        ([0, 1, 0.5, 2], None),
        ([0, 5, 3], 3),
        ([0, 60 * 24 * 70, 0], 2),
        ([0, 10, 9.5, 8.9], 4),
        ([200], 1),
        ([0, 100, 101], None),
        ([0, 100, 102], 3),
    ],
)
def test_times_run_forward_but_for_the_difference_of_two_clocks(
    minutes: list[float], first: int | None
) -> None:
    moments = [AT + timedelta(minutes=each) for each in minutes]
    assert against_time(moments, AT + timedelta(minutes=100)) == first


def test_the_same_difference_is_larger_on_clocks_that_run_faster() -> None:
    moments = [AT, AT + timedelta(hours=50), AT + timedelta(hours=40)]
    assert against_time(moments, AT + timedelta(hours=60)) == 3
    assert against_time(moments, AT + timedelta(hours=60), rate=3600) is None
    assert against_time([AT, AT + timedelta(hours=61), AT], AT + timedelta(hours=99), rate=3600) == 3


# --- every case, and what an earlier check found ---------------------------------------------------


def rows_of(office: Office, *begin: str) -> list[dict[str, Any]]:
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    return [row for row in rows if row["pk"]["S"].startswith(begin)]


def put(office: Office, *rows: dict[str, Any]) -> None:
    for row in rows:
        boto3.client("dynamodb").put_item(TableName=office.variables["TABLE"], Item=row)


def delete(office: Office, *rows: dict[str, Any]) -> None:
    for row in rows:
        key = {"pk": row["pk"], "sk": row["sk"]}
        boto3.client("dynamodb").delete_item(TableName=office.variables["TABLE"], Key=key)


def put_back(office: Office, no: str, then: list[dict[str, Any]]) -> None:
    """All rows that tell of a case are as they once were."""
    delete(office, *rows_of(office, f"CASE#{no}", "SEEN#"))
    put(office, *then)


def change_mind(office: Office, opened: Opened, courier: bool) -> None:
    path = f"/cases/{opened.no}/consents"
    assert office.ask("POST", path, {"courier": courier}, **opened.headers).status_code == 200


def test_every_case_is_checked_where_no_number_is_given(
    office: Office, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = office.open(), office.running()
    assert said("cases", "verify") == {"cases": 2, "compared": 0, "faults": []}
    delete(office, *[row for row in rows_of(office, f"CASE#{two.no}") if row["sk"]["S"].startswith("TASK#")])
    [fault] = said("cases", "verify", ends=1)["faults"]
    assert (fault["case"], fault["fault"], fault["told_by"]) == (two.no, "beside", "TASK#pre-review-1")
    assert (fault["whole"], fault["first_changed"], fault["times_forward"]) == (False, None, None)
    assert main(["cases", "verify"]) == 1
    shown = capsys.readouterr().out
    assert f"{two.no}  TASK#pre-review-1 与过程记录不符" in shown
    assert "共 2 个办件，1 个有问题 / 2 cases, 1 of them wrong" in shown
    assert one.no not in shown


def test_a_case_that_went_back_with_all_its_rows_is_found_by_the_checkpoint_until_it_is_seen_to(
    office: Office, said: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept"
    opened, other = office.open(), office.open()
    then = rows_of(office, f"CASE#{opened.no}", "SEEN#")
    change_mind(office, opened, courier=False)
    assert main(["cases", "verify", "--checkpoint", str(file)]) == 0
    assert "首次留底" in capsys.readouterr().out
    assert said("cases", "verify", "--checkpoint", str(file))["compared"] == 2
    put_back(office, opened.no, then)
    assert said("cases", "verify")["faults"] == [], "nothing in the table tells"
    change_mind(office, other, courier=False)
    for _ in range(2):
        told = said("cases", "verify", "--checkpoint", str(file), ends=1)
        [fault] = told["faults"]
        assert (fault["case"], fault["fault"], fault["told_by"]) == (opened.no, "put_back", "checkpoint")
        assert fault["first_changed"] == 2
    assert main(["cases", "verify", "--checkpoint", str(file)]) == 1
    assert "办件被退回到从前的状态，第 2 条起的记录不见了" in capsys.readouterr().out
    marks = json.loads(file.read_text())["cases"]
    assert {no: mark[0] for no, mark in marks.items()} == {opened.no: 2, other.no: 2}


def test_a_trail_that_went_back_and_on_by_another_way_is_not_that_of_the_last_check(
    office: Office, said: Said, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    opened = office.open()
    then = rows_of(office, f"CASE#{opened.no}", "SEEN#")
    change_mind(office, opened, courier=False)
    said("cases", "verify", "--checkpoint", str(file))
    put_back(office, opened.no, then)
    for courier in (False, True, False):
        change_mind(office, opened, courier=courier)
    assert said("cases", "verify")["faults"] == []
    [fault] = said("cases", "verify", "--checkpoint", str(file), ends=1)["faults"]
    assert (fault["fault"], fault["first_changed"]) == ("replaced", 2)


def test_a_case_of_which_nothing_is_left_is_missed_by_the_checkpoint(
    office: Office, said: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept"
    opened = office.open()
    said("cases", "verify", "--checkpoint", str(file))
    delete(office, *rows_of(office, "CASE#", "SEEN#", "FIND#"))
    [fault] = said("cases", "verify", "--checkpoint", str(file), ends=1)["faults"]
    assert (fault["case"], fault["fault"], fault["told_by"]) == (opened.no, "gone", "checkpoint")
    assert main(["cases", "verify", opened.no]) == 1
    assert "这个编号已经发出" in capsys.readouterr().out
    assert "没有这个办件" in said("cases", "verify", "370213202001010000011", ends=2)


def test_a_checkpoint_is_its_owner_s_alone_and_holds_nothing_about_people(
    office: Office, said: Said, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    opened = office.running()
    said("cases", "verify", "--checkpoint", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["kept"], "no half-written file beside it"
    [(no, (version, digest))] = json.loads(file.read_text())["cases"].items()
    assert (no, version, len(digest)) == (opened.no, office.case(opened)["version"], 64)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": {"1": 2}}', '{"cases": [1]}', "\udcff"])
def test_what_is_no_checkpoint_is_left_as_it_is(
    office: Office, said: Said, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(content, errors="surrogateescape")
    before = file.read_bytes()
    assert "letter.txt" in said("cases", "verify", "--checkpoint", str(file), ends=2)
    assert file.read_bytes() == before


def test_a_link_that_goes_round_or_a_path_through_a_file_is_no_checkpoint_to_begin_with(
    office: Office, said: Said, tmp_path: Path
) -> None:
    loop, file = tmp_path / "loop", tmp_path / "file"
    loop.symlink_to("loop")
    file.write_text("kept")
    for place in (loop, file / "kept"):
        assert f"无法读写 {place}" in said("cases", "verify", "--checkpoint", str(place), ends=2)
    assert (loop.is_symlink(), file.read_text()) == (True, "kept")


def test_a_place_that_cannot_be_written_is_told_and_a_number_with_a_checkpoint_too(
    office: Office, said: Said, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "none" / "kept"):
        assert f"无法读写 {place}" in said("cases", "verify", "--checkpoint", str(place), ends=2)
    told = said("cases", "verify", "370213202001010000011", "--checkpoint", str(tmp_path / "x"), ends=2)
    assert "不要同时写办件编号" in told
    assert list(tmp_path.iterdir()) == []

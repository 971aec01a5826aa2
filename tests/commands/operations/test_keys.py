"""Operators change the keys of what is sealed, and erase those of a quarter that is over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.adapters.sealing.key_file import add_key, read_keys
from chalicelib.cases.case import Case
from chalicelib.cases.words import ERASED
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.region import Retention
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from tests.adapters.a_case import release
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import FOOD, NAME, ONLINE, Office, forget, trust_sign_on
from tests.commands.conftest import Said
from tests.fakes import MORNING, fresh
from tests.services.scene import PORTAL

LATER = MORNING + timedelta(days=120)


@contextmanager
def process(office: Office, moment: datetime = MORNING) -> Iterator[None]:
    """Another process begins then: it has no key at hand."""
    forget()
    trust_sign_on()
    with office.at(moment):
        yield


@pytest.fixture
def office(building: Office, table: str) -> Iterator[Office]:
    """An office in whose table no key lies yet."""
    forget()
    building.activate(release())
    with process(building):
        yield building
    forget()


def opened(office: Office, *, withdrawn: bool = True) -> Case:
    no = office.open(FOOD).no
    loaded = wiring.ports().cases.load_with_files(no)
    assert loaded is not None
    return withdraw_case(wiring.ports(), PORTAL, loaded).case if withdrawn else loaded.case


def name_in(case: Case) -> str:
    """As another process reads it, which has no key at hand."""
    clock = wiring.ports().clock
    forget()
    vars(wiring.ports())["clock"] = clock
    parties = wiring.ports().cases.parties(case)
    assert parties is not None
    return parties.applicant.name


def test_what_was_sealed_before_a_new_key_opens_and_what_comes_after_is_sealed_with_it(
    office: Office, said: Said
) -> None:
    before = opened(office)
    told = said("keys", "rotate")
    assert told["key"].startswith("licang/2026Q1#")
    after = opened(office)
    assert name_in(before) == name_in(after) == NAME
    key = told["key"].encode()
    rows = {case.no: _sealed(office, case) for case in (before, after)}
    assert (key in rows[before.no], key in rows[after.no]) == (False, True)


def _sealed(office: Office, case: Case) -> bytes:
    key = {"pk": {"S": f"CASE#{case.no}"}, "sk": {"S": "HEAD#PARTIES"}}
    row: Any = boto3.client("dynamodb").get_item(TableName=office.variables["TABLE"], Key=key)["Item"]
    return bytes(row["sealed"]["B"])


def test_names_of_files_open_after_a_new_key_and_go_with_the_keys_of_their_quarter(
    office: Office, said: Said
) -> None:
    case = office.open(ONLINE)
    material = next(line["material"] for line in case.answer["materials"] if line["open"])

    def send(name: str) -> None:
        body = {"material": material, "file_name": name}
        place = office.ask("POST", f"/cases/{case.no}/uploads", body, **case.headers)
        office.upload(case, material, place=place.json_body)

    def called() -> set[str]:
        lines = {line["material"]: line["files"] for line in office.case(case)["materials"]}
        return {file["file"] for file in lines[material]}

    send("张三的身份证.pdf")
    rotated = said("keys", "rotate")["key"].encode()
    send("张三的户口簿.pdf")
    sealed = [bytes(row["sealed"]["B"]) for row in _rows(office, case.no) if "#name" in row["sk"]["S"]]
    assert sorted(rotated in each for each in sealed) == [False, True]
    with process(office):
        assert called() == {"张三的身份证.pdf", "张三的户口簿.pdf"}
        withdrawn = office.ask("POST", f"/cases/{case.no}/withdrawal", **case.headers)
        assert withdrawn.status_code == 200
    with process(office, LATER):
        assert said("keys", "erase", "2026Q1", "--yes")["cases"] == 1
    with process(office, LATER):
        assert called() == {ERASED}


def _rows(office: Office, no: str) -> list[Any]:
    found = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    return [row for row in found if row["pk"] == {"S": f"CASE#{no}"}]


def test_a_key_service_renews_its_wrapping_key_by_itself(office: Office, said: Said) -> None:
    assert "--wrapping" in said("keys", "rotate", "--wrapping", ends=2)


def test_a_key_file_gets_a_new_wrapping_key_and_the_old_one_stays(
    office: Office, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys"
    add_key(file)
    [old] = read_keys(file)
    monkeypatch.setenv("SEALED_BY", str(file))
    with process(office):
        before = opened(office)
        said("keys", "rotate", "--wrapping")
        assert read_keys(file)[1:] == [old]
        assert name_in(before) == NAME


def test_the_keys_of_a_quarter_that_is_over_are_erased_once_that_is_confirmed(
    office: Office, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    case = opened(office)
    with process(office, LATER):
        later = opened(office)
        assert main(["keys", "erase", "2026q1"]) == 1
        warned = capsys.readouterr().err
        assert "1 个办件" in warned
        assert "cases that it concerns: 1" in warned
        assert "--yes" in warned
        assert name_in(case) == NAME
    with process(office, LATER):
        told = said("keys", "erase", "2026Q1", "--yes")
        assert (told["cases"], told["keys"] > 0) == (1, True)
        assert name_in(later) == NAME
        forget()
    with process(office, LATER):
        assert wiring.ports().cases.parties(case) is None
    with process(office, LATER):
        assert said("keys", "erase", "2026Q1", "--yes")["keys"] == 0
        assert main(["keys", "erase", "2026Q1", "--yes"]) == 0
        assert "没有可删除的" in capsys.readouterr().out
        assert main(["cases", "verify", case.no]) == 0


def test_a_case_whose_key_was_erased_is_shown_without_people_and_hides_no_other_case(
    office: Office, said: Said
) -> None:
    running = office.running(ONLINE)
    body = {"outcome": "refuse", "reason": "家中有病人"}
    refused = office.ask("POST", f"/cases/{running.no}/steps/pre-review", body, **office.staff())
    assert refused.status_code == 200
    with process(office, LATER):
        later = office.running(ONLINE)
        told = said("keys", "erase", "2026Q1", "--yes", ends=1)
        assert told["problems"][0]["code"] == "cases_not_closed", "the refusal has reached nobody yet"
        (notice,) = office.case(running)["notices"]
        read = office.ask("GET", f"/cases/{running.no}/notices/{notice['id']}", **running.headers)
        assert (read.status_code, ERASED in str(read.json_body)) == (200, False)
        assert said("keys", "erase", "2026Q1", "--yes")["cases"] == 1
    with process(office, LATER):
        shown = office.case(running)
        assert ERASED in json.dumps(shown, ensure_ascii=False)
        desk = office.ask("GET", f"/desk/cases/{running.no}", **office.staff())
        assert (desk.status_code, desk.json_body["parties"]) == (200, None)
        (notice,) = shown["notices"]
        opened = office.ask("GET", f"/cases/{running.no}/notices/{notice['id']}", **running.headers)
        assert (opened.status_code, opened.json_body["code"]) == (410, "parties_erased")
        found = office.ask("POST", "/desk/search", {"q": NAME}, **office.staff()).json_body["cases"]
        assert [case["no"] for case in found] == [later.no], "nobody is found by a name that nobody can read"
        by_number = office.ask("POST", "/desk/search", {"q": running.no}, **office.staff()).json_body["cases"]
        assert [case["no"] for case in by_number] == [running.no]
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    found_by = [row["sk"]["S"] for row in rows if row["pk"]["S"].startswith("FIND#")]
    assert (running.no in found_by, later.no in found_by) == (False, True)


def test_keys_that_are_in_use_or_needed_are_not_erased(office: Office, said: Said) -> None:
    case = opened(office, withdrawn=False)
    for quarter in ("2026Q1", "2026Q2"):
        told = said("keys", "erase", quarter, "--yes", ends=1)
        assert told["problems"][0]["code"] == "quarter_not_over"
    with process(office, LATER):
        told = said("keys", "erase", "2026Q1", "--yes", ends=1)
        assert told["problems"][0]["code"] == "cases_not_closed"
        assert name_in(case) == NAME


def test_keys_of_cases_that_the_law_wants_kept_are_not_erased_before_their_time_is_over(
    office: Office, said: Said
) -> None:
    retention = Retention(years=1, basis=Basis(title="档案法"))
    region = release().region.model_copy(update={"retention": retention})
    with office.rules(fresh(release(), region=region)):
        case = opened(office)
    with process(office, LATER):
        told = said("keys", "erase", "2026Q1", "--yes", ends=1)
        assert told["problems"][0]["code"] == "kept_by_law"
        assert name_in(case) == NAME
    with process(office, MORNING + timedelta(days=367)):
        assert said("keys", "erase", "2026Q1", "--yes")["cases"] == 1


@pytest.mark.parametrize("typed", ["2026", "2026Q5", "digest", "Q1", ""])
def test_what_is_no_quarter_is_refused(office: Office, typed: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["keys", "erase", typed, "--yes"])
    assert ended.value.code == 2

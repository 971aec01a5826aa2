"""An operator has the parties of a closed case erased, with a reason that the law knows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.cases.evolve import erasure_of
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.run_effect import run_effect
from tests.adapters.office import FOOD, NAME, Office, Opened
from tests.commands.conftest import Said
from tests.fakes import MORNING
from tests.services.scene import PORTAL


def withdrawn(office: Office) -> Opened:
    opened = office.running(FOOD)
    loaded = wiring.ports().cases.load_with_files(opened.no)
    assert loaded is not None
    withdraw_case(wiring.ports(), PORTAL, loaded)
    for told in office.case(opened)["notices"]:
        read = office.ask("GET", f"/cases/{opened.no}/notices/{told['id']}", **opened.headers)
        assert read.status_code == 200
    return opened


def test_a_closed_case_is_erased_and_its_record_is_whole_before_and_after(
    office: Office, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    with office.at(MORNING):
        opened = withdrawn(office)
        assert said("cases", "verify", opened.no)["whole"] is True
        told = said("cases", "erase", opened.no, "--reason", "consent-withdrawn", "--by", " 王 秀英")
        assert (told["case"], told["reason"], told["by"]) == (opened.no, "consent-withdrawn", "王 秀英")
        assert said("cases", "erase", opened.no, "--reason", "unlawful", "--by", "李四") == told
        capsys.readouterr()
        assert main(["cases", "erase", opened.no, "--reason", "unlawful", "--by", "李四"]) == 0
        again = capsys.readouterr().out
        assert "此前已决定删除：由 王 秀英" in again
        assert "(consent was withdrawn): nothing was changed now" in again
        verified = said("cases", "verify", opened.no)
        assert (verified["whole"], verified["erased"]["done"]) == (True, False)
    with office.at(MORNING + timedelta(hours=2)):
        run_effect(wiring.ports(), opened.no, erasure_of(opened.no))
        verified = said("cases", "verify", opened.no)
        assert verified["whole"] is True
        assert {**verified["erased"], "at": None} == {
            **{"parties": 1, "texts": 0, "reason": "consent-withdrawn", "by": "王 秀英", "at": None},
            "done": True,
        }
        capsys.readouterr()
        assert main(["cases", "verify", opened.no]) == 0
        words = capsys.readouterr().out
        assert "1 方当事人" in words
        assert "custody are whole" in words
        shown = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff()).json_body
        assert (shown["parties"], shown["uploads"], shown["applicant"]) == (None, [], "")
        assert shown["erased"]["reason"] == "consent-withdrawn"
        found = office.ask("POST", "/desk/search", {"q": NAME}, **office.staff()).json_body
        assert found["cases"] == []
        files = wiring.ports().files._client.list_object_versions(Bucket=office.variables["UPLOADS_BUCKET"])
        assert not [each for each in files.get("Versions", []) if opened.no in each["Key"]]
        assert not [each for each in files.get("DeleteMarkers", []) if opened.no in each["Key"]]


def test_a_case_that_is_not_closed_is_refused_in_words(office: Office, said: Said) -> None:
    opened = office.open()
    told = said("cases", "erase", opened.no, "--reason", "purpose-over", "--by", "王秀英", ends=1)
    assert told["problems"][0]["code"] == "not_closed"
    assert "办结" in told["problems"][0]["message"]["zh"]


def test_a_case_that_is_not_there_and_a_reason_that_the_law_does_not_know_are_refused(
    office: Office, said: Said
) -> None:
    number = "370213202603020000019"
    told = said("cases", "erase", number, "--reason", "purpose-over", "--by", "王秀英", ends=2)
    assert "没有这个办件" in told
    assert "there is no such case" in told
    with pytest.raises(SystemExit) as ended:
        main(["cases", "erase", number, "--reason", "because"])
    assert ended.value.code == 2


def test_whoever_erases_is_named_and_a_name_that_shows_nothing_is_none(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = office.open()
    capsys.readouterr()
    assert main(["cases", "erase", opened.no, "--reason", "purpose-over"]) == 2
    assert "--by" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["cases", "erase", opened.no, "--reason", "purpose-over", "--by", " \u200b"])
    assert ended.value.code == 2


def test_a_refusal_says_what_is_still_open_by_name_in_both_languages(office: Office, said: Said) -> None:
    opened = office.running(FOOD)
    loaded = wiring.ports().cases.load_with_files(opened.no)
    assert loaded is not None
    withdraw_case(wiring.ports(), PORTAL, loaded)
    told = said("cases", "erase", opened.no, "--reason", "purpose-over", "--by", "王秀英", ends=1)
    (problem,) = told["problems"]
    (notice,) = office.case(opened)["notices"]
    assert problem["code"] == "still_open"
    assert notice["number"] in problem["message"]["zh"]
    assert notice["title"]["zh"] in problem["message"]["zh"]
    assert notice["title"]["en"] in problem["message"]["en"]

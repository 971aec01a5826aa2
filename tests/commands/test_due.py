from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.__main__ import main

LICANG = str(Path(__file__).parents[2] / "rules" / "licang")
Due = Callable[..., dict[str, Any]]


@pytest.fixture
def due(capsys: pytest.CaptureFixture[str]) -> Due:
    def ask(*words: str, rules: str = LICANG, ends: int = 0) -> dict[str, Any]:
        assert main(["due", *words, "--rules", rules, "--json"]) == ends
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return ask


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-02-05", 5, "2026-02-12"),
        ("2026-02-05", 10, "2026-02-26"),
        ("2026-02-05", 20, "2026-03-11"),
        ("2026-02-13", 20, "2026-03-19"),
        ("2026-09-22", 20, "2026-10-27"),
        ("2018-02-08", 20, "2018-03-13"),
        ("2018-06-28", 20, "2018-07-26"),
        ("2025-01-20", 20, "2025-02-21"),
        ("2026-02-17", 0, "2026-02-17"),
    ],
)
def test_a_limit_is_counted_on_the_calendars_of_the_rule_files(
    due: Due, start: str, days: int, expected: str
) -> None:
    assert due(start, "--days", str(days)) == {"due": expected, "provisional": False}


def test_a_limit_beyond_the_last_calendar_says_that_it_is_provisional(due: Due) -> None:
    assert due("2099-12-10", "--days", "20")["provisional"] is True


def test_calendar_days_are_counted_whatever_day_it_is(due: Due) -> None:
    answer = due("2026-02-05", "--days", "20", "--kind", "calendar")
    assert answer == {"due": "2026-02-25", "provisional": False}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["05.02.2026", "--days", "5"], "YYYY-MM-DD"),
        (["2026-02-05", "--days", "-5"], "whole number"),
        (["2026-02-05", "--days", "five"], "whole number"),
        (["2026-02-05", "--days", "10001"], "whole number"),
        (["2026-02-05", "--days", "5", "--kind", "lunar"], "kind"),
    ],
)
def test_a_wrong_call_says_what_to_write(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["due", *words])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_a_date_too_far_to_count_from_is_a_wrong_call(due: Due) -> None:
    assert "later than 2999" in due("9999-12-31", "--days", "5", ends=2)["problems"][0]["message"]["en"]


def test_a_folder_that_is_not_there_is_a_wrong_call(due: Due, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    [problem] = due("2026-02-05", "--days", "5", rules=nowhere, ends=2)["problems"]
    assert "there is no folder" in problem["message"]["en"]


def test_a_calendar_that_cannot_be_read_is_reported_with_its_place(due: Due, tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2026.yaml").write_text("year: 2026\noff: [yesterday]\nworked: []\nsource: x\n")
    answer = due("2026-02-05", "--days", "5", rules=str(tmp_path), ends=1)
    assert [(p["file"], p["line"]) for p in answer["problems"]] == [("calendars/2026.yaml", 2)]


def test_people_are_told_in_words_that_a_date_is_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "2099-12-10", "--days", "20", "--rules", LICANG]) == 0
    assert "provisional" in capsys.readouterr().out
    assert main(["due", "2026-02-05", "--days", "20", "--rules", LICANG]) == 0
    assert capsys.readouterr().out == "2026-03-11\n"

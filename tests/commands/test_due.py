from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from chalicelib.authoring.problems import RuleFileError
from chalicelib.commands.due import add_arguments, run

LICANG = str(Path(__file__).parents[2] / "rules" / "licang")


def due(*words: str, rules: str = LICANG) -> dict[str, str | bool]:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args([*words, "--rules", rules]))


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
def test_a_limit_is_counted_on_the_calendars_of_the_rule_files(start: str, days: int, expected: str) -> None:
    assert due(start, "--days", str(days)) == {"due": expected, "provisional": False}


def test_a_limit_beyond_the_last_calendar_says_that_it_is_provisional() -> None:
    assert due("2099-12-10", "--days", "20")["provisional"] is True


def test_calendar_days_are_counted_whatever_day_it_is() -> None:
    answer = due("2026-02-05", "--days", "20", "--kind", "calendar")
    assert answer == {"due": "2026-02-25", "provisional": False}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["05.02.2026", "--days", "5"], "YYYY-MM-DD"),
        (["9999-12-31", "--days", "5"], "YYYY-MM-DD"),
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
        due(*words)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="missing-folder"):
        due("2026-02-05", "--days", "5", rules=str(tmp_path / "nowhere"))


def test_a_calendar_that_cannot_be_read_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2026.yaml").write_text("year: 2026\noff: [yesterday]\nworked: []\nsource: x\n")
    with pytest.raises(RuleFileError, match=r"calendars/2026\.yaml:2"):
        due("2026-02-05", "--days", "5", rules=str(tmp_path))

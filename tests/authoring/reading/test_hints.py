"""What is said of a condition fits what was probably meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.findings.problems import Problem
from tests.authoring.illustrated import ENDS
from tests.authoring.region import spoil, write_region

SECRET = "when: {item.secret: true}"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    folder = write_region(tmp_path / "licang")
    spoil(folder, *ENDS)
    return folder


def told(region: Path, file: str, new: str) -> Problem:
    spoil(region, file, SECRET, new)
    [found] = check(region, date(2026, 6, 1), engines=()).problems
    return found


@pytest.mark.parametrize("group", ["~", "item.secret"])
def test_a_group_that_is_none_is_told_as_a_group_and_not_as_all_conditions(region: Path, group: str) -> None:
    found = told(region, "channels.yaml", f"any: [{{item.secret: true}}, {group}]")
    assert found.code == "wrong-type"
    assert "一组条件" in found.zh
    assert "when" not in found.zh
    assert "group of conditions" in found.en


@pytest.mark.parametrize("day", ["today", "today+3", "[tomorrow]", "{at_most: tomorrow}", "{not: 今天}"])
def test_who_writes_today_for_a_day_is_shown_how_to_compare_with_it(region: Path, day: str) -> None:
    found = told(region, "invariants.yaml", f"when: {{application.ends: {day}}}")
    assert found.code == "wrong-value"
    for mend in (found.mend_zh, found.mend_en):
        assert "{before: today}" in mend
        assert "{at_least: today, at_most: today}" in mend

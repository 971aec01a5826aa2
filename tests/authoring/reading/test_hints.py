"""What is said of a condition fits what was probably meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.findings.problems import Problem, did_you_mean
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


@pytest.mark.parametrize(
    ("day", "bound"),
    [
        ("before: 2026-01-01", "at_most: 2025-12-31"),
        ("after: 2026-12-31", "at_least: 2027-01-01"),
        ("after: 9999-12-31", "at_least: 9999-12-31"),
    ],
)
def test_who_compares_with_a_fixed_day_is_shown_its_bound(region: Path, day: str, bound: str) -> None:
    found = told(region, "invariants.yaml", f"when: {{application.ends: {{{day}}}}}")
    assert found.code == "wrong-value"
    assert found.mend_zh == f"固定的日期写 {{{bound}}}。"


def test_an_empty_file_is_one_mistake_that_says_what_to_write(region: Path) -> None:
    (region / "decisions").mkdir()
    (region / "decisions/special-path.yaml").write_text("# later\n", encoding="utf-8")
    [found] = check(region, date(2026, 6, 1), engines=()).problems
    assert (found.file, found.code) == ("decisions/special-path.yaml", "missing-key")
    assert "decision、title、asked、outcomes、rules" in found.mend_zh
    assert "删除" in found.mend_zh


def test_who_writes_to_for_the_last_day_is_shown_until(region: Path) -> None:
    spoil(region, "channels.yaml", "    from: 2016-08-01\n", "    from: 2016-08-01\n    to: 2030-01-01\n")
    [found] = check(region, date(2026, 6, 1), engines=()).problems
    assert (found.code, found.mend_zh) == ("unknown-key", "是不是“until”？")


def test_no_name_is_suggested_twice() -> None:
    assert did_you_mean("zzz", ["cannot-come", "cannot-come", "late"]).en == "Use one of: cannot-come, late."

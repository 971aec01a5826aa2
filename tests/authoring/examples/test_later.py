"""Examples without a day are looked at as of days to come, each told on the first day on which it fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.findings.problems import Problem
from tests.authoring.broken import CHANNELS, COUNTER, DATED, EXAMPLES, OF_COURIER, SENDS, rule
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 6, 1)
ENDS = """\
  - {fact: application.ends, title: {zh: 到期日, en: last day}, type: date, usual: 2030-01-01}
  - {fact: application.courier"""


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def undated(region: Path, today: date = TODAY) -> list[Problem]:
    found = check(region, today, engines=()).problems
    assert all(one.severity == "warning" for one in found)
    return [one for one in found if one.code == "example-undated"]


def test_an_example_by_a_rule_that_another_follows_is_told_once_with_the_first_day(region: Path) -> None:
    for year in (2027, 2028):
        after = rule(f"courier-{year}", OF_COURIER, f"{SENDS.replace('2018', str(year))}")
        spoil(region, CHANNELS, COUNTER, after.replace("}\n", f", until: {year}-12-31}}\n") + COUNTER)
    spoil(region, CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31")
    (one,) = undated(region)
    assert one.place == f"{CHANNELS}:{_line(region, 'name: 普通')}:5"
    assert "从 2027-01-01 起得到规则“courier-2027”，不再是规则“courier”" in one.zh
    assert "from 2027-01-01 on it gives the rule 'courier-2027'" in one.en
    spoil(region, *DATED[0])
    assert undated(region) == []


def test_a_date_that_an_example_names_passes_the_day_that_moves(region: Path) -> None:
    spoil(region, "facts.yaml", "  - {fact: application.courier", ENDS)
    spoil(region, CHANNELS, COUNTER, rule("over", "{application.ends: {before: today}}", SENDS) + COUNTER)
    said = "facts: {application.courier: false, application.ends: 2026-08-01}"
    spoil(
        region, CHANNELS, EXAMPLES, f"{EXAMPLES}  - {{name: 将到期, item: food, {said}, expect: one_visit}}\n"
    )
    (one,) = undated(region)
    assert "从 2026-08-02 起" in one.zh


def _line(region: Path, text: str) -> int:
    lines = (region / CHANNELS).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)

"""Which steps run within the statutory limit."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from chalicelib.authoring.checking.items.fitting import counted, unfitting
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.decisions.facts.facts import item_facts, usual_facts
from chalicelib.decisions.ordinary_way import ordinary_way
from tests.authoring.region import spoil, write_region

OUT = "plans/outbound_courier.yaml"
LOOK = """\
part: look
title: {zh: 听证, en: Look}
steps:
  - step: look
    title: {zh: 听证, en: Look}
    by: staff
    within: {working_days: 90}
    outcomes: [{outcome: held, title: {zh: 毕, en: done}, next: onward}]
"""
PAUSES = "    by: staff\n    pauses: {clocks: [statutory], at_most: {working_days: 90}, basis: {title: 行政许可法, article: 第四十五条}}\n"  # noqa: E501  # one key


def steps(folder: Path, item: str, channel: str = "outbound_courier") -> list[str]:
    release = read(folder)[1]
    plan, form = release.plans[channel], release.items[item]
    facts = {**item_facts(release, release.items[item], usual_facts(release)), **usual_facts(release)}
    way = ordinary_way(release, plan, form, facts)
    return [step.step for step in counted(plan, form, way, release.clocks)]


def findings(folder: Path, channel: str = "outbound_courier") -> list[str]:
    files, release = read(folder)
    return [one.zh for one in unfitting(release.plans[channel], OrdinaryWays(release), files.items)]


@pytest.mark.parametrize(("days", "late"), [(6, False), (5, True)])
def test_an_inspection_has_the_days_of_the_guide_and_its_papers_come_after_it(
    tmp_path: Path, days: int, late: bool
) -> None:
    """Five days of inspection, and one in which the papers are brought to the hall."""
    folder = Path(shutil.copytree("rules/licang", tmp_path / "licang"))
    food = "items/market-supervision/food-business-licence.yaml"
    old = "statutory: {working_days: 10}, promised: {working_days: 7}"
    spoil(folder, food, old, f"statutory: {{working_days: {days}}}, promised: {{working_days: 5}}")
    said = [one for one in findings(folder, "inspection_collection") if "“食品经营许可”" in one]
    assert bool(said) is late
    assert all("“现场勘验”5 日" in one and "共 6 日" in one for one in said)


@pytest.mark.parametrize(
    ("statutory", "guide", "late"),
    [
        ("working_days: 1", "", True),
        ("working_days: 2", "", False),
        ("days: 5", "    - {kind: inspection, days: 5, counts_toward_limit: true}", True),
        ("days: 6", "    - {kind: inspection, days: 5, counts_toward_limit: true}", False),
        ("months: 1", "    - {kind: inspection, days: 5, counts_toward_limit: true}", False),
    ],
)
def test_a_limit_of_any_kind_of_days_is_too_short_for_an_inspection_that_takes_a_day_at_least(
    tmp_path: Path, statutory: str, guide: str, late: bool
) -> None:
    folder = Path(shutil.copytree("rules/licang", tmp_path / "licang"))
    food = folder / "items/market-supervision/food-business-licence.yaml"
    text = food.read_text(encoding="utf-8")
    text = re.sub(r"\n  special_steps:\n.*", f"\n  special_steps:\n{guide}" if guide else "", text)
    text = re.sub(
        r"(?m)^limits: .*", f"limits: {{statutory: {{{statutory}}}, promised: {{working_days: 1}}}}", text
    )
    food.write_text(text, encoding="utf-8")
    said = [one for one in findings(folder, "inspection_collection") if "“食品经营许可”" in one]
    assert bool(said) is late


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


@pytest.mark.parametrize("item", ["food", "vault"])  # accepted at the pre-review, and on paper
def test_it_runs_from_acceptance_to_the_decision(region: Path, item: str) -> None:
    assert steps(region, item) == ["decision"]


def test_any_step_between_counts_but_one_that_pauses_the_clock(region: Path) -> None:
    spoil(region, OUT, "  - {part: decision}\n", "  - {part: look}\n  - {part: decision}\n")
    (region / "parts/look.yaml").write_text(LOOK, encoding="utf-8")
    spoil(region, "parts/decision.yaml", "    by: staff\n", "    by: staff\n    within: {working_days: 10}\n")
    assert steps(region, "food") == ["look", "decision"]
    (found,) = [one for one in findings(region) if "食品经营许可" in one]
    assert "“食品经营许可”的法定时限是 20 日" in found
    assert "从受理到决定共 100 日（“听证”90 日、“决定”10 日）" in found
    assert "行政许可法第四十二条" in found
    spoil(region, "parts/look.yaml", "    by: staff\n", PAUSES)
    assert steps(region, "food") == ["decision"]
    assert findings(region) == []


def test_a_step_for_which_the_applicant_comes_does_not_count(region: Path) -> None:
    assert steps(region, "vault", "one_visit") == ["decision"]


def test_a_limit_of_the_law_for_other_items_is_told_without_the_licensing_law(region: Path) -> None:
    spoil(region, "items/market/food.yaml", 'type: "01"', 'type: "20"')
    spoil(region, "items/market/food.yaml", "statutory: {working_days: 20}", "statutory: {working_days: 9}")
    spoil(region, "items/market/food.yaml", "promised: {working_days: 10}", "promised: {working_days: 9}")
    spoil(region, "parts/decision.yaml", "    by: staff\n", "    by: staff\n    within: {working_days: 10}\n")
    (found,) = findings(region)
    assert "行政许可法" not in found


def test_what_comes_back_by_courier_after_acceptance_counts() -> None:
    """Papers are fetched after the pre-review has accepted: the courier's days are the office's."""
    release = read(Path("rules/licang"))[1]
    plan = release.plans["two_way_courier"]
    item = next(one for one in release.items.values() if one.acceptance_trigger == "prereview")
    facts = {**item_facts(release, item, usual_facts(release)), **usual_facts(release)}
    way = ordinary_way(release, plan, item, facts)
    assert any(step.by == "pick_up" for step in counted(plan, item, way, release.clocks))

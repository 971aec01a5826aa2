"""Which steps may stop which clocks: those of article 45 the time to decide, and no others."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from chalicelib.authoring.check import check
from chalicelib.decisions.forms.plan import Special
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 6, 1)
OF_LAW = "{title: 中华人民共和国行政许可法, article: 第四十五条}"
OF_ANOTHER = "{title: 药品管理法实施条例}"


def pausing(folder: Path, file: str, step: str, clocks: str, basis: str, does: str = "") -> None:
    pauses = f"pauses: {{clocks: [{clocks}], at_most: {{working_days: 30}}, basis: {basis}}}"
    (line,) = re.findall(rf"^  - step: {step}(?:| .*)$", (folder / file).read_text("utf-8"), re.MULTILINE)
    spoil(folder, file, f"{line}\n", f"{line}\n{does}    {pauses}\n")


def told(folder: Path) -> list[tuple[str, str]]:
    return [
        (one.code, one.severity)
        for one in check(folder, TODAY, engines=()).problems
        if one.code != "no-example"
    ]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


@pytest.mark.parametrize("does", [kind for kind in get_args(Special) if kind != "hearing"])
def test_each_step_of_article_45_may_stop_the_time_to_decide(region: Path, does: str) -> None:
    text = (region / "parts/decision.yaml").read_text(encoding="utf-8")
    steps = text.partition("steps:\n")
    look = f"""\
  - step: look
    title: {{zh: 评审, en: A look}}
    does: {does}
    by: staff
    pauses: {{clocks: [statutory], at_most: {{working_days: 30}}, basis: {OF_LAW}}}
    outcomes: [{{outcome: seen, title: {{zh: 已办, en: done}}, next: decision}}]
"""
    (region / "parts/decision.yaml").write_text(f"{steps[0]}{steps[1]}{look}{steps[2]}", encoding="utf-8")
    assert told(region) == []


@pytest.mark.parametrize(
    ("file", "step", "clocks"),
    [
        ("decision", "review", "statutory"),
        ("decision", "decision", "promised"),
        ("inspection", "inspection", "statutory, promised"),
        ("inspection", "rectification", "statutory"),
        ("pre-review", "pre-review", "reply"),
        ("pre-review", "correction", "reply"),
        ("licence", "licence", "handing-out"),
        ("hearing", "hearing-notice", "reply"),
    ],
)
def test_any_other_step_of_the_district_stops_no_clock_by_the_licensing_law(
    tmp_path: Path, file: str, step: str, clocks: str
) -> None:
    folder = Path(shutil.copytree("rules/licang", tmp_path / "licang"))
    pausing(folder, f"parts/{file}.yaml", step, clocks, OF_LAW)
    assert ("pause-without-law", "error") in told(folder)


def test_what_another_law_may_leave_out_is_a_warning(region: Path) -> None:
    pausing(region, "parts/decision.yaml", "decision", "statutory", OF_ANOTHER)
    assert told(region) == [("pause-without-law", "warning")]


def test_the_delivery_that_a_step_of_article_45_stops_is_a_warning(region: Path) -> None:
    pausing(region, "parts/licence.yaml", "licence", "handing-out", OF_LAW, "    does: testing\n")
    assert told(region) == [("pause-without-law", "warning")]


def test_clocks_of_no_licence_stand_still_as_the_office_likes(region: Path) -> None:
    spoil(region, "clocks.yaml", "clocks:\n", """\
clocks:
  - clock: of-services
    title: {zh: 服务期限, en: Services}
    when: {item.type: "20"}
    limit: {working_days: 10}
    starts: accepted
    stops: [decided]
""")  # fmt: skip
    pausing(region, "parts/decision.yaml", "decision", "of-services", OF_LAW)
    assert told(region) == []

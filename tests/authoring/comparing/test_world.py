"""Who approves a release reads in words which facts of the world running cases follow from then on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.forms.world import units_gone, world_change
from chalicelib.authoring.comparing.forms.world_words import FOLLOWED, as_json, notes
from chalicelib.authoring.dropped import Examined
from chalicelib.authoring.review import compare, seen_beforehand
from chalicelib.authoring.space import diagrams
from chalicelib.commands.rules.diff import show_difference
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 6, 1)
MARKET = "{unit: market, name: {zh: 市场监管局, en: Market bureau}, kind: department}"
HEALTH = "  - {unit: health, name: {zh: 卫健局, en: Health bureau}, kind: department}\n"


class Notes(NamedTuple):
    region: str = "licang"
    at: datetime = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
    files: tuple[str, ...] = ()
    refused: Text | None = None


@pytest.fixture
def old(tmp_path: Path) -> Release:
    return load(write_region(tmp_path / "old"))


def edited(folder: Path, *edits: tuple[str, str, str]) -> Release:
    new = write_region(folder / "new")
    for file, before, after in edits:
        spoil(new, file, before, after)
    return load(new)


def market(more: str) -> tuple[str, str, str]:
    return "units.yaml", MARKET, MARKET.replace("department}", f"department, {more}}}")


def told(old: Release, new: Release) -> list[str]:
    """What is said but for the sentence that running cases follow, which stands first."""
    change = world_change(old, new)
    assert change is not None
    first, *others = notes(change)
    assert first == FOLLOWED
    assert all(text.zh and text.en for text in others)
    return [text.zh for text in others if "没有别的修改" not in text.zh]


def test_a_release_that_differs_in_its_rules_alone_says_nothing_of_the_world(
    old: Release, tmp_path: Path
) -> None:
    new = edited(tmp_path, ("items/market/food.yaml", "working_days: 10", "working_days: 9"))
    assert world_change(old, new) is None
    assert diff(old, new, TODAY).as_json()["world"] is None


def test_a_line_more_above_units_and_calendars_is_no_change_of_the_world(
    old: Release, tmp_path: Path
) -> None:
    new = edited(tmp_path, ("units.yaml", "units:\n", "# 新的一行\nunits:\n"))
    assert new.digest != old.digest
    assert (world_change(old, new), diff(old, new, TODAY).entries) == (None, ())


def test_the_days_of_a_calendar_that_change_are_told_in_runs(old: Release, tmp_path: Path) -> None:
    new = edited(
        tmp_path,
        ("calendars/2026.yaml", "off: [2026-01-01", "off: [2026-03-05, 2026-03-06, 2026-03-10, 2026-01-01"),
        ("calendars/2026.yaml", "worked: [", "worked: [2026-03-07, "),
    )
    assert told(old, new)[:3] == [
        "2026 年工作日历有变",
        "改为休息：2026-03-05 至 2026-03-06、2026-03-10",
        "改为上班：2026-03-07",
    ]
    change = world_change(old, new)
    assert change is not None
    [calendar] = as_json(change)["calendars"]
    assert calendar == {
        "year": 2026,
        "come": None,
        "off": ["2026-03-05", "2026-03-06", "2026-03-10"],
        "worked": ["2026-03-07"],
    }
    assert "只延长、不缩短" in told(old, new)[-1]


def test_a_calendar_that_comes_out_makes_provisional_days_firm_and_names_those_that_are_not_as_assumed(
    old: Release,
) -> None:
    before = old.model_copy(update={"calendars": {}})
    said = told(before, old)
    assert said[0] == "2026 年工作日历公布：此前暂定的期限由此确定"
    assert said[1].startswith("改为休息：2026-01-02、2026-02-16 至 2026-02-20、2026-02-23")
    assert "2026-01-01" not in said[1], "the law's fixed days were never counted"
    assert said[2].startswith("改为上班：2026-01-04、2026-02-14")
    assert told(old, before)[0] == "不再有 2026 年工作日历：这一年的期限又成为暂定"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "until: 2026-06-30, joined: health",
            "“市场监管局”（market）自 2026-07-01 起并入“卫健局”：其待办转由“卫健局”办理",
        ),
        ('members: [{member: "0101"}, {member: "0102"}]', "“市场监管局”（market）的人员：增加 0101、0102"),
        ("pilot: true", "“市场监管局”（market）的名称、类别或上级有变"),
        (
            "units: [{unit: food, name: {zh: 食品科, en: Food section}, kind: section}]",
            "新增单位“食品科”（food）",
        ),
    ],
    ids=["merged", "members", "pilot", "new"],
)
def test_whatever_happens_to_a_unit_is_said(old: Release, tmp_path: Path, more: str, said: str) -> None:
    assert said in told(old, edited(tmp_path, market(more)))


def test_what_is_undone_is_said_too(old: Release, tmp_path: Path) -> None:
    merged = edited(tmp_path, market("until: 2026-06-30, joined: health"))
    assert told(merged, old) == ["“市场监管局”（market）不再并入其他单位：待办由本单位办理"]


def test_members_who_left_or_know_other_items_are_named(tmp_path: Path) -> None:
    listed = edited(tmp_path / "a", market('members: [{member: "0101"}, {member: "0102", knows: [food]}]'))
    later = edited(tmp_path / "b", market('members: [{member: "0102"}, {member: "0103"}]'))
    said = told(listed, later)
    assert said[0] == "“市场监管局”（market）的人员：增加 0103；减少 0101；0102 会办的事项有变"
    assert said[-1] == "共同办理的人员从此按新名单核对"


def test_where_the_hall_is_and_when_it_is_open_is_followed_too(old: Release, tmp_path: Path) -> None:
    new = edited(tmp_path, ("region.yaml", "address: 演示地址", "address: 新的演示地址"))
    (said,) = told(old, new)
    assert said.startswith("大厅的地址、电话或开放时间有变")
    change = world_change(old, new)
    assert change is not None
    assert (change.hall, change.alone, as_json(change)["hall"]) == (True, True, True)


def test_only_where_nothing_else_differs_it_says_so(old: Release, tmp_path: Path) -> None:
    alone = edited(
        tmp_path / "a", market("pilot: true"), ("region.yaml", "region: licang", "# 行\nregion: licang")
    )
    both = edited(
        tmp_path / "b",
        market("pilot: true"),
        ("items/market/food.yaml", "working_days: 10", "working_days: 9"),
    )
    changes = [world_change(old, new) for new in (alone, both)]
    assert [change and change.alone for change in changes] == [True, False]


def test_a_unit_that_is_gone_keeps_a_release_from_coming_into_force(old: Release, tmp_path: Path) -> None:
    more = ("units.yaml", HEALTH, HEALTH + HEALTH.replace("health", "fire").replace("卫健局", "消防"))
    wider = edited(tmp_path / "a", more)
    assert [unit.unit for unit in units_gone(wider, old)] == ["fire"]
    checked = check(write_region(tmp_path / "b"), TODAY, engines=())
    found = compare(wider, checked, [], TODAY)
    assert not found.ok
    [problem] = [each for each in found.checked.problems if each.severity == "error"]
    assert (problem.file, problem.code) == ("units.yaml", "unit-gone")
    assert "joined" in problem.mend_zh
    assert "消防" in found.errors[0].zh
    assert compare(old, checked, [], TODAY).ok


# --- the four ways ---------------------------------------------------------------------------------


def test_terminal_report_review_and_preview_say_the_same(
    old: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_region(tmp_path / "new")
    spoil(folder, *market("until: 2026-06-30, joined: health"))
    checked = check(folder, TODAY, engines=())
    new = checked.release
    assert new is not None
    change = world_change(old, new)
    assert change is not None
    said = [text.zh for text in notes(change)]
    reviewed = compare(old, checked, [], TODAY)
    assert reviewed.difference is not None
    show_difference(reviewed.difference, old, new)
    terminal = capsys.readouterr().out
    report = Examined(reviewed).markdown(Notes())
    assert all(text in terminal and text in report for text in said)
    assert reviewed.as_json()["diff"]["world"] == as_json(change)
    assert seen_beforehand(old, new, [], TODAY) == reviewed.changes()

    monkeypatch.setattr(diagrams, "NODES", 4)
    assert not diff(old, new, TODAY).channel.days[0].proved
    assert seen_beforehand(old, new, [], TODAY)["diff"]["world"] == as_json(change)

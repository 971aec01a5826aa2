"""What settings, examples and the order of cards hold is told where it is looser or stricter, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.difference import Difference
from tests.authoring.region import spoil

TODAY = date(2026, 6, 1)
SECRET = (
    '  - {name: 金库安全防范方案涉密，只到窗口, item: bank-security-facility-approval, "on": 2018-06-28, '
    "expect: one_visit, by: secret-to-counter}\n"
)
RED = "  - {outcome: red, title: {zh: 红牌, en: red card}}\n"
YELLOW = "  - {outcome: yellow, title: {zh: 黄牌, en: yellow card}}\n"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return Path(copytree("rules/licang", tmp_path / "licang"))


def both_ways(region: Path, file: str, was: str, now: str) -> tuple[Difference, Difference]:
    """What is told of an edit, and of its reverse."""
    old = load(region)
    spoil(region, file, was, now)
    new = load(region)
    return diff(old, new, TODAY), diff(new, old, TODAY)


@pytest.mark.parametrize(
    ("file", "was", "now", "field", "danger"),
    [
        ("region.yaml", "hour: 500", "hour: 600", "openings.phone.hour", "limits"),
        ("region.yaml", "max_bytes: 20971520", "max_bytes: 30971520", "uploads.max_bytes", "personal"),
        ("couriers/ems.yaml", "silent_hours: 72", "silent_hours: 96", "silent_hours", "limits"),
        ("couriers/ems.yaml", "give_up_days: 60", "give_up_days: 30", "give_up_days", "limits"),
        (
            "facts.yaml",
            "set_by: law                       # 是否勘验依法确定",
            "set_by: office  # 是否勘验依法确定",
            "facts[item.inspection].set_by",
            "law",
        ),
    ],
)
def test_a_setting_that_lets_more_pass_is_loosened_and_tightened_the_other_way(
    region: Path, file: str, was: str, now: str, field: str, danger: str
) -> None:
    there, back = both_ways(region, file, was, now)
    assert [(one.field, one.strictness.value) for one in there.strictness] == [(field, "loosened")]
    assert [(one.field, one.strictness.value) for one in back.strictness] == [(field, "tightened")]
    assert [(one.at.field, one.at.danger.value) for one in there.entries] == [(field, danger)]


def test_an_example_that_is_gone_is_told_with_what_it_held(region: Path) -> None:
    there, back = both_ways(region, "channels.yaml", SECRET, "")
    (gone,) = there.strictness
    assert gone.looser is not None
    assert gone.looser.words.zh == (
        "检查时不再核对：金融机构营业场所和金库安全防范设施方案审批，2018-06-28，应得“最多跑一次”，"
        "依据规则“涉密事项到窗口办理”"
    )
    assert back.strictness == (), "what is new is told once, among the values"
    for one, how in ((there, "old"), (back, "new")):
        (told,) = one.entries
        assert (told.at.danger.value, getattr(told, how)["name"]) == (
            "examples",
            "金库安全防范方案涉密，只到窗口",
        )


def test_an_example_of_another_name_holds_what_it_did(region: Path) -> None:
    there, _ = both_ways(region, "channels.yaml", "金库安全防范方案涉密，只到窗口", "金库方案只到窗口")
    assert there.strictness == ()


def test_cards_in_another_order_are_told_as_what_is_graver_now(region: Path) -> None:
    there, _ = both_ways(region, "decisions/supervision.yaml", RED + YELLOW, YELLOW + RED)
    (found,) = there.strictness
    assert found.looser is not None
    assert found.stricter is not None
    assert found.looser.words.zh == "“红牌”改后轻于“黄牌”：由“黄牌”变为“红牌”不再通知监督单位"
    assert found.stricter.words.zh == "“黄牌”改后重于“红牌”：由“红牌”变为“黄牌”通知监督单位"

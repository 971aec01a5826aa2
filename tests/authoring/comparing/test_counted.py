"""What a review counts: by periods that can be counted by hand, from a day on and until when, and what is missing."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.counted import counted, number_of, otherwise_words
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.difference import Difference
from tests.authoring.region import spoil, write_decisions

TODAY = date(2026, 6, 1)
FOOD = "items/market/food.yaml"
FOR_A_WHILE = """\
rules:
  - {rule: spring, title: {zh: 春季联办到窗口, en: Joint in spring}, when: {item.inspection: joint}, choose: one_visit, basis: [{title: 演示}], from: 2027-01-01, until: 2027-03-31}
"""


def difference(old: Path, new: Path) -> Difference:
    return diff(load(old), load(new), TODAY)


@pytest.fixture
def for_a_while(old: Path, new: Path) -> Difference:
    """A rule that is in effect for three months."""
    for folder in (old, new):
        spoil(folder, FOOD, "inspection: none", "inspection: joint")
    spoil(new, "channels.yaml", "rules:\n", FOR_A_WHILE)
    return difference(old, new)


def test_situations_are_counted_by_the_period_so_that_they_can_be_counted_again_by_hand(
    for_a_while: Difference,
) -> None:
    """Secret or not, papers or none, courier or not are eight; with three kinds of inspections 24: one moves."""
    assert counted(for_a_while.channel).zh == (
        "自 2027-01-01 起这一时段的 24 种情形中，1 种改变渠道，此前没有改变（2027-04-01 起 8 种中 0 种）"
    )
    (move,) = for_a_while.channel.moves
    assert number_of(for_a_while.channel, move) == (1, "（2027-04-01 起 0 种）", " (from 2027-04-01 0)")


def test_what_moves_for_a_while_is_shown_with_its_end(for_a_while: Difference) -> None:
    days = date(2027, 1, 1), date(2027, 3, 31)
    (move,) = for_a_while.channel.moves
    assert (move.example.on, move.example.until) == days
    (item,) = for_a_while.channel.items
    assert (item.item, item.on, item.until) == ("food", *days)
    assert item.as_json()["until"] == "2027-03-31"


def test_what_moves_again_later_is_another_move_of_the_item(old: Path, new: Path) -> None:
    again = FOR_A_WHILE + FOR_A_WHILE.removeprefix("rules:\n").replace("spring", "spring-again").replace(
        "2027", "2028"
    )
    for folder in (old, new):
        spoil(folder, FOOD, "inspection: none", "inspection: joint")
    spoil(new, "channels.yaml", "rules:\n", again)
    found = [(one.on, one.until) for one in difference(old, new).channel.items]
    assert found == [
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2028, 1, 1), date(2028, 3, 31)),
    ]


def test_a_day_names_the_decisions_of_which_something_comes_or_goes_then_and_no_others(
    old: Path, new: Path
) -> None:
    card = "invariants:\n  - {invariant: late, title: {zh: 超期亮牌, en: Late}, when: {clock.days_left: {at_most: -1}}, expect: [red, yellow], from: 2027-02-01}\n"
    for folder in (old, new):
        write_decisions(folder)
        spoil(folder, FOOD, "inspection: none", "inspection: joint")
    spoil(new, "decisions/special-path.yaml", "{at_least: 80}}, choose", "{at_least: 90}}, choose")
    spoil(new, "channels.yaml", "rules:\n", FOR_A_WHILE)
    with (new / "decisions/supervision.yaml").open("a", encoding="utf-8") as file:
        file.write(card)
    assert [words.zh for words in difference(old, new).day_lines()] == [
        "2027-01-01 办理渠道：24 种情形中 1 种改变（1 种 出件快递 → 最多跑一次），1 个事项改变（规则“春季联办到窗口”生效）",
        "2027-02-01 效能监督：与原规则没有不同（不变式“超期亮牌”生效）",
        "2027-04-01 办理渠道：8 种情形中 0 种改变（规则“春季联办到窗口”失效）",
    ]


def test_of_a_decision_that_one_side_lacks_a_day_does_not_say_that_nothing_differs(
    old: Path, new: Path
) -> None:
    write_decisions(new)
    card = "invariants:\n  - {invariant: late, title: {zh: 超期亮牌, en: Late}, when: {clock.days_left: {at_most: -1}}, expect: [red, yellow], from: 2027-02-01}\n"
    with (new / "decisions/supervision.yaml").open("a", encoding="utf-8") as file:
        file.write(card)
    (gained,) = difference(old, new).day_lines()
    (lost,) = difference(new, old).day_lines()
    assert gained.zh == "2027-02-01 效能监督：原规则没有这项决策（不变式“超期亮牌”生效）"
    assert lost.zh == "2027-02-01 效能监督：新规则没有这项决策（不变式“超期亮牌”生效）"


def test_another_outcome_for_what_is_missing_is_told_beside_the_situations_that_count_none_of_it(
    old: Path, new: Path
) -> None:
    for folder in (old, new):
        write_decisions(folder)
    spoil(new, "decisions/supervision.yaml", "otherwise: warning", "otherwise: none")
    (found,) = difference(old, new).decisions
    (words,) = otherwise_words(found)
    assert (found.days[0].moved, found.items) == (0, ())
    assert words.zh == (
        "缺少所需要素或没有规则适用的：预警 → 正常。缺少要素的不在以上情形数之内：那里每种情形的要素都是齐全的"
    )


def test_a_bound_that_a_real_item_shows_has_the_value_that_the_item_has(old: Path, new: Path) -> None:
    bound = "  - {invariant: paper, title: {zh: 有纸件到窗口, en: p}, when: {item.paper_originals: {at_least: 1}, application.courier: true}, expect: one_visit}\n"
    with (old / "invariants.yaml").open("a", encoding="utf-8") as file:
        file.write(bound.replace("{at_least: 1}", "{at_least: 1}, item.secret: true"))
    with (new / "invariants.yaml").open("a", encoding="utf-8") as file:
        file.write(bound.replace("paper,", "no-paper,").replace("{at_least: 1}", "{at_most: 0}"))
    shown = [
        step.words.zh
        for one in difference(old, new).strictness
        for step in (one.looser, one.stricter)
        if step
    ]
    assert "例：食品经营许可，涉密：否；纸质原件份数：0；假设同意快递：是（" in shown[0]

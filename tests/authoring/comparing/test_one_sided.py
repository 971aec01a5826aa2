"""Decisions that only one release asks: the running clocks and recent cases that lose them, or get them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from chalicelib.authoring.check import Checked
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.dropped import Examined
from chalicelib.authoring.review import Review, Taken, compare
from chalicelib.commands.releases.activate import show_review
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.services.releases.clocks_of_cases import ClockThen
from tests.authoring.region import spoil, write_decisions

TODAY = date(2026, 6, 1)
OPENED = datetime(2026, 5, 4, tzinfo=UTC)
CARDS, PATH = "decisions/supervision.yaml", "decisions/special-path.yaml"


class Clocks:
    """Two that are overdue, one in order, and one more of which too little was kept."""

    unknown, more = 1, False

    def on(self, day: date) -> list[ClockThen]:
        def one(left: int) -> ClockThen:
            facts: dict[str, FactValue] = {"clock.days_left": left, "clock.share_used": 10}
            return ClockThen("food", {**facts, "case.correction_rounds": 0}, day, OPENED)

        return [one(-2), one(-2), one(3)]


class Recent(NamedTuple):
    """A recent case of somebody who is seventy."""

    item: str = "food"
    application: Mapping[str, object] = {
        "application.courier": True,
        "application.urgent": False,
        "applicant.age": 70,
    }
    on: date = TODAY
    opened: datetime | None = OPENED
    release: str = ""
    rule: str | None = "courier"
    others: Mapping[str, Taken] = {}


class Notes(NamedTuple):
    region: str = "licang"
    at: datetime = OPENED
    files: tuple[str, ...] = ()
    refused: Text | None = None


def seen(old: Path, new: Path) -> Review:
    """What an approver reads of real cases and clocks."""
    return compare(load(old), Checked(load(new), 0, ()), [Recent()], TODAY, Clocks())


@pytest.fixture
def both(old: Path, new: Path) -> tuple[Path, Path]:
    return write_decisions(old), write_decisions(new)


def test_running_clocks_that_lose_their_supervision_are_counted_with_their_cards(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (both[1] / CARDS).unlink()
    found = seen(*both)
    assert found.as_json()["one_sided"]["supervision"] == {
        "gained": False,
        "clocks": 4,
        "outcomes": {"yellow": 2, "none": 1},
        "unknown": 1,
        "more": False,
    }
    show_review(found, load(both[1]))
    for shown in (capsys.readouterr().out, Examined(found).markdown(Notes())):
        assert "4 个正在走的计时失去此项监督，其结果为：黄牌 2 个、正常 1 个" in shown
        assert "4 running clocks lose their supervision; it comes out so: yellow card 2, in order 1" in shown


@pytest.mark.parametrize("edited", ["asked: never\neach: clock", None])
def test_a_decision_that_is_asked_no_longer_loses_them_too_and_a_new_one_gets_them(
    both: tuple[Path, Path], edited: str | None
) -> None:
    old, new = both
    if edited is None:
        (old / CARDS).unlink()
    else:
        spoil(new, CARDS, "asked: every_working_day\neach: clock", edited)
    (found,) = seen(old, new).one_sided
    assert (found.decides, found.gained, found.number) == ("supervision", edited is None, 4)


def test_recent_cases_that_are_asked_no_longer_are_counted_by_what_came_out(both: tuple[Path, Path]) -> None:
    (both[1] / PATH).unlink()
    (found,) = seen(*both).one_sided
    assert [words.zh for words in found.lines()] == [
        "近期 1 个办件按新规则不再询问此项，其结果为：不需要 1 个"
    ]


def test_a_decision_that_both_ask_of_the_same_is_none_of_these(both: tuple[Path, Path]) -> None:
    spoil(both[1], CARDS, "{clock.days_left: {at_most: -5}}", "{clock.days_left: {at_most: -2}}")
    assert seen(*both).one_sided == ()


def test_a_decision_that_one_side_lacks_counts_what_comes_out_of_it_by_the_period(
    old: Path, new: Path
) -> None:
    write_decisions(new)
    spoil(new, PATH, "choose: squad, basis: [{title: 演示办法}], from: 2018-01-01",
          "choose: squad, basis: [{title: 演示办法}], from: 2027-01-01")  # fmt: skip
    gained, lost = (diff(load(one), load(other), TODAY).one_sided for one, other in ((old, new), (new, old)))
    path = next(one for one in gained if one.decides == "special-path")
    assert [words.zh for words in path.lines()] == [
        "新增的决策：自 2026-06-01 起的 2 种情形中，上门办理 1 种、不需要 1 种",
        "新增的决策：自 2027-01-01 起的 12 种情形中，小分队上门 2 种、上门办理 5 种、不需要 5 种",
    ]
    assert path.as_json()["days"][0] == {
        "on": "2026-06-01",
        "situations": 2,
        "outcomes": {"home-call": 1, "none": 1},
    }
    assert [(one.decides, one.gained) for one in lost] == [("special-path", False), ("supervision", False)]

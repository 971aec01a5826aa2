"""Values of facts at the border."""

from __future__ import annotations

import pytest

from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact, Value
from tests.decisions.rule_sets import WORD, fact


def test_a_copy_of_a_fact_allows_its_own_values() -> None:
    before = fact("item.one_of_1", "one_of")
    assert wrong(before, "无") is None
    after = before.model_copy(update={"values": (Value(value="新", title=WORD),)})
    assert wrong(after, "新") is None
    told = wrong(after, "无")
    assert told is not None
    assert told.zh == "应为其中之一：新"
    assert wrong(before, "新") is not None


def test_a_value_of_another_kind_is_none_of_those_listed() -> None:
    listed = fact("item.one_of_1", "one_of")
    assert [wrong(listed, value) is None for value in ("10", 10, True, None, ["10"])] == [True] + [False] * 4


@pytest.mark.parametrize(
    ("bounds", "zh", "en"),
    [
        ({}, "应为整数", "must be a whole number"),
        ({"at_least": 0}, "应为不少于 0 的整数", "must be a whole number, 0 or more"),
        ({"at_most": 9}, "应为不多于 9 的整数", "must be a whole number, 9 or less"),
        ({"at_least": 0, "at_most": 9}, "应为 0 到 9 的整数", "must be a whole number from 0 to 9"),
    ],
)
def test_a_number_is_told_the_bounds_that_somebody_declared_and_no_others(
    bounds: dict[str, int], zh: str, en: str
) -> None:
    told = {"fact": "case.rounds", "title": {"zh": "次数", "en": "rounds"}, "type": "whole_number"}
    assert wrong(Fact.model_validate(told | bounds), "many") == Text(zh=zh, en=en)

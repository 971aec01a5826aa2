"""Values of facts at the border."""

from __future__ import annotations

from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.model import Value
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

"""What the engine is told of facts is short, and no two names can be taken for each other."""

from __future__ import annotations

import pytest

from chalicelib.decisions import limits
from chalicelib.decisions.engine import message as messages
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.engine.message import NAMES, Message
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.limits import OwnedRule
from tests.decisions.rule_sets import NUMBERS, VALUES, fact, rule

WORD = fact("item.one_of_1", "one_of")
NUMBER = fact("item.whole_number_1", "whole_number")
NAMED = Condition(fact=WORD.fact, any_of=("无", "需要"))


def test_a_value_that_rules_name_is_told_by_a_name_and_another_not_at_all() -> None:
    message = Message([WORD], [NAMED])
    told = message.written[WORD.fact]
    assert [told[value] for value in ("无", "需要", "10", "nowhere declared", None)] == [
        ',"f0":1',
        ',"f1":1',
        "",
        "",
        "",
    ]
    assert list(message.tests(NAMED)) == [{"$or": [{"f0": 1}, {"f1": 1}]}]


@pytest.mark.parametrize(
    "more", [Condition(fact=WORD.fact, none_of=("10",)), Condition(fact=WORD.fact, at_least="1")]
)
def test_a_fact_of_which_more_is_asked_is_told_with_its_value(more: Condition) -> None:
    message = Message([WORD], [NAMED, more])
    told = message.written[WORD.fact]
    assert [told[value] for value in ("需要", 'quote"', None)] == [',"f0":"需要"', ',"f0":"quote\\""', ""]
    assert list(message.tests(NAMED)) == [{"$or": [{"f0": "无"}, {"f0": "需要"}]}]


def test_what_has_too_many_values_for_names_is_told_with_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "NAMES", 5)
    tests = [Condition(fact=NUMBER.fact, any_of=NUMBERS), NAMED]
    message = Message([NUMBER, WORD], tests)
    assert message.written[NUMBER.fact][9] == ',"f0":9'
    assert message.written[WORD.fact]["需要"] == ',"f2":1'
    engine = Decider([NUMBER, WORD], [OwnedRule(None, rule(n, (test,))) for n, test in enumerate(tests)])
    asked: list[dict[str, FactValue]] = [{NUMBER.fact: 10}, {WORD.fact: "需要"}, {NUMBER.fact: 3}, {}]
    assert [found and found.rule for found in (engine.first("x", facts) for facts in asked)] == [
        "r0",
        "r1",
        None,
        None,
    ]


def test_many_values_stand_in_groups_and_the_engine_tells_each_apart() -> None:
    each = [Condition(fact=NUMBER.fact, any_of=(value,)) for value in range(100)]
    message = Message([NUMBER], each)
    told = message.written[NUMBER.fact]
    assert (told[0], told[99], told[100]) == (',"f100":1,"f0":1', ',"f109":1,"f99":1', "")
    assert list(message.tests(each[37])) == [{"f103": 1}, {"f37": 1}]
    led = [OwnedRule(None, rule(number, (test,))) for number, test in enumerate(each)]
    engine = Decider([NUMBER], led)
    asked = [engine.first("x", {NUMBER.fact: value}) for value in range(101)]
    assert asked == [*(one.rule for one in led), None]


def test_values_stand_in_no_groups_where_a_rule_names_several_or_facts_are_many() -> None:
    each = [Condition(fact=NUMBER.fact, any_of=(value,)) for value in range(100)]
    both = Condition(fact=NUMBER.fact, any_of=(3, 4))
    assert Message([NUMBER], [*each, both]).written[NUMBER.fact][3] == ',"f3":1'
    others = [fact(f"item.bool_{n}", "bool") for n in range(limits.FACTS // 2)]
    tests = [*each, *(Condition(fact=other.fact, any_of=(True,)) for other in others)]
    assert Message([NUMBER, *others], tests).written[NUMBER.fact][3] == ',"f3":1'


def test_no_two_names_have_the_same_hash() -> None:
    def grown(hashed: int, text: str) -> int:
        for letter in text.encode():  # FNV-1a, as fnv1Hash32 in src/rules/state.c has it
            hashed = (hashed ^ letter) * 16_777_619 & 0xFFFFFFFF
        return hashed

    start = grown(0x811C9DC5, "f")
    every = [grown(start, str(number)) for number in range(NAMES)]
    every += [grown(0x811C9DC5, name) for name in ("k", "id", "sid", "$s")]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("kind", ["one_of", "whole_number"])
def test_every_value_is_told_apart_by_the_engine(kind: str) -> None:
    tested = fact(f"item.{kind}_1", kind)
    each = [Condition(fact=tested.fact, any_of=(value,)) for value in VALUES[kind]]
    led = [OwnedRule(None, rule(number, (test,))) for number, test in enumerate(each)]
    engine = Decider([tested], led)
    for value, expected in zip(VALUES[kind], led, strict=True):
        assert engine.first("x", {tested.fact: value}) is expected.rule

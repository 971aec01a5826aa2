"""However the rules are cut into rulesets, the first rule that matches decides."""

from __future__ import annotations

import gc
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.decisions import limits
from chalicelib.decisions.engine import engine as engines
from chalicelib.decisions.engine.engine import Decider, EngineError
from chalicelib.decisions.engine.message import Message
from chalicelib.decisions.engine.network import segments
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.limits import OwnedRule
from tests.decisions.rule_sets import FACTS, ITEMS, fact, known_facts, rule, rule_sets

NUMBER = fact("item.whole_number_1", "whole_number")
FLAG = fact("application.bool_1", "bool")
SMALL = ("RULES", "TESTS_ON_A_LEVEL", "SAME_CONDITION", "AT_ONCE", "CHOICES_SIDE_BY_SIDE")


def exactly(value: int) -> tuple[Condition, ...]:
    return (Condition(fact=NUMBER.fact, any_of=(value,)),)


def up_to(value: int) -> tuple[Condition, ...]:
    return (Condition(fact=NUMBER.fact, at_most=value),)


@settings(max_examples=60, deadline=None)
@given(
    rules=rule_sets(),
    asked=st.lists(known_facts(), min_size=5, max_size=12),
    small=st.tuples(*[st.integers(1, 5)] * len(SMALL)),
    data=st.data(),
)
def test_the_engine_agrees_with_the_reference_across_the_borders_of_rulesets(
    rules: list[OwnedRule], asked: list[dict[str, FactValue]], small: tuple[int, ...], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, size in zip(SMALL, small, strict=True):
            patch.setattr(limits, name, max(size, 4) if name == "TESTS_ON_A_LEVEL" else size)
        engine = Decider(FACTS, rules)
        for facts in asked:
            item = data.draw(st.sampled_from([*ITEMS, "another"]))
            assert engine.first(item, facts) is reference.first(rules, item, facts)


@given(rules=rule_sets(), small=st.tuples(*[st.integers(1, 5)] * len(SMALL)))
@settings(deadline=None)
def test_runs_keep_every_rule_in_its_place(rules: list[OwnedRule], small: tuple[int, ...]) -> None:
    whole = [led.rule for led in rules]
    with pytest.MonkeyPatch.context() as patch:
        for name, size in zip(SMALL, small, strict=True):
            patch.setattr(limits, name, size)
        runs = list(segments(whole))
        assert all(0 < len(run) <= limits.RULES for run in runs)
    assert [one for run in runs for one in run] == whole


def test_of_no_rules_there_is_no_ruleset_and_no_answer() -> None:
    assert list(segments([])) == []
    assert Decider(FACTS, []).first("food", {}) is None


def test_what_one_ruleset_bears_is_not_cut() -> None:
    assert [len(run) for run in segments([rule(n, exactly(n)) for n in range(500)])] == [500]


def test_a_rule_of_the_region_before_one_of_an_item_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand where"):
        Decider(FACTS, [OwnedRule(None, rule(0, ())), OwnedRule("food", rule(1, ()))])


def test_only_what_a_question_needs_is_compiled() -> None:
    led = [OwnedRule(item, rule(n, exactly(n))) for n, item in enumerate(ITEMS)]
    regional = [OwnedRule(None, rule(9, up_to(n))) for n in range(180)]
    engine = Decider(FACTS, [*led, *regional])

    def compiled() -> int:
        return sum(one._clean for run in engine._region._rulesets._answers.values() for one in run)

    engine.first("food", {NUMBER.fact: 0})
    assert (list(engine._kept._answers), compiled()) == (["food"], 0)
    engine.first("another", {NUMBER.fact: 20})
    assert (list(engine._kept._answers), compiled()) == (["food"], 1)
    engine.first("medicine", {NUMBER.fact: 179})
    assert list(engine._kept._answers) == ["food", "medicine"]
    assert compiled() > 2


def test_the_rules_of_few_items_stay_compiled_and_all_answer_again() -> None:
    led = [OwnedRule(f"item-{n}", rule(n, exactly(n))) for n in range(3 * engines.ITEMS)]
    engine = Decider(FACTS, led)
    for _ in range(2):
        for item, expected in led:
            assert engine.first(str(item), {NUMBER.fact: expected.when[0].any_of[0]}) is expected
            assert engine.first(str(item), {NUMBER.fact: -1}) is None
    assert len(engine._kept) == engines.ITEMS


def test_memory_stays_flat_while_items_come_and_go() -> None:
    led = [
        OwnedRule(f"item-{n // 20}", rule(n, (*exactly(n % 20), Condition(fact=FLAG.fact, any_of=(True,)))))
        for n in range(4_000)
    ]
    engine = Decider([NUMBER, FLAG], led)

    def round_of(number: int) -> int:
        for n in range(number):
            assert engine.first(f"item-{n % 200}", {NUMBER.fact: n % 20, FLAG.fact: True}) is not None
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = round_of(400)
    assert round_of(1_600) - before < 8_000  # KiB; the rulesets of 1,600 items take over 900,000


def test_rules_that_do_not_compile_fail_the_question_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Decider(FACTS, [OwnedRule("food", rule(0, exactly(0))), OwnedRule(None, rule(1, ()))])
    with monkeypatch.context() as patch:
        patch.setattr(Message, "tests", lambda _, condition: iter([{"$bad": {condition.fact: 1}}]))
        with pytest.raises(EngineError):
            engine.first("food", {NUMBER.fact: 0})
    found = engine.first("food", {NUMBER.fact: 0})
    assert found is not None
    assert found.rule == "r0"

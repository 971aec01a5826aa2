"""The engine answers as plain Python does, whatever it is asked, and comes back after a fault."""

from __future__ import annotations

import gc
import resource
import threading
from pathlib import Path

import durable_rules_engine as native
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import bands
from chalicelib.decisions.engine.engine import Decider, EngineError, TooMuchForEngineError
from chalicelib.decisions.engine.ruleset import Ruleset
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.limits import OwnedRule
from tests.authoring.spaces import spaces
from tests.decisions.rule_sets import FACTS, ITEMS, fact, known_facts, rule, rule_sets

BOOL = "item.bool_1"
WORD = "item.one_of_1"


def decider(*when: tuple[Condition, ...], item: str | None = None) -> Decider:
    return Decider(FACTS, [OwnedRule(item, rule(number, one)) for number, one in enumerate(when)])


def ruleset(engine: Decider) -> Ruleset:
    """The ruleset of the region's rules, compiled."""
    engine.first("", {})
    ((found,),) = engine._region._rulesets._answers.values()
    return found


def yes(name: str = BOOL) -> tuple[Condition, ...]:
    return (Condition(fact=name, any_of=(True,)),)


@settings(max_examples=60, deadline=None)
@given(rules=rule_sets(), asked=st.lists(known_facts(), min_size=8, max_size=20), data=st.data())
def test_the_engine_agrees_with_the_reference_on_random_rules(
    rules: list[OwnedRule], asked: list[dict[str, FactValue]], data: st.DataObject
) -> None:
    engine = Decider(FACTS, rules)
    for facts in asked:
        item = data.draw(st.sampled_from([*ITEMS, "another"]))
        assert engine.first(item, facts) is reference.first(rules, item, facts)


def test_the_engine_agrees_with_the_reference_on_every_situation_of_the_region() -> None:
    release = load(Path("rules/licang"))
    situations = 0
    for band in bands(release):
        engine = Decider(release.facts, band.rules)
        for space in spaces(release, band):
            for situation in space:
                expected = reference.first(band.rules, space.item, situation)
                assert engine.first(space.item or "", situation) is expected
                situations += 1
    assert situations > 10_000


def test_the_first_rule_that_matches_decides_however_many_match() -> None:
    engine = decider(*[yes()] * 60)
    found = engine.first("food", {BOOL: True})
    assert found is not None
    assert found.rule == "r0"
    assert engine.first("food", {BOOL: False}) is None


def test_an_items_own_rule_is_for_that_item_alone() -> None:
    rules = [OwnedRule("food", rule(0, yes())), OwnedRule(None, rule(1, ()))]
    engine = Decider(FACTS, rules)
    answers = [engine.first(item, {BOOL: True}) for item in ("food", "foo", "", "medicine")]
    assert [answer and answer.rule for answer in answers] == ["r0", "r1", "r1", "r1"]


def test_a_rule_without_conditions_matches_always_and_the_engines_own_state_never() -> None:
    engine = decider(())
    assert engine.first("x", {}) is not None
    assert native.get_events(ruleset(engine)._handle, "0") == "[]"


def test_a_fact_that_is_not_known_makes_every_test_of_it_fail() -> None:
    engine = decider((Condition(fact=WORD, none_of=("无",)),))
    assert engine.first("x", {}) is None
    assert engine.first("x", {WORD: "需要"}) is not None


def test_nothing_that_was_told_stays_behind() -> None:
    engine = decider(yes(), (Condition(fact=WORD, any_of=("无", "需要")),))
    for number in range(500):
        engine.first("food", {BOOL: number % 3 == 0, WORD: "无" if number % 2 else "10"})
    assert native.get_events(ruleset(engine)._handle, "0") == "[]"


def test_after_a_fault_of_the_engine_the_rules_are_compiled_afresh() -> None:
    engine = decider((Condition(fact=WORD, any_of=("无",)),), (Condition(fact=WORD, none_of=("需要",)),))
    before = ruleset(engine)._handle
    with pytest.raises(EngineError):
        engine.first("food", {WORD: "x" * 17_000_000})  # error 314 of durable_rules
    assert engine.first("food", {WORD: "无"}) is not None
    assert engine.first("food", {WORD: "需要"}) is None
    assert native.get_events(ruleset(engine)._handle, "0") == "[]"
    assert ruleset(engine)._clean
    assert before >= 0


def test_an_interrupted_question_leaves_no_answer_for_the_next() -> None:
    engine = decider(yes(), (Condition(fact=BOOL, any_of=(False,)),))
    asked = ruleset(engine)
    native.assert_event(asked._handle, '{"id":"d","k":1,"f0":1}')  # and never used up
    asked._clean = False
    found = engine.first("food", {BOOL: False})
    assert found is not None
    assert found.rule == "r1"


def test_memory_stays_flat_while_rules_come_and_go() -> None:
    def round_of(number: int) -> int:
        for _ in range(number):
            decider(yes()).first("food", {BOOL: True})
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = round_of(300)
    assert round_of(1_500) - before < 8_000  # KiB; a ruleset that is not freed costs over 100 each


def test_memory_stays_flat_while_decisions_are_taken() -> None:
    engine = decider(yes(), (Condition(fact=WORD, any_of=("无", "需要")),))

    def round_of(number: int) -> int:
        for n in range(number):
            engine.first("food", {BOOL: n % 2 == 0, WORD: "无"})
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = round_of(2_000)
    assert round_of(60_000) - before < 2_000


def test_threads_get_their_own_answers() -> None:
    engine = decider(yes(), (Condition(fact=BOOL, any_of=(False,)),))
    wrong: list[bool] = []

    def ask(value: bool, expected: str) -> None:
        for _ in range(3_000):
            found = engine.first("food", {BOOL: value})
            if found is None or found.rule != expected:
                wrong.append(value)

    threads = [threading.Thread(target=ask, args=(n % 2 == 0, f"r{n % 2}")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_importing_and_deciding_start_no_thread() -> None:
    before = threading.active_count()
    decider(yes()).first("food", {BOOL: True})
    assert threading.active_count() == before


def test_rules_beyond_the_limits_are_refused_before_the_engine_sees_them() -> None:
    with pytest.raises(TooMuchForEngineError, match="values in one condition"):
        decider((Condition(fact="item.whole_number_1", any_of=tuple(range(501))),))


def test_names_of_facts_cannot_reach_the_engines_own_names() -> None:
    odd = [fact(name, "bool") for name in ("item.id", "item.sid", "application.k", "item.s")]
    rules = [
        OwnedRule(None, rule(n, (Condition(fact=one.fact, any_of=(True,)),))) for n, one in enumerate(odd)
    ]
    engine = Decider(odd, rules)
    for number, one in enumerate(odd):
        facts = {other.fact: other.fact == one.fact for other in odd}
        assert engine.first("food", facts) is rules[number].rule

"""However the region's rules are parted, the first that matches decides, and no more is compiled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.decisions.engine import parts
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.engine.parts import FEW, MORE, Parts
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Rule
from chalicelib.decisions.limits import OwnedRule
from tests.decisions.rule_sets import FACTS, ITEMS, fact, known_facts, rule, rule_sets

STREET = fact("item.whole_number_1", "whole_number")
TRADE = fact("item.whole_number_2", "whole_number")
FLAG = fact("item.bool_1", "bool")


def one(of: str, *values: FactValue) -> Condition:
    return Condition(fact=of, any_of=values)


def streets(many: int = 2 * FEW, each: int = 10) -> list[Rule]:
    return [rule(n, (one(STREET.fact, n // each), one(TRADE.fact, n % each))) for n in range(many)]


@settings(max_examples=80, deadline=None)
@given(rules=rule_sets(), asked=st.lists(known_facts(), min_size=5, max_size=12), data=st.data())
def test_the_engine_agrees_with_the_reference_however_rules_are_parted(
    rules: list[OwnedRule], asked: list[dict[str, FactValue]], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "FEW", 0)
        patch.setattr(parts, "MORE", data.draw(st.sampled_from([1.0, 1.5, 100.0])))
        engine = Decider(FACTS, rules)
        for facts in asked:
            item = data.draw(st.sampled_from([*ITEMS, "another"]))
            assert engine.first(item, facts) is reference.first(rules, item, facts)


def test_a_question_compiles_the_rules_of_its_value_alone() -> None:
    rules = [*streets(), rule(9_999, ())]
    engine = Decider([STREET, TRADE], [OwnedRule(None, one) for one in rules])
    assert engine.first("any", {STREET.fact: 42, TRADE.fact: 7}) is rules[427]
    ((compiled,),) = engine._region._rulesets._answers.values()
    assert [*compiled._rules.values(), compiled._otherwise] == [*rules[420:430], rules[-1]]


def test_a_value_that_no_rule_names_and_a_fact_that_is_not_known_meet_the_rules_that_name_none() -> None:
    found = Parts([*streets(), last := rule(9_999, (one(FLAG.fact, True),))])
    assert found.value({STREET.fact: 5_000}) is None
    assert found.value({}) is None
    assert found.rules(None) == [last]


def test_a_rule_that_names_several_values_is_in_the_part_of_each_in_its_place() -> None:
    many = streets()
    both = rule(9_999, (one(STREET.fact, 3, 4),))
    found = Parts([*many[:35], both, *many[35:]])
    assert found.rules(3) == [*many[30:35], both, *many[35:40]]
    assert found.rules(4) == [both, *many[40:50]]


def test_a_rule_whose_lists_have_no_value_in_common_is_in_no_part() -> None:
    never = rule(9_999, (one(STREET.fact, 3), one(STREET.fact, 4)))
    found = Parts([*streets(), never])
    assert never not in [rule for value in (3, 4, None) for rule in found.rules(value)]


def test_few_rules_stay_together() -> None:
    few = streets(FEW)
    assert Parts(few).rules(Parts(few).value({STREET.fact: 3})) == few


def test_where_no_fact_tells_them_apart_the_rules_stay_together() -> None:
    tall = [rule(n, (Condition(fact=STREET.fact, at_least=n),)) for n in range(2 * FEW)]
    assert Parts(tall).rules(Parts(tall).value({STREET.fact: 3})) == tall


def test_all_parts_together_are_little_more_than_the_rules() -> None:
    many = streets()
    everywhere = [rule(10_000 + n, (one(FLAG.fact, True),)) for n in range(len(many))]
    found = Parts([*many, *everywhere])
    assert found._of
    assert sum(len(found.rules(value)) for value in (None, *found._of)) <= MORE * 2 * len(many)

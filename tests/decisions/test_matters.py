"""Which unknown facts can change the answer: against every situation gone through one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.decisions.facts import matters
from chalicelib.decisions.facts.matters import mattering
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Rule, Value
from tests.decisions.rule_sets import WORD, rule

NAMES = ("item.paper", "application.old", "application.street", "application.papers", "application.day")
KINDS = {
    "item.paper": "bool",
    "application.old": "bool",
    "application.street": "one_of",
    "application.papers": "whole_number",
    "application.day": "date",
}
VALUES: dict[str, tuple[FactValue, ...]] = {
    "item.paper": (False, True),
    "application.old": (False, True),
    "application.street": ("east", "north", "west"),
    "application.papers": (0, 1, 2, 3),
    "application.day": ("0001-01-01", "2026-01-01", "2027-01-01"),
}
MET = {**VALUES, "application.day": (*VALUES["application.day"], "0001-01-02", "2026-01-02", "2027-01-02")}
"""What a fact may be: also days after those that a rule can name."""


def _fact(name: str) -> Fact:
    values = tuple(Value(value=str(value), title=WORD) for value in VALUES[name])
    return Fact.model_validate(
        {
            "fact": name,
            "title": WORD,
            "type": KINDS[name],
            "values": values if KINDS[name] == "one_of" else (),
            "at_least": 0 if KINDS[name] == "whole_number" else None,
            "at_most": 3 if KINDS[name] == "whole_number" else None,
        }
    )


FACTS = tuple(_fact(name) for name in NAMES)


@st.composite
def _conditions(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(NAMES))
    some = draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2, unique=True))
    if KINDS[name] in ("whole_number", "date") and draw(st.booleans()):
        return Condition.model_validate(
            {"fact": name, draw(st.sampled_from(["at_least", "at_most"])): some[0]}
        )
    return Condition.model_validate({"fact": name, draw(st.sampled_from(["any_of", "none_of"])): tuple(some)})


@st.composite
def _rules(draw: st.DrawFn) -> list[Rule]:
    each = st.lists(_conditions(), max_size=3, unique_by=lambda one: one.fact)
    return [rule(number, tuple(draw(each))) for number in range(draw(st.integers(0, 6)))]


@st.composite
def _known(draw: st.DrawFn) -> dict[str, FactValue]:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    return {name: draw(st.sampled_from(VALUES[name])) for name in names}


def _all(known: Mapping[str, FactValue]) -> Iterator[dict[str, FactValue]]:
    for values in product(*((known[name],) if name in known else MET[name] for name in NAMES)):
        yield dict(zip(NAMES, values, strict=True))


def _first(rules: Sequence[Rule], facts: Mapping[str, FactValue]) -> str | None:
    found = reference.first([(None, one) for one in rules], None, facts)
    return found.rule if found else None


def _changing(rules: Sequence[Rule], known: Mapping[str, FactValue]) -> set[str]:
    """The unknown facts of which two values give two answers, all else being the same."""
    found: set[str] = set()
    for facts in _all(known):
        here = _first(rules, facts)
        for name in set(NAMES) - known.keys() - found:
            if any(_first(rules, {**facts, name: value}) != here for value in MET[name]):
                found.add(name)
    return found


def _always(rules: Sequence[Rule], known: Mapping[str, FactValue]) -> set[str]:
    """Unknown facts that a rule tests though every value passes: they have to be known all the same."""
    return {
        test.fact
        for one in rules
        for test in one.when
        if test.fact not in known
        and all(reference.holds(test, {test.fact: value}) for value in MET[test.fact])
    }


@given(_rules(), _known())
def test_a_fact_matters_where_two_of_its_values_give_two_answers_and_only_there(
    rules: list[Rule], known: dict[str, FactValue]
) -> None:
    found, changing = mattering(FACTS, rules, known), _changing(rules, known)
    assert changing <= found.facts <= changing | _always(rules, known)


@given(_rules(), _known())
def test_the_rules_that_can_decide_are_those_that_do_somewhere(
    rules: list[Rule], known: dict[str, FactValue]
) -> None:
    found, ends = mattering(FACTS, rules, known), {_first(rules, facts) for facts in _all(known)}
    assert {one.rule for one in found.rules} | ({None} if found.gap else set()) == ends


@given(_rules(), _known())
def test_where_nothing_can_matter_rules_asked_without_the_unknown_answer_as_with_any_value(
    rules: list[Rule], known: dict[str, FactValue]
) -> None:
    if not mattering(FACTS, rules, known).facts:
        assert {_first(rules, facts) for facts in _all(known)} == {_first(rules, known)}


@given(_rules(), _known())
def test_what_is_too_much_to_follow_counts_rather_too_many_facts_than_too_few(
    rules: list[Rule], known: dict[str, FactValue]
) -> None:
    exact = mattering(FACTS, rules, known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matters, "MOST", 0)
        rough = mattering(FACTS, rules, known)
    assert exact.facts <= rough.facts
    assert {one.rule for one in exact.rules} <= {one.rule for one in rough.rules}
    assert rough.gap or not exact.gap


def _yes(number: int) -> Condition:
    return Condition(fact=f"application.yes_{number}", any_of=(True,))


def test_a_hundred_questions_of_a_rule_each_are_followed_to_the_end() -> None:
    facts = [Fact(fact=f"application.yes_{n}", title=WORD, type="bool") for n in range(100)]
    rules = [rule(n, (_yes(n),)) for n in range(100)]
    found = mattering(facts, rules, {"application.yes_50": True})
    assert found.facts == {f"application.yes_{n}" for n in range(50)}
    assert found.rules == tuple(rules[:51])


def test_rules_that_cannot_be_followed_end_soon_and_ask_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [Fact(fact=f"application.yes_{n}", title=WORD, type="bool") for n in range(60)]
    rules = [rule(n, (_yes(n), _yes((n * 7 + 3) % 60), _yes((n * 11 + 5) % 60))) for n in range(60)]
    looked, look = count(), matters._Diagram._node

    def counted(diagram: matters._Diagram, level: int, alive: tuple[int, ...]) -> int:
        assert next(looked) <= matters.MOST, "it does not end by itself"
        return look(diagram, level, alive)

    monkeypatch.setattr(matters._Diagram, "_node", counted)
    found = mattering(facts, rules, {})
    assert found.facts == {fact.fact for fact in facts}

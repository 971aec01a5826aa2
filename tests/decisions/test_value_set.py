"""The one reading of a condition, held against the evaluator that looks at single values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space.reference import holds
from chalicelib.decisions.facts.value_set import ValueSet
from chalicelib.decisions.facts.words import IS, MUST, STATED, Speech, asked_words
from chalicelib.decisions.forms.form import Condition, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Value
from chalicelib.decisions.today import SeenOn

TODAY = date(2026, 3, 10)
_TITLE = Text(zh="要素", en="fact")
NUMBER = Fact(fact="item.n", title=_TITLE, type="whole_number", at_least=0, at_most=9)
KIND = Fact(
    fact="item.k",
    title=_TITLE,
    type="one_of",
    values=tuple(Value(value=one, title=Text(zh=one * 2, en=one.upper())) for one in "abcd"),
)
YES = Fact(fact="item.y", title=_TITLE, type="bool")
DAY = Fact(fact="item.d", title=_TITLE, type="date")
_DAYS = [date(2026, 3, n).isoformat() for n in range(5, 16)]
VALUES: dict[str, list[FactValue]] = {
    NUMBER.fact: list(range(10)),
    KIND.fact: ["a", "b", "c", "d"],
    YES.fact: [False, True],
    DAY.fact: [SeenOn(day, TODAY) for day in _DAYS],
}
_BOUNDS: dict[str, st.SearchStrategy[int | str]] = {
    NUMBER.fact: st.integers(0, 9),
    DAY.fact: st.sampled_from([*_DAYS, "today", "today+2", "today-3"]),
}


@st.composite
def conditions_of_a_fact(draw: st.DrawFn) -> tuple[Fact, list[Condition]]:
    fact = draw(st.sampled_from([NUMBER, KIND, YES, DAY]))
    named = st.lists(st.sampled_from([str(v) if fact is DAY else v for v in VALUES[fact.fact]]), max_size=3)
    bound = st.none() | _BOUNDS.get(fact.fact, st.none())
    one = st.builds(
        Condition,
        fact=st.just(fact.fact),
        any_of=named.map(tuple),
        none_of=named.map(tuple),
        at_least=bound,
        at_most=bound,
    )
    return fact, draw(st.lists(one, max_size=3))


def _has(found: ValueSet, value: FactValue) -> bool:
    if found.fact not in (NUMBER, DAY):
        return value in found.members
    number = date.fromisoformat(value).toordinal() if isinstance(value, str) else int(value)
    return any(low <= number <= high for low, high in found.spans)


@given(conditions_of_a_fact(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_value_is_in_the_set_where_every_test_holds_and_else_in_its_complement(
    asked: tuple[Fact, list[Condition]], data: st.DataObject
) -> None:
    fact, tests = asked
    found = ValueSet.of(fact, tests, TODAY)
    for value in VALUES[fact.fact]:
        right = all(holds(test, {fact.fact: value}) for test in tests)
        assert (_has(found, value), _has(~found, value)) == (right, not right)
    assert found <= ValueSet.of(fact, tests[:1], TODAY)
    assert not found & ~found
    assert ~~found == found
    assert found.whole is (found == ValueSet.every(fact))


def test_two_ways_to_write_the_same_values_come_to_the_same_set() -> None:
    listed = Condition(fact=NUMBER.fact, any_of=(3, 1, 2))
    assert ValueSet.of(NUMBER, [listed]) <= ValueSet.of(NUMBER, [Condition(fact=NUMBER.fact, at_most=3)])
    open_ = Condition(fact=NUMBER.fact, at_least=0)
    assert ValueSet.of(NUMBER, [open_]).whole
    assert ValueSet.of(KIND, [Condition(fact=KIND.fact, none_of=("a", "c"))]).members == ("b", "d")


@pytest.mark.parametrize(
    ("speech", "test", "zh", "en"),
    [
        (STATED, Condition(fact="item.k", any_of=("a", "b")), "aa或bb", "A or B"),
        (MUST, Condition(fact="item.k", none_of=("a",)), "不得为“aa”", 'must not be "A"'),
        (IS, Condition(fact="item.n", at_least=1), "不少于 1", "is 1 or more"),
        (MUST, Condition(fact="item.n", at_least=-1, at_most=-1), "须为 -1", "must be -1"),
        (MUST, Condition(fact="item.d", at_least="today", at_most="today"), "须为当日", "must be that day"),
        (
            STATED,
            Condition(fact="item.d", at_least="today-3"),
            "不早于当日前 3 天",
            "not before 3 days before that day",
        ),
        (MUST, Condition(fact="item.d", at_most="today"), "须不晚于当日", "must be that day or earlier"),
    ],
)
def test_a_condition_is_put_in_words_of_either_language(
    speech: Speech, test: Condition, zh: str, en: str
) -> None:
    fact = next(one for one in (NUMBER, KIND, DAY) if one.fact == test.fact)
    assert asked_words(fact, test, speech) == Text(zh=zh, en=en)

"""Dates compared with the day of the decision, held to plain arithmetic on days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.space import spaces
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.facts.classes import classes
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.today import SeenOn, moving, of_day, on_day, seen_on, turning_days
from tests.authoring.examples.small import FACTS, WORD, region, rule

ENDS = Fact(fact="application.ends", title=WORD, type="date", usual="2030-01-01")
DAY = date(2024, 2, 28)
ITEM: dict[str, tuple[Situation, tuple[Rule, ...]]] = {
    "one": ({"item.secret": True, "item.papers": 0, "item.kind": "a"}, ())
}
FIXED = ("2024-02-01", "2024-02-29", "2024-03-10")
bounds = st.sampled_from([None, *FIXED, *map(moving, (-20, -1, 0, 1, 10, 30))])


@st.composite
def conditions_of_ends(draw: st.DrawFn) -> Condition:
    if draw(st.integers(0, 4)) == 0:
        return Condition(fact=ENDS.fact, any_of=(draw(st.sampled_from(FIXED)),))
    least = draw(bounds)
    return Condition(fact=ENDS.fact, at_least=least, at_most=draw(bounds) if least else "today-1")


def holds(test: Condition, value: date, today: date) -> bool:
    """By plain arithmetic: a fixed day is itself, a moving one is counted from the day of the decision."""

    def day(bound: object) -> date:
        text = str(bound)
        found = timedelta(days=int(text[5:] or 0)) if text.startswith("today") else None
        return date.fromisoformat(text) if found is None else today + found

    if test.any_of:
        return value in map(day, test.any_of)
    least, most = test.at_least, test.at_most
    return (least is None or day(least) <= value) and (most is None or value <= day(most))


def with_rules(tests: list[Condition]) -> Release:
    rules = [rule(f"r{n}", [test], from_=DAY) for n, test in enumerate(tests)]
    return region([*rules, rule("rest", [], from_=DAY)], ITEM, facts=(*FACTS, ENDS))


@settings(max_examples=50, deadline=None)
@given(tests=st.lists(conditions_of_ends(), min_size=1, max_size=4), data=st.data())
def test_a_decision_counts_from_its_own_day(tests: list[Condition], data: st.DataObject) -> None:
    release = with_rules(tests)
    for _ in range(4):
        on = DAY + timedelta(days=data.draw(st.integers(0, 40)))
        ends = DAY + timedelta(days=data.draw(st.integers(-40, 80)))
        first = next((f"r{n}" for n, test in enumerate(tests) if holds(test, ends, on)), "rest")
        assert what_if(release, "one", {"application.ends": ends.isoformat()}, on).rule == first


@settings(max_examples=40, deadline=None)
@given(tests=st.lists(conditions_of_ends(), min_size=1, max_size=4))
def test_between_two_turning_days_every_day_tells_the_same_classes_apart(tests: list[Condition]) -> None:
    cuts = sorted({DAY, DAY + timedelta(days=60), *turning_days(tests)})
    for first, after in pairwise(cut for cut in cuts if cut >= DAY):
        kinds = set()
        for on in {first, first + (after - first) / 2, after - timedelta(days=1)}:
            values = classes([ENDS], tests, on)[ENDS.fact]
            kinds.add(tuple(tuple(reference.holds(t, {ENDS.fact: v}) for t in tests) for v in values))
            everyday = [DAY + timedelta(days=n) for n in range(-60, 130)]
            met = {tuple(holds(test, value, on) for test in tests) for value in everyday}
            assert met == {kind for kinds_ in kinds for kind in kinds_}
        assert len(kinds) == 1


@settings(max_examples=25, deadline=None)
@given(tests=st.lists(conditions_of_ends(), min_size=1, max_size=3))
def test_what_is_proved_of_a_band_of_days_holds_on_each(tests: list[Condition]) -> None:
    release = with_rules(tests)
    for piece in spaces(release):
        last = piece.days.last or piece.days.first + timedelta(days=400)
        for on in (piece.days.first, last):
            values = classes(release.facts, tests, on)[ENDS.fact]
            own = piece.situations.classes[ENDS.fact]
            assert len(values) == len(own)
            for here, there in zip(own, values, strict=True):
                decides = [holds(test, date.fromisoformat(str(there)), on) for test in tests]
                value = piece.situations.with_value(ENDS.fact, here)
                assert decides == [bool(piece.situations.holding(test) & value) for test in tests]


def test_a_past_decision_is_taken_again_as_it_was() -> None:
    release = with_rules([Condition(fact=ENDS.fact, at_least="today", at_most="today+30")])
    facts = {"application.ends": "2024-04-01"}
    assert [what_if(release, "one", facts, date(2024, 3, day)).rule for day in (1, 2, 31)] == [
        "rest",
        "r0",
        "r0",
    ]
    assert what_if(release, "one", facts, date(2024, 4, 2)).rule == "rest"


def test_at_the_ends_of_the_calendar_a_bound_is_the_last_day_there_is() -> None:
    assert on_day("today+30", date.max) == "9999-12-31"
    assert on_day("today-30", date.min) == "0001-01-01"
    whole = rule("r", [Condition(fact=ENDS.fact, at_most="today-1")])
    assert of_day(whole, date(2024, 3, 1)).when[0].at_most == "2024-02-29"


def test_a_day_that_does_not_say_when_it_is_looked_at_is_compared_with_no_moving_bound() -> None:
    test = Condition(fact=ENDS.fact, at_least="today")
    with pytest.raises(ValueError, match="on which day"):
        reference.holds(test, {ENDS.fact: "2024-03-01"})
    seen = seen_on({ENDS.fact: "2024-03-01"}, {ENDS.fact: ENDS}, DAY)
    assert isinstance(seen[ENDS.fact], SeenOn)
    assert reference.holds(test, seen)

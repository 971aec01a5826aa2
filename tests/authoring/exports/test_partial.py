"""
Facts as applicants really give them, with something left out or wrong: an export never answers otherwise than
the decision, and where it cannot know better it leaves the case to a person.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import zen
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.exports.dmn import dmn
from chalicelib.authoring.exports.jdm import jdm
from chalicelib.authoring.exports.table import Table, table
from chalicelib.decisions.decide import item_facts, what_if
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import Fact, Release
from tests.authoring.exports import feel
from tests.authoring.exports.regions import Answer, odd_region

DAYS = (date(2019, 1, 1), date(2026, 6, 1))
REGIONS = ("licang", "demo-linshan", "odd")
PERSON: Answer = ("undetermined", None)

RIGHT: dict[str, list[Any]] = {
    "bool": [True, False],
    "whole_number": [0, 1, 2, 3, 9, 10, 11, 60],
    "date": ["2018-04-01", "2019-12-31", "2024-02-29", "2026-06-01", "9999-12-31"],
}
WRONG: dict[str, list[Any]] = {
    "bool": ["true", 1, 0, "", ["x"], {"is": True}],
    "one_of": ["fax", "NONE", True, 1, "", ["none"]],
    "whole_number": ["2", 2.5, True, "2018-04-01", [1]],
    "date": ["2018-02-30", "2019-02-29", "1900-02-29", "2018-4-1", "2018-04-01T00:00", "", 20180401, True],
}


@cache
def region(name: str) -> Release:
    if name != "odd":
        return load(Path("rules") / name)
    with TemporaryDirectory() as folder:
        return odd_region(Path(folder))


@cache
def exported(name: str, on: date) -> tuple[Table, feel.Decision, Any]:
    made = table(region(name), on)
    return made, feel.read(dmn(made)), zen.ZenEngine().create_decision(jdm(made))


def by_zen(found: Any, facts: dict[str, Any]) -> Answer:
    try:
        result = found.evaluate(facts)["result"]
    except RuntimeError:  # it refuses the facts, and says what is wrong with them
        return PERSON
    return result["channel"], result.get("rule")


def values(fact: Fact) -> st.SearchStrategy[Any]:
    right = [one.value for one in fact.values] or RIGHT[fact.type]
    return st.sampled_from(right) | st.sampled_from(right) | st.sampled_from([None, *WRONG[fact.type]])


@st.composite
def said(draw: st.DrawFn, release: Release) -> dict[str, Any]:
    """What an applicant says; now and then a fact of the item is given too, right or wrong."""
    given: dict[str, Any] = {}
    for fact in release.facts:
        of_item = fact.fact.startswith("item.")
        if draw(st.integers(0, 9)) < (1 if of_item else 8):
            given[fact.fact] = draw(values(fact))
    return given


def asked(release: Release, item: str, given: dict[str, Any], made: Table) -> dict[str, Any]:
    facts: dict[str, Any] = {"item": {}, "application": {}, "applicant": {}}
    for name, value in {**item_facts(release, release.items[item], given), **given}.items():
        group, _, rest = name.partition(".")
        facts.setdefault(group, {})[rest] = value
    return facts | ({"code": item} if made.codes else {})


@pytest.mark.parametrize("name", REGIONS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_export_answers_as_the_decision_does_or_leaves_it_to_a_person(
    name: str, data: st.DataObject
) -> None:
    release, on = region(name), data.draw(st.sampled_from(DAYS))
    item = data.draw(st.sampled_from(sorted(items_on(release, on))))
    given = data.draw(said(release))
    made, document, decision = exported(name, on)
    ours = what_if(release, item, given, on)
    right: Answer = (ours.channel, ours.rule)
    facts = asked(release, item, given, made)
    answers = {"dmn": document.answer(facts), "jdm": by_zen(decision, facts)}
    needed = made.needed | made.needed_more.get(item, frozenset())
    if ours.invalid or needed <= ours.facts.keys():
        nulls = {fact for fact, value in given.items() if value is None}
        assert answers["dmn"] == right
        assert answers["jdm"] == right or nulls  # JSON has it that what is null is given, and wrong
    assert set(answers.values()) <= {right, PERSON}

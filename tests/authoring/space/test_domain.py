"""The space of situations: all that the rules can tell apart, and no more."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import bands, classes, place
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Release
from tests.authoring.region import spoil, write_region
from tests.authoring.spaces import spaces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


@pytest.fixture(scope="module")
def region() -> Release:
    return load(Path("rules/licang"))


def test_a_whole_number_has_one_example_of_each_class_that_bounds_cut(folder: Path) -> None:
    spoil(folder, "channels.yaml", "{at_most: 0}", "{at_least: 3, at_most: 7}")
    release = load(folder)
    space = spaces(release, bands(release)[-1])[0]
    assert space.classes["item.paper_originals"] == (0, 3, 8)


def test_a_class_without_a_beginning_has_an_example_that_people_can_read() -> None:
    left = Fact.model_validate(
        {"fact": "clock.days_left", "title": {"zh": "天数", "en": "days"}, "type": "whole_number"}
    )
    day = left.model_copy(update={"fact": "application.day", "type": "date"})
    tests = [
        Condition(fact="clock.days_left", at_most=-5),
        Condition(fact="application.day", at_least="2026-03-01"),
    ]
    found = classes([left, day], tests)
    assert found == {"clock.days_left": (-5, -4), "application.day": ("2026-02-28", "2026-03-01")}
    assert (place(found["clock.days_left"], -900), place(found["application.day"], "1999-01-01")) == (0, 0)


def test_bands_follow_one_another_without_gap_or_overlap(region: Release) -> None:
    found = bands(region)
    assert found[-1].last is None
    for before, after in pairwise(found):
        assert before.last is not None
        assert (after.first - before.last).days == 1


def test_a_rule_that_ends_opens_a_band_the_day_after(folder: Path) -> None:
    found = bands(load(folder))
    assert [band.first for band in found] == [
        date(2004, 7, 1),
        date(2016, 8, 1),
        date(2018, 1, 1),
        date(2021, 1, 1),
    ]
    assert [len(band.rules) for band in found] == [2, 3, 4, 3]


def test_an_item_with_rules_of_its_own_has_a_space_of_its_own(folder: Path) -> None:
    release = load(folder)
    found = {space.item: set(space.classes) for space in spaces(release, bands(release)[2])}
    assert found.keys() == {None, "vault"}
    assert found["vault"] - (found[None] or set()) == {"item.inspection"}


def test_every_situation_is_made_of_values_that_are_right(region: Release) -> None:
    declared = {fact.fact: fact for fact in region.facts}
    for space in spaces(region, bands(region)[-1]):
        for situation in space:
            assert all(wrong(declared[name], value) is None for name, value in situation.items())


@settings(max_examples=200, deadline=None)
@given(number=st.integers(0, 60), data=st.data())
def test_no_rule_sees_a_difference_within_a_class(region: Release, number: int, data: st.DataObject) -> None:
    band = data.draw(st.sampled_from(bands(region)))
    space = spaces(region, band)[0]
    situation = data.draw(st.sampled_from(list(space)))
    name = "item.paper_originals"
    if name in space.classes:
        example = max(value for value in space.classes[name] if value <= number)  # type: ignore[operator]
        answers = [reference.first(band.rules, "x", situation | {name: value}) for value in (number, example)]
        assert answers[0] is answers[1]


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        ({"any_of": (True,)}, True, True),
        ({"any_of": ("a", "b")}, "c", False),
        ({"none_of": ("a",)}, "b", True),
        ({"none_of": ("a",)}, None, False),
        ({"at_least": 1}, 1, True),
        ({"at_most": 1}, 2, False),
        ({"at_least": 1, "at_most": 3}, 4, False),
        ({"at_least": "2018-01-01"}, "2017-12-31", False),
        ({"at_least": "2018-01-01"}, 5, False),
        ({}, True, True),
    ],
)
def test_the_reference_reads_a_condition_as_it_is_written(
    condition: dict[str, object], value: bool | int | str | None, holds: bool
) -> None:
    test = Condition(fact="item.x", **condition)
    facts = {} if value is None else {"item.x": value}
    assert reference.holds(test, facts) is holds

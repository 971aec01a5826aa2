"""Past cases under an edit: the same answers as deciding each of them twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.replaying.alike import Case, CaseGroups, RelevantFacts
from chalicelib.authoring.comparing.replaying.replay import Replayed, replay
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Condition
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


@pytest.fixture(scope="module")
def edited(licang: Release) -> Release:
    """The inspectors collect no papers any more."""
    kept = tuple(rule for rule in licang.rules if rule.rule != "collect-at-inspection")
    return licang.model_copy(update={"rules": kept})


def one(old: Release, new: Release, item: str, facts: dict[str, object] | None, on: date = TODAY) -> Replayed:
    return replay(old, new, [(Case(item, facts, on), 1)])


BESIDE: list[dict[str, object]] = [
    {},
    {"application.by_agent": False, "application.urgent": True},
    {"application.by_agent": True, "application.urgent": "yes"},
]
"""What few rules look at, right and wrong."""


def test_every_case_is_as_if_decided_under_each_release(licang: Release, edited: Release) -> None:
    days = [date(2016, 7, 31) + timedelta(days=97 * n) for n in range(12)]
    cases = [
        Case(item, {"application.courier": courier, **more}, day)
        for item, courier, more, day in product(list(licang.items)[::9], (False, True), BESIDE, days)
    ]
    found = replay(licang, edited, [(case, 3) for case in cases])
    expected: dict[tuple[ChannelName, ChannelName], int] = {}
    for case in cases:
        was, becomes = (what_if(r, case.item, case.facts or {}, case.on).channel for r in (licang, edited))
        expected[was, becomes] = expected.get((was, becomes), 0) + 3
    assert found.matrix == expected
    assert found.cases == 3 * len(cases)
    assert 0 < found.moved < found.cases


def test_what_nobody_looks_at_keeps_no_cases_apart_unless_it_is_wrong(
    licang: Release, edited: Release
) -> None:
    seen = RelevantFacts(licang, edited)
    told: list[dict[str, object]] = [{"application.urgent": value} for value in (True, False, "yes")]
    day = date(2026, 3, 1)
    cases = [Case("sole-trader-registration", {"application.courier": True} | one, day) for one in told]
    alike = CaseGroups(licang, edited).alike((case, 1) for case in cases)
    yes, no, wrong = (seen.question(written, case) for written, (case, _) in alike.items())
    assert yes == no != wrong


def test_visits_and_parcels_of_an_edit_are_summed(licang: Release, edited: Release) -> None:
    cases = [
        (Case("food-business-licence", {"application.courier": True}, TODAY), 10),
        (Case("food-business-licence", {"application.courier": False}, TODAY), 4),
    ]
    found = replay(licang, edited, cases)
    collected = "inspection_collection"
    assert found.matrix == {
        (collected, "two_way_courier"): 10,
        (collected, "one_visit"): 4,
    }
    assert (found.old.visits, found.old.parcels_in, found.old.parcels_out) == (4, 0, 10)
    assert (found.new.visits, found.new.parcels_in, found.new.parcels_out) == (8, 10, 10)


def test_online_from_end_to_end_sends_no_parcel(licang: Release) -> None:
    found = one(licang, licang, "investment-project-filing", {"application.courier": True})
    assert found.matrix == {("fully_online", "fully_online"): 1}
    assert (found.new.visits, found.new.parcels_in, found.new.parcels_out) == (0, 0, 0)


@pytest.mark.parametrize("facts", [None, {"item.inspection": "required"}])
def test_without_answers_the_ordinary_applicant_stands_in(
    licang: Release, facts: dict[str, object] | None
) -> None:
    assert usual_facts(licang)["application.courier"] is True
    found = one(licang, licang, "physician-practice-registration", facts)
    assert found.matrix == {("two_way_courier", "two_way_courier"): 1}


@pytest.mark.parametrize("facts", [{}, {"application.courier": "true"}, {"application.nothing": 1}])
def test_what_is_missing_or_wrong_is_undetermined_and_costs_nothing(
    licang: Release, facts: dict[str, object]
) -> None:
    found = one(licang, licang, "physician-practice-registration", facts)
    assert found.matrix == {(UNDETERMINED, UNDETERMINED): 1}
    assert (found.new.visits, found.new.undecided) == (0, 1)


def test_a_yes_is_not_a_one_and_true_is_not_remembered_for_it(licang: Release) -> None:
    cases = [(Case("sole-trader-registration", {"application.courier": v}, TODAY), 1) for v in (True, 1)]
    found = replay(licang, licang, cases)
    assert found.old.undecided == 1
    assert found.matrix["outbound_courier", "outbound_courier"] == 1


def test_an_item_that_is_gone_is_undetermined(licang: Release) -> None:
    fewer = {code: item for code, item in licang.items.items() if code != "food-business-licence"}
    found = one(licang, licang.model_copy(update={"items": fewer}), "food-business-licence", None)
    assert found.matrix == {("inspection_collection", UNDETERMINED): 1}


def test_a_fact_that_only_one_release_declares_is_not_told_the_other(tmp_path: Path) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    spoil(
        new,
        "facts.yaml",
        "  - {fact: application.courier",
        "  - {fact: application.urgent, title: {zh: 加急, en: urgent}, type: bool, usual: false}\n"
        "  - {fact: application.courier",
    )
    spoil(new, "channels.yaml", "{item.secret: true}", "{application.urgent: true}")
    facts: dict[str, object] = {"application.courier": True, "application.urgent": True}
    found = one(load(old), load(new), "food", facts)
    assert found.matrix == {("outbound_courier", "one_visit"): 1}


def to_come(release: Release, first: date, **more: object) -> Release:
    """The release with a rule to come before all others: everybody with papers brings them."""
    model = next(rule for rule in release.rules if rule.rule == "papers-to-counter")
    rule = model.model_copy(update={"rule": "to-come", "from_": first, **more})
    return release.model_copy(update={"rules": (rule, *release.rules)})


def test_a_rule_to_come_moves_no_case_of_the_past_but_is_shown_as_of_its_day(licang: Release) -> None:
    first = date(2027, 1, 1)
    cases = [
        (Case("food-business-licence", {"application.courier": True}, date(2026, 3, 1)), 7),
        (Case("food-business-licence", {"application.courier": True}, date(2026, 4, 1)), 2),
        (Case("sole-trader-registration", None, date(2026, 3, 1)), 5),
    ]
    found = replay(licang, to_come(licang, first), cases, TODAY)
    assert (found.cases, found.moved) == (14, 0)
    assert list(found.as_of) == [TODAY, first]
    assert found.as_of[TODAY].moved == 0
    then = found.as_of[first]
    assert (then.cases, then.moved) == (14, 9)
    assert then.matrix["inspection_collection", "one_visit"] == 9
    assert then.new.visits - then.old.visits >= 9
    shown = found.as_json()["as_of"]
    assert [one["on"] for one in shown] == [TODAY.isoformat(), "2027-01-01"]
    assert shown[1]["moved"] == 9
    assert shown[1]["matrix"]["inspection_collection"] == {"one_visit": 9}
    assert shown[1]["visits"].keys() == {"old", "new"}


def test_a_rule_that_is_in_effect_by_now_is_shown_for_today_though_the_cases_came_before_it(
    licang: Release,
) -> None:
    cases = [(Case("food-business-licence", {"application.courier": True}, date(2026, 3, 1)), 4)]
    found = replay(licang, to_come(licang, date(2026, 5, 1)), cases, TODAY)
    assert found.moved == 0
    assert {day: then.moved for day, then in found.as_of.items()} == {TODAY: 4}


@pytest.mark.parametrize("ends", ["rule", "invariant", "old rule", "rule of an item"])
def test_the_days_are_those_on_which_anything_comes_or_goes(licang: Release, ends: str) -> None:
    last, after = date(2027, 6, 30), date(2027, 7, 1)
    until = licang.rules[0].model_copy(update={"until": last})
    releases = licang, licang
    match ends:
        case "rule":
            releases = licang, to_come(licang, date(2020, 1, 1), until=last)
        case "invariant":
            one = licang.invariants[0].model_copy(update={"until": last})
            releases = licang, licang.model_copy(update={"invariants": (one, *licang.invariants[1:])})
        case "old rule":
            releases = licang.model_copy(update={"rules": (until, *licang.rules[1:])}), licang
        case "rule of an item":
            item = licang.items["food-business-licence"].model_copy(update={"rules": (until,)})
            items = {**licang.items, "food-business-licence": item}
            releases = licang, licang.model_copy(update={"items": items})
    assert list(replay(*releases, [], TODAY).as_of) == [TODAY, after]
    assert diff(*releases, TODAY).as_of == (TODAY, after)


def test_a_rule_that_looks_at_today_has_its_answer_of_each_day(licang: Release) -> None:
    declared = next(fact for fact in licang.facts if fact.fact == "application.courier")
    ends = declared.model_copy(update={"fact": "application.ends", "type": "date", "usual": None})
    rule = next(rule for rule in licang.rules if rule.rule == "secret-to-counter")
    ended = (Condition(fact="application.ends", at_most="today-1"),)
    old = licang.model_copy(update={"facts": (*licang.facts, ends)})
    new = old.model_copy(update={"rules": (rule.model_copy(update={"when": ended}), *old.rules)})
    facts = {"application.courier": True, "application.ends": "2026-05-31"}
    cases = [(Case("food-business-licence", facts, date(2026, 5, day)), 1) for day in (30, 31)]
    assert replay(old, new, cases).moved == 0
    found = replay(old, new, cases, since=TODAY)
    assert (found.moved, found.as_of[TODAY].moved) == (0, 2)
    assert replay(old, new, [*cases, (Case("food-business-licence", facts, TODAY), 1)]).moved == 1

"""What is known of an applicant: channel rules may test it, steps and clocks may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.findings.problems import Problem
from chalicelib.decisions.decide import decide
from chalicelib.decisions.facts.asked import asked, asked_of_applicant
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 6, 1)
AGE = (
    "  - {fact: applicant.age, title: {zh: 年龄, en: age}, type: whole_number, "
    "at_least: 0, at_most: 150, usual: 40, sensitive: true}\n"
)
ADULT = "{item.paper_originals: {at_most: 0}, application.courier: true, applicant.age: {at_least: 18}}"
COURIER = "{item.paper_originals: {at_most: 0}, application.courier: true}"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    folder = write_region(tmp_path / "licang")
    (folder / "facts.yaml").write_text(FILES["facts.yaml"] + AGE, encoding="utf-8")
    return folder


def found(region: Path) -> list[Problem]:
    """All but examples and published figures, which other rules change."""
    problems = check(region, TODAY, engines=()).problems
    return [one for one in problems if one.code not in ("no-example", "totals", "example")]


def test_a_channel_rule_tests_the_age_of_who_applies_and_its_proof_goes_through(region: Path) -> None:
    assert found(region) == []
    spoil(region, "channels.yaml", COURIER, ADULT)
    assert found(region) == []
    release = load(region)
    young = decide(release, "food", {"application.courier": True, "applicant.age": 17}, TODAY)
    adult = decide(release, "food", {"application.courier": True, "applicant.age": 18}, TODAY)
    unknown = decide(release, "food", {"application.courier": True}, TODAY)
    assert (young.channel, adult.channel, unknown.channel) == (
        "one_visit",
        "outbound_courier",
        "undetermined",
    )
    assert unknown.missing == ("applicant.age",)
    assert "18" not in adult.because.zh + adult.because.en


def test_it_is_no_question_of_the_application_and_looked_at_where_it_can_matter_alone(region: Path) -> None:
    spoil(region, "channels.yaml", COURIER, ADULT)
    release = load(region)
    assert [fact.fact for fact in asked(release, "food", TODAY)] == ["application.courier"]
    willing = asked_of_applicant(release, "food", TODAY, {"application.courier": True})
    assert [fact.fact for fact in willing] == ["applicant.age"]
    assert asked_of_applicant(release, "food", TODAY, {"application.courier": False}) == ()


def test_a_step_cannot_test_it(region: Path) -> None:
    when = "when: {item.acceptance_trigger: paper"
    spoil(region, "parts/acceptance.yaml", f"{when}}}", f"{when}, applicant.age: {{at_least: 80}}}}")
    told = [one for one in found(region) if one.code == "fact-scope"]
    assert told
    assert "applicant.age cannot be tested here" in told[0].en

"""Examples of rules that compare a day with today: each is looked at on a day of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.examples.propose import propose
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.facts.facts import usual_facts
from chalicelib.decisions.tables import as_decision
from tests.authoring.region import spoil, write_decisions, write_region

TODAY = date(2026, 6, 1)
ENDS = "  - {fact: application.ends, title: {zh: 期满, en: Ends}, type: date, usual: 2030-01-01}\n"
FACTS = "  - {fact: application.courier"


@pytest.mark.parametrize("test", ["{within_days: 30}", "{before: today-5}"])
@pytest.mark.parametrize(
    ("decision", "file", "rule", "old"),
    [
        ("channel", "channels.yaml", "secret", "when: {item.secret: true}"),
        (
            "special-path",
            "decisions/special-path.yaml",
            "very-old",
            "when: {applicant.age: {at_least: 80}}, choose",
        ),
    ],
)
def test_what_is_proposed_of_a_rule_that_moves_with_the_day_comes_out_so_on_its_day(
    tmp_path: Path, test: str, decision: str, file: str, rule: str, old: str
) -> None:
    folder = write_decisions(write_region(tmp_path / "region"))
    spoil(folder, "facts.yaml", FACTS, ENDS + FACTS)
    spoil(folder, file, old, old.replace("when: {", f"when: {{application.ends: {test}, "))
    release = as_decision(load(folder), decision)
    found = propose(release, TODAY, TODAY).proposals
    shown = {one.outcome.name == rule for one in found if "application.ends" in one.facts and one.on == TODAY}
    assert shown == {True, False}
    for one in found:
        facts = usual_facts(release) | one.facts
        made = what_if(release, one.item, facts, one.on or TODAY)
        assert (made.outcome, made.rule) == (one.outcome.channel, one.outcome.name)

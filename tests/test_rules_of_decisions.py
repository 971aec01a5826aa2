"""Both regions' decisions beside the channel come out as their examples say, in service."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.decide import what_if

ON = date(2026, 6, 1)


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
def test_every_example_of_a_decision_comes_out_as_it_says_and_every_rule_has_one(region: str) -> None:
    release = load(Path("rules") / region)
    assert list(release.decisions) == ["special-path", "supervision"]
    for name, table in release.decisions.items():
        by = set()
        for example in table.examples:
            found = what_if(release, example.item, example.facts, example.on or ON, decision=name)
            assert (found.outcome, found.rule) == (example.expect, example.by), example.name
            by.add(found.rule)
        assert by == {rule.rule for rule in table.rules}

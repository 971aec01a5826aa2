"""Rules that ask the same are given the same condition, and ask what is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Release
from tests.bench.region_of import write_region_of


def _conditions(release: Release) -> Iterator[Condition]:
    own = (rule for item in release.items.values() for rule in item.rules)
    return (test for rule in (*release.rules, *own) for test in rule.when)


def test_rules_that_ask_the_same_share_the_condition(tmp_path: Path) -> None:
    release = load(write_region_of(tmp_path / "region", rules=20, overrides=20, items=2))

    asked: dict[str, set[int]] = {}
    for test in _conditions(release):
        asked.setdefault(test.model_dump_json(), set()).add(id(test))

    assert len(asked) > 20
    assert {len(objects) for objects in asked.values()} == {1}


def test_what_rules_share_is_what_a_release_holds_that_was_written_and_read_again(tmp_path: Path) -> None:
    release = load(write_region_of(tmp_path / "region", rules=20, overrides=20, items=2))

    again = Release.model_validate_json(release.canonical())

    assert [*_conditions(again)] == [*_conditions(release)]
    assert again.digest == release.digest

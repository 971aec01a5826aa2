"""``rules schema``, called as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from tests.authoring.region import spoil, write_region


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    write_region(tmp_path / "licang")
    return tmp_path


def test_schemas_are_written_and_then_fresh(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "schema", str(rules), "--check", "--json"]) == 1
    missing = json.loads(capsys.readouterr().out)
    assert (missing["ok"], len(missing["changed"])) == (False, 20)
    assert not (rules / "schema").exists()
    assert main(["rules", "schema", str(rules)]) == 0
    assert (rules / "schema" / "licang" / "item.json").exists()
    assert main(["rules", "schema", str(rules), "--check"]) == 0


def test_a_new_fact_makes_the_region_s_own_schemas_stale(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "schema", str(rules)]) == 0
    spoil(
        rules,
        "licang/facts.yaml",
        "{value: joint, ",
        "{value: shared, title: {zh: 共, en: s}}\n      - {value: joint, ",
    )
    capsys.readouterr()
    assert main(["rules", "schema", str(rules), "--check", "--json"]) == 1
    changed = json.loads(capsys.readouterr().out)["changed"]
    assert {Path(name).relative_to(rules).as_posix() for name in changed} == {
        f"schema/licang/{kind}.json"
        for kind in ("channels", "clocks", "decision", "invariants", "item", "part", "plan")
    }


def test_facts_that_cannot_be_read_are_told_and_nothing_is_written(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(rules, "licang/facts.yaml", "type: one_of", "type: oneof")
    assert main(["rules", "schema", str(rules), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {found["file"] for found in problems} == {"facts.yaml"}
    assert not (rules / "schema").exists()


def test_a_folder_without_regions_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "schema", str(tmp_path)]) == 2
    assert "没有地区文件夹" in capsys.readouterr().err

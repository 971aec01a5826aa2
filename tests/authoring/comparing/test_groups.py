"""A changed group of conditions is told by its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.forms.entries import entries
from tests.authoring.region import spoil, write_region


def test_a_changed_group_of_conditions_is_named_by_its_number(tmp_path: Path) -> None:
    groups = "any: [{item.inspection: joint}, {application.courier: false}]"
    for name in ("old", "new"):
        spoil(write_region(tmp_path / name), "channels.yaml", "when: {item.secret: true}", groups)
    spoil(tmp_path / "new", "channels.yaml", "{application.courier: false}]", "{application.courier: true}]")
    (one,) = entries(load(tmp_path / "old"), load(tmp_path / "new"))
    assert one.at.field == "rules[secret].any[2][application.courier]"
    assert "条件组“2”" in one.at.title.zh
    assert 'group of conditions "2"' in one.at.title.en


def test_the_groups_of_a_new_rule_are_told_apart(tmp_path: Path) -> None:
    rules = (
        "rules:\n  - {rule: n, title: {zh: 新, en: N}, any: [{item.secret: true}, {item.inspection: joint}]"
        ", choose: one_visit, basis: [{title: 行政许可法}], from: 2026-01-01}\n"
    )
    for name in ("old", "new"):
        write_region(tmp_path / name)
    spoil(tmp_path / "new", "channels.yaml", "rules:\n", rules)
    new = next(one for one in entries(load(tmp_path / "old"), load(tmp_path / "new")) if one.inside)
    groups = [one.at.field for one in new.inside if "any" in one.at.field]
    assert groups == ["rules[n].any[1][item.secret]", "rules[n].any[2][item.inspection]"]


@pytest.mark.parametrize(
    ("now", "changes"),
    [
        ("any: [{item.inspection: required}, {item.inspection: joint}]", 0),
        ("when: {item.inspection: {not: none}}", 0),
        ("any: [{item.inspection: required}, {item.inspection: joint, item.secret: false}]", 3),
        ("any: [{item.inspection: required}, {item.inspection: none}]", 3),
    ],
    ids=["in two groups", "in one", "what is missing tells them apart", "something else"],
)
def test_the_same_situations_in_other_groups_are_no_change(tmp_path: Path, now: str, changes: int) -> None:
    for name, when in (("old", "when: {item.inspection: [required, joint]}"), ("new", now)):
        spoil(write_region(tmp_path / name), "channels.yaml", "when: {item.secret: true}", when)
    assert len(entries(load(tmp_path / "old"), load(tmp_path / "new"))) == changes

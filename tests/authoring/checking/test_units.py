"""Units that a region cannot do without."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.region.units import check_units
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.broken import FOOD, INSPECTION, LOOK, VAULT
from tests.authoring.region import spoil, write_region


def test_a_region_without_a_hall_has_nowhere_to_hand_papers_over(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    assert list(check_units(read_folder(region))) == []
    spoil(region, "units.yaml", "unit: hall,", "unit: office,")
    assert [one.code for one in check_units(read_folder(region))] == ["no-hall"]


@pytest.mark.parametrize(
    ("members", "right"),
    [
        ('[{member: "1"}, {member: "2", knows: [vault]}]', True),
        ('[{member: "1", knows: [vault]}, {member: "2", knows: [food]}]', False),
        ('[{member: "1"}]', False),
    ],
)
def test_a_unit_that_lists_members_can_send_two_officers_who_know_the_item(
    tmp_path: Path, members: str, right: bool
) -> None:
    region = write_region(tmp_path / "licang")
    (region / LOOK).write_text(INSPECTION, encoding="utf-8")
    spoil(region, VAULT, "{decides: health}", "{decides: health, inspects: [health]}")
    bureau = "en: Health bureau}, kind: department"
    spoil(region, "units.yaml", bureau, f"{bureau}, members: {members}")
    assert [one.code for one in check_units(read_folder(region))] == ["one-officer"] * (not right)


@pytest.mark.parametrize(
    ("units", "right"),
    [
        ("{decides: market, inspects: [market, health]}", True),
        ("{decides: market, inspects: [food-section, health]}", True),
        ("{decides: food-section, inspects: [market, health]}", True),
        ("{decides: health, handles: market, inspects: [food-section, hall]}", True),
        ("{decides: health, inspects: [food-section, hall]}", False),
    ],
)
def test_an_authority_takes_part_in_a_joint_inspection_by_its_own_sections(
    tmp_path: Path, units: str, right: bool
) -> None:
    region = write_region(tmp_path / "licang")
    spoil(region, FOOD, "{decides: market}", units)
    spoil(region, "units.yaml", "en: Hall}, kind: counter", "en: Hall}, kind: department")
    bureau = "en: Market bureau}, kind: department"
    section = "units: [{unit: food-section, name: {zh: 食品科, en: Food section}, kind: section}]"
    spoil(region, "units.yaml", bureau, f"{bureau}, {section}")
    assert [one.code for one in check_units(read_folder(region))] == ["joint-inspection"] * (not right)

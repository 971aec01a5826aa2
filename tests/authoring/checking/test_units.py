"""Units that a region cannot do without."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.region.units import check_units
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.broken import INSPECTION, LOOK, VAULT
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

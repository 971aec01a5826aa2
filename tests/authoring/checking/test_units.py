"""Units that a region cannot do without."""

from __future__ import annotations

from pathlib import Path

from chalicelib.authoring.checking.region.units import check_units
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.region import spoil, write_region


def test_a_region_without_a_hall_has_nowhere_to_hand_papers_over(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    assert list(check_units(read_folder(region))) == []
    spoil(region, "units.yaml", "unit: hall,", "unit: office,")
    assert [one.code for one in check_units(read_folder(region))] == ["no-hall"]

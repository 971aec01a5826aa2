"""What is read ahead is what whoever reads the folder would read, place for place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import read
from chalicelib.authoring.findings.problems import Mark, RuleFileError
from chalicelib.authoring.reading import ahead
from chalicelib.authoring.reading.ahead import read_ahead
from chalicelib.authoring.reading.yaml.marked import Node, unpacked
from chalicelib.authoring.reading.yaml.nodes import parse
from tests.authoring.region import spoil, write_region

LICANG = Path("rules/licang")
FOOD = "items/market/food.yaml"


def test_every_file_of_the_region_comes_with_the_same_values_at_the_same_places() -> None:
    found = pickle.loads(pickle.dumps(read_ahead(LICANG)))  # noqa: S301  # our own
    assert set(found) == {file.relative_to(LICANG).as_posix() for file in LICANG.rglob("*.yaml")}
    for file, packed in found.items():
        assert _seen(unpacked(packed)) == _seen(parse((LICANG / file).read_bytes()))


def test_a_file_that_cannot_be_read_is_told_of_as_if_nothing_was_read_ahead(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    spoil(region, FOOD, "secret: false", "secret: &anchor false")
    (region / "clocks.yaml").unlink()
    (region / "clocks.yaml").symlink_to(region / "region.yaml")
    assert not {FOOD, "clocks.yaml"} & set(read_ahead(region))
    with pytest.raises(RuleFileError) as alone:
        read(region)
    with pytest.raises(RuleFileError) as together:
        read(region, lambda: read_ahead(region))
    assert together.value.problems == alone.value.problems
    assert {problem.code for problem in alone.value.problems} >= {"yaml-anchor", "link"}


def test_of_a_large_folder_no_more_is_read_ahead_than_there_is_time_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = write_region(tmp_path / "licang")
    monkeypatch.setattr(ahead, "ENOUGH_BYTES", 4_000)
    found = read_ahead(region)
    assert 0 < sum((region / file).stat().st_size for file in found) <= 4_000
    assert read(region, lambda: found)[1].digest == read(region)[1].digest


def test_of_a_folder_that_is_none_nothing_is_read(tmp_path: Path) -> None:
    assert read_ahead(tmp_path / "nowhere") == {}


def _seen(node: Node) -> list[tuple[type, Mark, dict[str, Mark], object]]:
    """A node and all within it: kind, place, places of keys, value."""
    inner = [*node.map.values(), *node.list]
    value = list(node.map) if node.map else node.value if not inner else None
    seen: list[tuple[type, Mark, dict[str, Mark], object]] = [(type(node.value), node.at, node.keys, value)]
    return seen + [one for each in inner for one in _seen(each)]

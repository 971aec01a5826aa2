"""The bytecode of a zip is that of its own modules, and there once."""

from __future__ import annotations

import importlib.util
import tomllib
import zipfile
from pathlib import Path

from infra.bytecode import LEFT_OUT, add_bytecode

ROOT = Path(__file__).parents[2]
NAME = "rooms/__pycache__/hall.cpython-311.pyc"


def test_bytecode_that_came_along_gives_way_to_that_of_the_modules(tmp_path: Path) -> None:
    archive = tmp_path / "deployment.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("rooms/hall.py", "DOORS = 3\n")
        made.writestr(NAME, b"left over")
        made.writestr("rooms/plan.txt", "door")
    add_bytecode(archive)
    with zipfile.ZipFile(archive) as made:
        assert sorted(made.namelist()) == [NAME, "rooms/hall.py", "rooms/plan.txt"]
        assert made.read("rooms/plan.txt") == b"door"
        assert made.read("rooms/hall.py") == b""  # a library's: the bytecode is enough
        compiled = made.read(NAME)
    assert compiled.startswith(importlib.util.MAGIC_NUMBER)
    assert compiled[4] == 1  # by hash, never checked
    assert [path.name for path in tmp_path.iterdir()] == ["deployment.zip"]


def test_the_same_modules_give_the_same_zip(tmp_path: Path) -> None:
    zips = []
    for name in ("one.zip", "two.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as made:
            entry = zipfile.ZipInfo("hall.py", (1980, 1, 1, 0, 0, 0))
            made.writestr(entry, "DOORS = 3\n")
        add_bytecode(tmp_path / name)
        zips.append((tmp_path / name).read_bytes())
    assert zips[0] == zips[1]


def test_a_room_of_ours_that_is_left_out_is_held_away_from_what_functions_load() -> None:
    """Otherwise a function would miss it in the cloud, and only there."""
    walls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = {wall["name"]: wall for wall in walls["contracts"]}
    rooms = {name.rstrip("/") for name in LEFT_OUT if name.startswith("chalicelib/") and name.endswith("/")}
    assert all(list((ROOT / room).glob("*.py")) for room in rooms)
    forbidden = named["no function loads what is left out of the zip"]["forbidden_modules"]
    assert {module.replace(".", "/") for module in forbidden} == rooms

"""What docs/architecture.md tells a newcomer to open is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
ROOMS = [ROOT, ROOT / "chalicelib", ROOT / "chalicelib" / "authoring"]


def test_every_file_that_the_page_names_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|yaml))?)`", page))
    assert {"proofs/", "checking/lints.py", "schemas/fields.yaml", "tests/authoring/broken.py"} <= named
    assert sorted(one for one in named if not any((room / one).exists() for room in ROOMS)) == []


def test_the_desk_has_the_storeys_that_the_walls_hold() -> None:
    desk = PAGE.read_text(encoding="utf-8").partition("## The policy desk")[2].partition("**A new check**")[0]
    rooms = {one.rstrip("/") for one in re.findall(r"`([a-z]+/)`", desk)}
    assert rooms == {
        one.name for one in (ROOT / "chalicelib/authoring").iterdir() if (one / "__init__.py").exists()
    }

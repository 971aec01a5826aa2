"""What tests of the policy desk may ask for: a small region twice, as it was and as it is edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.region import write_region


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_region(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write_region(tmp_path / "new")

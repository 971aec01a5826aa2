from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.adapters.clock import Clock

START = datetime(2026, 3, 2, tzinfo=UTC)


def told(file: Path, rate: float, origin: datetime = START, start: datetime = START) -> str:
    """A file that says how the office's time goes."""
    pace = {"start": start.timestamp(), "origin": origin.timestamp(), "rate": rate}
    beside = file.with_name("beside")
    beside.write_text(json.dumps(pace))
    beside.replace(file)
    return str(file)


def test_a_clock_without_a_file_tells_the_real_time() -> None:
    clock = Clock(real=START.timestamp)
    assert (clock.now(), clock.fastest) == (START, 1.0)


@pytest.mark.parametrize("rate", [1, 3600])
def test_the_offices_time_goes_at_its_rate_from_where_it_began(tmp_path: Path, rate: int) -> None:
    real, origin = (START + timedelta(seconds=10)).timestamp(), START + timedelta(days=3)
    clock = Clock(told(tmp_path / "clock.json", rate, origin), real=lambda: real)
    assert clock.now() == origin + rate * timedelta(seconds=10)


def test_a_clock_that_is_turned_on_tells_it_at_the_next_question(tmp_path: Path) -> None:
    clock = Clock(told(tmp_path / "clock.json", 3600), real=START.timestamp)
    assert clock.now() == START
    assert clock.runs_ahead
    told(tmp_path / "clock.json", 1, START + timedelta(days=1))
    assert clock.now() == START + timedelta(days=1)
    assert not clock.runs_ahead


@pytest.mark.parametrize("rate", [0, -1, float("nan")])
def test_a_clock_does_not_stand_still_or_run_backwards(tmp_path: Path, rate: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Clock(told(tmp_path / "clock.json", rate)).now()

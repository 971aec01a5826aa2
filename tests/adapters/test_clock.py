from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.clock import Clock

START = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_clock_without_a_start_tells_the_real_time() -> None:
    assert Clock(real=START.timestamp, rate=60).now() == START


def test_simulated_time_runs_at_its_rate_from_the_start_of_the_run() -> None:
    real = (START + timedelta(seconds=10)).timestamp()
    assert Clock(START.timestamp(), 3600, real=lambda: real).now() == START + timedelta(hours=10)


def test_at_rate_one_simulated_time_is_real_time() -> None:
    real = (START + timedelta(seconds=10)).timestamp()
    assert Clock(START.timestamp(), 1, real=lambda: real).now() == START + timedelta(seconds=10)


@pytest.mark.parametrize("rate", [0, -1])
def test_a_clock_does_not_stand_still_or_run_backwards(rate: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Clock(0, rate)

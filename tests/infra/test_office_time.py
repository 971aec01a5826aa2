"""The office's time goes forward only: over restarts, kills, other rates and a computer's clock set back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.clock import Clock
from infra.local.emulator.journal import Journal
from infra.local.office_time import OfficeTime

NOON = 1_795_700_000.0
HOUR = 3600.0


class Real:
    """Real time that a test sets."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def started(folder: Path, rate: float, real: Real) -> OfficeTime:
    return OfficeTime(folder, rate, real)


def test_a_first_run_begins_now(tmp_path: Path) -> None:
    assert started(tmp_path, HOUR, Real()).now() == NOON


def test_with_real_time_from_the_first_run_on_it_is_real_time_for_ever(tmp_path: Path) -> None:
    real = Real()
    for _ in range(5):
        running = started(tmp_path, 1, real)
        assert running.now() == real.now
        real.now += 100


def test_from_an_hour_a_second_to_real_time_it_goes_on_from_where_it_was(tmp_path: Path) -> None:
    real = Real()
    fast = started(tmp_path, HOUR, real)
    real.now += 600
    fast.keep()
    stopped = fast.now()
    real.now += 12 * HOUR
    slow = started(tmp_path, 1, real)
    assert stopped < slow.now() <= stopped + 12 * HOUR + 2 * HOUR
    reached = slow.now()
    real.now += 60
    assert slow.now() == reached + 60


def test_a_night_off_with_the_fast_clock_is_a_night_and_not_a_year(tmp_path: Path) -> None:
    real = Real()
    fast = started(tmp_path, HOUR, real)
    stopped = fast.now()
    real.now += 10 * HOUR
    assert started(tmp_path, HOUR, real).now() <= stopped + 11 * HOUR


def test_after_a_kill_no_row_that_was_written_lies_in_the_future(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Real()
    monkeypatch.setattr("infra.local.emulator.journal.time.time", real)
    fast = started(tmp_path, HOUR, real)
    journal = Journal(tmp_path / "rows")
    journal.write_snapshot(journal.begin(), [])
    real.now += 30  # nobody wrote down meanwhile that the run is alive
    journal.append([("arn", "pk", "sk", {})])
    written = fast.now()
    real.now += 5
    assert started(tmp_path, 1, real).now() >= written


def test_a_computer_whose_clock_was_set_back_does_not_set_back_the_office(tmp_path: Path) -> None:
    real = Real()
    running = started(tmp_path, HOUR, real)
    real.now += 100
    running.keep()
    before = running.now()
    real.now -= 10 * HOUR
    again = started(tmp_path, 1, real)
    assert again.now() >= before - HOUR
    reached = again.now()
    real.now -= 50
    assert again.now() == reached, "nor while it runs"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"start": null}', b"\xff"])
def test_a_damaged_note_of_the_time_gives_way_to_the_one_before(tmp_path: Path, content: bytes) -> None:
    real = Real()
    running = started(tmp_path, HOUR, real)
    began = running.now()
    real.now += 100
    running.keep()
    (tmp_path / "clock.json").write_bytes(content)
    assert started(tmp_path, 1, real).now() >= began


def test_every_process_that_is_told_of_it_has_the_same_time_whatever_becomes_of_it(tmp_path: Path) -> None:
    real = Real()
    running = started(tmp_path, HOUR, real)
    clock = Clock(running.environment["CLOCK_FILE"], real)
    for rate, to in ((60.0, 0.0), (1.0, NOON + 9 * HOUR), (HOUR, NOON)):
        real.now += 7
        assert clock.now().timestamp() == pytest.approx(running.now(), abs=1e-3)
        running.turn(rate, to)
        assert clock.now().timestamp() == pytest.approx(running.now(), abs=1e-3)
    assert clock.fastest == HOUR


def test_turning_the_clock_on_or_slowing_it_down_never_sets_it_back(tmp_path: Path) -> None:
    real = Real()
    running = started(tmp_path, HOUR, real)
    real.now += 10
    before = running.now()
    running.turn(1)
    assert running.now() >= before, "nor for a process that looked just before"
    morning = before + 15 * HOUR
    running.turn(1, morning)
    assert running.now() == morning
    running.turn(1, before)
    real.now += 60
    assert morning + 60 <= running.now() < morning + 61
    assert started(tmp_path, 1, real).now() >= running.now(), "the next run goes on from there"


Runs = st.lists(
    st.tuples(
        st.sampled_from([1.0, 60.0, 3600.0, 360_000.0]),  # the run's rate
        st.floats(0, 5_000),  # seconds it runs
        st.booleans(),  # whether it is stopped in order
        st.floats(-5_000, 50_000),  # seconds until the next one; below zero a computer's clock was set back
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(Runs)
def test_no_course_of_runs_sets_it_back(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[float, float, bool, float]]
) -> None:
    folder, real, seen = tmp_path_factory.mktemp("data"), Real(), 0.0
    for rate, length, in_order, rest in runs:
        running = started(folder, rate, real)
        assert running.now() >= seen
        real.now += length
        running.keep()
        if in_order:
            seen = running.now()
        else:
            seen = running.now()
            real.now += 0.5  # it goes on, and is then killed, before it writes down again that it is alive
        real.now += rest

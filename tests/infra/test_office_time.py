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
    made = OfficeTime.resumed(folder, rate, real)
    made.keep(folder, real)
    return made


def test_a_first_run_begins_now(tmp_path: Path) -> None:
    assert started(tmp_path, HOUR, Real()).at(NOON) == NOON


def test_with_real_time_from_the_first_run_on_it_is_real_time_for_ever(tmp_path: Path) -> None:
    real = Real()
    for _ in range(5):
        running = started(tmp_path, 1, real)
        assert running.at(real.now) == real.now
        real.now += 100


def test_from_an_hour_a_second_to_real_time_it_goes_on_from_where_it_was(tmp_path: Path) -> None:
    real = Real()
    fast = started(tmp_path, HOUR, real)
    real.now += 600
    fast.keep(tmp_path, real)
    stopped = fast.at(real.now)
    real.now += 12 * HOUR
    slow = started(tmp_path, 1, real)
    assert stopped < slow.at(real.now) <= stopped + 12 * HOUR + 2 * HOUR
    assert slow.at(real.now + 60) == slow.at(real.now) + 60


def test_a_night_off_with_the_fast_clock_is_a_night_and_not_a_year(tmp_path: Path) -> None:
    real = Real()
    fast = started(tmp_path, HOUR, real)
    stopped = fast.at(real.now)
    real.now += 10 * HOUR
    assert started(tmp_path, HOUR, real).at(real.now) <= stopped + 11 * HOUR


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
    written = fast.at(real.now)
    real.now += 5
    assert started(tmp_path, 1, real).at(real.now) >= written


def test_a_computer_whose_clock_was_set_back_does_not_set_back_the_office(tmp_path: Path) -> None:
    real = Real()
    running = started(tmp_path, HOUR, real)
    real.now += 100
    running.keep(tmp_path, real)
    before = running.at(real.now)
    real.now -= 10 * HOUR
    again = started(tmp_path, 1, real)
    assert again.at(real.now) >= before - HOUR
    assert again.at(real.now - 50) == again.at(real.now), "nor while it runs"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"start": null}', b"\xff"])
def test_a_damaged_note_of_the_time_gives_way_to_the_one_before(tmp_path: Path, content: bytes) -> None:
    real = Real()
    running = started(tmp_path, HOUR, real)
    real.now += 100
    running.keep(tmp_path, real)
    (tmp_path / "clock.json").write_bytes(content)
    assert started(tmp_path, 1, real).at(real.now) >= running.at(NOON)


def test_every_process_that_is_told_of_it_has_the_same_time(tmp_path: Path) -> None:
    real = Real()
    started(tmp_path, HOUR, real)
    real.now += 50
    running = started(tmp_path, 60, real)
    told = {name: float(value) for name, value in running.environment.items()}
    real.now += 7
    clock = Clock(told["CLOCK_START"], told["CLOCK_RATE"], real, origin=told["CLOCK_ORIGIN"])
    assert clock.now().timestamp() == pytest.approx(running.at(real.now), abs=1e-3)


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
        assert running.at(real.now) >= seen
        real.now += length
        running.keep(folder, real)
        if in_order:
            seen = running.at(real.now)
        else:
            seen = running.at(real.now)
            real.now += 0.5  # it goes on, and is then killed, before it writes down again that it is alive
        real.now += rest

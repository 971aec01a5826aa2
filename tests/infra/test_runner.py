"""``make run``: what it is asked for, how it is interrupted, where its environment is found."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from infra.local import __main__ as runner
from infra.local.__main__ import Wish, point_to
from infra.local.walk.plan import plan_walk
from infra.package import ROOT
from tests.fakes import licang

STOPPING = """
import select
import sys
from infra.local.__main__ import Interruptions

def line():
    # a signal that comes just before a call that waits for ever would be looked at only after it
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        pass
    sys.stdin.readline()

interruptions = Interruptions()
interruptions.hurry = lambda: print("hurried", flush=True)
try:
    print("working", flush=True)
    line()
except KeyboardInterrupt:
    print("stopping", flush=True)
line()
print("stopped", flush=True)
"""


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_interruption_hurries_and_breaks_nothing_off(
    first: signal.Signals, second: signal.Signals
) -> None:
    with subprocess.Popen(  # noqa: S603  ours
        [sys.executable, "-c", STOPPING], cwd=ROOT, stdin=-1, stdout=-1, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdin is not None
        assert run.stdout.readline() == "working\n"
        run.send_signal(first)
        assert run.stdout.readline() == "stopping\n"
        for _ in range(2):
            run.send_signal(second)
            assert "已应答的都已保存 stopping at once; what was answered is kept" in run.stdout.readline()
            assert run.stdout.readline() == "hurried\n"
        run.stdin.write("\n")
        run.stdin.close()
        assert run.stdout.readline() == "stopped\n"
    assert run.returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "80a"),
        ("PORT", "٨٠"),
        ("CLOUD_PORT", "65536"),
        ("ITEMS", "1.5"),
        ("ITEMS", "9" * 5_000),
        ("CLOCK_RATE", "fast"),
        ("REGION", "nowhere"),
        ("REGION", "../rules/licang"),
    ],
)
def test_a_wrong_wish_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}="):
        Wish.of({name: value})


def test_the_data_folder_may_be_named_from_home_and_from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert Wish.of({"DATA": "~/kept"}).data == Path("/home/somebody/kept")
    assert Wish.of({"DATA": "kept"}).data == Path.cwd() / "kept"
    assert Wish.of({"DATA": ""}).data is None


@pytest.mark.parametrize(
    ("said", "rate"),
    [({}, None), ({"ITEMS": "3"}, None), ({"ITEMS": "0"}, 1), ({"ITEMS": "0", "CLOCK_RATE": "60"}, 60)],
)
def test_time_is_slow_from_the_beginning_where_nothing_is_replayed(
    said: dict[str, str], rate: int | None
) -> None:
    assert Wish.of(said).rate == rate


def test_the_readmes_environment_is_that_of_the_last_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stable = tmp_path / "build" / "cloud"
    monkeypatch.setattr(runner, "RUN_FOLDER", stable)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "environment").write_text(f"RUN={name}\n")
        assert point_to(tmp_path / name / "environment") == tmp_path / name / "environment"
        assert (stable / "environment").read_text() == f"RUN={name}\n"
    assert [file.name for file in stable.iterdir()] == ["environment"]
    (stable / "environment").unlink()
    (stable / "environment").write_text("RUN=without data\n")
    assert point_to(stable / "environment") == stable / "environment"
    assert (stable / "environment").read_text() == "RUN=without data\n"
    assert stable.stat().st_mode & 0o777 == 0o700


def test_a_run_ends_by_naming_everybody_and_last_of_all_the_first_page() -> None:
    walk = plan_walk(licang(), date(2026, 11, 28))
    said = runner._invitation("http://127.0.0.1:8000", "http://127.0.0.1:8000/walk", walk).splitlines()
    people = [(walker.person.name, walker.person.en, walker.can.zh, walker.can.en) for walker in walk.people]
    assert len(set(people)) == len(people)
    for line, told in zip(said[1:-2], people, strict=True):
        assert [one for one in told if one not in line] == []
    assert said[-2].endswith(" http://127.0.0.1:8000/walk")
    assert " http://127.0.0.1:8000/ " in said[-1]

"""The policy desk: how long an official waits, for the real region and for one with ten thousand rules."""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.authoring.checking.load import load
from tests.bench.examples import examples
from tests.bench.excel import excel
from tests.bench.past_cases import write_past_cases
from tests.bench.region_of import LICANG, write_region_of

RUNS = 5
MANY = 10_000
CASES = 100_000
EXCEL = 3
"""Seconds that ten thousand rows may take each way."""
DIFF = """
import sys, time
from datetime import date
from pathlib import Path
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.checking.load import load
old, new = (load(Path(folder)) for folder in sys.argv[1:])
started, used = time.perf_counter(), time.process_time()
assert diff(old, new, date(2026, 6, 1)).channel.moves
print(time.perf_counter() - started, time.process_time() - used)
"""
REPLAY = """
import sys, time
from datetime import date
from pathlib import Path
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.commands.rules.given.cases_file import read_past_cases
old, new = (load(Path(folder)) for folder in sys.argv[1:3])
started, used = time.perf_counter(), time.process_time()
cases = read_past_cases(Path(sys.argv[3]), [old], date(2026, 6, 1)).cases
assert replay(old, new, cases).cases
print(time.perf_counter() - started, time.process_time() - used)
"""


def policy_desk() -> list[dict[str, Any]]:
    """One row a figure: the median of several runs, each in a fresh process, beside its goal."""
    with tempfile.TemporaryDirectory() as scratch:
        return [_row(what, goal, measure) for what, goal, measure in _rows(Path(scratch))] + list(
            _elsewhere()
        )


class Taken(NamedTuple):
    """Seconds by the clock, and of processors: on a busy machine the first is longer than it need be."""

    clock: float
    processor: float


def _rows(scratch: Path) -> Iterator[tuple[str, float | None, Callable[[], Taken]]]:
    edited, cases = _edited(scratch / "edited"), scratch / "cases.jsonl"
    own = write_region_of(scratch / "own", overrides=MANY, items=200)
    few = write_region_of(scratch / "few", overrides=MANY, items=200, kept=MANY - 10)
    wide = write_region_of(scratch / "wide", overrides=MANY, items=5_000)
    regional = write_region_of(scratch / "regional", rules=MANY)
    answers = write_region_of(scratch / "answers", answers=1_000)
    drawn = write_region_of(scratch / "drawn", drawn=1_000)
    drawn_4 = write_region_of(scratch / "drawn_4", drawn=1_000, asked=4)
    write_past_cases(cases, load(LICANG), CASES)
    yield "rules check, Licang: the whole command", 0.6, lambda: _command("check", LICANG)
    yield "rules check, 10,000 overrides of 200 items", 1.5, lambda: _command("check", own)
    yield "rules check, 10,000 overrides of 5,000 items", None, lambda: _command("check", wide)
    yield "rules check, 10,000 rules of the region", 1.5, lambda: _command("check", regional)
    yield "rules check, 1,000 rules over 60 yes-or-no facts", 5, lambda: _command("check", answers)
    yield "rules check, 1,000 rules of three facts drawn from 60", 10, lambda: _command("check", drawn)
    yield "rules check, 1,000 rules of four facts drawn from 60", 10, lambda: _command("check", drawn_4)
    yield "diff of Licang and an edit", 0.2, lambda: _inside(DIFF, LICANG, edited)
    yield "rules diff, Licang: the whole command", None, lambda: _command("diff", LICANG, edited)
    yield "diff at 10,000 overrides", None, lambda: _inside(DIFF, own, few)
    yield "replay of 100,000 cases and their file", 1, lambda: _inside(REPLAY, LICANG, edited, cases)
    yield (
        "rules replay: the whole command",
        None,
        lambda: _command("replay", LICANG, edited, "--cases", cases),
    )


def _edited(folder: Path) -> Path:
    """Licang with one rule narrowed."""
    shutil.copytree(LICANG, folder)
    file = folder / "channels.yaml"
    text = file.read_text(encoding="utf-8")
    old = "when: {item.in_person: true}"
    assert text.count(old) == 1
    narrow = "when: {item.in_person: true, item.secret: true}"
    file.write_text(text.replace(old, narrow), encoding="utf-8")
    return folder


class Failed(Exception):  # noqa: N818  # a finding, shown in the table
    """What was to be measured did not come to its end; says why."""


def _row(what: str, goal: float | None, measure: Callable[[], Taken]) -> dict[str, Any]:
    row = {"what": what, "seconds": None, "processor": None, "goal": goal, "ratio": None, "reached": None}
    try:
        clock, processor = zip(*[measure() for _ in range(RUNS)], strict=True)
    except Failed as failed:
        return {**row, "failed": str(failed)}
    return {
        **row,
        **_against(statistics.median(clock), goal),
        "processor": round(statistics.median(processor), 3),
    }


def _against(taken: float, goal: float | None) -> dict[str, Any]:
    if goal is None:
        return {"seconds": round(taken, 3)}
    return {"seconds": round(taken, 3), "ratio": round(taken / goal, 2), "reached": taken < goal}


def _elsewhere() -> Iterator[dict[str, Any]]:
    for found in (*excel(), examples(LICANG)):
        goal = EXCEL if found["what"].startswith("Excel") else None
        row = {"processor": None, "goal": goal, "ratio": None, "reached": None}
        yield {**found, **row, **_against(found["ms"] / 1000, goal)}


def _command(name: str, *arguments: str | Path) -> Taken:
    """A whole command, from the start of Python to its end, with all processes that it starts."""
    command = [sys.executable, "-m", "chalicelib", "rules", name, *map(str, arguments), "--json"]
    started, used = time.perf_counter(), _processor()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    taken = Taken(time.perf_counter() - started, _processor() - used)
    if done.returncode != 0:
        raise Failed(_why(done.stdout, done.stderr))
    return taken


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _why(out: str, err: str) -> str:
    if not out.startswith("{"):
        return err[-200:]
    errors = [found for found in json.loads(out)["problems"] if found["severity"] == "error"]
    return "; ".join(f"{found['code']}: {found['message']['en']}" for found in errors[:2])


def _inside(script: str, *arguments: Path) -> Taken:
    """What a script in a fresh process says it took."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(  # noqa: S603  # our own script
        command, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Failed(done.stderr[-200:])
    return Taken(*map(float, done.stdout.split()))

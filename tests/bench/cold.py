"""What a cold function pays for us: imports and loading a release, on top of boto3 and chalice."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from chalicelib.authoring.load import load

SPAWNS = 9
SCRIPT = """
import hashlib, json, sys, time
started = time.perf_counter()
import boto3, chalice
base = time.perf_counter()
import chalicelib.decisions.decide, chalicelib.decisions.release
decisions = time.perf_counter()
import chalicelib.cases.case
cases = time.perf_counter()
with open(sys.argv[1], "rb") as file:
    content = file.read()
release = chalicelib.decisions.release.read(content, hashlib.sha256(content).hexdigest())
loaded = time.perf_counter()
from datetime import date
chalicelib.decisions.decide.decide(release, next(iter(release.items)), {}, date(2026, 1, 1))
decided = time.perf_counter()
marks = (started, base, decisions, cases, loaded, decided)
print(json.dumps([1000 * (b - a) for a, b in zip(marks, marks[1:])]))
"""
PARTS = (
    "boto3 and chalice (for scale)",
    "import of the decisions",
    "import of the cases",
    "loading a release",
    "first decision",
)


def cold(folder: Path) -> list[dict[str, Any]]:
    """
    Milliseconds of each part in a fresh process, median of several; the last row is what is ours.

    Everything is compiled to bytecode beforehand, as it is in an installed package.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "release.json"
        file.write_bytes(load(folder).canonical())
        _spawn(file)  # compiles
        spawns = [_spawn(file) for _ in range(SPAWNS)]
    medians = [statistics.median(part) for part in zip(*spawns, strict=True)]
    ours = statistics.median(sum(spawn[1:4]) for spawn in spawns)
    rows = [*zip(PARTS, medians, strict=True), ("imports and release together (goal: under 100)", ours)]
    return [{"what": what, "ms": round(taken, 1)} for what, taken in rows]


def _spawn(file: Path) -> list[float]:
    compiled = {"PYTHONPYCACHEPREFIX": str(file.parent), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", SCRIPT, str(file)]
    done = subprocess.run(  # noqa: S603  # our own script
        command, capture_output=True, check=True, text=True, env={**os.environ, **compiled}
    )
    taken: list[float] = json.loads(done.stdout)
    return taken

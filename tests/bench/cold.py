"""What a cold function pays for us: imports, loading a release, clients, on top of boto3 and chalice."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chalicelib.authoring.checking.load import load

SPAWNS = 9
SCRIPT = """
import hashlib, json, sys, time
marks = [time.perf_counter()]
mark = lambda: marks.append(time.perf_counter())
import boto3, chalice.app
mark()
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
mark()
import app
mark()
from chalicelib.decisions.release import read
with open(sys.argv[1], "rb") as file:
    content = file.read()
release = read(content, hashlib.sha256(content).hexdigest())
mark()
from datetime import date
from chalicelib.decisions.decide import decide
decide(release, next(iter(release.items)), {}, date(2026, 1, 1))
mark()
for service in ("dynamodb", "s3", "sqs", "secretsmanager"):
    boto3.client(service, region_name="cn-north-1")
    mark()
with open("/proc/self/status") as status:  # ru_maxrss would count the parent too
    mib = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
print(json.dumps([1000 * (b - a) for a, b in zip(marks, marks[1:])] + [mib]))
"""
PARTS = (
    "boto3 and chalice (for scale)",
    "pydantic alone",
    "the rest of the app",
    "loading a release",
    "first decision",
    "first client, dynamodb",
    "s3 on top",
    "sqs on top",
    "secretsmanager on top",
)
FUNCTIONS = {
    "app": ("dynamodb", "s3", "secretsmanager"),
    "on_upload": ("dynamodb", "s3", "secretsmanager"),
    "on_due": ("dynamodb", "sqs"),
    "on_due_work": ("dynamodb", "s3", "secretsmanager"),
    "on_case_events": ("sqs",),
    "on_effect": ("dynamodb", "s3", "secretsmanager"),
}
"""Which of app.py's functions are looked at by themselves, as the cloud loads them, and their clients."""

LOADED = """
import json, sys, time
import boto3, chalice.app
started = time.perf_counter()
import app
imported = time.perf_counter()
for service in sys.argv[2:]:
    boto3.client(service, region_name="cn-north-1")
both = 1000 * (time.perf_counter() - started)
print(json.dumps([1000 * (imported - started), both, "pydantic" in sys.modules]))
"""
MEMORY = "memory of a warm function, MiB (goal: under 128)"


def cold(folder: Path) -> list[dict[str, Any]]:
    """
    Milliseconds of each part in a fresh process, median of several; what the app costs in all on
    top of boto3 and chalice; and the most memory such a process took.

    Everything is compiled to bytecode beforehand, as it is in the package.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "release.json"
        file.write_bytes(load(folder).canonical())
        _spawn(file)  # compiles
        spawns = [json.loads(_spawn(file)) for _ in range(SPAWNS)]
        functions = [row for name in FUNCTIONS for row in _alone(file, name)]
    medians = [statistics.median(part) for part in zip(*spawns, strict=True)]
    ours = statistics.median(sum(spawn[1:4]) for spawn in spawns)
    named = [*zip(PARTS, medians, strict=False), ("app and release together (goal: under 100)", ours)]
    return [
        {"what": what, "ms": round(taken, 1)} for what, taken in [*named, *functions, (MEMORY, medians[-1])]
    ]


def _alone(file: Path, function: str) -> list[tuple[str, float]]:
    """What a function that serves but one trigger pays on top of boto3 and chalice: imports, then clients."""
    clients = FUNCTIONS[function]
    spawns = [json.loads(_spawn(file, LOADED, f"app.{function}", clients)) for _ in range(SPAWNS)]
    imports, both, forms = (statistics.median(part) for part in zip(*spawns, strict=True))
    return [
        (f"import of {function}{'' if forms else ', without pydantic'}", imports),
        (f"... with its clients: {', '.join(clients)}", both),
    ]


def _spawn(file: Path, script: str = SCRIPT, handler: str = "", clients: Sequence[str] = ()) -> str:
    """What a script says in a fresh process, which is a function by its handler, or all of them."""
    compiled = {"PYTHONPYCACHEPREFIX": str(file.parent), "PYTHONDONTWRITEBYTECODE": "", "_HANDLER": handler}
    command = [sys.executable, "-c", script, str(file), *clients]
    done = subprocess.run(  # noqa: S603  # our own script
        command, capture_output=True, check=True, text=True, env={**os.environ, **compiled}
    )
    return done.stdout

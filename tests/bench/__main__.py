"""
Benchmarks: ``python -m tests.bench`` prints a table and writes ``build/bench.json``.

Figures depend on the machine and on what else it does; compare rows of one run only.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.package import package
from tests.bench.cold import cold
from tests.bench.crowd import crowd, show_crowd
from tests.bench.decisions import decisions, decisions_of_one_case
from tests.bench.desk import policy_desk
from tests.bench.requests import requests, show_requests
from tests.bench.sealing import sealing, show_sealing

FOLDER = Path("rules/licang")
OUT = Path("build/bench.json")


def main() -> None:
    with _one_core():
        rows = decisions()
        several = decisions_of_one_case(FOLDER)
        cold_start = cold(FOLDER)
        sealed = sealing()
    result: dict[str, Any] = {
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
        "decisions": rows,
        "decisions_of_one_case": several,
        "cold_start": cold_start,
        "sealing": sealed,
        "requests_per_case": requests(),
        "crowd": crowd(),
        "policy_desk": policy_desk(),
        "zip_mb": round(package().archive.stat().st_size / 1e6, 2),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    show(result)


@contextmanager
def _one_core() -> Iterator[None]:
    """A function in the cloud has one core; a policy desk has all."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def show(result: dict[str, Any]) -> None:
    print(f"Python {result['python']}, load average {result['load_average']:.1f}\n")
    show_decisions(result["decisions"])
    for row in result["decisions_of_one_case"]:
        print(f"{row['what']:50}{row['us']:>8} us")
    print()
    print(f"{'cold start, one core':50}{'ms':>8}")
    for row in result["cold_start"]:
        print(f"{row['what']:50}{row['ms']:>8}")
    show_sealing(result["sealing"])
    show_requests(result["requests_per_case"])
    show_crowd(result["crowd"])
    print(f"\n{'policy desk, medians':46}{'seconds':>9}{'processor':>11}{'goal':>7}{'ratio':>7}")
    for row in result["policy_desk"]:
        show_row(row)
    print(f"\nzip: {result['zip_mb']} MB (goal: under 14); written to {OUT}")


def show_decisions(rows: list[dict[str, Any]]) -> None:
    """How many a second, ours beside zen-engine's, and how many times as many that is."""
    print(
        f"{'decisions, one core':46}{'per second':>12}{'p50 us':>9}{'p99 us':>9}{'times zen':>11}{'goal':>6}"
    )
    for row in rows:
        times, goal = (row.get(key) or "" for key in ("ratio", "goal"))
        figures = f"{row['per_second']:>12,}{row['p50_us']:>9}{row['p99_us']:>9}"
        print(f"{row['what']:46}{figures}{times:>11}{goal:>6}".rstrip())


def show_row(row: dict[str, Any]) -> None:
    """A figure of the policy desk beside its goal."""
    verdict = {True: "reached", False: "NOT reached", None: ""}[row["reached"]]
    cells = [row["seconds"], row["processor"], row["goal"], row["ratio"]]
    seconds, processor, goal, ratio = ("-" if cell is None else cell for cell in cells)
    told = f"FAILED: {row['failed']}" if "failed" in row else verdict
    print(f"{row['what']:46}{seconds:>9}{processor:>11}{goal:>7}{ratio:>7}  {told}".rstrip())


if __name__ == "__main__":
    main()

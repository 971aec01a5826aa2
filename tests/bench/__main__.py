"""
Benchmarks: ``python -m tests.bench`` prints a table and writes ``build/bench.json``.

Figures depend on the machine and on what else it does; compare rows of one run only.
"""

from __future__ import annotations

import json
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.authoring.check import check
from chalicelib.authoring.load import load
from infra.package import package
from tests.bench.cold import cold
from tests.bench.decisions import decisions
from tests.bench.examples import examples

FOLDER = Path("rules/licang")
OUT = Path("build/bench.json")


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    rows = decisions()
    table, unseen, seen = (row["per_second"] for row in rows)
    result: dict[str, Any] = {
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
        "decisions_12_rules": rows,
        "unseen_to_zen": round(unseen / table, 2),
        "seen_to_zen": round(seen / table, 2),
        "cold_start": cold(FOLDER),
        "policy_desk": [*policy_desk(), examples(FOLDER)],
        "zip_mb": round(package().archive.stat().st_size / 1e6, 2),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    show(result)


def policy_desk() -> list[dict[str, Any]]:
    """Milliseconds of reading the catalogue from YAML, and of the whole check."""
    started = time.perf_counter()
    load(FOLDER)
    read = time.perf_counter()
    checked = check(FOLDER, datetime.now(UTC).date())
    done = time.perf_counter()
    return [
        {"what": "reading the catalogue", "ms": round(1000 * (read - started))},
        {"what": f"rules check, {checked.situations} situations", "ms": round(1000 * (done - read))},
    ]


def show(result: dict[str, Any]) -> None:
    print(f"Python {result['python']}, one core, load average {result['load_average']:.1f}\n")
    print(f"{'decisions, 12 rules':42}{'per second':>12}{'p50 us':>9}{'p99 us':>9}")
    for row in result["decisions_12_rules"]:
        print(f"{row['what']:42}{row['per_second']:>12,}{row['p50_us']:>9}{row['p99_us']:>9}")
    print(f"not met before: {result['unseen_to_zen']} times zen (goal 1)")
    print(f"met before: {result['seen_to_zen']} times zen (goal 10)\n")
    print(f"{'cold start and policy desk':50}{'ms':>8}")
    for row in (*result["cold_start"], *result["policy_desk"]):
        print(f"{row['what']:50}{row['ms']:>8}")
    print(f"\nzip: {result['zip_mb']} MB (goal: under 10); written to {OUT}")


if __name__ == "__main__":
    main()

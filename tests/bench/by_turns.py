"""
This commit beside an older one: ``python -m tests.bench.by_turns REVISION [TURNS]`` prints a table.

How fast a machine is differs by half and more from day to day, so a goal in seconds that was set on one day
says little on another. Here both commits measure the same rows by turns, each by its own benchmarks, both
with the environment of this one; what counts is the ratio of their medians.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

ONCE = """
import json
from tests.bench import desk
desk.RUNS = 1
from tests.bench.cold import cold
print(json.dumps([*desk.policy_desk(), *cold(desk.LICANG)[:-1]]))  # the last is memory
"""


def main(revision: str, turns: int = 5) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        older = Path(scratch) / "older"
        _git("worktree", "add", "--quiet", "--detach", str(older), revision)
        try:
            show(by_turns(older, Path.cwd(), turns), revision)
        finally:
            _git("worktree", "remove", "--force", str(older))


def by_turns(older: Path, newer: Path, turns: int) -> list[dict[str, Any]]:
    """A row for each figure that both commits measure: median and lowest seconds of each, and the ratios."""
    taken: dict[Path, dict[str, list[float]]] = {older: defaultdict(list), newer: defaultdict(list)}
    for turn in range(turns):
        for tree, rows in taken.items():
            print(f"turn {turn + 1} of {turns}: {tree.name}", file=sys.stderr)
            for what, seconds in _measured(tree):
                rows[what].append(seconds)
    both = [what for what in taken[older] if what in taken[newer]]
    return [_row(what, taken[older][what], taken[newer][what]) for what in both]


def _measured(tree: Path) -> list[tuple[str, float]]:
    command = [sys.executable, "-c", ONCE]
    done = subprocess.run(command, cwd=tree, check=True, capture_output=True, text=True)  # noqa: S603  # our own
    rows = json.loads(done.stdout.splitlines()[-1])
    return [(row["what"], row.get("seconds") or row["ms"] / 1000) for row in rows if "failed" not in row]


def _row(what: str, older: list[float], newer: list[float]) -> dict[str, Any]:
    medians = statistics.median(older), statistics.median(newer)
    return {
        "what": what,
        "older": medians[0],
        "newer": medians[1],
        "older_lowest": min(older),
        "newer_lowest": min(newer),
        "ratio": medians[1] / medians[0],
        "ratio_of_lowest": min(newer) / min(older),
    }


def show(rows: list[dict[str, Any]], revision: str) -> None:
    print(f"{'seconds, median (lowest)':50}{revision[:9]:>16}{'this commit':>16}{'ratio':>14}")
    for row in rows:
        older, newer = (f"{row[key]:.3f} ({row[key + '_lowest']:.3f})" for key in ("older", "newer"))
        ratio = f"{row['ratio']:.2f} ({row['ratio_of_lowest']:.2f})"
        print(f"{row['what']:50}{older:>16}{newer:>16}{ratio:>14}")


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)  # noqa: S603, S607  # our own words


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

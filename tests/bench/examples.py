"""How long examples take: proposing all that a region's file lacks, proofs and mutants included."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.examples.propose import propose

RUNS = 11


def examples(folder: Path) -> dict[str, Any]:
    """
    Medians of ``RUNS`` runs in milliseconds, and what was found: for the file and for one without examples.
    """
    release = load(folder)
    bare = release.model_copy(update={"examples": ()})
    today = datetime.now(UTC).date()
    took: dict[str, list[float]] = {"file": [], "bare": []}
    for _ in range(RUNS):
        for name, one in (("file", release), ("bare", bare)):
            started = time.perf_counter()
            found = propose(one, today, today)
            took[name].append(1000 * (time.perf_counter() - started))
    return {
        "what": "rules examples",
        "ms": round(median(took["file"])),
        "ms_without_examples": round(median(took["bare"])),
        "proposed": len(propose(release, today, today).proposals),
        "proposed_without_examples": len(found.proposals),
    }

"""Rows of a data folder from before rows had a journal: ministack's own file, written when it was stopped."""

from __future__ import annotations

import json
from pathlib import Path

from infra.local.emulator.journal import Change


def read_earlier(folder: Path) -> list[Change]:
    """Every row of every table, or none where there is no such file, or none that is whole."""
    try:
        state = json.loads((folder / "state" / "dynamodb.json").read_bytes())
        tables = state["payload"]["tables"]["data"].values()
        return [
            (table["TableArn"], pk, sk, row)
            for table in tables
            for pk, group in table["items"].items()
            for sk, row in group.items()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []

"""The events of a case as rows: one a commit, each holding the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.dynamodb.rows import SCHEMA, Row, case_key, check_schema, number, text
from chalicelib.cases.events import EVENT, AnyEvent
from chalicelib.ports.cases import Change

CLOCKS_DIFFER = timedelta(minutes=1)
"""Two functions' clocks may differ by so much (they are kept within milliseconds); more is a wrong time."""


def event_row(change: Change, last: str) -> tuple[Row, str]:
    """
    The events of a change as one row, named by the number of the first; and its hash.

    Args:
        last: the hash of the row before, nothing where there is none.
    """
    first = change.after.version - len(change.events) + 1
    body = f"[{','.join(event.model_dump_json() for event in change.events)}]"
    this = _chained(last, first, body)
    row = case_key(change.after.no, _sk(first)) | {
        "schema": number(SCHEMA),
        "body": text(body),
        "before": text(last),
        "hash": text(this),
    }
    return row, this


def read_events(row: Mapping[str, Any]) -> tuple[AnyEvent, ...]:
    """
    Raises:
        OtherSchemaError: another version of this program wrote the row.
    """
    check_schema(row)
    return tuple(EVENT.validate_python(each) for each in json.loads(row["body"]["S"]))


def verify_chain(rows: Iterable[Row], last: str) -> int | None:
    """
    The number of the first event of the first row that was changed, moved, lost or added; None if the chain
    is whole.

    ``rows`` are all event rows of a case in order, ``last`` is the hash that its head holds.
    """
    before, n = "", 1
    for row in rows:
        this = _chained(before, n, row["body"]["S"])
        if (row["sk"]["S"], row["before"]["S"], row["hash"]["S"]) != (_sk(n), before, this):
            return n
        before, n = this, n + len(json.loads(row["body"]["S"]))
    return None if before == last else n


def against_time(moments: Iterable[datetime], now: datetime, rate: float = 1.0) -> int | None:
    """
    The number of the first event, from 1, whose moment lies before an earlier event's or after ``now``, by
    more than ``CLOCKS_DIFFER``; None where time runs forward. ``rate`` is how much faster than real time the
    clocks that gave the moments run: so much larger is the same difference on them.
    """
    differ, latest = CLOCKS_DIFFER * rate, None
    for n, at in enumerate(moments, start=1):
        if at > now + differ or (latest is not None and at < latest - differ):
            return n
        latest = at if latest is None else max(latest, at)
    return None


def _chained(last: str, n: int, body: str) -> str:
    return hashlib.sha256(f"{last}\n{n}\n{body}".encode()).hexdigest()


def _sk(n: int) -> str:
    return f"EVENT#{n:06d}"

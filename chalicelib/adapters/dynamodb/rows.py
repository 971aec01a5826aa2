"""The rows of the one table: their keys, and those that hold no value of the core (``case_rows``)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, assert_never

from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Due, DueKind, ProcessedMessage

if TYPE_CHECKING:
    from chalicelib.cases.notices import Series
    from chalicelib.ports.cases import Commit, Serials

Row = dict[str, Any]
"""A row as DynamoDB's client takes it: {"name": {"S": text}}."""

SHARDS = 4
"""The due index is read in this many parts, so that no part of it grows hot."""

SEEN_DAYS = 90


def text(value: str) -> dict[str, str]:
    return {"S": value}


def number(value: int) -> dict[str, str]:
    return {"N": str(value)}


def moment(at: datetime) -> str:
    """Aware UTC as text that sorts by time."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def case_key(no: str, sk: str = "HEAD") -> Row:
    return {"pk": text(f"CASE#{no}"), "sk": text(sk)}


def seen_key(trigger: str) -> Row:
    return {"pk": text(f"SEEN#{trigger}"), "sk": text("SEEN")}


def waybill_key(carrier: str, parcel: str) -> Row:
    return {"pk": text(f"WAYBILL#{carrier}#{parcel}"), "sk": text("HEAD")}


def due_pk(region: str, key: str) -> str:
    return f"DUE#{region}#{zlib.crc32(key.encode()) % SHARDS}"


def suspension_key(region: str, carrier: str) -> Row:
    return {"pk": text(f"POLLING#{region}"), "sk": text(f"CARRIER#{carrier}")}


def suspension_row(suspension: Suspension) -> Row:
    """``version`` is the number of tries, each made once; before the first it is -1, as after the end."""
    return suspension_key(suspension.region, suspension.carrier) | {
        "version": number(suspension.tries),
        "reason": text(suspension.reason),
        "since": text(moment(suspension.since)),
        "until": text(moment(suspension.until)),
    }


def suspension_over(region: str, carrier: str) -> Row:
    return suspension_key(region, carrier) | {"version": number(-1)}


def read_suspension(row: Mapping[str, Any]) -> Suspension | None:
    """None if it is over."""
    tries = int(row["version"]["N"])
    if tries < 0:
        return None
    return Suspension(
        region=row["pk"]["S"].removeprefix("POLLING#"),
        carrier=row["sk"]["S"].removeprefix("CARRIER#"),
        reason=row["reason"]["S"],
        since=datetime.fromisoformat(row["since"]["S"]),
        until=datetime.fromisoformat(row["until"]["S"]),
        tries=tries,
    )


def seen_row(change: Commit, trigger: str) -> Row:
    """Forgotten after ``SEEN_DAYS`` by the table's time to live: no trigger comes again that late."""
    return seen_key(trigger) | {
        "case": text(change.after.no),
        "case_version": number(change.after.version),
        "fingerprint": text(change.fingerprint),
        "network": text(change.network),
        "ttl": number(int((change.at + timedelta(days=SEEN_DAYS)).timestamp())),
    }


def read_seen(row: Mapping[str, Any]) -> ProcessedMessage:
    network = row.get("network", text(""))["S"]  # which rows of earlier programs lack
    return ProcessedMessage(case=row["case"]["S"], fingerprint=row["fingerprint"]["S"], network=network)


def counter_key(counter: str, at: datetime) -> Row:
    return {"pk": text(f"OPENINGS#{counter}"), "sk": text(at.astimezone(UTC).date().isoformat())}


def series_key(region: str, series: Series) -> Row:
    return {"pk": text(f"SERIES#{region}"), "sk": text(f"{series.text}#{series.year}")}


def series_row(region: str, serials: Serials) -> Row:
    """``version`` is the last serial that was given: each commit that gives some makes it higher."""
    return series_key(region, serials.series) | {"version": number(serials.now)}


def code_row(no: str, at: datetime) -> Row:
    return case_key(no, "CODE") | {"used_at": text(moment(at))}


def stray_row(region: str, key: str, version: str, at: datetime) -> Row:
    """A file of no case. Its name stands in a digest: an S3 key may be as long as a sort key may not."""
    name = hashlib.sha256(key.encode()).hexdigest()
    return {
        "pk": text(f"STRAY#{region}"),
        "sk": text(f"{name}#{version}"),
        "file": text(key),
        "version": text(version),
        "at": text(moment(at)),
    }


def read_due(row: Mapping[str, Any]) -> Due:
    return Due(
        kind=DueKind(row["due_kind"]["S"]),
        key=row["due_key"]["S"],
        at=datetime.fromisoformat(row["due_at"]["S"]),
    )


def due_row_key(due: Due) -> Row:
    """The key of the row that a due entry of the index stands for."""
    first, _, second = due.key.partition("#")
    match due.kind:
        case DueKind.TASK:
            return case_key(first, f"TASK#{second}")
        case DueKind.CLOCK:
            return case_key(first, f"TIMER#{second}")
        case DueKind.EFFECT:
            return case_key(first, f"EFFECT#{second}")
        case DueKind.WAYBILL:
            return waybill_key(first, second)
        case _:
            assert_never(due.kind)


def due_entry(region: str, kind: DueKind, key: str, at: datetime) -> Row:
    """What brings a row into the due index."""
    return {
        "due_pk": text(due_pk(region, key)),
        "due_at": text(moment(at)),
        "due_kind": text(kind.value),
        "due_key": text(key),
    }

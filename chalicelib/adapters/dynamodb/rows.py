"""The rows of the one table: keys, and how a case, its events, effects and parcels are written."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never

from pydantic import ConfigDict, TypeAdapter

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.events import EVENT, Event
from chalicelib.cases.shipments import SETTLED_BY_STAFF
from chalicelib.cases.values import Effect
from chalicelib.cases.waybill import Waybill
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Change, Due, DueKind, Seen

Row = dict[str, Any]
"""A row as DynamoDB's client takes it: {"name": {"S": text}}."""

SHARDS = 4
"""The due index is read in this many parts, so that no part of it grows hot."""

SEEN_DAYS = 90
SWEEP = timedelta(minutes=5)
"""An effect that is still open after this long is sent again."""

LONGEST = timedelta(hours=12)
"""An effect that keeps failing is tried this often in the end."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""Two functions' clocks may differ by so much (they are kept within milliseconds); more is a wrong time."""

_EFFECT: TypeAdapter[Effect] = TypeAdapter(Effect, config=ConfigDict(defer_build=True))


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


def head(case: Case, last: str) -> Row:
    """The case as it is now; ``last`` is the hash of its newest event."""
    row = case_key(case.no) | {
        "version": number(case.version),
        "body": text(case.model_dump_json(exclude_defaults=True)),
        "last": text(last),
    }
    if case.due is not None and not case.late:
        row |= _due(case.region, "case", case.no, case.due)
    desk = _desk(case)
    if desk is not None:
        since = moment(case.started_at or case.opened_at)
        row |= {
            "desk_pk": text(f"DESK#{case.region}#{case.department}#{desk}"),
            "desk_at": text(f"{since}#{case.no}"),
        }
    return row


def _desk(case: Case) -> str | None:
    """On which work list of the department a case stands: the step that staff must end."""
    if case.stage is Stage.UNDETERMINED:
        return "channel"
    if case.stage is not Stage.RUNNING:
        return None
    by_staff = case.ended_by == "staff" or case.way == "counter"
    parcel = case.shipments.get(case.order)
    exceptional = parcel is not None and (case.late or parcel.status in SETTLED_BY_STAFF)
    return case.step if by_staff or exceptional else None


def read_case(row: Mapping[str, Any]) -> Case:
    return Case.model_validate_json(row["body"]["S"])


def event_rows(change: Change, last: str) -> tuple[list[Row], str]:
    """The events as rows, each holding the hash of the one before; and the hash of the newest."""
    first = change.after.version - len(change.events) + 1
    rows = []
    for n, event in enumerate(change.events, start=first):
        body = event.model_dump_json()
        this = _chained(last, n, body)
        key = case_key(change.after.no, _event_sk(n))
        rows.append(key | {"body": text(body), "before": text(last), "hash": text(this)})
        last = this
    return rows, last


def verify_chain(events: Iterable[Row], last: str) -> int | None:
    """
    The number of the first event row that was changed, moved, lost or added; None if the chain is whole.

    ``events`` are all rows of a case in order, ``last`` is the hash that its head holds.
    """
    before, n = "", 0
    for n, row in enumerate(events, start=1):
        this = _chained(before, n, row["body"]["S"])
        if (row["sk"]["S"], row["before"]["S"], row["hash"]["S"]) != (_event_sk(n), before, this):
            return n
        before = this
    return None if before == last else n + 1


def against_time(moments: Iterable[datetime], now: datetime) -> int | None:
    """
    The number of the first event, from 1, whose moment lies before an earlier event's or after ``now``, by
    more than ``CLOCKS_DIFFER``; None where time runs forward.
    """
    latest = None
    for n, at in enumerate(moments, start=1):
        if at > now + CLOCKS_DIFFER or (latest is not None and at < latest - CLOCKS_DIFFER):
            return n
        latest = at if latest is None else max(latest, at)
    return None


def _chained(last: str, n: int, body: str) -> str:
    return hashlib.sha256(f"{last}\n{n}\n{body}".encode()).hexdigest()


def _event_sk(n: int) -> str:
    return f"EVENT#{n:06d}"


def read_event(row: Mapping[str, Any]) -> Event:
    return EVENT.validate_json(row["body"]["S"])


def effect_row(case: Case, effect: Effect, at: datetime) -> Row:
    key = f"{case.no}#{effect.effect}"
    return (
        case_key(case.no, f"EFFECT#{effect.effect}")
        | {"body": text(effect.model_dump_json()), "state": text("open"), "kind": text("effect")}
        | _due(case.region, "effect", key, at + SWEEP)
    )


def put_off(row: Mapping[str, Any], now: datetime) -> Row:
    """An open effect's row with its next try put off, each time twice as long, up to half a day."""
    tries = int(row.get("tries", number(0))["N"]) + 1
    wait = min(SWEEP * 2 ** min(tries, 10), LONGEST)
    return {**row, "tries": number(tries), "due_at": text(moment(now + wait))}


def read_effect(row: Mapping[str, Any]) -> Effect:
    return _EFFECT.validate_json(row["body"]["S"])


def waybill_row(waybill: Waybill) -> Row:
    key = f"{waybill.carrier}#{waybill.number}"
    row = waybill_key(waybill.carrier, waybill.number) | {
        "version": number(waybill.version),
        "body": text(waybill.model_dump_json()),
    }
    return row if waybill.due is None else row | _due(waybill.region, "waybill", key, waybill.due)


def read_waybill(row: Mapping[str, Any]) -> Waybill:
    return Waybill.model_validate_json(row["body"]["S"])


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


def seen_row(change: Change) -> Row:
    """Forgotten after ``SEEN_DAYS`` by the table's time to live: no trigger comes again that late."""
    return seen_key(change.trigger) | {
        "case": text(change.after.no),
        "fingerprint": text(change.fingerprint),
        "network": text(change.network),
        "ttl": number(int((change.at + timedelta(days=SEEN_DAYS)).timestamp())),
    }


def read_seen(row: Mapping[str, Any]) -> Seen:
    network = row.get("network", text(""))["S"]  # which rows of earlier programs lack
    return Seen(case=row["case"]["S"], fingerprint=row["fingerprint"]["S"], network=network)


def counter_key(counter: str, at: datetime) -> Row:
    return {"pk": text(f"OPENINGS#{counter}"), "sk": text(at.astimezone(UTC).date().isoformat())}


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
        case DueKind.CASE:
            return case_key(due.key)
        case DueKind.EFFECT:
            return case_key(first, f"EFFECT#{second}")
        case DueKind.WAYBILL:
            return waybill_key(first, second)
        case _:
            assert_never(due.kind)


def _due(region: str, kind: str, key: str, at: datetime) -> Row:
    return {
        "due_pk": text(due_pk(region, key)),
        "due_at": text(moment(at)),
        "due_kind": text(kind),
        "due_key": text(key),
    }

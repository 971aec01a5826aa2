"""Rows that hold a value of the core: a case as its head, what it wants done, a parcel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from chalicelib.adapters.dynamodb.packed import pack, unpack
from chalicelib.adapters.dynamodb.rows import Row, case_key, due_entry, moment, number, text, waybill_key
from chalicelib.adapters.dynamodb.schema import CASE, EFFECT, WAYBILL
from chalicelib.cases.case import Case
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.values import Effect
from chalicelib.ports.cases import DueKind

SWEEP = timedelta(minutes=5)
"""An effect that is still open after this long is sent again."""

LONGEST = timedelta(hours=12)
"""An effect that keeps failing is tried this often in the end."""

_EFFECT: TypeAdapter[Effect] = TypeAdapter(Effect, config=ConfigDict(defer_build=True))


def head(case: Case, last: str) -> Row:
    """The case as it is now; ``last`` is the hash of its newest event row."""
    told = {"version": number(case.version), "body": text(_body(case)), "last": text(last)}
    return case_key(case.no) | CASE.mark | told


def _body(case: Case) -> str:
    content = pack(case.model_dump(mode="json", exclude_defaults=True))
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read_case(row: Mapping[str, Any]) -> Case:
    """A case from its head, which is in the form of today."""
    return Case.model_validate(unpack(json.loads(row["body"]["S"])))


def masked_name(row: Mapping[str, Any]) -> str | None:
    """The masked name of the applicant in a head of whatever form: events do not have it."""
    masked = json.loads(row["body"]["S"]).get("applicant", {}).get("masked")
    return None if masked is None else str(masked)


def code_digest(row: Mapping[str, Any]) -> str | None:
    """The digest of the query code in a head of whatever form; None where it cannot be told."""
    try:
        told = json.loads(row["body"]["S"])["code_digest"]
    except (ValueError, TypeError, KeyError):
        return None
    return told if isinstance(told, str) and told and told.isascii() else None  # as digests are compared


def with_masked_name(case: Case, masked: str | None) -> Case:
    """A case that its events told, as its head shows it on lists."""
    return case.model_copy(update={"applicant": case.applicant.model_copy(update={"masked": masked})})


def as_of(case: Case) -> Row:
    """
    What a row that a commit writes beside the head says of it: which event was the last. A head that is put
    back to before that is found out by it.
    """
    return {"case_version": number(case.version)}


def effect_row(case: Case, effect: Effect, at: datetime) -> Row:
    key = f"{case.no}#{effect.effect}"
    return (
        case_key(case.no, f"EFFECT#{effect.effect}")
        | EFFECT.mark
        | as_of(case)
        | {"body": text(effect.model_dump_json()), "state": text("open"), "kind": text("effect")}
        | due_entry(case.region, DueKind.EFFECT, key, at + SWEEP)
    )


def put_off(row: Mapping[str, Any], now: datetime) -> Row:
    """An open effect's row with its next try put off, each time twice as long, up to half a day."""
    tries = int(row.get("tries", number(0))["N"]) + 1
    wait = min(SWEEP * 2 ** min(tries, 10), LONGEST)
    return {**row, "tries": number(tries), "due_at": text(moment(now + wait))}


def read_effect(row: Mapping[str, Any]) -> Effect:
    """
    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    return _EFFECT.validate_python(EFFECT.read(row))


def waybill_row(waybill: Waybill) -> Row:
    key = f"{waybill.carrier}#{waybill.number}"
    told = {
        "version": number(waybill.version),
        "body": text(waybill.model_dump_json(exclude={"due", "version"})),
    }
    row = waybill_key(waybill.carrier, waybill.number) | WAYBILL.mark | told
    if waybill.due is None:
        return row
    due = {"due": text(moment(waybill.due))}
    return row | due | due_entry(waybill.region, DueKind.WAYBILL, key, waybill.due)


def read_waybill(row: Mapping[str, Any]) -> Waybill:
    """
    ``due`` and ``version`` stand beside the rest: whoever asks changes them alone.

    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    told = WAYBILL.read(row) | {"version": int(row["version"]["N"])}
    return Waybill.model_validate(told | ({"due": row["due"]["S"]} if "due" in row else {}))

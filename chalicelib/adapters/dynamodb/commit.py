"""A change as one transaction: its writes, and why the table refuses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.decided_cases import decided_rows
from chalicelib.adapters.dynamodb.rows import Row, number, text
from chalicelib.cases.waybill import Waybill
from chalicelib.ports.cases import Change
from chalicelib.services.errors import AlreadyDone, OvertakenError, PermanentError, RetryableError

NEW = "attribute_not_exists(pk)"
SAME = "version = :version"

Write = dict[str, Any]


def put(table: str, row: Row, condition: str, version: int | None = None) -> Write:
    """A row that is written if the condition holds."""
    made: Write = {"TableName": table, "Item": row, "ConditionExpression": condition}
    if version is not None:
        made["ExpressionAttributeValues"] = {":version": number(version)}
    return {"Put": made}


def writes(table: str, change: Change, last: str) -> list[Any]:
    """
    The dedup row stands first, then the head: ``refusal`` reads the answer in this order.

    Args:
        last: the hash of the case's newest event; nothing of a new case.
    """
    made = [put(table, rows.seen_row(change), NEW)]
    if change.events:
        made += _events(table, change, last)
    made += [put(table, rows.effect_row(change.after, effect, change.at), NEW) for effect in change.effects]
    if change.waybill is not None:
        made.append(_waybill(table, change.waybill))
    if change.done is not None:
        made.append(_done(table, change.after.no, change.done))
    return made


def refusal(error: Any, made: list[Any]) -> Exception:
    """Why a transaction was cancelled, sorted by what to do next (DynamoDB, CancellationReasons)."""
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
    failed = [write for write, code in zip(made, codes, strict=False) if code == "ConditionalCheckFailed"]
    if made[0] in failed or any("Update" in write for write in failed):
        return AlreadyDone("this trigger or effect has been dealt with")
    if failed or "TransactionConflict" in codes:
        return OvertakenError("the case has changed, or is changing")
    if "ValidationError" in codes:
        return PermanentError("the commit is larger than the table takes")
    return RetryableError(f"the table is busy: {sorted(set(codes))}")


def _events(table: str, change: Change, last: str) -> Iterator[Write]:
    events, newest = rows.event_rows(change, last)
    head = rows.head(change.after, newest)
    yield put(table, head, NEW) if change.before is None else put(table, head, SAME, change.before.version)
    yield from (put(table, row, NEW) for row in events)
    yield from ({"Put": {"TableName": table, "Item": row}} for row in decided_rows(change, newest))


def _waybill(table: str, waybill: Waybill) -> Write:
    row = rows.waybill_row(waybill)
    return put(table, row, NEW) if waybill.version == 1 else put(table, row, SAME, waybill.version - 1)


def _done(table: str, case: str, effect: str) -> Write:
    return {
        "Update": {
            "TableName": table,
            "Key": rows.case_key(case, f"EFFECT#{effect}"),
            "UpdateExpression": "SET #state = :done REMOVE due_pk, due_at, due_kind, due_key",
            "ConditionExpression": "#state = :open",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": {":done": text("done"), ":open": text("open")},
        }
    }

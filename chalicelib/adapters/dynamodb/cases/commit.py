"""A change as one transaction: its writes, each with what a conflict on it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.cases import case_rows
from chalicelib.adapters.dynamodb.cases.decided_cases import decided_rows
from chalicelib.adapters.dynamodb.cases.event_rows import Chain, event_row
from chalicelib.adapters.dynamodb.cases.waiting_rows import waiting_rows
from chalicelib.adapters.dynamodb.people.find_rows import find_writes
from chalicelib.adapters.dynamodb.rows import Row, number, text
from chalicelib.adapters.dynamodb.table import NEW, SAME, put
from chalicelib.cases.case import Case
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.ports.cases import Commit, Counted, Serials
from chalicelib.services.errors import (
    AlreadyProcessed,
    NumberTakenError,
    PermanentError,
    RetryableError,
    VersionConflictError,
)

OPEN = "#state = :open"
FEWER = " AND ".join(f"(attribute_not_exists(#{each}) OR #{each} < :{each})" for each in ("day", "hour"))

MOST = 100
"""Writes that one transaction takes (DynamoDB, TransactWriteItems)."""


class Write(NamedTuple):
    """
    One write of a transaction as DynamoDB takes it; ``conflict`` is what it means that its condition does not
    hold, None where it has none.
    """

    item: Any
    conflict: Exception | None = None


def writes(
    table: str,
    change: Commit,
    last: str,
    chain: Chain,
    parties: Row | None = None,
    texts: Row | None = None,
    parties_before: Row | None = None,
) -> list[Write]:
    """
    All writes of a change.

    Args:
        last: the hash of the case's newest event row; nothing of a new case.
        parties: the sealed row of parties that are new or have changed. The head's condition guards it, too.
        texts: the sealed row of what people wrote.
        parties_before: the row in whose place it comes.

    Raises:
        PermanentError: there are more than a transaction takes.
    """
    made: list[Write] = []
    if change.trigger is not None:
        done = AlreadyProcessed("this trigger has been dealt with")
        made.append(Write(put(table, rows.seen_row(change, change.trigger), NEW), done))
    made += (Write(count(table, each, change.at), each.refusal) for each in change.counted)
    if change.events:
        made += _case(table, change, last, chain)
        made += _waiting(table, change.before, change.after)
    made += (_serials(table, change.after.region, each) for each in change.serials)
    if parties is not None:
        made.append(Write(put(table, parties)))
        made += map(Write, find_writes(table, change.after, parties_before, parties))
    if texts is not None:
        made.append(Write(put(table, texts, NEW), VersionConflictError("the case has changed")))
    made += _effects(table, change)
    if change.waybill is not None:
        made.append(_waybill(table, change.after, change.waybill))
    if len(made) > MOST:
        raise PermanentError(f"a commit of {len(made)} writes is larger than the table takes")
    return made


def refusal(error: Any, made: Sequence[Write]) -> Exception:
    """Why a transaction was cancelled, sorted by what to do next (DynamoDB, CancellationReasons)."""
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
    failed = [code == "ConditionalCheckFailed" for code in codes]
    if any(failed):
        return conflict(made, failed)
    if "TransactionConflict" in codes:
        return VersionConflictError("the case is changing")
    if "ValidationError" in codes:
        return PermanentError("the commit is larger than the table takes")
    return RetryableError(f"the table is busy: {sorted(set(codes))}")


def conflict(made: Sequence[Write], failed: Sequence[bool]) -> Exception:
    """What the failed conditions mean; that it was done before tells more than that others were first."""
    meanings = [write.conflict for write, no in zip(made, failed, strict=False) if no and write.conflict]
    done = [meaning for meaning in meanings if isinstance(meaning, AlreadyProcessed)]
    return (done or meanings or [VersionConflictError("the case has changed")])[0]


def _case(table: str, change: Commit, last: str, chain: Chain) -> Iterator[Write]:
    """The head, the events that made it so, and the decision among them."""
    row, newest = event_row(change, last, chain)
    head = chain.sealed_head(case_rows.head(change.after, newest))
    changed = VersionConflictError("the case has changed")
    if change.before is None:
        yield Write(put(table, head, NEW), VersionConflictError("the case number is taken"))
    else:
        yield Write(put(table, head, SAME, change.before.version), changed)
    yield Write(put(table, row, NEW), changed)
    yield from (Write(put(table, decided)) for decided in decided_rows(change, newest))


def _waiting(table: str, before: Case | None, after: Case) -> Iterator[Write]:
    """What is waited for since, otherwise, or no more. The head's condition guards these rows, too."""
    was, now = waiting_rows(before), waiting_rows(after)
    for sk, row in now.items():
        if was.get(sk) != row:
            yield Write(put(table, row | case_rows.as_of(after)))
    for sk in was.keys() - now.keys():
        yield Write({"Delete": {"TableName": table, "Key": rows.case_key(after.no, sk)}})


def _effects(table: str, change: Commit) -> Iterator[Write]:
    """New effects, and the one whose result this is."""
    ordered = VersionConflictError("an effect of this number was wanted before")
    for effect in change.effects:
        yield Write(put(table, case_rows.effect_row(change.after, effect, change.at), NEW), ordered)
    if change.done is not None:
        yield Write(
            _done(table, change.after, change.done), AlreadyProcessed("the effect has been dealt with")
        )


def _serials(table: str, region: str, given: Serials) -> Write:
    """The numbers of notices go with the notices, or nobody has them: a series has no gaps."""
    row = rows.series_row(region, given)
    first = given.last == 0
    write = put(table, row, NEW) if first else put(table, row, SAME, given.last)
    return Write(write, VersionConflictError("others have had the numbers of notices"))


def _waybill(table: str, case: Case, waybill: Waybill) -> Write:
    row = case_rows.waybill_row(waybill) | case_rows.as_of(case)
    if waybill.version == 1:
        return Write(put(table, row, NEW), NumberTakenError("the number is another parcel's"))
    heard = VersionConflictError("the parcel has been asked after since")
    return Write(put(table, row, SAME, waybill.version - 1), heard)


def count(table: str, counted: Counted, at: datetime) -> dict[str, Any]:
    """One opening more. The table's time to live forgets the row of a day two days later."""
    names = {"#day": "day", "#hour": f"hour{at.astimezone(UTC):%H}", "#ttl": "ttl"}
    values = {":one": 1, ":hour": counted.hour, ":day": counted.day, ":ttl": int(at.timestamp()) + 2 * 86_400}
    return {
        "Update": {
            "TableName": table,
            "Key": rows.counter_key(counted.counter, at),
            "UpdateExpression": "SET #ttl = :ttl ADD #day :one, #hour :one",
            "ConditionExpression": FEWER,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {name: number(value) for name, value in values.items()},
        }
    }


def _done(table: str, case: Case, effect: str) -> dict[str, Any]:
    states = {":done": text("done"), ":open": text("open")}
    return {
        "Update": {
            "TableName": table,
            "Key": rows.case_key(case.no, f"EFFECT#{effect}"),
            "UpdateExpression": "SET #state = :done, case_version = :version "
            "REMOVE due_pk, due_at, due_kind, due_key",
            "ConditionExpression": OPEN,
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": states | {":version": number(case.version)},
        }
    }

"""
Decisions without the person, month by month: what a new release is tried on before it comes into force.

A row is written in the same commit as the decision and forgotten after about a year. It holds no case
number: item, facts that the rules may read, day, channel and rule, and what the release in shadow said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.rows import Row, moment, number, text
from chalicelib.adapters.dynamodb.schema import DECIDED
from chalicelib.adapters.faults import translated
from chalicelib.ports.cases import Commit
from chalicelib.ports.rules.past_cases import Decided, Shadowed, Taken

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT_DAYS = 400
_MONTHS = 13


def decided_rows(change: Commit, unique: str) -> list[Row]:
    """
    The row of the decision in ``change``, if the rules took one.

    Args:
        unique: the hash of the change's newest event: two decisions of one moment are two rows.
    """
    decided = change.decided
    return [] if decided is None else [decided_row(change.after.region, decided, unique)]


def decided_row(region: str, decided: Decided, unique: str) -> Row:
    forgotten = decided.at + timedelta(days=KEPT_DAYS)
    return DECIDED.mark | {
        "pk": text(_partition(region, decided.at)),
        "sk": text(f"{moment(decided.at)}#{unique[:16]}"),
        "body": text(json.dumps(_content(decided), ensure_ascii=False)),
        "ttl": number(int(forgotten.timestamp())),
    }


class DecidedCases:
    """The port ``PastCases`` over the one table."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def recent(self, region: str, now: datetime, most: int) -> Iterator[Decided]:
        """
        Raises:
            RetryableError: the table is busy.
        """
        yield from islice(self._all(region, now), most)

    def _all(self, region: str, now: datetime) -> Iterator[Decided]:
        for month in _months(now):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": text(_partition(region, month))},
                ScanIndexForward=False,
            )
            with translated("the decisions taken lately cannot be read"):
                for page in pages:
                    yield from map(read_decided, page["Items"])


def _partition(region: str, at: datetime) -> str:
    return f"DECIDED#{region}#{at.astimezone(UTC):%Y-%m}"


def _months(now: datetime) -> Iterator[datetime]:
    """The first of this month, and of those before."""
    first = now.astimezone(UTC).replace(day=1)
    for _ in range(_MONTHS):
        yield first
        first = (first - timedelta(days=1)).replace(day=1)


def _content(decided: Decided) -> dict[str, Any]:
    shadow = decided.shadow
    return {
        "item": decided.item,
        "application": decided.application,
        "on": decided.on.isoformat(),
        "at": decided.at.astimezone(UTC).isoformat(),
        "channel": decided.channel,
        "rule": decided.rule,
        "release": decided.release,
        "opened": decided.opened and decided.opened.astimezone(UTC).isoformat(),
        "others": decided.others,
    } | ({} if shadow is None else {"shadow": vars(shadow)})


def read_decided(row: Mapping[str, Any]) -> Decided:
    """
    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    body = DECIDED.read(row)
    shadow = body.get("shadow")
    return Decided(
        item=body["item"],
        application=body["application"],
        on=date.fromisoformat(body["on"]),
        at=datetime.fromisoformat(body["at"]),
        channel=body["channel"],
        rule=body["rule"],
        release=body["release"],
        shadow=None if shadow is None else _shadowed(shadow),
        opened=datetime.fromisoformat(body["opened"]) if body.get("opened") else None,
        others=_taken(body),
    )


def _shadowed(body: Mapping[str, Any]) -> Shadowed:
    return Shadowed(
        release=body["release"],
        channel=body["channel"],
        rule=body["rule"],
        failed=body["failed"],
        others=_taken(body),
    )


def _taken(body: Mapping[str, Any]) -> dict[str, Taken]:
    return {name: Taken(*each) for name, each in body["others"].items()}

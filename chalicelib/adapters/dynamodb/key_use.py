"""Which cases the data keys of a quarter have sealed something of: what is lost if they are erased."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.adapters.dynamodb.rows import text
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.faults import translated
from chalicelib.adapters.sealing.envelope import take_apart
from chalicelib.adapters.sealing.key_rows import KeyId
from chalicelib.cases.case import Stage


class Sealed(NamedTuple):
    """
    How many cases; which of them are not closed or have something open after their close, and which others
    have to be kept for a time that is not over, by number.
    """

    cases: int
    not_closed: tuple[str, ...]
    kept: tuple[str, ...]


class KeyUse(Table):
    """Reads the whole table once, what is sealed and heads alone; writes nothing."""

    def sealed_with(self, region: str, use: str, now: datetime) -> Sealed:
        """The cases of which anything was sealed with a key of this use."""
        sealed: set[str] = set()
        under_way: set[str] = set()
        kept: set[str] = set()
        with translated("the table cannot be read"):
            for page in self._client.get_paginator("scan").paginate(
                TableName=self._table,
                FilterExpression="begins_with(pk, :case) AND (attribute_exists(sealed) OR sk = :head)",
                ExpressionAttributeValues={":case": text("CASE#"), ":head": text("HEAD")},
                ProjectionExpression="pk, sk, sealed, body",
            ):
                for row in page["Items"]:
                    no = row["pk"]["S"].removeprefix("CASE#")
                    if "sealed" in row:
                        key = KeyId.read(take_apart(bytes(row["sealed"]["B"])).key_id)
                        sealed |= {no} if (key.region, key.use) == (region, use) else set()
                    else:
                        head = json.loads(row["body"]["S"])
                        under_way |= {no} if _is_under_way(head) else set()
                        kept |= {no} if _is_kept(head, now) else set()
        others = sealed & kept - under_way
        return Sealed(len(sealed), tuple(sorted(sealed & under_way)), tuple(sorted(others)))


def _is_under_way(head: dict[str, Any]) -> bool:
    """
    Whether somebody may still need what is sealed: the case is not closed, or something is still open, be it
    that a notice waits to be served. Papers in a parcel are on somebody's list.
    """
    unserved = any("due" in notice for notice in head.get("notices", {}).values())
    return head["stage"] != Stage.CLOSED or bool(head.get("sides") or head.get("deferred") or unserved)


def _is_kept(head: dict[str, Any], now: datetime) -> bool:
    """Whether the parties of a closed case are kept, and their time is not over."""
    until = head.get("kept_until")
    return until is not None and head.get("erased") is None and datetime.fromisoformat(until) > now

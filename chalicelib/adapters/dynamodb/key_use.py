"""Which cases the data keys of a quarter have sealed something of: what is lost if they are erased."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.adapters.dynamodb.people.find_rows import find_keys
from chalicelib.adapters.dynamodb.rows import Row, text
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.faults import translated
from chalicelib.adapters.sealing.envelope import take_apart
from chalicelib.adapters.sealing.key_rows import KeyId
from chalicelib.cases.case import Stage


class Sealed(NamedTuple):
    """
    How many cases; which of them are not closed or have something open after their close, and which others
    have to be kept for a time that is not over, by number. ``found_by``: the keys of the rows by which cases
    are found whose parties were sealed.
    """

    cases: int
    not_closed: tuple[str, ...]
    kept: tuple[str, ...]
    found_by: tuple[Row, ...]


class KeyUse(Table):
    """Reads the whole table once, what is sealed and heads alone."""

    def sealed_with(self, region: str, use: str, now: datetime) -> Sealed:
        """The cases of which anything was sealed with a key of this use."""
        sealed: set[str] = set()
        under_way: set[str] = set()
        kept: set[str] = set()
        found_by: list[Row] = []
        with translated("the table cannot be read"):
            for page in self._client.get_paginator("scan").paginate(
                TableName=self._table,
                FilterExpression="begins_with(pk, :case) AND (attribute_exists(sealed) OR sk = :head)",
                ExpressionAttributeValues={":case": text("CASE#"), ":head": text("HEAD")},
                ProjectionExpression="pk, sk, sealed, body, found_by",
            ):
                for row in page["Items"]:
                    no = row["pk"]["S"].removeprefix("CASE#")
                    if "sealed" in row:
                        key = KeyId.read(take_apart(bytes(row["sealed"]["B"])).key_id)
                        if (key.region, key.use) == (region, use):
                            sealed.add(no)
                            found_by += find_keys(row, no).values()
                    else:
                        head = json.loads(row["body"]["S"])
                        under_way |= {no} if _is_under_way(head) else set()
                        kept |= {no} if _is_kept(head, now) else set()
        others = sealed & kept - under_way
        needed = sealed & under_way
        return Sealed(len(sealed), tuple(sorted(needed)), tuple(sorted(others)), tuple(found_by))

    def forget(self, found_by: tuple[Row, ...]) -> None:
        """Delete the rows by which cases are found; doing it twice is doing it once."""
        for key in found_by:
            with translated("the row cannot be deleted"):
                self._client.delete_item(TableName=self._table, Key=key)


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

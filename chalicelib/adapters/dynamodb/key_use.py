"""Which cases the data keys of a quarter have sealed something of: what is lost if they are erased."""

from __future__ import annotations

import json
from typing import NamedTuple

from chalicelib.adapters.dynamodb.rows import text
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.faults import translated
from chalicelib.adapters.sealing.envelope import take_apart
from chalicelib.adapters.sealing.key_rows import KeyId
from chalicelib.cases.case import Stage


class Sealed(NamedTuple):
    """How many cases, and how many of them are not closed."""

    cases: int
    not_closed: int


class KeyUse(Table):
    """Reads the whole table once, what is sealed and heads alone; writes nothing."""

    def sealed_with(self, region: str, use: str) -> Sealed:
        """The cases of which anything was sealed with a key of this use."""
        sealed: set[str] = set()
        under_way: set[str] = set()
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
                    elif json.loads(row["body"]["S"])["stage"] != Stage.CLOSED:
                        under_way.add(no)
        return Sealed(len(sealed), len(sealed & under_way))

"""What is counted and remembered beside cases: numbers of cases and notices, query codes, stray files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.rows import number, text
from chalicelib.adapters.dynamodb.table import NEW, Table, put
from chalicelib.adapters.faults import translated

if TYPE_CHECKING:
    from chalicelib.cases.notices import Series


class Openings(Table):
    """The part of the port ``Cases`` that is about numbers given and files that came to no case."""

    def next_serial(self, region: str, day: date) -> int:
        with translated("no serial number can be had"):
            answer = self._client.update_item(
                TableName=self._table,
                Key={"pk": text(f"SERIAL#{region}"), "sk": text(day.isoformat())},
                UpdateExpression="ADD serial :one",
                ExpressionAttributeValues={":one": number(1)},
                ReturnValues="UPDATED_NEW",
            )
        return int(answer["Attributes"]["serial"]["N"])

    def last_serials(self, region: str, series: Sequence[Series]) -> tuple[int, ...]:
        keys = [rows.series_key(region, each) for each in series]
        found = [self._get(keys[0])] if len(keys) == 1 else self._get_all(*keys)
        return tuple(0 if row is None else int(row["version"]["N"]) for row in found)

    def mark_code_used(self, no: str, at: datetime) -> None:
        """The row of the first time stands."""
        self._put_if(put(self._table, rows.code_row(no, at), NEW))

    def code_used(self, no: str) -> bool:
        return self._get(rows.case_key(no, "CODE")) is not None

    def keep_stray(self, region: str, key: str, version: str, at: datetime) -> None:
        """The row of the first time stands."""
        self._put_if(put(self._table, rows.stray_row(region, key, version, at), NEW))

    def strays(self, region: str) -> tuple[tuple[str, str], ...]:
        """Files that belong to no case: key, and when they came."""
        with translated("the stray files cannot be listed"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": text(f"STRAY#{region}")},
            )
            return tuple((row["file"]["S"], row["at"]["S"]) for page in pages for row in page["Items"])

"""The one table as adapters use it: a row, a query page by page, one write with a condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.rows import Row, number
from chalicelib.adapters.faults import translated
from chalicelib.services.errors import RetryableError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NEW = "attribute_not_exists(pk)"
SAME = "version = :version"


def put(table: str, row: Row, condition: str = "", version: int | None = None) -> dict[str, Any]:
    """A row that is written if the condition holds."""
    made: dict[str, Any] = {"TableName": table, "Item": row}
    if condition:
        made["ConditionExpression"] = condition
    if version is not None:
        made["ExpressionAttributeValues"] = {":version": number(version)}
    return {"Put": made}


class Table:
    """What every store over the table begins with."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def _get(self, key: Row) -> dict[str, Any] | None:
        with translated("the table cannot be read"):
            return self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")

    def _get_all(self, *keys: Row, only: Sequence[str] = ()) -> list[dict[str, Any] | None]:
        """
        Some rows in one read, in the order of their keys; None for one that is not there. ``only``: the
        attributes that are read, the keys among them.
        """
        read: Any = {"Keys": list(keys), "ConsistentRead": True}
        if only:
            names = {f"#{name}": name for name in only}
            read |= {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}
        wanted: Any = {self._table: read}
        with translated("the table cannot be read"):
            answer = self._client.batch_get_item(RequestItems=wanted)
        if answer.get("UnprocessedKeys"):
            raise RetryableError("the table is busy")
        found = answer["Responses"].get(self._table, [])
        by_key = {(row["pk"]["S"], row["sk"]["S"]): row for row in found}
        return [by_key.get((key["pk"]["S"], key["sk"]["S"])) for key in keys]

    def _query(self, condition: str, values: Row, most: int = 1_000, **where: Any) -> Iterator[Row]:
        """Every row that meets the condition, page after page, each of at most ``most`` rows."""
        with translated("the table cannot be read"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                PaginationConfig={"PageSize": most},
                **where,
            )
            for page in pages:
                yield from page["Items"]

    def _put_if(self, write: dict[str, Any]) -> bool:
        """One write by itself; whether its condition held."""
        with translated("the table did not take the row"):
            try:
                self._client.put_item(**write["Put"])
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

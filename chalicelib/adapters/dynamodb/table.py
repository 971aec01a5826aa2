"""The one table as adapters use it: a row, a query page by page, one write with a condition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.faults import translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class Table:
    """What every store over the table begins with."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def _get(self, key: Row) -> dict[str, Any] | None:
        with translated("the table cannot be read"):
            return self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")

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

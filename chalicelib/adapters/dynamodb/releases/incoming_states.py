"""What is remembered of the folder of incoming rule files: one row a region, beside its publication log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.rows import Row, number, text
from chalicelib.adapters.faults import translated
from chalicelib.ports.rules.incoming_folder import IncomingState
from chalicelib.services.errors import VersionConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class IncomingStateRows:
    """The port ``IncomingStates`` over the one table."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def last(self, region: str) -> IncomingState:
        """
        Raises:
            RetryableError: the table is busy.
        """
        with translated("the state of incoming rule files cannot be read"):
            answer = self._client.get_item(TableName=self._table, Key=_key(region), ConsistentRead=True)
        row = answer.get("Item")
        return IncomingState() if row is None else _read(row)

    def write(self, region: str, state: IncomingState) -> None:
        """
        Raises:
            VersionConflictError: the last writing is another one.
            RetryableError: the table is busy.
        """
        row = _key(region) | {
            "n": number(state.n),
            "by": {"SS": sorted(state.by)},
            "seen": text(state.seen),
        }
        last: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if state.n > 1:
            last = {
                "ConditionExpression": "#n = :n",
                "ExpressionAttributeNames": {"#n": "n"},
                "ExpressionAttributeValues": {":n": number(state.n - 1)},
            }
        row |= {"digest": text(state.digest)} if state.digest else {}
        row |= {"beside": text(state.beside)} if state.beside else {}
        with translated("the state of incoming rule files cannot be written"):
            try:
                self._client.put_item(TableName=self._table, Item=row, **last)
            except self._client.exceptions.ConditionalCheckFailedException as error:
                raise VersionConflictError("incoming rule files have changed meanwhile") from error


def _key(region: str) -> Row:
    return {"pk": text(f"RELEASE#{region}"), "sk": text("DROPPED")}


def _read(row: Row) -> IncomingState:
    digest, beside = (row.get(name, {}).get("S") for name in ("digest", "beside"))
    return IncomingState(int(row["n"]["N"]), frozenset(row["by"]["SS"]), digest, row["seen"]["S"], beside)

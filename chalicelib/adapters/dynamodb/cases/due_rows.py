"""What waits for its time: found, and leased to be sent, without a look into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.rows import text
from chalicelib.adapters.dynamodb.suspensions import Suspensions
from chalicelib.adapters.faults import translated
from chalicelib.ports.cases import Due, DueKind

_KINDS = frozenset(kind.value for kind in DueKind)
"""What is due of another kind is left to the newer version that wrote it, which is being deployed."""


class DueRows(Suspensions):
    """The port ``DueRows`` over the one table."""

    def due(self, region: str, now: datetime) -> Iterator[Due]:
        shards = (self._due_in(f"DUE#{region}#{shard}", now) for shard in range(rows.SHARDS))
        return merge(*shards, key=lambda due: due.at or now)

    def _due_in(self, shard: str, now: datetime) -> Iterator[Due]:
        values = {":pk": text(shard), ":now": text(rows.moment(now))}
        for row in self._query("due_pk = :pk AND due_at <= :now", values, IndexName="due"):
            if row["due_kind"]["S"] in _KINDS:
                yield rows.read_due(row)

    def lease(self, due: Due, until: datetime) -> bool:
        if due.at is None:
            raise ValueError("a row is leased as it was found, with its time")
        with translated("the table did not take the lease"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=rows.due_row_key(due),
                    UpdateExpression="SET due_at = :until",
                    ConditionExpression="due_at = :seen",
                    ExpressionAttributeValues={
                        ":until": text(rows.moment(until)),
                        ":seen": text(rows.moment(due.at)),
                    },
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

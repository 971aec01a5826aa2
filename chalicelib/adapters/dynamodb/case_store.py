"""Cases in DynamoDB: one table, one transaction a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from heapq import merge
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import commit, event_rows, rows, waiting_rows
from chalicelib.adapters.dynamodb.rows import Row, number, text
from chalicelib.adapters.faults import translated
from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.values import Effect
from chalicelib.cases.waybill import Waybill
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Change, Due, Seen, Work
from chalicelib.services.errors import OvertakenError, PermanentError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_LONGEST_NAME = 60
"""Of a unit in the rule files; a key of the table has its limit, too."""


class CaseStore:
    """The port ``Cases`` over one DynamoDB table (rows: ``rows``)."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    # --- reading ---------------------------------------------------------------------------------

    def load(self, no: str) -> Case | None:
        """The case; None also for what is no case number at all, however long: the table is not asked."""
        row = self._get(rows.case_key(no)) if is_case_number(no) else None
        return None if row is None else rows.read_case(row)

    def events(self, no: str) -> tuple[AnyEvent, ...]:
        return tuple(event for row in self._event_rows(no) for event in event_rows.read_events(row))

    def verify(self, no: str) -> int | None:
        """The number of the first event that is not as it was written; None if the audit trail is whole."""
        head = self._get(rows.case_key(no))
        if head is None:
            raise PermanentError("没有这个办件 there is no such case")
        rows.check_schema(head)
        return event_rows.verify_chain(self._event_rows(no), head["last"]["S"])

    def against_time(self, no: str, now: datetime, rate: float) -> int | None:
        """The number of the first event that time runs against, by clocks of that rate; None if none is."""
        return event_rows.against_time((event.at for event in self.events(no)), now, rate)

    def seen(self, trigger: str) -> Seen | None:
        row = self._get(rows.seen_key(trigger))
        return None if row is None else rows.read_seen(row)

    def open_effect(self, case: str, effect: str) -> Effect | None:
        row = self._effect(rows.case_key(case, f"EFFECT#{effect}"))
        return None if row["state"]["S"] != "open" else rows.read_effect(row)

    def waybill(self, key: str) -> Waybill | None:
        carrier, _, parcel = key.partition("#")
        row = self._get(rows.waybill_key(carrier, parcel))
        return None if row is None else rows.read_waybill(row)

    def due(self, region: str, now: datetime) -> Iterator[Due]:
        shards = (self._due_in(f"DUE#{region}#{shard}", now) for shard in range(rows.SHARDS))
        return merge(*shards, key=lambda due: due.at or now)

    def _due_in(self, shard: str, now: datetime) -> Iterator[Due]:
        values = {":pk": text(shard), ":now": text(rows.moment(now))}
        for row in self._query("due_pk = :pk AND due_at <= :now", values, IndexName="due"):
            yield rows.read_due(row)

    def work(self, region: str, unit: str, most: int = 100, after: str = "") -> Iterator[Work]:
        """A unit whose name no rule file allows has nothing to do: the table is not asked."""
        if len(unit) > _LONGEST_NAME:
            return
        values = {":pk": text(waiting_rows.desk_pk(region, unit))}
        condition = "desk_pk = :pk"
        if after:
            values[":after"], condition = text(after), f"{condition} AND desk_at > :after"
        for row in self._query(condition, values, most=most, IndexName="desk"):
            yield waiting_rows.read_work(row)

    def suspensions(self, region: str) -> tuple[Suspension, ...]:
        values = {":pk": text(f"POLLING#{region}"), ":carriers": text("CARRIER#")}
        found = self._query("pk = :pk AND begins_with(sk, :carriers)", values, ConsistentRead=True)
        return tuple(held for row in found if (held := rows.read_suspension(row)) is not None)

    def suspension(self, region: str, carrier: str) -> Suspension | None:
        row = self._get(rows.suspension_key(region, carrier))
        return None if row is None else rows.read_suspension(row)

    def strays(self, region: str) -> tuple[tuple[str, str], ...]:
        """Files that belong to no case: key, and when they came."""
        with translated("the stray files cannot be listed"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": text(f"STRAY#{region}")},
            )
            return tuple((row["file"]["S"], row["at"]["S"]) for page in pages for row in page["Items"])

    # --- writing ---------------------------------------------------------------------------------

    def commit(self, change: Change) -> None:
        writes = commit.writes(self._table, change, self._last(change))
        with translated("the table did not take the commit"):
            try:
                self._client.transact_write_items(TransactItems=[write.item for write in writes])
            except self._client.exceptions.TransactionCanceledException as error:
                raise commit.refusal(error, writes) from error

    def claim(self, waybill: Waybill, until: datetime) -> Waybill:
        mine = waybill.model_copy(update={"due": until, "version": waybill.version + 1})
        if not self._put_if(commit.put(self._table, rows.waybill_row(mine), commit.SAME, waybill.version)):
            raise OvertakenError("someone else is asking for this waybill")
        return mine

    def postpone(self, case: str, effect: str, until: datetime) -> None:
        with translated("the effect cannot be postponed"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=rows.case_key(case, f"EFFECT#{effect}"),
                    UpdateExpression="SET due_at = :until",
                    ConditionExpression="#state = :open",
                    ExpressionAttributeNames={"#state": "state"},
                    ExpressionAttributeValues={":until": text(rows.moment(until)), ":open": text("open")},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return  # done in between: nothing waits

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

    def put_off(self, case: str, effect: str, now: datetime) -> bool:
        key = rows.case_key(case, f"EFFECT#{effect}")
        row = self._effect(key)
        if row["state"]["S"] != "open":
            return False
        again = rows.put_off(row, now)
        tries = row.get("tries", number(0))
        seen = "tries = :tries" if "tries" in row else "attribute_not_exists(tries)"
        return self._put_if(
            {
                "Put": {
                    "TableName": self._table,
                    "Item": again,
                    "ConditionExpression": f"#state = :open AND {seen}",
                    "ExpressionAttributeNames": {"#state": "state"},
                    "ExpressionAttributeValues": {":open": text("open")}
                    | ({":tries": tries} if "tries" in row else {}),
                }
            }
        )

    def keep_stray(self, region: str, key: str, version: str, at: datetime) -> None:
        """The row of the first time stands."""
        self._put_if(commit.put(self._table, rows.stray_row(region, key, version, at), commit.NEW))

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

    def count_opening(self, counter: str, at: datetime, hour: int, day: int) -> bool:
        """One request. The table's time to live forgets the row of a day two days later."""
        names = {"#day": "day", "#hour": f"hour{at.astimezone(UTC):%H}", "#ttl": "ttl"}
        values = {":one": 1, ":hour": hour, ":day": day, ":ttl": int(at.timestamp()) + 2 * 86_400}
        fewer = " AND ".join(
            f"(attribute_not_exists(#{each}) OR #{each} < :{each})" for each in ("day", "hour")
        )
        with translated("the openings cannot be counted"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=rows.counter_key(counter, at),
                    UpdateExpression="SET #ttl = :ttl ADD #day :one, #hour :one",
                    ConditionExpression=fewer,
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues={name: number(value) for name, value in values.items()},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def mark_code_used(self, no: str, at: datetime) -> None:
        """The row of the first time stands."""
        self._put_if(commit.put(self._table, rows.code_row(no, at), commit.NEW))

    def code_used(self, no: str) -> bool:
        return self._get(rows.case_key(no, "CODE")) is not None

    def suspend(self, suspension: Suspension) -> bool:
        condition = f"{commit.NEW} OR {commit.SAME}" if suspension.tries == 0 else commit.SAME
        row = rows.suspension_row(suspension)
        return self._put_if(commit.put(self._table, row, condition, suspension.tries - 1))

    def resume(self, region: str, carrier: str | None = None) -> bool:
        carriers = [each.carrier for each in self.suspensions(region)] if carrier is None else [carrier]
        over = [rows.suspension_over(region, each) for each in carriers]
        ended = [self._put_if(commit.put(self._table, row, "version > :version", -1)) for row in over]
        return any(ended)

    def _effect(self, key: Row) -> dict[str, Any]:
        row = self._get(key)
        if row is None:
            raise PermanentError("no such effect")
        return row

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

    def _event_rows(self, no: str) -> Iterator[Row]:
        values = {":pk": text(f"CASE#{no}"), ":events": text("EVENT#")}
        return self._query("pk = :pk AND begins_with(sk, :events)", values, ConsistentRead=True)

    def _put_if(self, write: dict[str, Any]) -> bool:
        """One write by itself; whether its condition held."""
        with translated("the table did not take the row"):
            try:
                self._client.put_item(**write["Put"])
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _last(self, change: Change) -> str:
        """
        The hash of the case's newest event. Of a case that has moved on it is the wrong one: harmless,
        the commit is refused by the head's version, and the reasons tell a duplicate from a late-comer.
        """
        if change.before is None or not change.events:
            return ""
        row = self._get(rows.case_key(change.after.no))
        return "" if row is None else str(row["last"]["S"])

"""Cases in DynamoDB: one table, one transaction a change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.cases import case_rows, commit, event_rows, text_rows, waiting_rows
from chalicelib.adapters.dynamodb.cases.commit import Write
from chalicelib.adapters.dynamodb.cases.due_rows import DueRows
from chalicelib.adapters.dynamodb.cases.file_rows import FileRows, read_files
from chalicelib.adapters.dynamodb.cases.text_rows import TextRows
from chalicelib.adapters.dynamodb.cases.waybill_rows import WaybillRows
from chalicelib.adapters.dynamodb.people import party_rows
from chalicelib.adapters.dynamodb.people.openings import Openings
from chalicelib.adapters.dynamodb.rows import Row, number, text
from chalicelib.adapters.dynamodb.schema import CASE
from chalicelib.adapters.faults import translated
from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.evolve import replay
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.values import Effect
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Commit, History, Loaded, ProcessedMessage, Remains, StoredCase, Work
from chalicelib.ports.sealing import Sealer
from chalicelib.services.errors import NewerSchemaError, PermanentError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

log = logging.getLogger(__name__)

_REMEMBERED = 100
"""Cases of which a process knows with which hash they were read."""

_LONGEST_NAME = 60
"""Of a unit in the rule files; a key of the table has its limit, too."""


class CaseStore(TextRows, FileRows, Openings, WaybillRows, DueRows):
    """The port ``Cases`` over one DynamoDB table (rows: ``rows``)."""

    def __init__(
        self, client: DynamoDBClient, table: str, chain: event_rows.Chain, sealer: Callable[[], Sealer]
    ) -> None:
        """``sealer`` is asked for where something is sealed or opened, and not before."""
        super().__init__(client, table, sealer)
        self._chain = chain
        self._read: dict[str, tuple[int, str]] = {}

    # --- reading ---------------------------------------------------------------------------------

    def load(self, no: str) -> Case | None:
        """The case; None also for what is no case number at all, however long: the table is not asked."""
        row = self._get(rows.case_key(no)) if is_case_number(no) else None
        return None if row is None else self._read_case(row)

    def load_all(self, nos: Collection[str]) -> dict[str, Callable[[], Case]]:
        if not nos:
            return {}
        found = zip(nos, self._get_all(*map(rows.case_key, nos)), strict=True)
        return {no: partial(self._read_case, row) for no, row in found if row is not None}

    def _read_case(self, row: Row) -> Case:
        """The case from its head; where that has an older form, from its events."""
        no = row["pk"]["S"].removeprefix("CASE#")
        if CASE.of(row) == CASE.number:
            case = case_rows.read_case(row)
        else:
            case = case_rows.with_masked_name(replay(self.events(no)), case_rows.masked_name(row))
        self._remember(case, row["last"]["S"])
        return case

    def load_with_files(self, no: str) -> Loaded | None:
        found = self.stored(no)
        return None if found is None else found.read()

    def stored(self, no: str) -> StoredCase | None:
        found = self._head_and_files(no)
        return (
            None
            if found is None
            else StoredCase(case_rows.code_digest(found[0]), partial(self._made_of, *found))
        )

    def _made_of(self, head: Row, files: list[Row]) -> Loaded:
        case = self._read_case(head)
        return Loaded(case, read_files(files).in_time(case.closed))

    def events(self, no: str) -> tuple[AnyEvent, ...]:
        return tuple(event for row in self._event_rows(no) for event in event_rows.read_events(row))

    def remains(self, no: str, region: str) -> Remains:
        told: tuple[AnyEvent, ...] = ()
        for row in self._event_rows(no):
            try:
                told += event_rows.read_events(row)
            except (NewerSchemaError, PermanentError, ValueError, TypeError, KeyError) as error:
                log.error("the events of case %s cannot be read: %s", no, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
                break
        values = {":pk": text(f"CASE#{no}"), ":tasks": text("TASK#")}
        lines = self._query("pk = :pk AND begins_with(sk, :tasks)", values, ConsistentRead=True)
        units = (waiting_rows.unit_of(row, region) for row in lines)
        return Remains(told, tuple(unit for unit in units if unit is not None))

    def latest_events(self, no: str, most: int, before: int | None = None) -> History:
        condition, values = "pk = :pk AND begins_with(sk, :events)", {":events": text("EVENT#")}
        if before is not None:
            condition = "pk = :pk AND sk BETWEEN :events AND :last"
            values[":last"] = text(event_rows.sort_key(before - 1))
        found = self._query(
            condition,
            {":pk": text(f"CASE#{no}"), **values},
            most=most,
            ConsistentRead=True,
            ScanIndexForward=False,
        )
        return event_rows.gathered(found, most)

    def seen(self, trigger: str) -> ProcessedMessage | None:
        row = self._get(rows.seen_key(trigger))
        return None if row is None else rows.read_seen(row)

    def open_effect(self, case: str, effect: str) -> Effect | None:
        row = self._effect(rows.case_key(case, f"EFFECT#{effect}"))
        return None if row["state"]["S"] != "open" else case_rows.read_effect(row)

    def load_effect(self, case: str, effect: str) -> tuple[Case, Effect] | None:
        head, row, parties = self._get_all(
            rows.case_key(case), rows.case_key(case, f"EFFECT#{effect}"), _parties_key(case)
        )
        self._came_along(case, parties)
        if head is None or row is None:
            raise PermanentError("no such effect")
        return None if row["state"]["S"] != "open" else (self._read_case(head), case_rows.read_effect(row))

    def load_parcel(self, waybill: Waybill) -> tuple[Case | None, Suspension | None]:
        head, row, parties = self._get_all(
            rows.case_key(waybill.case),
            rows.suspension_key(waybill.region, waybill.carrier),
            _parties_key(waybill.case),
        )
        self._came_along(waybill.case, parties)
        suspension = None if row is None else rows.read_suspension(row)
        return None if head is None else self._read_case(head), suspension

    def work(self, region: str, unit: str, most: int = 100, after: str = "") -> Iterator[Work]:
        """
        A unit whose name no rule file allows has nothing to do: the table is not asked. A row that somebody
        altered hides no other: it is told to the operator, and written anew with the case's next commit.
        """
        if len(unit) > _LONGEST_NAME:
            return
        values = {":pk": text(waiting_rows.desk_pk(region, unit))}
        condition = "desk_pk = :pk"
        if after:
            values[":after"], condition = text(after), f"{condition} AND desk_at > :after"
        for row in self._query(condition, values, most=most, IndexName="desk"):
            try:
                work = waiting_rows.read_work(row)
            except (PermanentError, ValueError, TypeError, KeyError) as error:
                log.error("row %s of %s is no line of work: %s", row["sk"], row["pk"], type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
            else:
                yield work

    # --- writing ---------------------------------------------------------------------------------

    def commit(self, change: Commit) -> None:
        """What is one write only costs half of a transaction of one."""
        parties = party_rows.sealed_row(self._table, change, self._sealer)
        texts = text_rows.sealed_row(self._table, change, self._sealer)
        changed = parties is not None and change.before is not None
        before = self._get(_parties_key(change.after.no)) if changed else None
        last = self._last(change)
        writes = commit.writes(self._table, change, last, self._chain, parties, texts, before)
        first = writes[0]
        if len(writes) == 1 and "Put" in first.item:
            if not self._put_if(first.item) and first.conflict is not None:
                raise first.conflict
            return
        with translated("the table did not take the commit"):
            try:
                self._client.transact_write_items(TransactItems=[write.item for write in writes])
            except self._client.exceptions.TransactionCanceledException as error:
                raise commit.refusal(error, writes) from error
        self._remember_committed(change, writes)

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

    def put_off(self, case: str, effect: str, now: datetime) -> bool:
        key = rows.case_key(case, f"EFFECT#{effect}")
        row = self._effect(key)
        if row["state"]["S"] != "open":
            return False
        again = case_rows.put_off(row, now)
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

    def _remember(self, case: Case, last: str) -> None:
        """With which hash a case was read: its commit need not ask again."""
        self._read.pop(case.no, None)
        self._read[case.no] = (case.version, last)
        if len(self._read) > _REMEMBERED:
            self._read.pop(next(iter(self._read)), None)

    def _remember_committed(self, change: Commit, writes: Sequence[Write]) -> None:
        """The case as it was committed is as good as read: who goes on with it need not ask either."""
        for write in writes:
            row = write.item.get("Put", {}).get("Item", {})
            if "last" in row:
                self._remember(change.after, row["last"]["S"])

    def _effect(self, key: Row) -> dict[str, Any]:
        row = self._get(key)
        if row is None:
            raise PermanentError("no such effect")
        return row

    def _event_rows(self, no: str) -> Iterator[Row]:
        values = {":pk": text(f"CASE#{no}"), ":events": text("EVENT#")}
        return self._query("pk = :pk AND begins_with(sk, :events)", values, ConsistentRead=True)

    def _last(self, change: Commit) -> str:
        """
        The hash of the case's newest event row, as it was when the case was read. Of a case that has moved on
        it is the wrong one: harmless, the commit is refused by the head's version, and the reasons tell a
        duplicate from a late-comer.
        """
        if change.before is None or not change.events:
            return ""
        version, last = self._read.get(change.after.no, (0, ""))
        if version == change.before.version:
            return last
        row = self._get(rows.case_key(change.after.no))
        return "" if row is None else str(row["last"]["S"])


def _parties_key(no: str) -> Row:
    return rows.case_key(no, party_rows.NAME)

"""
Sessions of browsers as rows ``SESSION#<digest of the cookie>`` / HEAD, and who was called back as rows
``REVOKED#<region>`` / staff number. Whose a session is tells a row ``SESSION#<region>#of#<keyed digest>`` /
digest of the cookie: so somebody can end all of hers. The table's time to live takes all away when nobody
needs them any more.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.cases.commit import count
from chalicelib.adapters.dynamodb.rows import Row, moment, number, text
from chalicelib.adapters.dynamodb.table import NEW, Table, put
from chalicelib.adapters.faults import translated
from chalicelib.cases.people.staff_numbers import same_number
from chalicelib.ports.cases import Counted
from chalicelib.ports.people.identity import Caller, CodeHolder, Person, Session, Staff
from chalicelib.ports.sealing import Place, Sealer
from chalicelib.services.errors import SealError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_KINDS: dict[str, Callable[..., Caller]] = {"staff": Staff, "person": Person, "codes": CodeHolder}
LOOKED_AT_SECONDS = 10.0
"""So long a process goes by what it knows of who was called back."""

MOST_FULL = 10_000
"""Counters that a process knows to be full; with more it begins to learn them again."""

KEPT_SECONDS = 2 * 86_400
"""A row of who was called back is kept longer than any token or session lives."""


class SessionRows(Table):
    """The port ``Sessions``."""

    def __init__(self, client: DynamoDBClient, table: str, region: str, sealer: Callable[[], Sealer]) -> None:
        super().__init__(client, table)
        self._region, self._sealer = region, sealer
        self._full: dict[str, str] = {}

    def begin(self, session: Session) -> None:
        key = self._key(session.secret)
        content = json.dumps(_told(session), ensure_ascii=False).encode()
        sealed = self._sealer().seal(self._place(key), content)
        ends = {"ends": text(moment(session.ends)), "ttl": number(int(session.ends.timestamp()))}
        if not isinstance(session.caller, CodeHolder):  # first: what is not found cannot be ended
            self._put_if(put(self._table, self._mine(session.caller, _digest(session.secret)) | ends))
        self._put_if(put(self._table, key | ends | {"sealed": {"B": sealed}}, NEW))

    def find(self, secret: str, now: datetime) -> Session | None:
        key = self._key(secret)
        row = self._get(key)
        if row is None:
            return None
        try:
            content = self._sealer().open(self._place(key), bytes(row["sealed"]["B"]))
        except SealError:  # of a restored table, or altered: whoever has the cookie signs in again
            return None
        session = _read(secret, json.loads(content))
        return session if now < session.ends else None  # as it was sealed: what lies in clear can be altered

    def end(self, secret: str) -> None:
        with translated("the session cannot be ended"):
            self._client.delete_item(TableName=self._table, Key=self._key(secret))

    def end_all(self, caller: Staff | Person) -> None:
        mine = self._mine(caller)
        for row in list(self._query("pk = :pk", {":pk": mine["pk"]}, ConsistentRead=True)):
            with translated("the sessions cannot be ended"):
                self._client.delete_item(TableName=self._table, Key=self._row(row["sk"]["S"]))
                self._client.delete_item(TableName=self._table, Key={"pk": row["pk"], "sk": row["sk"]})

    def count(self, counted: Counted, at: datetime) -> None:
        """
        One attempt more, or the refusal that ``counted`` has where there were as many as may be; of that the
        process knows then until the hour is over.
        """
        update = count(self._table, counted, at)["Update"]
        with translated("the attempt cannot be counted"):
            try:
                self._client.update_item(**update)
            except self._client.exceptions.ConditionalCheckFailedException:
                if len(self._full) >= MOST_FULL:
                    self._full.clear()
                self._full[counted.counter] = _hour(at)
                raise counted.refusal from None

    def is_full(self, counter: str, at: datetime) -> bool:
        """Whether this process knows that under ``counter`` there were as many as may be in this hour."""
        return self._full.get(counter) == _hour(at)

    def _key(self, secret: str) -> Row:
        return self._row(_digest(secret))

    def _row(self, digest: str) -> Row:
        return {"pk": text(f"SESSION#{self._region}#{digest}"), "sk": text("HEAD")}

    def _mine(self, caller: Staff | Person, digest: str = "") -> Row:
        known_by = caller.id if isinstance(caller, Staff) else caller.identity
        owner = self._sealer().digest("session", f"{_kind(caller)} {known_by}")
        return {"pk": text(f"SESSION#{self._region}#of#{owner}"), "sk": text(digest)}

    def _place(self, key: Row) -> Place:
        return Place(self._table, key["pk"]["S"], "HEAD", 1)


class RevocationRows(Table):
    """The port ``Revocations``; all rows of a region are read at once, seldom."""

    def __init__(self, client: DynamoDBClient, table: str, region: str) -> None:
        super().__init__(client, table)
        self._region, self.looked_at = region, LOOKED_AT_SECONDS
        self._known: dict[str, str] = {}
        self._read_at = float("-inf")

    def revoke(self, staff: str, at: datetime) -> None:
        row = {"pk": text(f"REVOKED#{self._region}"), "sk": text(staff)}
        row |= {"at": text(moment(at)), "ttl": number(int(at.timestamp()) + KEPT_SECONDS)}
        self._put_if(put(self._table, row))
        self._read_at = float("-inf")

    def revoked(self, staff: str, given: datetime) -> bool:
        now = time.monotonic()
        if now - self._read_at > self.looked_at:
            values = {":pk": text(f"REVOKED#{self._region}")}
            found = self._query("pk = :pk", values, ConsistentRead=True)
            told = sorted((same_number(row["sk"]["S"]), row["at"]["S"]) for row in found)
            self._known = dict(told)  # of two writings of one number the later call counts
            self._read_at = now
        return moment(given) <= self._known.get(same_number(staff), "")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _hour(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H}"


def _told(session: Session) -> dict[str, Any]:
    return {
        "kind": _kind(session.caller),
        "caller": session.caller._asdict(),
        "began": session.began.isoformat(),
        "ends": session.ends.isoformat(),
    }


def _kind(caller: Caller) -> str:
    match caller:
        case Staff():
            return "staff"
        case Person():
            return "person"
        case CodeHolder():
            return "codes"


def _read(secret: str, told: dict[str, Any]) -> Session:
    given = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told["caller"].items()
    }
    began, ends = (datetime.fromisoformat(told[name]) for name in ("began", "ends"))
    return Session(secret, _KINDS[told["kind"]](**given), began, ends)

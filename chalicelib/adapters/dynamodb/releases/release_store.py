"""Releases in S3 by digest, the pointer to the one in force and the publication log in the table."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.adapters.dynamodb.rows import Row, moment, number, text
from chalicelib.adapters.faults import translated
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.release import read
from chalicelib.releases.log import Entry, Kind, Standing, Subject, next_entry
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import NoRulesError, NotStoredError, PermanentError, VersionConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

_KEPT = 12
"""
Releases kept in memory, those used last: the one in force, and those that running cases were decided under.
Ten take some 10 MiB.
"""


_MANGLED = -1
"""The number of a standing that was written by hand and has none: no log leads to it."""

_LATELY_SECONDS = 15.0
"""So long a process goes on with what it last read of a region's releases, where that is enough."""


class _Read(NamedTuple):
    """Which releases are in force and in shadow, and when that was read."""

    active: str | None
    shadow: str | None
    at: float


class ReleaseStore:
    """
    The port ``Releases``. A release never changes, so it is read once per process. The pointer is
    read at every opening of a case: a new release is in force at once.
    """

    def __init__(
        self,
        dynamodb: DynamoDBClient,
        table: str,
        s3: S3Client,
        bucket: str,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._s3 = s3
        self._bucket = bucket
        self._releases: Memory[str, Release] = Memory(_KEPT)
        self._seconds = seconds
        self._lately: Memory[str, _Read] = Memory(_KEPT)

    def active(self, region: str) -> str:
        return _in_force(self._look(region))

    def lately_active(self, region: str) -> str:
        return _in_force(self._looked(region))

    def get(self, digest: str) -> Release:
        return self._releases.use(digest) or self._releases.put(digest, self._read(digest))

    def shadow(self, region: str) -> str | None:
        """
        As last read, if that was some seconds ago: opening a case reads the pointer anyway, and no upload
        shall wait for a comparison.
        """
        return self._looked(region).shadow

    def put(self, content: bytes, digest: str) -> None:
        """Store a release under its digest; storing it again changes nothing."""
        self._put(_key(digest), content, f"release {digest[:12]} cannot be stored")

    def put_checks(self, content: bytes, digest: str) -> None:
        """Keep the report of a release's checks beside it."""
        self._put(_checks_key(digest), content, f"the checks of release {digest[:12]} cannot be stored")

    def checks(self, digest: str) -> bytes:
        """
        The report of the checks that a release was published with, as JSON.

        Raises:
            PermanentError: there is none.
        """
        return self._content(_checks_key(digest), f"the report on release {digest[:12]}")

    def standing(self, region: str) -> Standing:
        row = self._pointer(region)
        self._remember(region, row or {})
        if row is None:
            return Standing()
        hashed, active, shadow = (row.get(name, {}).get("S") for name in ("hash", "digest", "shadow"))
        return Standing(int(row.get("n", {}).get("N", _MANGLED)), hashed or "", active, shadow)

    def write(
        self, region: str, standing: Standing, kind: Kind, subject: Subject, who: Signer, at: datetime
    ) -> Entry:
        """
        Write the log's next entry and where it leads, in one commit.

        Raises:
            VersionConflictError: the region no longer stands at ``standing``.
        """
        entry = next_entry(standing, kind, subject, who, moment(at))
        self._commit(region, entry, standing)
        return entry

    def log(self, region: str) -> list[Entry]:
        """The publication log, oldest first; each entry holds the hash of the one before."""
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :log)",
            ExpressionAttributeValues={":pk": text(f"RELEASE#{region}"), ":log": text("LOG#")},
            ConsistentRead=True,
        )
        with translated("the publication log cannot be read"):
            return [_entry(row) for page in pages for row in page["Items"]]

    def _commit(self, region: str, entry: Entry, before: Standing) -> None:
        after = before.after(entry)
        body = json.dumps({name: value for name, value in entry.items() if name != "hash"}, sort_keys=True)
        pointer: Row = _row(region, "ACTIVE") | {"n": number(after.n), "hash": text(after.hash)}
        pointer |= {"digest": text(after.active)} if after.active else {}
        pointer |= {"shadow": text(after.shadow)} if after.shadow else {}
        log: Row = _row(region, f"LOG#{after.n:06d}") | {"body": text(body), "hash": text(after.hash)}
        new = {"TableName": self._table, "ConditionExpression": "attribute_not_exists(pk)"}
        same = {
            "TableName": self._table,
            "ConditionExpression": "#n = :n AND #hash = :hash",
            "ExpressionAttributeNames": {"#n": "n", "#hash": "hash"},
            "ExpressionAttributeValues": {":n": number(before.n), ":hash": text(before.hash)},
        }
        writes: list[Any] = [
            {"Put": (same if before.n else new) | {"Item": pointer}},
            {"Put": new | {"Item": log}},
        ]
        with translated("the publication log cannot be written"):
            try:
                self._dynamodb.transact_write_items(TransactItems=writes)
            except self._dynamodb.exceptions.TransactionCanceledException as error:
                raise VersionConflictError("someone else wrote into the publication log") from error

    def _pointer(self, region: str) -> dict[str, Any] | None:
        with translated("the release in force cannot be read"):
            row = self._dynamodb.get_item(
                TableName=self._table, Key=_row(region, "ACTIVE"), ConsistentRead=True
            ).get("Item")
        return row

    def _remember(self, region: str, row: Mapping[str, Any]) -> _Read:
        active, shadow = (row.get(name, {}).get("S") for name in ("digest", "shadow"))
        return self._lately.put(region, _Read(active, shadow, self._seconds()))

    def _look(self, region: str) -> _Read:
        """What is in force and in shadow now."""
        return self._remember(region, self._pointer(region) or {})

    def _looked(self, region: str) -> _Read:
        """The same as last read, if that was some seconds ago at most."""
        read = self._lately.get(region)
        if read is None or self._seconds() - read.at > _LATELY_SECONDS:
            return self._look(region)
        return read

    def _read(self, digest: str) -> Release:
        content = self._content(_key(digest), f"release {digest[:12]}")
        try:
            return read(content, digest)
        except ValueError as error:
            raise PermanentError(
                f"保存的版本 {digest[:12]} 与发布时不一致 / "
                f"release {digest[:12]} is stored, but not as it was published"
            ) from error

    def _content(self, key: str, what: str) -> bytes:
        with translated(f"{what} cannot be read"):
            try:
                return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except self._s3.exceptions.NoSuchKey as error:
                raise NotStoredError(f"{what} is not stored") from error

    def _put(self, key: str, content: bytes, failed: str) -> None:
        with translated(failed):
            self._s3.put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType="application/json; charset=utf-8"
            )


def _in_force(read: _Read) -> str:
    if read.active is None:
        raise NoRulesError
    return read.active


def _entry(row: Mapping[str, Any]) -> Entry:
    """An entry as it stands there; one that was mangled by hand is no less read, and is found broken."""
    try:
        body = json.loads(row.get("body", {}).get("S", ""))
    except ValueError:
        body = None
    entry: Entry = body if isinstance(body, dict) else {}
    return entry | {"hash": row.get("hash", {}).get("S")}


def _key(digest: str) -> str:
    return f"releases/{digest}.json"


def _checks_key(digest: str) -> str:
    return f"releases/{digest}.checks.json"


def _row(region: str, sk: str) -> Row:
    return {"pk": text(f"RELEASE#{region}"), "sk": text(sk)}

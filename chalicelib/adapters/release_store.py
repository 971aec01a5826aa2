"""Releases in S3 by digest, the pointer to the one in force and the publication log in the table."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.faults import translated
from chalicelib.adapters.rows import Row, moment, number, text
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.model import Release
from chalicelib.decisions.release import read
from chalicelib.services.errors import OvertakenError, PermanentError
from chalicelib.services.publish_rules import Entry

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

_KEPT = 4
"""Releases kept in memory: the one in force, and the last ones that running cases were decided under."""


class ReleaseStore:
    """
    The port ``Releases``. A release never changes, so it is read once per process. The pointer is
    read at every opening of a case: a new release is in force at once.
    """

    def __init__(self, dynamodb: DynamoDBClient, table: str, s3: S3Client, bucket: str) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._s3 = s3
        self._bucket = bucket
        self._releases: Memory[str, Release] = Memory(_KEPT)

    def active(self, region: str) -> str:
        row = self._pointer(region)
        if row is None:
            raise PermanentError(f"region {region} has no release in force; publish and activate one")
        return str(row["digest"]["S"])

    def get(self, digest: str) -> Release:
        return self._releases.get(digest) or self._releases.put(digest, self._read(digest))

    def put(self, content: bytes, digest: str) -> None:
        """Store a release under its digest; storing it again changes nothing."""
        with translated(f"release {digest[:12]} cannot be stored"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=_key(digest),
                Body=content,
                ContentType="application/json; charset=utf-8",
            )

    def activate(self, region: str, digest: str, who: str, at: datetime) -> Entry:
        """
        Put a stored release in force and write the log's next entry, in one commit.

        Raises:
            PermanentError: no such release is stored.
            OvertakenError: someone else activated one at the same time.
        """
        self.get(digest)
        row = self._pointer(region)
        n = int(row["n"]["N"]) if row else 0
        entry: Entry = {
            "n": n + 1,
            "digest": digest,
            "before": row["digest"]["S"] if row else None,
            "by": who,
            "at": moment(at),
            "last": row["hash"]["S"] if row else "",
        }
        this = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
        self._commit(region, entry, this, n)
        return entry | {"hash": this}

    def log(self, region: str) -> list[Entry]:
        """The publication log, oldest first; each entry holds the hash of the one before."""
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :log)",
            ExpressionAttributeValues={":pk": text(f"RELEASE#{region}"), ":log": text("LOG#")},
        )
        with translated("the publication log cannot be read"):
            return [
                json.loads(row["body"]["S"]) | {"hash": row["hash"]["S"]}
                for page in pages
                for row in page["Items"]
            ]

    def _commit(self, region: str, entry: Entry, this: str, n: int) -> None:
        pointer: Row = _row(region, "ACTIVE") | {
            "digest": text(str(entry["digest"])),
            "n": number(n + 1),
            "hash": text(this),
        }
        log: Row = _row(region, f"LOG#{n + 1:06d}") | {
            "body": text(json.dumps(entry, sort_keys=True)),
            "hash": text(this),
        }
        new = {"TableName": self._table, "ConditionExpression": "attribute_not_exists(pk)"}
        same = {
            "TableName": self._table,
            "ConditionExpression": "n = :n",
            "ExpressionAttributeValues": {":n": number(n)},
        }
        writes: list[Any] = [
            {"Put": (same if n else new) | {"Item": pointer}},
            {"Put": new | {"Item": log}},
        ]
        with translated("the release cannot be put in force"):
            try:
                self._dynamodb.transact_write_items(TransactItems=writes)
            except self._dynamodb.exceptions.TransactionCanceledException as error:
                raise OvertakenError("another release was activated at the same time") from error

    def _pointer(self, region: str) -> dict[str, Any] | None:
        with translated("the release in force cannot be read"):
            return self._dynamodb.get_item(
                TableName=self._table, Key=_row(region, "ACTIVE"), ConsistentRead=True
            ).get("Item")

    def _read(self, digest: str) -> Release:
        with translated(f"release {digest[:12]} cannot be read"):
            try:
                content = self._s3.get_object(Bucket=self._bucket, Key=_key(digest))["Body"].read()
            except self._s3.exceptions.NoSuchKey as error:
                raise PermanentError(f"release {digest[:12]} is not stored") from error
        try:
            return read(content, digest)
        except ValueError as error:
            raise PermanentError(f"release {digest[:12]} is stored, but not as it was published") from error


def _key(digest: str) -> str:
    return f"releases/{digest}.json"


def _row(region: str, sk: str) -> Row:
    return {"pk": text(f"RELEASE#{region}"), "sk": text(sk)}

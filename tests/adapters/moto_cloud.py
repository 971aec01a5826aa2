"""The cloud in this process (moto), made from the deployment's own definition, and faults on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

REGION = "cn-north-1"
RESOURCES = Path(__file__).parents[2] / "infra" / "resources.json"


@contextmanager
def moto_cloud() -> Iterator[None]:
    """No call leaves this process while it is open, whatever the machine's own environment says."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", REGION)
        environment.setenv("AWS_REGION", REGION)
        for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "CLOCK_FILE"):
            environment.delenv(name, raising=False)
        with mock_aws():
            yield


@cache
def defined(resource: str) -> dict[str, Any]:
    """The properties of a resource as it is deployed."""
    properties: dict[str, Any] = json.loads(RESOURCES.read_text(encoding="utf-8"))["Resources"][resource][
        "Properties"
    ]
    return properties


def make_table(client: Any) -> str:
    """
    A new table with the keys and indexes of the deployed one; its name.

    It has no stream: nobody reads that here, and moto copies all that is in it at every write of a
    transaction, so that tests would take longer with every row that was ever written.
    """
    name = f"cases-{uuid4().hex}"
    table = defined("CasesTable")
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=name, **{key: table[key] for key in kept})
    return name


def make_bucket(client: Any, resource: str) -> str:
    """A new bucket, with versions if the deployed one has them; its name."""
    name = f"bucket-{uuid4().hex}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_versioning(
        Bucket=name, VersioningConfiguration=defined(resource)["VersioningConfiguration"]
    )
    return name


def all_rows(client: Any, table: str) -> list[dict[str, Any]]:
    return [row for page in client.get_paginator("scan").paginate(TableName=table) for row in page["Items"]]


def forget_rows(table: str, keep: tuple[str, ...]) -> None:
    """Rows are gone but for those whose key begins so; past the client, which takes most of a short test."""
    rows = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables[table].items
    for key in [key for key in rows if not key.value.startswith(keep)]:
        del rows[key]


def forget_messages(url: str) -> None:
    """A queue holds nothing any more, nor what somebody has taken and not given back."""
    queues, name = get_backend("sqs")[DEFAULT_ACCOUNT_ID][REGION], url.rsplit("/", 1)[-1]
    queues.get_queue(name).last_purged_at = None  # a real queue is emptied once a minute at most
    queues.purge_queue(name)


@contextmanager
def refused(client: Any, operation: str, code: str, **more: Any) -> Iterator[list[int]]:
    """Every call of ``operation`` is answered with the error ``code``; how often that was, as a list."""
    calls: list[int] = []

    def answer(**_: Any) -> tuple[Any, dict[str, Any]]:
        calls.append(1)
        error = {"Error": {"Code": code, "Message": "张三 13800001234"}, "ResponseMetadata": {}, **more}
        return SimpleNamespace(status_code=400), error

    with _hooked(client, operation, answer):
        yield calls


@contextmanager
def unanswered(client: Any, operation: str, error: Exception) -> Iterator[None]:
    """Every call of ``operation`` fails on its way."""

    def fail(**_: Any) -> None:
        raise error

    with _hooked(client, operation, fail):
        yield


@contextmanager
def just_before(client: Any, operation: str, do: Callable[[], object]) -> Iterator[None]:
    """``do`` happens once, right before the first call of ``operation`` arrives."""
    waiting = [do]

    def interrupt(**_: Any) -> None:
        if waiting:
            waiting.pop()()

    with _hooked(client, operation, interrupt):
        yield


def one_at_a_time(client: DynamoDBClient) -> DynamoDBClient:
    """
    A client whose calls wait for each other, as a table's do. moto alone mixes up transactions of
    several threads: one that fails takes back what another has written meanwhile.
    """
    return cast("DynamoDBClient", _OneAtATime(client))


class _OneAtATime:
    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            with self._lock:
                return found(*args, **kwargs)

        return call


@contextmanager
def _hooked(client: Any, operation: str, hook: Callable[..., Any]) -> Iterator[None]:
    service = client.meta.service_model.service_name
    event = f"before-call.{service}.{operation}"
    client.meta.events.register(event, hook)
    try:
        yield
    finally:
        client.meta.events.unregister(event, hook)

"""What tests of commands may ask for: an office with a table of its own, and what a command says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from chalicelib.__main__ import main
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import Office

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import QueueConfigurationTypeDef

Said = Callable[..., Any]


@pytest.fixture(autouse=True)
def once(checked_once: None) -> None:
    """Most commands begin with a check."""


@pytest.fixture
def table(building: Office) -> str:
    """A table in which nothing has been published yet."""
    name = building.variables["TABLE"]
    client = boto3.client("dynamodb")
    for row in all_rows(client, name):
        client.delete_item(TableName=name, Key={"pk": row["pk"], "sk": row["sk"]})
    return name


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The one JSON value that a command prints; in a wrong call the text of its one problem."""

    def run(*words: str, ends: int = 0) -> Any:
        assert main([*words, "--json"]) == ends
        told = capsys.readouterr().out
        assert told.count("\n") == 1
        made = json.loads(told)
        return " / ".join(made["problems"][0]["message"].values()) if ends == 2 else made

    return run


def with_dead_letters(running: Office) -> None:
    """Behind every queue is one for what was given up; buckets tell of files, as in the cloud."""
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    for name in ("EFFECTS_QUEUE", "DUE_QUEUE"):
        _dead_behind(sqs, running.variables[name])
    for name in ("UPLOADS_BUCKET", "RULES_BUCKET"):
        queue = sqs.create_queue(QueueName=f"told-by-{running.variables[name]}"[:80])["QueueUrl"]
        _dead_behind(sqs, queue)
        told: QueueConfigurationTypeDef = {
            "QueueArn": _arn(sqs, queue),
            "Events": ["s3:ObjectRestore:Post"],
        }  # nothing here does that: no file is told of
        s3.put_bucket_notification_configuration(
            Bucket=running.variables[name], NotificationConfiguration={"QueueConfigurations": [told]}
        )
        running.variables[f"{name}_QUEUE"] = queue


def _arn(sqs: Any, queue: str) -> str:
    return str(
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    )


def _dead_behind(sqs: Any, queue: str) -> None:
    dead = sqs.create_queue(QueueName=f"dead-{queue.rsplit('/', 1)[-1]}"[:80])["QueueUrl"]
    policy = {"deadLetterTargetArn": _arn(sqs, dead), "maxReceiveCount": 5}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": json.dumps(policy)})

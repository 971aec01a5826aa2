from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.adapters.queues import SqsQueue
from chalicelib.services.errors import RetryableError
from tests.adapters.moto_cloud import refused, unanswered


@pytest.fixture(scope="module")
def sqs(aws: None) -> Any:
    return boto3.client("sqs")


@pytest.fixture
def url(sqs: Any) -> str:
    return str(sqs.create_queue(QueueName=uuid4().hex)["QueueUrl"])


def received(sqs: Any, url: str) -> list[Any]:
    found = []
    while answer := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in answer]
    return found


@pytest.mark.parametrize("many", [0, 1, 10, 11, 25])
def test_every_message_arrives_once(sqs: Any, url: str, many: int) -> None:
    messages = [{"kind": "case", "key": f"办件{n}"} for n in range(many)]
    SqsQueue(sqs, url).send(messages)
    assert sorted(received(sqs, url), key=lambda m: str(m["key"])) == sorted(messages, key=lambda m: m["key"])


def test_a_message_that_was_not_taken_makes_all_come_again(sqs: Any, url: str) -> None:
    def answer(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Failed"] = [{"Id": "1", "Code": "InternalError", "SenderFault": False}]

    sqs.meta.events.register("after-call.sqs.SendMessageBatch", answer)
    try:
        with pytest.raises(RetryableError, match="1 messages"):
            SqsQueue(sqs, url).send([{"key": "a"}, {"key": "b"}])
    finally:
        sqs.meta.events.unregister("after-call.sqs.SendMessageBatch", answer)


def test_a_queue_that_cannot_be_reached_is_tried_again(sqs: Any, url: str) -> None:
    queue = SqsQueue(sqs, url)
    with refused(sqs, "SendMessageBatch", "ThrottlingException"), pytest.raises(RetryableError):
        queue.send([{"key": "a"}])
    lost = EndpointConnectionError(endpoint_url="https://sqs")
    with unanswered(sqs, "SendMessageBatch", lost), pytest.raises(RetryableError):
        queue.send([{"key": "a"}])

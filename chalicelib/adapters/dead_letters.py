"""
Dead letters: messages that no function could do, each with the queue it came from.

Where they lie is found in the cloud itself: the queues that the environment names and those that the buckets
report to have their dead letters behind them (SQS, RedrivePolicy). SQS moves them back itself only queue by
queue; here each message can be chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.faults import translated
from chalicelib.ports.dead_letters import Letter

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_sqs import SQSClient

_AT_ONCE = 10
_SEEN_SECONDS = 60
"""So long nobody else sees a message that is being looked at; then it lies there again by itself."""


class DeadLetters:
    """The port ``Letters`` over SQS; ``queues`` are URLs, ``buckets`` the names of those that tell one."""

    def __init__(self, sqs: SQSClient, s3: S3Client, queues: Sequence[str], buckets: Sequence[str]) -> None:
        self._sqs = sqs
        self._s3 = s3
        self._queues = queues
        self._buckets = buckets
        self._receipts: dict[str, tuple[str, str, str]] = {}

    def all(self) -> Iterator[Letter]:
        """Every dead letter there is, each once."""
        with translated("the dead letters cannot be read"):
            for source in (*self._queues, *map(self._reported_to, self._buckets)):
                dead = self._behind(source)
                if dead is not None:
                    yield from self._lying_in(dead, source)

    def send_again(self, letter: Letter) -> None:
        """
        Send a letter to the queue it came from, then take it away; stopped in between it is there twice, and
        doing a message twice is doing it once.
        """
        dead, source, receipt = self._receipts[letter.id]
        with translated("the dead letter cannot be sent again"):
            self._sqs.send_message(QueueUrl=source, MessageBody=letter.body)
            self._sqs.delete_message(QueueUrl=dead, ReceiptHandle=receipt)
        del self._receipts[letter.id]

    def send_file(self, body: str) -> None:
        """Tell the uploads' queue of a file as S3 would; the first bucket is that of the uploads."""
        with translated("the file cannot be told of again"):
            self._sqs.send_message(QueueUrl=self._reported_to(self._buckets[0]), MessageBody=body)

    def put_back(self) -> None:
        """Let everything that was looked at be seen by others at once."""
        with translated("the dead letters cannot be put back"):
            for dead, _, receipt in self._receipts.values():
                self._sqs.change_message_visibility(QueueUrl=dead, ReceiptHandle=receipt, VisibilityTimeout=0)

    def _lying_in(self, dead: str, source: str) -> Iterator[Letter]:
        name = source.rsplit("/", 1)[-1]
        while messages := self._receive(dead):
            for message in messages:
                if message["MessageId"] in self._receipts:
                    return
                self._receipts[message["MessageId"]] = (dead, source, message["ReceiptHandle"])
                sent = int(message["Attributes"]["SentTimestamp"]) / 1000
                yield Letter(message["MessageId"], name, datetime.fromtimestamp(sent, UTC), message["Body"])

    def _receive(self, dead: str) -> list[Any]:
        answer = self._sqs.receive_message(
            QueueUrl=dead,
            MaxNumberOfMessages=_AT_ONCE,
            VisibilityTimeout=_SEEN_SECONDS,
            MessageSystemAttributeNames=["SentTimestamp"],
            WaitTimeSeconds=1,
        )
        return list(answer.get("Messages", []))

    def _behind(self, source: str) -> str | None:
        attributes = self._sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["RedrivePolicy"])
        policy = attributes.get("Attributes", {}).get("RedrivePolicy")
        return None if policy is None else self._url(json.loads(policy)["deadLetterTargetArn"])

    def _reported_to(self, bucket: str) -> str:
        told = self._s3.get_bucket_notification_configuration(Bucket=bucket)
        return self._url(told["QueueConfigurations"][0]["QueueArn"])

    def _url(self, arn: str) -> str:
        return self._sqs.get_queue_url(QueueName=arn.rsplit(":", 1)[-1])["QueueUrl"]

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
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from chalicelib.adapters.faults import translated
from chalicelib.ports.dead_letters import Letter

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_sqs import SQSClient

_AT_ONCE = 10
_SEEN_SECONDS = 60
"""So long nobody else sees a message that is being looked at; then it lies there again by itself."""

_BACK_ALREADY = {"MessageNotInflight", "ReceiptHandleIsInvalid", "InvalidParameterValue"}
"""What SQS says of a letter that lies there again, or that somebody else has sent or removed."""

_WAIT_SECONDS = 1
"""Without waiting SQS asks only some of its machines, and may miss what lies there."""


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
            for source, dead in self._dead():
                yield from self._lying_in(dead, source)

    def hidden(self) -> int:
        """About how many nobody can see just now, since somebody else looks at them (SQS counts roughly)."""
        name: Literal["ApproximateNumberOfMessagesNotVisible"] = "ApproximateNumberOfMessagesNotVisible"
        with translated("the dead letters cannot be counted"):
            told = [
                self._sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=[name])["Attributes"]
                for _, dead in self._dead()
            ]
        return sum(int(each[name]) for each in told)

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
        """Let everything that was looked at be seen by others at once, as far as nobody has it by now."""
        with translated("the dead letters cannot be put back"):
            for dead, _, receipt in self._receipts.values():
                try:
                    self._sqs.change_message_visibility(
                        QueueUrl=dead, ReceiptHandle=receipt, VisibilityTimeout=0
                    )
                except ClientError as error:
                    if error.response["Error"]["Code"].rsplit(".", 1)[-1] not in _BACK_ALREADY:
                        raise

    def _lying_in(self, dead: str, source: str) -> Iterator[Letter]:
        """What has been seen may be seen again before the rest: it is over when nothing new comes."""
        name, new = source.rsplit("/", 1)[-1], True
        while new:
            new = False
            for message in self._receive(dead):
                known = message["MessageId"] in self._receipts
                self._receipts[message["MessageId"]] = (dead, source, message["ReceiptHandle"])
                if not known:
                    new = True
                    sent = int(message["Attributes"]["SentTimestamp"]) / 1000
                    yield Letter(
                        message["MessageId"], name, datetime.fromtimestamp(sent, UTC), message["Body"]
                    )

    def _receive(self, dead: str) -> list[Any]:
        answer = self._sqs.receive_message(
            QueueUrl=dead,
            MaxNumberOfMessages=_AT_ONCE,
            VisibilityTimeout=_SEEN_SECONDS,
            MessageSystemAttributeNames=["SentTimestamp"],
            WaitTimeSeconds=_WAIT_SECONDS,
        )
        return list(answer.get("Messages", []))

    def _dead(self) -> Iterator[tuple[str, str]]:
        """Every queue with what lies behind it."""
        for source in (*self._queues, *map(self._reported_to, self._buckets)):
            dead = self._behind(source)
            if dead is not None:
                yield source, dead

    def _behind(self, source: str) -> str | None:
        attributes = self._sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["RedrivePolicy"])
        policy = attributes.get("Attributes", {}).get("RedrivePolicy")
        return None if policy is None else self._url(json.loads(policy)["deadLetterTargetArn"])

    def _reported_to(self, bucket: str) -> str:
        told = self._s3.get_bucket_notification_configuration(Bucket=bucket)
        return self._url(told["QueueConfigurations"][0]["QueueArn"])

    def _url(self, arn: str) -> str:
        return self._sqs.get_queue_url(QueueName=arn.rsplit(":", 1)[-1])["QueueUrl"]

"""Messages to SQS: small JSON objects of text, ten at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from chalicelib.adapters.faults import translated
from chalicelib.services.errors import RetryableError

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_BATCH = 10


class SqsQueue:
    """The port ``Queue`` over one SQS queue."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, messages: list[dict[str, str]]) -> None:
        """
        Raises:
            RetryableError: some message was not taken; sending all again is harmless.
        """
        for start in range(0, len(messages), _BATCH):
            with translated("the queue cannot be reached"):
                answer = self._client.send_message_batch(
                    QueueUrl=self._url,
                    Entries=[
                        {"Id": str(n), "MessageBody": json.dumps(message)}
                        for n, message in enumerate(messages[start : start + _BATCH])
                    ],
                )
            if answer.get("Failed"):
                raise RetryableError(f"{len(answer['Failed'])} messages were not taken")

    def depth(self) -> int:
        """
        Count what waits (SQS says it approximately).

        Raises:
            RetryableError: the queue cannot be reached.
        """
        with translated("the queue cannot be reached"):
            answer = self._client.get_queue_attributes(
                QueueUrl=self._url, AttributeNames=["ApproximateNumberOfMessages"]
            )
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

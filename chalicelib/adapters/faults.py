"""What the cloud refuses or leaves unanswered, in the services' words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.services.errors import PermanentError, RetryableError

_FOR_GOOD = {"ValidationException", "ResourceNotFoundException"}
"""The same call would be refused again, however often it is made."""


@contextmanager
def translated(what: str) -> Iterator[None]:
    """
    Let a block call the cloud; ``what`` says what could not be done, without personal data.

    Raises:
        PermanentError: the call itself is wrong.
        RetryableError: anything else the cloud refuses or leaves unanswered.
    """
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _FOR_GOOD:
            raise PermanentError(what) from error
        raise RetryableError(what) from error
    except BotoCoreError as error:
        raise RetryableError(what) from error

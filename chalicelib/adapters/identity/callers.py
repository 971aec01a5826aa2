"""Whom the cloud knows as the caller (STS, GetCallerIdentity)."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.adapters.faults import translated
from chalicelib.ports.people.identity import CloudUser

_PERSON = re.compile(
    r"arn:[\w-]+:(?:iam::\d{12}:user|sts::\d{12}:assumed-role/[^/]+|sts::\d{12}:federated-user)/(?:.*/)?([^/]+)"
)
"""A user of the account, or a session and its name. The account itself is nobody, nor is an emulator's."""


class Callers:
    """Whose credentials these are."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def user(self) -> CloudUser | None:
        """
        The person who calls; None where the credentials are those of the whole account.

        Raises:
            RetryableError: the cloud does not say just now.
        """
        with translated("the cloud does not say who calls"):
            answer = self._client.get_caller_identity()
        found = _PERSON.fullmatch(answer["Arn"])
        return None if found is None else CloudUser(found[1], answer["UserId"])

"""Counts the requests to the cloud that each kind of call costs, with the real handlers behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3


class Meter:
    """
    ``requests`` holds, by kind of call, the requests that its calls made, and ``calls`` how many calls those
    were. What is asked outside of a call, such as by a test to look at something, is not counted.
    """

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.last: list[str] = []
        """The operations of the last call."""
        self._counting = ""

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Clients that are made meanwhile are counted."""
        boto3.setup_default_session()
        events: Any = boto3._get_default_session().events
        events.register("before-call", self._asked)
        try:
            yield
        finally:
            boto3.setup_default_session()

    @contextmanager
    def call(self, kind: str) -> Iterator[None]:
        self._counting, self.last = kind, []
        self.calls[kind] += 1
        try:
            yield
        finally:
            self._counting = ""

    def _asked(self, model: Any, **_: Any) -> None:
        if self._counting:
            self.requests[self._counting] += 1
            self.last.append(model.name)

    @property
    def total(self) -> int:
        return sum(self.requests.values())

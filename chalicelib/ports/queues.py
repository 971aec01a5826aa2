"""A queue of messages as services see it."""

from __future__ import annotations

from typing import Protocol


class Queue(Protocol):
    def send(self, messages: list[dict[str, str]]) -> None: ...
    def depth(self) -> int:
        """How many messages wait, about."""

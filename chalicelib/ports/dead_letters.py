"""Dead letters as services see them: messages that no function could do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol


class Letter(NamedTuple):
    """A message that no function could do: the ``queue`` it came from, since when it lies there, its text."""

    id: str
    queue: str
    since: datetime
    body: str


class Letters(Protocol):
    def all(self) -> Iterator[Letter]: ...
    def send_again(self, letter: Letter) -> None: ...
    def send_file(self, body: str) -> None: ...
    def put_back(self) -> None: ...

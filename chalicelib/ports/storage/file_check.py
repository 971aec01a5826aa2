"""What looks into uploaded files, as services see it."""

from __future__ import annotations

from typing import IO, NamedTuple, Protocol

from chalicelib.cases.values import Active, Reason


class Examined(NamedTuple):
    """
    What a file is by its bytes: ``kind`` in the words of ``cases.file_kinds``, None where they do not tell;
    ``fault`` if it cannot be taken though its kind may be; ``active`` what it does beside showing a document.
    """

    kind: str | None
    fault: Reason | None = None
    active: Active | None = None


class FileCheck(Protocol):
    def examine(self, content: IO[bytes]) -> Examined:
        """
        Look at every byte, within bounds of time and memory.

        Raises:
            RetryableError: it cannot be done just now.
        """

    def text_of(self, content: IO[bytes]) -> str | None:
        """
        The text of an OFD, cut off where it is very long; None where it cannot be read.

        Raises:
            RetryableError: it cannot be done just now.
        """

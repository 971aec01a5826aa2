"""How far long work has come: one line on standard error that is written over and wiped away at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from chalicelib.commands.command import writing

T = TypeVar("T")
SILENT_SECONDS = 1.0
EVERY_SECONDS = 0.2


class Progress:
    """
    Shows how far work has come; nothing where no person looks on, nor in the first second.

    Use it as a context: what it wrote is wiped away when the work ends, however it ends.
    """

    def __init__(self) -> None:
        self._looks_on = sys.stderr.isatty()
        self._next = time.monotonic() + SILENT_SECONDS
        self._wrote = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._wrote:
            self._write("\r\x1b[K")

    def through(self, what: str, each: Iterable[T], of: int | None = None) -> Iterator[T]:
        """Each one, told as it comes: ``what`` and its number, ``of`` so many if that is known."""
        for number, one in enumerate(each, 1):
            yield one
            self._tell(f"{what} {number}" if of is None else f"{what} {number}/{of}")

    def tell(self, what: str, number: int, of: int) -> None:
        """So many are done."""
        self._tell(f"{what} {number}/{of}")

    def _tell(self, text: str) -> None:
        now = time.monotonic()
        if self._looks_on and now >= self._next:
            self._next, self._wrote = now + EVERY_SECONDS, True
            self._write(f"\r\x1b[K{text}")

    @staticmethod
    def _write(text: str) -> None:
        with writing():
            sys.stderr.write(text)
            sys.stderr.flush()

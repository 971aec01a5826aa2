"""Query codes, pseudonyms and chance as services see them."""

from __future__ import annotations

from typing import Protocol


class QueryCodes(Protocol):
    def query_code(self, case: str, replaced: int = 0) -> str:
        """
        The code that opens a case for whoever holds it; the same for the same case, until it is replaced for
        the first time, the second …
        """

    def pseudonym(self, text: str) -> str:
        """The same for the same text; without the key nobody finds the text from it, or it from the text."""

    def unused(self) -> str:
        """32 hexadecimal digits at random, which nobody has used."""

    def jitter(self) -> float:
        """A random number from 0 up to 1."""

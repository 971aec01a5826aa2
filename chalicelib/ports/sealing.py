"""
Sealing as services see it: personal data become bytes that open in one place only, and digests to find
them by.

Errors are ``services.errors.SealError``: MovedSealError, BrokenSealError, LostKeyError, KeyFileError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """
    Where sealed bytes lie: the name of the table, the partition key, the name of the row in it, and which
    version of that row, from 1. Bytes that were moved to another place do not open.
    """

    table: str
    key: str
    name: str
    version: int


class Sealer(Protocol):
    """Seals with the data key of region and quarter; opens what any data key sealed that is still there."""

    def seal(self, place: Place, clear: bytes) -> bytes:
        """
        Raises:
            LostKeyError: the key that wraps data keys is gone.
            RetryableError: the data key cannot be had just now.
        """

    def open(self, place: Place, sealed: bytes) -> bytes:
        """
        Raises:
            MovedSealError: it was sealed for another place, or altered.
            BrokenSealError: it is not, or not wholly, what ``seal`` gave.
            LostKeyError: its data key, or what wraps that, is gone.
            RetryableError: the data key cannot be had just now.
        """

    def digest(self, kind: str, value: str) -> str:
        """
        64 hexadecimal digits, the same for the same value of a kind in a region. Nobody can try values
        against them without the key. Raises as ``seal``.
        """


@dataclass(frozen=True)
class DataKey:
    """A key of 32 bytes, in clear and as it may be stored."""

    clear: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


class KeyWrapper(Protocol):
    """What keeps data keys from whoever can read the table: a key that never lies there."""

    def new_key(self, context: Mapping[str, str]) -> DataKey:
        """
        A data key at random, wrapped for this ``context`` alone.

        Raises:
            LostKeyError: the wrapping key is gone.
            RetryableError: it cannot be had just now.
        """

    def unwrap(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        """
        The data key in clear.

        Raises:
            MovedSealError: it was wrapped for another context, or altered.
            LostKeyError, RetryableError: as above.
        """

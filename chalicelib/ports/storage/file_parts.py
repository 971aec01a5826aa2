"""Files that are sent in parts, so that a lost connection costs one part and not the whole file."""

from __future__ import annotations

from typing import NamedTuple, Protocol

PART_BYTES = 5 << 20
"""Bytes of every part but the last: the least that S3 takes (UploadPart). Smaller files are sent whole."""


class Part(NamedTuple):
    """A part that has arrived: its number, from 1 on, its bytes, and the store's mark of its content."""

    number: int
    size: int
    tag: str


class FileParts(Protocol):
    def begin(self, key: str, media_type: str) -> str:
        """Begin to take an object in parts; the name of this upload."""

    def held(self, key: str, upload: str) -> tuple[Part, ...] | None:
        """The parts that have arrived, by number; None where there is no such upload, or it is over."""

    def presign(self, key: str, upload: str, number: int, size: int, seconds: int) -> str:
        """A URL to PUT one part of just this size for ``seconds``."""

    def join(self, key: str, upload: str, parts: tuple[Part, ...]) -> bool:
        """Make the object of its parts; only then it is there, and is told of. False where it is over."""

    def joined(self, key: str, upload: str) -> bool:
        """Whether the newest object there was made by this upload."""

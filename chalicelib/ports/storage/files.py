"""Uploaded files and issued documents as services see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO, NamedTuple, Protocol

UPLOAD_SECONDS = 3600
"""So long anybody who was given a place to put a file may put one there."""


class Stored(NamedTuple):
    """A version of an object, open for reading; the caller closes ``content``."""

    content: IO[bytes]
    size: int
    sha256: str


class Declared(NamedTuple):
    """What a file is said to be before it is uploaded: bytes, and media type; None where nothing is said."""

    size: int | None = None
    media_type: str | None = None


class UploadForm(NamedTuple):
    """Where a form with a file is sent that no script has touched, and the fields that go before the file."""

    url: str
    fields: dict[str, str]


class Shown(NamedTuple):
    """
    As what a file is handed out: its name, and a media type that no browser runs; ``inline``: to be looked at
    in a page, not to be saved.
    """

    name: str
    media_type: str
    inline: bool = False


class NewestFile(NamedTuple):
    """The newest version of an uploaded file; ``size`` in bytes."""

    key: str
    version: str
    size: int
    since: datetime


class Files(Protocol):
    def presign_upload(self, key: str, seconds: int, declared: Declared | None = None) -> str:
        """A URL to PUT one object for ``seconds``, and only what was ``declared``."""

    def presign_form(self, key: str, seconds: int, largest: int, then: str) -> UploadForm:
        """
        A form to send one object of ``largest`` bytes at most for ``seconds``; the store leads the browser
        on to the address ``then``, to whose query it adds what it took.
        """

    def presign_download(self, key: str, seconds: int, shown: Shown, version: str | None = None) -> str:
        """A URL to read one object for ``seconds``, always answered as an attachment, as ``shown``."""

    def open(self, key: str, version: str, largest: int) -> Stored | None:
        """
        The object's version with its content if that is no larger than ``largest`` bytes, else
        with no content; None if the version is gone.
        """

    def remove(self, key: str, version: str) -> None:
        """Remove a version of an object and all before it; what came after it stays."""

    def remove_below(self, prefix: str) -> None:
        """Remove everything below a prefix, all its versions and what marks it as deleted."""

    def put_document(self, key: str, content: bytes) -> None: ...


class Uploaded(Protocol):
    def newest(self, prefix: str) -> Iterator[NewestFile]:
        """The newest version of each file below ``prefix``, in the order of keys; none that is removed."""

"""Find what was left undone: dead letters, and uploaded files that no case knows. Send it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, Protocol
from urllib.parse import quote_plus

from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.uploads.files import CaseFiles, padded
from chalicelib.cases.uploads.materials import belongs_to
from chalicelib.ports.cases import Loaded
from chalicelib.ports.dead_letters import Letter, Letters
from chalicelib.ports.storage.files import NewestFile, Uploaded


class UnknownFile(NamedTuple):
    """
    A file in the uploads bucket that its case does not know. ``case`` is empty where there is no such case,
    or the file lies where no material does: it stays for a person. ``after`` is the sequencer of the newest
    version that the case knows.
    """

    file: NewestFile
    case: str
    after: str

    @property
    def id(self) -> str:
        """A name for it: ``file-`` and twelve digits of a digest over key and version."""
        return f"file-{hashlib.sha256(f'{self.file.key} {self.file.version}'.encode()).hexdigest()[:12]}"

    @property
    def message(self) -> str:
        """
        What S3 would tell of it. A sequencer with a digit more is later than the one before it and earlier
        than any that S3 gives afterwards.
        """
        told = {
            "key": quote_plus(self.file.key, safe="/"),
            "versionId": self.file.version,
            "size": self.file.size,
            "sequencer": f"{self.after}1" if self.after else "0",
        }
        return json.dumps({"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": told}}]})


class KnownFiles(Protocol):
    def load_with_files(self, no: str) -> Loaded | None: ...


class Remains(Protocol):
    """Every port that looking for what was left undone touches."""

    @property
    def letters(self) -> Letters: ...
    @property
    def files(self) -> Uploaded: ...
    @property
    def cases(self) -> KnownFiles: ...


Dead = Letter | UnknownFile


def find_dead(remains: Remains) -> Iterator[Dead]:
    """Everything left undone: dead letters first, then the files that no case knows."""
    letters = remains.letters
    try:
        yield from letters.all()
    finally:
        letters.put_back()
    yield from _unknown(remains)


def redrive(remains: Remains, wanted: Iterable[str]) -> list[str]:
    """
    Send again what has one of the ids in ``wanted``, all of it where there are none; the ids of what was
    sent. A file of no case stays where it is.
    """
    ids = frozenset(wanted)
    sent: list[str] = []
    letters = remains.letters
    try:
        for letter in letters.all():
            if not ids or letter.id in ids:
                letters.send_again(letter)
                sent.append(letter.id)
    finally:
        letters.put_back()
    for unknown in _unknown(remains):
        if unknown.case and (not ids or unknown.id in ids):
            letters.send_file(unknown.message)
            sent.append(unknown.id)
    return sent


def _unknown(remains: Remains) -> Iterator[UnknownFile]:
    for no, files in groupby(remains.files.newest("uploads/"), key=lambda file: file.key.split("/")[1]):
        loaded = remains.cases.load_with_files(no) if is_case_number(no) else None
        known = _known(CaseFiles() if loaded is None else loaded.files)
        for file in files:
            versions = known.get(file.key, {})
            if file.version not in versions:
                newest = max(versions.values(), key=padded, default="")
                yield UnknownFile(file, no if loaded and belongs_to(file.key) else "", newest)


def _known(files: CaseFiles) -> dict[str, dict[str, str]]:
    """The files that a case has taken or refused: key, then version, then sequencer."""
    found: dict[str, dict[str, str]] = {}
    for file in files.known:
        found.setdefault(file.key, {})[file.version] = file.sequencer
    return found

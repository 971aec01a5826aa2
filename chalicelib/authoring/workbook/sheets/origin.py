"""Remember which folder a workbook came from, and check that it is still that folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.telling import first_of
from chalicelib.authoring.reading.files import ENDING, find_files, read_file
from chalicelib.authoring.workbook.cells.cells import Unfit
from chalicelib.decisions.forms.form import Text

_OURS = "zero-errand-rules-"
FORMAT = f"{_OURS}3"
"""Its number rises with every change of what columns there are: a workbook of before lacks some."""
SHEET = "来源"
"""The name of the hidden sheet."""
_SHOWN = 8


@dataclass(frozen=True)
class Origin:
    """The region, and the SHA-256 of each of its rule files by path below the folder."""

    region: str
    files: Mapping[str, str]

    @property
    def digest(self) -> str:
        """One name for all the files: SHA-256 of their paths and digests."""
        lines = "".join(f"{file}\0{digest}\n" for file, digest in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()

    def rows(self) -> list[tuple[str, str]]:
        head = [("format", FORMAT), ("region", self.region), ("digest", self.digest)]
        return [*head, *sorted(self.files.items())]


def origin(folder: Path, region: str) -> Origin:
    """The folder as it is now."""
    found = [file for file in find_files(folder, []) if file.endswith(ENDING)]
    return Origin(region, {file: hashlib.sha256(read_file(folder / file)).hexdigest() for file in found})


def from_rows(rows: list[tuple[str, str]]) -> Origin:
    """
    What the hidden sheet says.

    Raises:
        Unfit: the workbook is none of ours, of another version, or its hidden sheet was changed.
    """
    said = dict(rows)
    head = {key: said.pop(key, "") for key in ("format", "region", "digest")}
    found = Origin(head["region"], said)
    if head["format"].startswith(_OURS) and head["format"] != FORMAT:
        raise Unfit(say("not-our-workbook/version"))
    if head["format"] != FORMAT or head["digest"] != found.digest:
        raise Unfit(say("not-our-workbook"))
    return found


def check_fresh(of_workbook: Origin, now: Origin) -> None:
    """
    The workbook must come from the folder as it is.

    Raises:
        Unfit: it is of another region, or the folder changed since.
    """
    if of_workbook.region != now.region:
        raise Unfit(say("other-region", theirs=of_workbook.region[:60], ours=now.region))
    changed = [
        file
        for file in sorted(of_workbook.files.keys() | now.files.keys())
        if of_workbook.files.get(file) != now.files.get(file)
    ]
    if changed:
        raise Unfit(_stale(changed))


def _stale(changed: list[str]) -> Message:
    return say("stale-workbook", what=first_of((Text(zh=file, en=file) for file in changed), _SHOWN, "个"))

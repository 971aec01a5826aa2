"""
The checkpoint 留底文件 of a check: how far the trail of each case had got, kept where those who run the table
cannot write. A case that vanishes, or goes back, between two checks is found by it.

It holds numbers of cases, numbers of events and hashes, and nothing about people.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from chalicelib.commands.command import CallError, using
from chalicelib.ports.trail import Damage, Fault, Trail

ROW = "checkpoint"
"""What tells of a fault, where it is the checkpoint."""


class Mark(NamedTuple):
    """How far a trail had got: the number of its last event, and the hash of the row that holds it."""

    version: int
    hash: str


def mark_of(trail: Trail) -> Mark:
    version = max(trail.hashes)
    return Mark(version, trail.hashes[version])


def compare(mark: Mark, trail: Trail) -> Fault | None:
    """What has become of a trail since an earlier check, that should not have."""
    if trail.version < mark.version:
        return Fault(Damage.PUT_BACK, trail.version + 1, ROW)
    if trail.hashes.get(mark.version) != mark.hash:
        return Fault(Damage.REPLACED, mark.version, ROW)
    return None


def read_checkpoint(file: Path) -> dict[str, Mark] | None:
    """
    The marks by case; None if there is no such file yet.

    Raises:
        CallError: it cannot be read, or is no checkpoint.
    """
    try:
        with using(file):
            content = file.read_bytes()
    except CallError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    try:
        return {str(no): Mark(int(version), str(hash_)) for no, (version, hash_) in _cases(content)}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CallError(
            f"{file} 不是留底文件，未作改动：请换一个文件名 / {file} is no checkpoint and was left as it is; "
            "name another file"
        ) from error


def _cases(content: bytes) -> list[tuple[str, tuple[int, str]]]:
    return list(json.loads(content)["cases"].items())


def write_checkpoint(file: Path, marks: Mapping[str, Mark]) -> None:
    """
    Write the marks for its owner alone: whole, or not at all.

    Raises:
        CallError: the disk does not take it; the file holds what it held.
    """
    content = json.dumps({"cases": dict(sorted(marks.items()))}, indent=0) + "\n"
    with using(file):
        handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        Path(beside).replace(file)

"""Files that are whole whenever the process or the machine stops: written beside, flushed, put in place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")


def write_safely(file: Path, content: bytes, *, before: bool = True) -> None:
    """
    Put ``content`` into a file that its owner alone can read; what it held before stays in ``<file>.before``.

    Raises OSError when the disk is full; the file then holds what it held.
    """
    beside = file.with_name(f"{file.name}.tmp")
    beside.unlink(missing_ok=True)  # what an earlier process left there may be open to others
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    if before and file.exists():
        _before(file).unlink(missing_ok=True)
        _before(file).hardlink_to(file)
    beside.replace(file)
    flush_folder(file.parent)


def read_safely(file: Path, read: Callable[[bytes], Value]) -> Value | None:
    """What ``read`` makes of a file, or of what it held before if it is damaged; None if neither is whole."""
    for each in (file, _before(file)):
        try:
            return read(each.read_bytes())
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return None


def flush_folder(folder: Path) -> None:
    """Make names that were put into a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _before(file: Path) -> Path:
    return file.with_name(f"{file.name}.before")

"""
Rule files read ahead: another core reads them while this one still loads what they are checked with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from chalicelib.authoring.reading.files import find_files, read_file
from chalicelib.authoring.reading.yaml.marked import Packed
from chalicelib.authoring.reading.yaml.nodes import Unreadable, parse

Ahead = Callable[[], Mapping[str, Packed]]
"""Files that were read ahead, by their path below the region's folder; asked for when they are needed."""

ENOUGH_BYTES = 1_000_000
"""More takes longer to read than there is to load meanwhile: what is left is read where it is needed."""


def read_ahead(folder: Path) -> Mapping[str, Packed]:
    """
    What the rule files below a folder hold, the first of them and none that is too large. A file that cannot
    be read is left out: whoever reads the folder reads it again, and tells what is wrong.
    """
    found: dict[str, Packed] = {}
    left = ENOUGH_BYTES
    for name in find_files(folder, []):
        with suppress(OSError, Unreadable):
            size = (folder / name).lstat().st_size
            if size <= left:
                left -= size
                found[name] = parse(read_file(folder / name)).packed()
    return found

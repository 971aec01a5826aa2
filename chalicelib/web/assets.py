"""Static files under names that change with their content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


class Asset(NamedTuple):
    """A static file: how it is named outside, its media type, and what is in it."""

    name: str
    media_type: str
    content: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file, by the name of the file here."""
    found = {}
    for file in sorted(FOLDER.iterdir()):
        media_type = _TYPES.get(file.suffix)
        if media_type is not None:
            content = file.read_text(encoding="utf-8")
            digest = hashlib.sha256(content.encode()).hexdigest()[:12]
            found[file.name] = Asset(f"{file.stem}.{digest}{file.suffix}", media_type, content)
    return found


@cache
def by_address() -> dict[str, Asset]:
    """Every static file, by the name that it has outside."""
    return {asset.name: asset for asset in assets().values()}


def address(file: str) -> str:
    """
    The last part of a file's address.

    Raises:
        KeyError: there is no such file.
    """
    return assets()[file].name

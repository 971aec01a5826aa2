"""The file that a clerk looks at, beside what she decides: a picture, a document, or where to get it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from chalicelib.cases.uploads.file_kinds import MEDIA_TYPES, download_name
from chalicelib.cases.uploads.files import UploadedFile
from chalicelib.ports.cases import Loaded
from chalicelib.ports.files import Shown
from chalicelib.ports.world import World
from chalicelib.routes.files import DOWNLOAD_SECONDS
from chalicelib.services.errors import RetryableError

_SHOWN = {"picture": ("jpeg", "png", "webp"), "document": ("pdf",), "text": ("ofd",)}
"""
How kinds are shown. Pictures and documents browsers show by themselves: every file was looked into when it
came, and none has scripts or actions.
"""


def seen_file(world: World, loaded: Loaded, shown: dict[str, Any], wanted: str) -> dict[str, Any] | None:
    """
    The file of this id, or the first; None where there is none. ``as``: how it is shown. ``before`` and
    ``after``: the ids of its neighbours. ``url`` is good for some minutes, for this version alone.
    """
    files: list[dict[str, Any]] = shown["uploads"]
    if not files:
        return None
    at = next((n for n, file in enumerate(files) if file["id"] == wanted), 0)
    file = files[at]
    how = next((how for how, kinds in _SHOWN.items() if file["kind"] in kinds), "other")
    return {
        **file,
        "as": how,
        "seen": _inline(world, loaded, file) if how in ("picture", "document") else None,
        "text": _text(world, loaded, file) if how == "text" else None,
        "number": at + 1,
        "of": len(files),
        "before": files[at - 1]["id"] if at else None,
        "after": files[at + 1]["id"] if at + 1 < len(files) else None,
    }


def _text(world: World, loaded: Loaded, file: dict[str, Any]) -> str | None:
    """What an OFD says; None where it cannot be read just now."""
    kept = _kept(loaded, file)
    largest = world.releases.get(loaded.case.release).region.uploads.max_bytes
    try:
        stored = world.files.open(kept.key, kept.version, largest)
        if stored is None:
            return None
        with stored.content:
            return world.file_check.text_of(stored.content)
    except RetryableError:
        return None


def _kept(loaded: Loaded, file: dict[str, Any]) -> UploadedFile:
    return next(one for one in loaded.files.taken() if one.id == file["id"])


def _inline(world: World, loaded: Loaded, file: dict[str, Any]) -> str:
    """Where a page shows the very version that was recorded."""
    kept = _kept(loaded, file)
    name = download_name(f"{kept.material}-{kept.id}", kept.kind or "")
    shown = Shown(name, MEDIA_TYPES[kept.kind or ""], inline=True)
    return world.files.presign_download(kept.key, DOWNLOAD_SECONDS, shown, kept.version)


def store_of_files(file: dict[str, Any] | None) -> str:
    """The origin of the store that a file is shown from, "" where none is."""
    if file is None or file["seen"] is None:
        return ""
    address = urlsplit(file["seen"])
    return f"{address.scheme}://{address.netloc}"

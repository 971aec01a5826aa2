"""The file that a clerk looks at, beside what she decides: a picture, a document, or where to get it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from chalicelib.cases.uploads.file_kinds import MEDIA_TYPES, download_name
from chalicelib.cases.uploads.files import UploadedFile
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.ports.storage.files import Shown
from chalicelib.routes.files import DOWNLOAD_SECONDS, files_for_staff
from chalicelib.routes.views.words import time
from chalicelib.services.errors import RetryableError
from chalicelib.services.facts_in_force import rules_of

_SHOWN = {"picture": ("jpeg", "png", "webp"), "document": ("pdf",), "text": ("ofd",)}
"""
How kinds are shown. Pictures and documents browsers show by themselves: every file was looked into when it
came, and none has scripts or actions.
"""


def by_papers(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """
    The files in the order of the item's list of papers, by which a clerk checks a case; those of one paper as
    they came, for they are its pages. What was sent anew she is shown first beside that (``case_with``).
    """
    place = {each["material"]: number for number, each in enumerate(shown["materials"])}
    files: list[dict[str, Any]] = shown["uploads"]
    return sorted(files, key=lambda file: place[file["material"]])


def seen_file(
    ports: Ports, loaded: Loaded, shown: dict[str, Any], wanted: str, *, earlier: bool
) -> dict[str, Any] | None:
    """
    The file of this id, or the first; None where there is none. ``as``: how it is shown. ``before`` and
    ``after``: the ids of its neighbours among the ``shown`` ones, the oldest; there are ``of`` in all.
    ``url`` is good for some minutes, for this version alone. ``replaced``: there was another of its name
    before; ``earlier``, that one, is shown if it is wanted.
    """
    files: list[dict[str, Any]] = shown["uploads"]
    if not files:
        return None
    at = next((n for n, file in enumerate(files) if file["id"] == wanted), 0)
    file = files[at]
    kept = next(one for one in loaded.files.taken() if one.id == file["id"])
    release = rules_of(ports, loaded.case.release)
    return {
        **file,
        **_looked_at(ports, loaded, kept),
        "at": time(release, kept.at),
        "replaced": None if kept.replaced is None else time(release, kept.replaced.at),
        "earlier": _looked_at(ports, loaded, kept.replaced) if kept.replaced and earlier else None,
        "number": at + 1,
        "of": len(files_for_staff(loaded)),
        "shown": len(files),
        "before": files[at - 1]["id"] if at else None,
        "after": files[at + 1]["id"] if at + 1 < len(files) else None,
    }


def _looked_at(ports: Ports, loaded: Loaded, kept: UploadedFile) -> dict[str, Any]:
    how = next((how for how, kinds in _SHOWN.items() if kept.kind in kinds), "other")
    return {
        "as": how,
        "seen": _inline(ports, kept) if how in ("picture", "document") else None,
        "text": _text(ports, loaded, kept) if how == "text" else None,
    }


def _text(ports: Ports, loaded: Loaded, kept: UploadedFile) -> str | None:
    """What an OFD says; None where it cannot be read just now."""
    largest = ports.releases.get(loaded.case.release).region.uploads.max_bytes
    try:
        stored = ports.files.open(kept.key, kept.version, largest)
        if stored is None:
            return None
        with stored.content:
            return ports.file_check.text_of(stored.content)
    except RetryableError:
        return None


def _inline(ports: Ports, kept: UploadedFile) -> str:
    """Where a page shows the very version that was recorded."""
    name = download_name(f"{kept.material}-{kept.id}", kept.kind or "")
    shown = Shown(name, MEDIA_TYPES[kept.kind or ""], inline=True)
    return ports.files.presign_download(kept.key, DOWNLOAD_SECONDS, shown, kept.version)


def store_of_files(file: dict[str, Any] | None) -> str:
    """The origin of the store that a file is shown from, "" where none is."""
    shown = [] if file is None else [file["seen"], (file["earlier"] or {}).get("seen")]
    address = urlsplit(next((one for one in shown if one), ""))
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""

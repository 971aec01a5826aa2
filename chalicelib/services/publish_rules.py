"""Publish rules: a checked release is stored for good, then put in force by a second step."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.decisions.model import Release
from chalicelib.decisions.release import canonical, digest

Entry = dict[str, str | int | None]
"""An entry of the publication log, as JSON."""


class Shelf(Protocol):
    """Where releases are kept, with the pointer to the one in force and the publication log."""

    def put(self, content: bytes, digest: str) -> None: ...
    def get(self, digest: str) -> Release: ...
    def activate(self, region: str, digest: str, who: str, at: datetime) -> Entry: ...
    def log(self, region: str) -> list[Entry]: ...


def publish_release(shelf: Shelf, release: Release) -> Entry:
    """Store a release under its digest. Not in force yet; storing it again changes nothing."""
    content = canonical(release)
    name = digest(content)
    shelf.put(content, name)
    return {"region": release.region.region, "digest": name, "bytes": len(content)}


def activate_release(shelf: Shelf, name: str, who: str, at: datetime) -> Entry:
    """
    Put a stored release in force for its region; the entry of the publication log.

    Raises:
        PermanentError: no such release is stored.
        OvertakenError: someone else activated one at the same time.
    """
    region = shelf.get(name).region.region
    return {"region": region, **shelf.activate(region, name, who, at)}

"""The folder that rule files are dropped into, as services see it, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Dropped(NamedTuple):
    """A file below ``incoming/<region>/``: its path there, bytes, and what tells its versions apart."""

    path: str
    size: int
    tag: str
    modified: str


class IncomingFolder(Protocol):
    """The part of the rules bucket that policy staff drop files into."""

    def listing(self, region: str, most: int) -> tuple[Dropped, ...]:
        """The rule files of a region, by path; one more than ``most`` if there are more."""

    def read(self, region: str, files: Iterable[Dropped]) -> dict[str, bytes] | None:
        """Their contents by path, None if one of them has changed or gone meanwhile."""

    def reported(self, region: str) -> frozenset[str]:
        """Which ``fingerprint`` each report that lies there is about: one, unless two were at work."""

    def put_report(self, region: str, markdown: str, content: bytes, seen: str) -> None:
        """Leave both reports, on the files that ``seen`` names."""


class IncomingState(NamedTuple):
    """
    What is known of a region's folder; ``n`` counts the writings.

    ``by`` are all who dropped or removed a file since the folder was last the release in force.
    ``digest`` is the release that the folder made when it was examined, None since another file came;
    ``seen`` names the files that were examined, ``beside`` the release they were compared with.
    """

    n: int = 0
    by: frozenset[str] = frozenset()
    digest: str | None = None
    seen: str = ""
    beside: str | None = None


class IncomingStates(Protocol):
    """Where it is remembered who dropped files, one ``IncomingState`` a region."""

    def last(self, region: str) -> IncomingState: ...
    def write(self, region: str, state: IncomingState) -> None:
        """Raises VersionConflictError unless the last one is ``n`` - 1."""

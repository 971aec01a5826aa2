"""Dropped rule files as services see them."""

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
        """Which ``sight`` each report that lies there is about: one, unless two were at work."""

    def put_report(self, region: str, markdown: str, content: bytes, seen: str) -> None:
        """Leave both reports, on the files that ``seen`` names."""

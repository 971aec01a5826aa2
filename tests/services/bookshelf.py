"""The port ``keep_log.Shelf`` in memory, with races on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.decisions.model import Release
from chalicelib.decisions.release import read
from chalicelib.services.errors import OvertakenError, PermanentError
from chalicelib.services.publication_log import Entry, Kind, Standing, next_entry


@dataclass
class Bookshelf:
    """``meanwhile`` runs right before each write, one after the other."""

    contents: dict[str, bytes] = field(default_factory=dict)
    reports: dict[str, bytes] = field(default_factory=dict)
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def put(self, content: bytes, digest: str) -> None:
        self.contents[digest] = content

    def put_checks(self, content: bytes, digest: str) -> None:
        self.reports[digest] = content

    def get(self, digest: str) -> Release:
        if digest not in self.contents:
            raise PermanentError("no such release")
        return read(self.contents[digest], digest)

    def standing(self, region: str) -> Standing:
        return self.standings.get(region, Standing())

    def log(self, region: str) -> list[Entry]:
        return list(self.logs.get(region, []))

    def write(
        self, region: str, standing: Standing, kind: Kind, digest: str, who: str, at: datetime
    ) -> Entry:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if self.standing(region) != standing:
            raise OvertakenError("someone was quicker")
        entry = next_entry(standing, kind, digest, who, at.isoformat())
        self.logs.setdefault(region, []).append(entry)
        self.standings[region] = standing.after(entry)
        return entry

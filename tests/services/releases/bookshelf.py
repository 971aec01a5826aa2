"""What publishing touches, in memory, with races on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import read
from chalicelib.ports.rules.incoming_folder import Dropped, IncomingState
from chalicelib.releases.log import Entry, Kind, Standing, Subject, next_entry
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import NotStoredError, PermanentError, VersionConflictError
from chalicelib.services.releases.publication_log import ReleaseRepository


@dataclass
class Bookshelf:
    """The port ``ReleaseRepository``; ``meanwhile`` runs right before each write, one after the other."""

    contents: dict[str, bytes] = field(default_factory=dict)
    reports: dict[str, bytes] = field(default_factory=dict)
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def put(self, content: bytes, digest: str) -> None:
        self.contents[digest] = content

    def put_checks(self, content: bytes, digest: str) -> None:
        self.reports[digest] = content

    def checks(self, digest: str) -> bytes:
        if digest not in self.reports:
            raise NotStoredError("no such report")
        return self.reports[digest]

    def get(self, digest: str) -> Release:
        if digest not in self.contents:
            raise PermanentError("no such release")
        return read(self.contents[digest], digest)

    def standing(self, region: str) -> Standing:
        return self.standings.get(region, Standing())

    def log(self, region: str) -> list[Entry]:
        return list(self.logs.get(region, []))

    def write(
        self, region: str, standing: Standing, kind: Kind, subject: Subject, who: Signer, at: datetime
    ) -> Entry:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if self.standing(region) != standing:
            raise VersionConflictError("someone was quicker")
        entry = next_entry(standing, kind, subject, who, at.isoformat())
        self.logs.setdefault(region, []).append(entry)
        self.standings[region] = standing.after(entry)
        return entry


@dataclass
class Inbox:
    """The port ``Incoming``; ``meanwhile`` runs after each reading, ``later`` after each report."""

    files: dict[str, bytes] = field(default_factory=dict)
    reports: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    later: list[Callable[[], object]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def listing(self, region: str, most: int) -> tuple[Dropped, ...]:
        return tuple(
            Dropped(path, self.sizes.get(path, len(content)), str(hash(content)), "now")
            for path, content in sorted(self.files.items())
        )[: most + 1]

    def read(self, region: str, files: Iterable[Dropped]) -> dict[str, bytes] | None:
        wanted = tuple(files)
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if any(str(hash(self.files.get(file.path))) != file.tag for file in wanted):
            return None
        return {file.path: self.files[file.path] for file in wanted}

    def reported(self, region: str) -> frozenset[str]:
        return frozenset(self.about[-1:])

    def put_report(self, region: str, markdown: str, content: bytes, seen: str) -> None:
        self.reports.append((markdown, json.loads(content)))
        self.about.append(seen)
        if self.later:
            self.later.pop(0)()


@dataclass
class Board:
    """The port ``IncomingStates``; ``meanwhile`` runs before each writing."""

    known: dict[str, IncomingState] = field(default_factory=dict)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def last(self, region: str) -> IncomingState:
        return self.known.get(region, IncomingState())

    def write(self, region: str, state: IncomingState) -> None:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if self.last(region).n != state.n - 1:
            raise VersionConflictError("someone was quicker")
        self.known[region] = state


@dataclass
class Desk:
    """Every port that activating touches."""

    releases: ReleaseRepository
    incoming: Inbox = field(default_factory=Inbox)
    incoming_states: Board = field(default_factory=Board)


def claimed(name: str) -> Signer:
    """Someone who gives a name."""
    return Signer(name, name=name)

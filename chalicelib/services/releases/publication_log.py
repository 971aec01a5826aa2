"""Read the publication log whole, and add to it: what publishing and activating have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from chalicelib.decisions.forms.model import Release
from chalicelib.releases.log import (
    Entry,
    Kind,
    Standing,
    Subject,
    first_broken,
    publishers,
)
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import Problem, VersionConflictError
from chalicelib.services.releases.callers import named

ATTEMPTS = 5

Choose = Callable[[Standing, list[Entry]], Subject]
Known = Callable[[Standing, list[Entry]], Entry | None]


class ReleaseRepository(Protocol):
    """Where releases are kept, with the publication log and the standing it leads to."""

    def put(self, content: bytes, digest: str) -> None: ...
    def put_checks(self, content: bytes, digest: str) -> None: ...
    def checks(self, digest: str) -> bytes:
        """Raises NotStoredError where there is no report."""

    def get(self, digest: str) -> Release: ...
    def standing(self, region: str) -> Standing: ...
    def log(self, region: str) -> list[Entry]: ...
    def write(
        self, region: str, standing: Standing, kind: Kind, subject: Subject, who: Signer, at: datetime
    ) -> Entry:
        """Add an entry. Raises VersionConflictError if the region has moved on from ``standing``."""


def read_log(repository: ReleaseRepository, region: str) -> tuple[Standing, list[Entry]]:
    """
    Standing and log of a region, read so that they belong together, and whole.

    Raises:
        Problem: 409, the log is broken; says where.
        VersionConflictError: others kept writing into it; try again.
    """
    standing, log = see_log(repository, region)
    broken = first_broken(log, standing)
    if broken is not None:
        raise Problem(
            409,
            "log_broken",
            f"规则发布记录第 {broken} 条与写入时不一致，已停止发布和启用；请保留现场并联系运维核查",
            f"entry {broken} of the publication log is not as it was written: nothing is published or "
            "activated; keep everything as it is and call the operators",
        )
    return standing, log


def see_log(repository: ReleaseRepository, region: str) -> tuple[Standing, list[Entry]]:
    """
    Standing and log of a region as they are, whole or not.

    Raises:
        VersionConflictError: others kept writing into it; try again.
    """
    standing = repository.standing(region)
    for _ in range(ATTEMPTS):
        log, now = repository.log(region), repository.standing(region)
        if now == standing:
            return standing, log
        standing = now
    raise VersionConflictError("the publication log kept growing")


def published_by(log: list[Entry], name: str) -> tuple[Signer, ...]:
    """
    Signer has published a release.

    Raises:
        Problem: 409, nobody has.
    """
    authors = publishers(log, name)
    if not authors:
        raise Problem(
            409,
            "not_published",
            "发布记录中没有该版本，请先用 rules publish 发布",
            "the log knows no publisher of this release; publish it with rules publish first",
        )
    return authors


def write_entry(
    repository: ReleaseRepository,
    region: str,
    kind: Kind,
    who: Signer,
    at: datetime,
    choose: Choose,
    known: Known = lambda *_: None,
) -> Entry:
    """
    The new entry about the release that ``choose`` picks from what there is, read again whenever
    someone else was quicker; ``known`` gives the entry that makes another unnecessary.

    Raises:
        Problem: 422, no name; 409, the log is broken; and what ``choose`` refuses.
        VersionConflictError: others kept writing into the log; try again.
    """
    who = named(who)
    for _ in range(ATTEMPTS):
        standing, log = read_log(repository, region)
        entry = known(standing, log)
        if entry is not None:
            return entry
        try:
            return repository.write(region, standing, kind, choose(standing, log), who, at)
        except VersionConflictError:
            continue
    raise VersionConflictError("the publication log kept growing")

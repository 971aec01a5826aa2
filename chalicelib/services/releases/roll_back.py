"""Roll back: the release before comes into force again, at once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.releases.log import (
    Entry,
    Kind,
    Standing,
    Subject,
    ever_in_force,
    way_back,
)
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import Problem
from chalicelib.services.releases.publication_log import ReleaseRepository, write_entry


def roll_back(
    repository: ReleaseRepository, region: str, who: Signer, at: datetime, to: str | None = None
) -> Entry:
    """
    Back to the release before the one in force, or to the named one: in an emergency one person may.
    Only what two people have once put in force can be gone back to. Rolling back again goes further back.

    Raises:
        PermanentError: the release is not stored any more as it was.
        Problem: 409 there is none before, the named one was never in force, or the log is broken.
        VersionConflictError: others kept writing into the log; try again.
    """

    def earlier(standing: Standing, log: list[Entry]) -> Subject:
        name = _before(log, to)
        if name == standing.active:
            raise Problem(
                409, "in_force", "该版本正在使用，无需回退", "this release is in force; nothing to go back to"
            )
        return Subject(name, repository.get(name).world)

    return {"region": region, **write_entry(repository, region, Kind.ROLLED_BACK, who, at, earlier)}


def _before(log: list[Entry], to: str | None) -> str:
    if to is not None:
        if to not in ever_in_force(log):
            raise Problem(
                409,
                "never_in_force",
                "该版本从未启用过，不能回退到它；请由第二人用 rules activate 启用",
                "this release was never in force; let a second person put it in force with rules activate",
            )
        return to
    way = way_back(log)
    if len(way) < 2:
        raise Problem(
            409,
            "none_before",
            "之前没有启用过别的版本，无法回退；请发布改正后的规则",
            "no other release was in force before this one; publish rules that are put right",
        )
    return way[-2]

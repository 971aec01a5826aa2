"""What a release is looked at with before it is in force: the one that is, recent cases, running clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.rules.past_cases import RECENT, Decided, PastCases
from chalicelib.ports.rules.running_clocks import RunningClocks
from chalicelib.services.days import local_day
from chalicelib.services.releases.clocks_of_cases import ClocksOfCases
from chalicelib.services.releases.publication_log import ReleaseRepository


class Desk(Protocol):
    """Every port that this touches."""

    @property
    def releases(self) -> ReleaseRepository: ...
    @property
    def past(self) -> PastCases: ...
    @property
    def running_clocks(self) -> RunningClocks: ...


class Dossier(NamedTuple):
    """
    What an approval is based on. ``old`` is the release in force, named by ``expect``; ``recent`` are
    real cases; ``today`` is the region's day; ``clocks`` are those that run, read when they are asked about.
    """

    old: Release | None
    new: Release
    recent: Sequence[Decided]
    today: date
    expect: str | None
    clocks: ClocksOfCases | None = None


def gather(desk: Desk, old: Release | None, new: Release, now: datetime, expect: str | None) -> Dossier:
    """The dossier of a release: at most 2,000 recent cases and, once they are asked about, as many clocks."""
    recent = () if old is None else tuple(desk.past.recent(new.region.region, now, RECENT))
    clocks = None if old is None else ClocksOfCases(desk.running_clocks, desk.releases, old)
    return Dossier(old, new, recent, local_day(new, now), expect, clocks)

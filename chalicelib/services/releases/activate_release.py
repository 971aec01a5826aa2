"""Put a published release in force: a second person approves what one has published."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.rules.incoming_folder import IncomingFolder, IncomingStates
from chalicelib.releases.log import Entry, Kind, Standing, Subject, kind_of
from chalicelib.releases.second_person import refusal
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import Problem
from chalicelib.services.releases.callers import named
from chalicelib.services.releases.incoming.dropped_files import check_unchanged
from chalicelib.services.releases.publication_log import (
    ReleaseRepository,
    published_by,
    read_log,
    write_entry,
)


class Desk(Protocol):
    """Every port that activating touches."""

    @property
    def releases(self) -> ReleaseRepository: ...
    @property
    def incoming(self) -> IncomingFolder: ...
    @property
    def incoming_states(self) -> IncomingStates: ...


def may_activate(desk: Desk, name: str, who: Signer, expect: str | None) -> Release:
    """
    The stored release that ``who`` wants to put in force while ``expect`` is: asked before the long work
    of looking at what it would change.

    Raises:
        PermanentError: no such release is stored.
        Problem: 403 whoever published it wants to approve it, or it cannot be told; 409 nobody has
            published it, the files it was made of have changed, another release is in force, or the
            log is broken; 422 no name.
    """
    release = desk.releases.get(name)
    region = release.region.region
    standing, log = read_log(desk.releases, region)
    _check_second(log, named(who), name)
    if standing.active != name:
        _check_expected(standing, expect)
        check_unchanged(desk, region, log, name)
    return release


def activate_release(desk: Desk, name: str, who: Signer, at: datetime, expect: str | None) -> Entry:
    """
    Put a stored release in force for its region; the entry of the publication log, the old one if it
    is in force already.

    Args:
        expect: the release in force that the approver has compared this one with; None: there was none.

    Raises:
        PermanentError: no such release is stored.
        Problem: as ``may_activate``.
        VersionConflictError: others kept writing into the log; try again.
    """
    repository, who = desk.releases, named(who)
    release = repository.get(name)
    region = release.region.region

    def allowed(standing: Standing, log: list[Entry]) -> Subject:
        _check_second(log, who, name)
        _check_expected(standing, expect)
        check_unchanged(desk, region, log, name)
        return Subject(name, release.world)

    def known(standing: Standing, log: list[Entry]) -> Entry | None:
        return _entered(log, name) if standing.active == name else None

    return {"region": region, **write_entry(repository, region, Kind.ACTIVATED, who, at, allowed, known)}


def _entered(log: list[Entry], name: str) -> Entry | None:
    """How the release in force came to be so."""
    found = [e for e in log if e["digest"] == name and kind_of(e) in (Kind.ACTIVATED, Kind.ROLLED_BACK)]
    return found[-1] if found else None


def _check_second(log: list[Entry], approver: Signer, name: str) -> None:
    found = refusal(published_by(log, name), approver, name)
    if found is not None:
        raise Problem(403, found.code, found.reason.zh, found.reason.en)


def _check_expected(standing: Standing, expect: str | None) -> None:
    if standing.active != expect:
        raise overtaken()


def overtaken() -> Problem:
    """What the approver compared with is not what is in force."""
    return Problem(
        409,
        "overtaken",
        "您核对期间，正在使用的版本已经变动；请重新核对差异后再启用",
        "another release came into force while you were looking; look at the differences again",
    )

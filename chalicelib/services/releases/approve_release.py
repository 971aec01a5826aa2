"""Approve a release: everything an approver must see is looked up, looked at, and only then it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.clock import Clock
from chalicelib.releases.log import Entry
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import NotStoredError, Problem
from chalicelib.services.releases.activate_release import Desk as Activating
from chalicelib.services.releases.activate_release import activate_release, may_activate, overtaken
from chalicelib.services.releases.dossier import Desk as Compared
from chalicelib.services.releases.dossier import Dossier, gather
from chalicelib.services.releases.publication_log import ReleaseRepository
from chalicelib.services.releases.show_releases import bounded

MOST_TOLD = 50


class Desk(Activating, Compared, Protocol):
    """Every port that approving touches."""

    @property
    def clock(self) -> Clock: ...


class Reviewed(Protocol):
    """What the policy desk says to a dossier."""

    @property
    def ok(self) -> bool: ...
    @property
    def errors(self) -> Sequence[Text]: ...
    def as_json(self) -> dict[str, Any]: ...


def look_up(desk: Desk, name: str, who: Signer, expect: str | None) -> Dossier:
    """
    The dossier of a published release for ``who``, compared with the release ``expect`` in force.

    Raises:
        PermanentError, Problem: as ``may_activate``; 409 also where no release ``expect`` was ever stored.
    """
    new = may_activate(desk, name, who, expect)
    now = desk.clock.now()
    old = _compared(desk.releases, expect)
    return gather(desk, old, new, now, expect)


def _compared(repository: ReleaseRepository, expect: str | None) -> Release | None:
    """For a release in force already ``expect`` was not looked at: it may name anything."""
    try:
        return None if expect is None else repository.get(expect)
    except NotStoredError as error:
        raise overtaken() from error


def approve_release(
    desk: Desk, review: Callable[[Dossier], Reviewed], name: str, who: Signer, expect: str | None
) -> dict[str, Any]:
    """
    Look a release up, let the policy desk look at it, and put it in force; the log's entry with the review.

    Raises:
        PermanentError: no such release is stored.
        Problem: 409 it does not pass the checks any more; and as ``may_activate``.
        VersionConflictError: others kept writing into the log; try again.
    """
    found = review(look_up(desk, name, who, expect))
    if not found.ok:
        raise Problem(
            409,
            "checks_failed",
            "该版本今天未通过检查，不能启用；请改正规则后重新发布",
            "this release does not pass the checks today; put the rules right and publish them again",
            tuple(found.errors[:MOST_TOLD]),
        )
    entry: Entry = activate_release(desk, name, who, desk.clock.now(), expect)
    told = found.as_json()
    return {**entry, **told, "diff": told["diff"] and bounded(told["diff"])}

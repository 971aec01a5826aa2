"""Who has dropped rule files that are not in force: whoever did is an author of what is published of them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from chalicelib.ports.rules.incoming_folder import IncomingState, IncomingStates
from chalicelib.services.errors import VersionConflictError

_ATTEMPTS = 5


def enlist(
    states: IncomingStates, region: str, authors: Collection[str], active: str | None
) -> IncomingState:
    """
    Count ``authors`` in: from now on a check is under way. Who dropped what a second person has meanwhile
    put in force is done with it.

    Raises:
        VersionConflictError: others kept dropping; try again.
    """
    for _ in range(_ATTEMPTS):
        last = states.last(region)
        if last.n and not last.seen and last.by.issuperset(authors):
            return last
        settled = last.digest is not None and last.digest == active
        now = IncomingState(last.n + 1, frozenset(authors) | (frozenset() if settled else last.by))
        with suppress(VersionConflictError):
            states.write(region, now)
            return now
    raise VersionConflictError("files kept being dropped")


def settle(states: IncomingStates, region: str, examined: IncomingState) -> None:
    """
    Remember what was examined and made, unless others have dropped something since: they examine it, too.

    Raises:
        VersionConflictError: others kept settling; try again.
    """
    for _ in range(_ATTEMPTS):
        last = states.last(region)
        if not last.by.issubset(examined.by):
            return
        with suppress(VersionConflictError):
            states.write(region, examined._replace(n=last.n + 1))
            return
    raise VersionConflictError("files kept being examined")

"""Who has dropped rule files that are not in force: whoever did is an author of what is published of them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple, Protocol

from chalicelib.services.errors import OvertakenError

_ATTEMPTS = 5


class Dropping(NamedTuple):
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


class Drops(Protocol):
    """Where this is remembered, one ``Dropping`` a region."""

    def last(self, region: str) -> Dropping: ...
    def write(self, region: str, dropping: Dropping) -> None:
        """Raises OvertakenError unless the last one is ``n`` - 1."""


def enlist(drops: Drops, region: str, authors: Collection[str], active: str | None) -> Dropping:
    """
    Count ``authors`` in: from now on a check is under way. Who dropped what a second person has meanwhile
    put in force is done with it.

    Raises:
        OvertakenError: others kept dropping; try again.
    """
    for _ in range(_ATTEMPTS):
        last = drops.last(region)
        if last.n and not last.seen and last.by.issuperset(authors):
            return last
        settled = last.digest is not None and last.digest == active
        now = Dropping(last.n + 1, frozenset(authors) | (frozenset() if settled else last.by))
        with suppress(OvertakenError):
            drops.write(region, now)
            return now
    raise OvertakenError("files kept being dropped")


def settle(drops: Drops, region: str, examined: Dropping) -> None:
    """
    Remember what was examined and made, unless others have dropped something since: they examine it, too.

    Raises:
        OvertakenError: others kept settling; try again.
    """
    for _ in range(_ATTEMPTS):
        last = drops.last(region)
        if not last.by.issubset(examined.by):
            return
        with suppress(OvertakenError):
            drops.write(region, examined._replace(n=last.n + 1))
            return
    raise OvertakenError("files kept being examined")

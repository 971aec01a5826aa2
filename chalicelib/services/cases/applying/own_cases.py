"""List the cases of somebody who signed on: those she applied for, and those in which she acts for others."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import islice

from chalicelib.cases.people.parties import Parties
from chalicelib.cases.values import Role
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Person
from chalicelib.ports.ports import Ports
from chalicelib.services.errors import of_this_row
from chalicelib.services.sign_on.find_own_case import capacity_in

log = logging.getLogger(__name__)

MOST = 20
"""Cases on one page: each is a request."""


@dataclass(frozen=True)
class Own:
    """A case of hers, as what she stands in it, and who its parties are."""

    loaded: Loaded
    capacity: Role
    parties: Parties


@dataclass(frozen=True)
class OwnCases:
    """
    The newest first. ``next``: the number of the last one looked at, where there may be more; ``unreadable``:
    so many could not be shown.
    """

    cases: tuple[Own, ...]
    next: str | None = None
    unreadable: int = 0


def own_cases(ports: Ports, who: Person, before: str) -> OwnCases:
    """
    Her cases, submitted or not, from whichever device they were begun. Of whom the law had the office forget
    nothing is found.

    Args:
        before: the number of the last case of the page before.

    Raises:
        RetryableError: they may be read later.
    """
    numbers = list(islice(ports.cases.find_person(ports.region, who.identity, before), MOST))
    found, unreadable = [], 0
    for no in numbers:
        try:
            own = _own(ports, who, no)
        except Exception as error:
            if not of_this_row(error):
                raise
            log.error("case %s cannot be shown to its party: %s", no, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
            unreadable += 1
        else:
            found += [] if own is None else [own]
    return OwnCases(tuple(found), numbers[-1] if len(numbers) == MOST else None, unreadable)


def _own(ports: Ports, who: Person, no: str) -> Own | None:
    loaded = ports.cases.load_with_files(no)
    if loaded is None:
        return None
    capacity, parties = capacity_in(ports, who, loaded.case), ports.cases.parties(loaded.case)
    return None if capacity is None or parties is None else Own(loaded, capacity, parties)

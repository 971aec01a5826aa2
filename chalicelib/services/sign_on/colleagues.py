"""
What colleagues are called at the desk: learnt when they sign on. Events, logs and addresses have numbers of
staff alone, and where a name cannot be had the number stands in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Protocol

from chalicelib.ports.people.colleagues import Colleagues
from chalicelib.ports.people.identity import Staff
from chalicelib.services.errors import PermanentError, RetryableError

log = logging.getLogger(__name__)


class Named(Protocol):
    """The ports that names need."""

    @property
    def colleagues(self) -> Colleagues: ...


def learn_name(ports: Named, who: Staff) -> None:
    """Remember what somebody who signs on is called; that it cannot be written keeps nobody out."""
    if not who.name:
        return
    try:
        ports.colleagues.keep(who.id, who.name)
    except (RetryableError, PermanentError) as error:
        log.warning("the name of a member of staff was not written down: %s", type(error).__name__)


def names_of_staff(ports: Named) -> Mapping[str, str]:
    """By staff number; none where they cannot be read just now."""
    try:
        return ports.colleagues.names()
    except (RetryableError, PermanentError) as error:
        log.warning("the names of staff cannot be read: %s", type(error).__name__)
        return {}

"""Find out as what somebody who signed on stands in a case: its applicant, the agent, or neither."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Protocol

from chalicelib.cases.people.parties import FindKind, Identity, Parties
from chalicelib.cases.values import Role

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.ports.people.identity import Person
    from chalicelib.ports.sealing import Sealer


class _Cases(Protocol):
    def parties(self, case: Case) -> Parties | None: ...


class OwnCases(Protocol):
    """What telling a person's own cases needs of the world."""

    @property
    def cases(self) -> _Cases: ...
    @property
    def sealer(self) -> Sealer: ...


def identity_digest(sealer: Sealer, identity: Identity) -> str:
    """By what a person is known (``Person.identity``), as her cases are found, by whichever document."""
    return sealer.digest(FindKind.IDENTITY.value, identity.canonical)


def capacity_in(ports: OwnCases, person: Person, case: Case) -> Role | None:
    """
    As what the person stands in a case; None where she has no part in it, or nobody knows any more who had.

    Raises:
        SealError, RetryableError: who the parties are cannot be read.
    """
    parties = ports.cases.parties(case)
    if parties is None:
        return None
    known = {Role.APPLICANT: parties.applicant, Role.AGENT: parties.agent}
    for role, party in known.items():
        identity = None if party is None else party.identity
        if identity is not None and hmac.compare_digest(
            identity_digest(ports.sealer, identity), person.identity
        ):
            return role
    return None

"""Open what lies sealed beside a case, for what cannot be done without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.cases.case import Case
from chalicelib.ports.ports import Ports
from chalicelib.services.errors import ErasedPartiesError

if TYPE_CHECKING:
    from chalicelib.cases.people.parties import Parties, Party


def applicant_of(ports: Ports, case: Case) -> Party:
    """
    The applicant, by name and with the address of today.

    Raises:
        As ``_parties``.
    """
    return _parties(ports, case).applicant


def phone_of(ports: Ports, case: Case, order: str) -> str:
    """
    The phone that a parcel was ordered with, by which its carrier knows who asks after it.

    Raises:
        As ``_parties``.
    """
    return _parties(ports, case).phone_of(order, case.shipments[order])


def _parties(ports: Ports, case: Case) -> Parties:
    """
    Raises:
        SealError: the sealed row cannot be opened.
        ErasedPartiesError: whatever needs them comes too late, a person sees to it.
    """
    parties = ports.cases.parties(case)
    if parties is None:
        raise ErasedPartiesError
    return parties


def reason_of(ports: Ports, case: Case) -> str | None:
    """
    The last reason that staff gave for an outcome, in words; None if none was given.

    Raises:
        SealError, ErasedPartiesError: as above.
    """
    if case.reason is None:
        return None
    reason = ports.cases.texts(case.no, {case.reason}).get(case.reason)
    if reason is None or case.erased is not None:
        raise ErasedPartiesError
    return reason

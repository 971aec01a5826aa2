"""Erase the parties of a case 删除当事人资料: decide it, and delete whatever tells who they were."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.cases.case import Case
from chalicelib.cases.commands import EraseParties
from chalicelib.cases.values import Actor, ErasureReason, PartiesErasure
from chalicelib.ports.cases import Commit
from chalicelib.ports.ports import Ports
from chalicelib.ports.storage.files import UPLOAD_SECONDS
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.errors import AlreadyProcessed

_PLACES_LAPSE = timedelta(seconds=UPLOAD_SECONDS)
"""Until then a file may come to a place that was given before the case was closed."""


def erase_parties(ports: Ports, who: Actor, no: str, reason: ErasureReason) -> Case:
    """
    The case whose parties are erased from now on. What tells of them is deleted by an effect, once no place
    to put a file is good any more.

    Raises:
        NotPossible: the case is not closed, or they are still needed or have to be kept.
        PermanentError: there is no such case.
    """
    command = EraseParties(at=ports.clock.now(), by=who, reason=reason)
    return change_case(ports, no, None, lambda _: command)


def delete_parties(ports: Ports, case: Case, effect: PartiesErasure) -> None:
    """
    Delete files, documents, rows and the words of carriers, then the effect is done. Stopped anywhere it is
    begun anew: nothing has to be opened for it, and the parties themselves go last.

    Raises:
        RetryableError: store or table are not to be had just now.
        VersionConflictError: a parcel was asked after in the same moment.
    """
    now = ports.clock.now()
    if case.erased is not None and now < case.erased.at + _PLACES_LAPSE:
        ports.cases.postpone(case.no, effect.effect, case.erased.at + _PLACES_LAPSE)
        return
    ports.files.remove_below(f"uploads/{case.no}/")
    ports.files.remove_below(f"documents/{case.no}/")
    _take_words_off_traces(ports, case, now)
    ports.cases.erase_parties(case.no)
    try:
        ports.cases.commit(Commit(trigger=None, at=now, before=case, after=case, done=effect.effect))
    except AlreadyProcessed:
        return  # by another, in the same moment


def _take_words_off_traces(ports: Ports, case: Case, now: datetime) -> None:
    """
    Raises:
        VersionConflictError: a parcel was asked after in the same moment.
    """
    for parcel in case.shipments.values():
        waybill = ports.cases.waybill(f"{parcel.carrier}#{parcel.number}") if parcel.number else None
        if waybill is not None and any(event.text for event in waybill.events):
            ports.cases.commit(
                Commit(trigger=None, at=now, before=case, after=case, waybill=waybill.wordless)
            )

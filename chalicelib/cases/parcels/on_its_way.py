"""Whether a parcel of a case is still on its way 在途, and since when its addressee has what it brought."""

from __future__ import annotations

from datetime import datetime

from chalicelib.cases.case import Case
from chalicelib.cases.parcels.status import GIVEN_UP, WITH_COURIER, under_way
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.values import Holding, Shipment
from chalicelib.decisions.forms.unit import APPLICANT

_AWAITS_COURIER = {S.REQUESTED, S.NOT_FOUND, S.LABEL_CREATED}

_LEFT = WITH_COURIER | GIVEN_UP
"""In these no courier comes for a parcel any more: it has left its sender, or nobody follows it."""


def on_its_way(case: Case, order: str) -> bool:
    """
    Whether a courier may still come or bring something for an order. What its trace told last stays, such as
    a signature by proxy, when staff have recorded that it is there: once its task is over and no paper is in
    it, it has come to its end all the same.
    """
    parcel = case.shipments[order]
    if not under_way(parcel.status):
        return False
    awaited = case.task_of(order) is not None or parcel.task in case.sides
    return awaited or bool(case.in_parcel(order)) or parcel.status not in _LEFT


def awaits_courier(parcel: Shipment) -> bool:
    """Whether its courier is still to come for it: the time that was agreed means something until then."""
    return parcel.status in _AWAITS_COURIER and not parcel.recalled


def held_since(case: Case, holding: Holding) -> datetime:
    """
    Since when somebody holds a paper. What a parcel brought to the applicant she has from her signature on,
    as far as its trace tells of one, not from when its carrier was asked.
    """
    parcel = None if holding.holder != APPLICANT else case.shipments.get(holding.parcel or "")
    signed = None if parcel is None else parcel.signed_at
    return holding.since if signed is None else min(signed, holding.since)

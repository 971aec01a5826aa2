"""How the parcels of a case change with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.evolve.changes import Changes
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.values import Shipment


def change_parcels(case: Case, event: events.ParcelEvent) -> Changes:
    match event:
        case events.ShipmentOrdered():
            return _shipment_ordered(case, event)
        case events.ShipmentBooked():
            return _shipment_booked(case, event)
        case events.ShipmentMisnumbered():
            return _parcel(case, event.order, status=ShipmentStatus.MISNUMBERED.value)
        case events.ShipmentRecalled():
            return _parcel(case, event.order, recalled=True)
        case events.ShipmentMoved():
            return _parcel(case, event.order, status=event.status, signed_at=event.signed_at)
        case events.ShipmentRefused():
            return _parcel(case, event.order, status="refused")
        case _:
            assert_never(event)


def _shipment_ordered(case: Case, event: events.ShipmentOrdered) -> Changes:
    parcel = Shipment(direction=event.direction, task=event.task, carrier=event.carrier, ordered_at=event.at)
    return {"shipments": {**case.shipments, event.order: parcel}}


def _shipment_booked(case: Case, event: events.ShipmentBooked) -> Changes:
    told = event.model_dump(include={"number", "to_former_contact", "composed_for"})
    return _parcel(case, event.order, pick_up=event.pick_up, **told)


def _parcel(case: Case, order: str, **changes: object) -> Changes:
    parcel = case.shipments[order].model_copy(update=changes)
    return {"shipments": {**case.shipments, order: parcel}}

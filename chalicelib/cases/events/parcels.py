"""What has happened to parcels."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.values import Direction, NumberFault, Window


class ShipmentOrdered(Event):
    kind: Literal["shipment_ordered"] = "shipment_ordered"
    order: str
    direction: Direction
    task: str
    carrier: str


class ShipmentBooked(Event):
    """
    The carrier has taken an order. ``to_former_contact``: its applicant is found elsewhere since it was
    composed; ``composed_for`` is the digest of her as she was, where that is known.
    """

    kind: Literal["shipment_booked"] = "shipment_booked"
    order: str
    number: str
    pick_up: Window | None = None
    to_former_contact: bool = False
    composed_for: str | None = None


class ShipmentMisnumbered(Event):
    """
    The carrier's fault 快递公司差错: the order stands, under a ``number`` that cannot be this parcel's.
    Nothing is asked about it; a person settles it with the carrier.
    """

    kind: Literal["shipment_misnumbered"] = "shipment_misnumbered"
    order: str
    number: str = Field(max_length=40)
    fault: NumberFault


class ShipmentRecalled(Event):
    """The office calls an order off, if no courier has fetched the parcel yet."""

    kind: Literal["shipment_recalled"] = "shipment_recalled"
    order: str


class ShipmentMoved(Event):
    """A parcel has another status; ``signed_at`` is when its addressee signed, as far as its trace tells."""

    kind: Literal["shipment_moved"] = "shipment_moved"
    order: str
    status: str
    signed_at: datetime | None = None


class ShipmentRefused(Event):
    """The carrier will not take the order; ``reason`` is its code, no personal data."""

    kind: Literal["shipment_refused"] = "shipment_refused"
    order: str
    reason: str


ParcelEvent = (
    ShipmentOrdered
    | ShipmentBooked
    | ShipmentMisnumbered
    | ShipmentRecalled
    | ShipmentMoved
    | ShipmentRefused
)

"""Ordering a courier 寄件下单: what is asked of a carrier, and what it has taken."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.cases.values import Direction, Person, Value


class Order(Value):
    """
    A parcel to be fetched 寄件单; the office pays in both directions.

    ``number`` is ours (the effect's): ordering twice with one number is ordering once. ``carrier`` is the
    company's code at the carrier service. ``pick_up`` is from when to when the courier may come.
    """

    number: str = Field(min_length=1, max_length=200)
    direction: Direction
    carrier: str
    sender: Person = Field(repr=False)
    recipient: Person = Field(repr=False)
    goods: str = Field(min_length=1, max_length=60)
    pick_up: tuple[AwareDatetime, AwareDatetime] | None = None


class Booking(Value):
    """
    An order that the carrier has taken. ``number`` (the waybill) may follow later than the order;
    ``task`` and ``reference`` are the carrier's own names for it, ``code`` its state, verbatim.
    """

    order: str
    carrier: str
    number: str | None
    status: ShipmentStatus
    task: str
    reference: str
    code: str = ""

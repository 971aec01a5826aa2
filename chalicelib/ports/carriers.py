"""The carriers 快递公司 as services see them: parcels ordered, parcels followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.cases.parcels.shipments import Tracking
    from chalicelib.cases.values import Direction, Window
    from chalicelib.decisions.forms.region import Address


@dataclass(frozen=True)
class Suspension:
    """
    A carrier that refuses our account is not asked until ``until``. ``reason`` is its code; ``tries`` counts
    how often it was tried again since.
    """

    region: str
    carrier: str
    reason: str
    since: datetime
    until: datetime
    tries: int


@dataclass(frozen=True)
class Order:
    """
    A parcel to be fetched within ``pick_up`` and brought, paid by the office. ``number`` is ours: the
    effect's id. Without ``pick_up`` nothing new is ordered: the order is known to be there.
    """

    number: str
    direction: Direction
    carrier: str
    sender: Address
    recipient: Address
    goods: str
    pick_up: Window | None


@dataclass(frozen=True)
class Booking:
    """
    What the carrier made of an order: its waybill ``number``, or a ``refusal`` (its code) for good.
    ``found``: the order was there already, from a try whose end we never saw.
    """

    number: str | None
    refusal: str | None = None
    found: bool = False


class Couriers(Protocol):
    """Raises RetryableError where asking again may help. One order number is one parcel."""

    @property
    def days_ahead(self) -> int:
        """How many days after today a courier can be ordered for at most: 0 today, 2 the day after next."""

    def book(self, order: Order) -> Booking: ...
    def cancel(self, order: str) -> None:
        """Call an order off; one not there is left alone. PermanentError: a courier has the parcel."""

    def track(self, carrier: str, number: str, phone: str | None) -> Tracking: ...

"""The carriers behind the services' port: one that tells where a parcel is, one that sends a courier."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.adapters.carriers.kuaidi100 import Kuaidi100
from chalicelib.adapters.carriers.kuaidi100_orders import Kuaidi100Orders
from chalicelib.cases.parcels.shipments import Tracking
from chalicelib.ports.carriers import Booking, Order


@dataclass(frozen=True)
class CourierGateway:
    """The port ``Couriers``. A carrier with an interface of its own is told apart here by its code."""

    tracking: Kuaidi100
    ordering: Kuaidi100Orders

    @property
    def days_ahead(self) -> int:
        return self.ordering.days_ahead

    def book(self, order: Order) -> Booking:
        return self.ordering.book(order)

    def cancel(self, order: str) -> None:
        self.ordering.cancel(order)

    def track(self, carrier: str, number: str, phone: str | None) -> Tracking:
        return self.tracking.track(carrier, number, phone)

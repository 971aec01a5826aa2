"""A parcel as the carrier knows it 运单: what we know of it and when to ask again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from chalicelib.cases.parcels.foreign_trace import doubt
from chalicelib.cases.parcels.shipments import TrackingEvent, believe, merge
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.values import Value

NUMBER = r"[A-Za-z0-9-]{6,32}"
"""A carrier's number for a parcel (Kuaidi100: 6 to 32 characters)."""


class Waybill(Value):
    """
    ``order`` is our order number (an effect's id), ``number`` the carrier's. ``ordered_at`` is when the
    order can have been given first (None: of an older row, as ``booked_at``), ``pick_up_at`` from when the
    courier can come (None: not known). ``due`` is the next query, None when there is nothing more to ask;
    ``failures`` counts queries in a row that brought nothing; ``version`` counts its changes.
    """

    carrier: str
    number: str
    order: str
    case: str
    region: str
    booked_at: datetime
    ordered_at: datetime | None = None
    pick_up_at: datetime | None = None
    status: ShipmentStatus = ShipmentStatus.REQUESTED
    events: tuple[TrackingEvent, ...] = ()
    failures: int = 0
    due: datetime | None = None
    halted: str | None = None
    version: int = 1

    @property
    def since(self) -> datetime:
        """No event of this parcel is older: the carrier's answer to the order may have come much later."""
        return self.ordered_at or self.booked_at

    def after(
        self, told: Iterable[TrackingEvent], now: datetime
    ) -> tuple[tuple[TrackingEvent, ...], ShipmentStatus]:
        """All events of this parcel once the carrier has ``told`` some more, and what they add up to."""
        events, status = merge(self.events, (believe(event, self.since, now) for event in told))
        return events, doubt(status, events, self.pick_up_at)

    @property
    def wordless(self) -> Self:
        """
        The waybill without what the carrier wrote, which may name who signed, and digests of it. Times
        and states stay; the carrier is asked no more.
        """
        events = tuple(
            event.model_copy(update={"text": "", "key": str(n)}) for n, event in enumerate(self.events)
        )
        return self.model_copy(update={"events": events, "due": None, "version": self.version + 1})

    @property
    def signed_at(self) -> datetime | None:
        """When the addressee of a parcel that was delivered signed for it; None where no line tells."""
        if self.status is not ShipmentStatus.DELIVERED:
            return None
        signed = (event for event in self.events if event.believed and event.status is self.status)
        return next((event.at for event in signed if event.at is not None), None)

    @property
    def heard_at(self) -> datetime:
        """When silence began: with the last news that is believed, the booking or the pick-up."""
        news = (event.at for event in self.events if event.believed and event.at is not None)
        return max(self.booked_at, self.pick_up_at or self.booked_at, *news)

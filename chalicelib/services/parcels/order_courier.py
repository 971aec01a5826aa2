"""Order a courier, and record what the carrier made of the order."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case
from chalicelib.cases.commands import RecordBooking, RecordBookingRefused, RecordMisnumbering, RecordTracking
from chalicelib.cases.parcels.pick_up import days_ahead, next_pick_up
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.parcels.waybill import NUMBER, Waybill
from chalicelib.cases.values import Actor, CourierOrder, CourierRecall, Direction, NumberFault, Role, Window
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.region import Address
from chalicelib.ports.carriers import Booking, Order
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.people.parties_of import applicant_of
from chalicelib.services.errors import NumberTakenError, PermanentError
from chalicelib.services.facts_in_force import rules_of

log = logging.getLogger(__name__)

_NO_SIGN = re.compile("[^A-Za-z0-9-]+")
"""What no carrier's number has in it (``waybill.NUMBER``)."""

_FIRST_QUERY = timedelta(hours=2)
_COURIER = Actor(role=Role.COURIER, id="courier")
_OFFICE = Actor(role=Role.SYSTEM, id="courier-orders")


def order_courier(ports: Ports, case: Case, release: Release, effect: CourierOrder) -> None:
    """
    Order a courier for the next time that someone meets him. Where that lies further ahead than the carrier
    takes orders for, the effect waits until it can be ordered.

    Raises:
        RetryableError: it is unknown what became of the order.
    """
    parcel = case.shipments[effect.effect]
    wanted = effect.task in (case.tasks.keys() | case.sides.keys()) and not parcel.recalled
    now, zone = ports.clock.now(), ZoneInfo(release.region.time_zone)
    window: Window | None = None
    if wanted:
        window = next_pick_up(effect.direction, release.region.hall, release.calendars, zone, now)
        if window is None or days_ahead(window, zone, now) > ports.couriers.days_ahead:
            ports.cases.postpone(case.no, effect.effect, _orderable_at(ports, window, zone, now))
            return
    elif _called_off(ports, effect.effect):
        nobody = RecordBookingRefused(at=now, by=_OFFICE, order=effect.effect, reason="not_wanted_any_more")
        change_case(ports, case, None, lambda _: nobody, done=effect.effect)
        return
    _record(ports, case, effect, ports.couriers.book(_order(ports, case, release, effect, window)), window)


def _orderable_at(ports: Ports, window: Window | None, zone: ZoneInfo, now: datetime) -> datetime:
    """The first midnight from which the window can be ordered; of a hall that never opens, tomorrow."""
    if window is None:
        return now + timedelta(days=1)
    day = window.start.astimezone(zone).date() - timedelta(days=ports.couriers.days_ahead)
    return datetime.combine(day, time(), zone)


def _called_off(ports: Ports, order: str) -> bool:
    """
    The case has gone on without this order. The carrier may have it all the same, from a try whose
    end we never saw; if a courier has even fetched it, it is ours and is followed.
    """
    try:
        ports.couriers.cancel(order)
    except PermanentError:
        return False
    return True


def recall_courier(ports: Ports, case: Case, effect: CourierRecall) -> None:
    """
    Call an order off. If a courier has the parcel already it is on its way and is waited for; an order that
    has not got to the carrier yet finds out by itself that nobody wants it.

    Raises:
        RetryableError: it is unknown what became of it.
    """
    off = _called_off(ports, effect.order)

    def tell(now: Case) -> RecordTracking:
        status = ShipmentStatus.CANCELLED.value if off else now.shipments[effect.order].status
        return RecordTracking(at=ports.clock.now(), by=_OFFICE, order=effect.order, status=status)

    asked_after = case.shipments[effect.order].number if off else None
    stop = None if asked_after is None else _no_more(ports, effect.order)
    change_case(ports, case, None, tell, done=effect.effect, waybill=stop)


def _no_more(ports: Ports, order: str) -> Callable[[Case], Waybill]:
    """The waybill of an order that was called off: nobody asks after it any more."""

    def stopped(case: Case) -> Waybill:
        parcel = case.shipments[order]
        waybill = ports.cases.waybill(f"{parcel.carrier}#{parcel.number}")
        if waybill is None:
            raise PermanentError("no such waybill")
        over = {"due": None, "status": ShipmentStatus.CANCELLED, "version": waybill.version + 1}
        return waybill.model_copy(update=over)

    return stopped


def _record(ports: Ports, case: Case, effect: CourierOrder, booking: Booking, window: Window | None) -> None:
    """What came of the order and, if it has a number of its own, the waybill, in one commit."""
    order, now, number = effect.effect, ports.clock.now(), booking.number
    if number is None:
        reason = booking.refusal or "refused"
        refused = RecordBookingRefused(at=now, by=_COURIER, order=order, reason=reason)
        change_case(ports, case, None, lambda _: refused, done=order)
        return
    if not re.fullmatch(NUMBER, number):
        _misnumbered(ports, case, order, number, NumberFault.MALFORMED)
        return
    booked = RecordBooking(
        at=now,
        by=_COURIER,
        order=order,
        number=number,
        pick_up=None if booking.found else window,
        composed_for=None if booking.found else case.applicant.digest,
    )
    waybill = _waybill(case, booked, *_first_chance(ports, case, effect))
    try:
        after = change_case(ports, case, None, lambda _: booked, done=order, waybill=lambda _: waybill)
    except NumberTakenError:
        _misnumbered(ports, case, order, number, NumberFault.IN_USE)
        return
    if after.shipments[order].recalled and _called_off(ports, order):
        late = RecordTracking(at=now, by=_OFFICE, order=order, status=ShipmentStatus.CANCELLED)
        change_case(ports, after, None, lambda _: late, waybill=_no_more(ports, order))


def _misnumbered(ports: Ports, case: Case, order: str, number: str, fault: NumberFault) -> None:
    """
    Tell a person that a number cannot be this parcel's; the order is kept, and of the number what one may
    have: a carrier may have put a name there, and what is on record stays.
    """
    log.error("a carrier's fault: the number that %s gave is %s", case.shipments[order].carrier, fault)
    command = RecordMisnumbering(
        at=ports.clock.now(), by=_COURIER, order=order, number=_NO_SIGN.sub("?", number)[:40], fault=fault
    )
    change_case(ports, case, None, lambda _: command, done=order)


def _first_chance(ports: Ports, case: Case, effect: CourierOrder) -> tuple[datetime | None, datetime | None]:
    """
    When the carrier can have been asked first, not before the time wanted then could be ordered, and from
    when its courier can have come. What its number was used for before is no news of our parcel.
    """
    wanted = case.shipments[effect.effect].ordered_at
    if wanted is None:
        return None, None
    release = rules_of(ports, case.release)
    zone = ZoneInfo(release.region.time_zone)
    window = next_pick_up(effect.direction, release.region.hall, release.calendars, zone, wanted)
    if window is None:
        return wanted, None
    if days_ahead(window, zone, wanted) <= ports.couriers.days_ahead:
        return wanted, window.start
    return _orderable_at(ports, window, zone, wanted), window.start


def _waybill(
    case: Case, booked: RecordBooking, first_asked: datetime | None, first_window: datetime | None
) -> Waybill:
    """An order that was found may be of an earlier try, with an earlier window than one asked for now."""
    parcel = case.shipments[booked.order]
    starts = booked.pick_up.start if booked.pick_up else first_window
    return Waybill(
        carrier=parcel.carrier,
        number=booked.number,
        order=booked.order,
        case=case.no,
        region=case.region,
        booked_at=booked.at,
        ordered_at=first_asked,
        pick_up_at=starts,
        due=max(booked.at + _FIRST_QUERY, starts or booked.at),
    )


def _order(ports: Ports, case: Case, release: Release, effect: CourierOrder, window: Window | None) -> Order:
    person = applicant_of(ports, case)
    applicant = Address(name=person.name, phone=person.phone, address=person.address)
    hall = release.region.hall
    inbound = effect.direction is Direction.INBOUND
    return Order(
        number=effect.effect,
        direction=effect.direction,
        carrier=release.couriers[case.shipments[effect.effect].carrier].code,
        sender=applicant if inbound else hall,
        recipient=hall if inbound else applicant,
        goods="申请材料" if inbound else "证照文书",
        pick_up=window,
    )

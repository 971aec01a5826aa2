"""Ask a carrier where a parcel is, and move the case along with it."""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import Move
from chalicelib.cases.shipments import (
    FLOOR,
    ShipmentStatus,
    Tracking,
    TrackingProblem,
    merge,
    next_poll,
    silent,
)
from chalicelib.cases.values import Actor, Role
from chalicelib.cases.waybill import Waybill
from chalicelib.decisions.model import Release
from chalicelib.decisions.region import Courier
from chalicelib.services.change_case import change_case
from chalicelib.services.errors import OvertakenError, PermanentError
from chalicelib.services.ports import World

log = logging.getLogger(__name__)

_COURIER = Actor(role=Role.COURIER, id="courier")

_STOP = {TrackingProblem.PHONE_NEEDED, TrackingProblem.BAD_NUMBER}
"""Asking again would not help: staff look at the parcel."""


def poll_courier(world: World, key: str) -> None:
    """
    One query for the waybill ``key`` if it is due and nobody else has just asked. The right to ask
    is taken first, so that the carrier's floor of 30 minutes per number holds for two pollers too.

    Raises:
        PermanentError: there is no such waybill or case.
    """
    waybill = world.cases.waybill(key)
    if waybill is None:
        raise PermanentError("no such waybill")
    now = world.clock.now()
    if waybill.due is None or waybill.due > now or world.cases.halted(waybill.region):
        return
    case = world.cases.load(waybill.case)
    if case is None:
        raise PermanentError(f"no case {waybill.case}")
    release = world.releases.get(case.release)
    courier = release.couriers[waybill.carrier]
    try:
        mine = world.cases.claim(waybill, now + FLOOR)
    except OvertakenError:
        return
    phone = case.applicant.phone if courier.phone_needed else None
    tracking = world.couriers.track(courier.code, waybill.number, phone)
    if tracking.problem is TrackingProblem.CONFIGURATION:
        if world.cases.halt(waybill.region, tracking.code, now):
            log.error("polling of %s is halted: the carrier answers %s", waybill.region, tracking.code)
        return
    heard = _heard(mine, tracking, courier, release, tracking.at, world.codes.jitter())
    if case.stage is Stage.CLOSED and not case.in_parcel(waybill.order):
        heard = heard.model_copy(update={"due": None})  # nobody waits for it any more
    _record(world, heard, tracking.at)


def _heard(
    waybill: Waybill, tracking: Tracking, courier: Courier, release: Release, now: datetime, jitter: float
) -> Waybill:
    """The waybill after what the carrier said."""
    events, status = merge(waybill.events, tracking.events)
    silence = _silence(courier, waybill.heard_at if not events else events[-1].at, status, now)
    status = silence or (status if events else waybill.status)
    stopped = tracking.problem in _STOP
    failed = tracking.problem not in (None, TrackingProblem.NO_TRACE)
    failures = waybill.failures + 1 if failed else 0
    code = events[-1].code if events else ""
    zone = ZoneInfo(release.region.time_zone)
    due = None if stopped else next_poll(courier, status, failures, now, zone, jitter=jitter, code=code)
    return waybill.model_copy(
        update={
            "events": events,
            "status": status,
            "failures": failures,
            "due": due,
            "halted": tracking.problem.value if tracking.problem and stopped else None,
            "version": waybill.version + 1,
        }
    )


def _silence(
    courier: Courier, heard_at: datetime, status: ShipmentStatus, now: datetime
) -> ShipmentStatus | None:
    """What silence makes of a parcel; a damaged one is not merely late."""
    silence = None if status.terminal else silent(courier, heard_at, now)
    damaged = status is ShipmentStatus.DAMAGED and silence is ShipmentStatus.DELAYED
    return None if damaged else silence


def _record(world: World, waybill: Waybill, now: datetime) -> None:
    """Case and waybill change in one commit; the trigger is the waybill's own version."""
    command = Move(at=now, by=_COURIER, order=waybill.order, status=_shown(waybill))

    def ask(_: Case) -> Move:
        return command

    trigger = f"waybill#{waybill.carrier}#{waybill.number}#{waybill.version}"
    change_case(world, waybill.case, trigger, ask, waybill=lambda _: waybill)


def _shown(waybill: Waybill) -> str:
    """A parcel the carrier will not speak of is shown as held up: a person looks at it."""
    return ShipmentStatus.DELAYED if waybill.halted else waybill.status

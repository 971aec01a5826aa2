"""Ask a carrier where a parcel is, and move the case along with it."""

from __future__ import annotations

import logging
from collections.abc import Set
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import RecordTracking
from chalicelib.cases.parcels.polling import FLOOR, after_signature, next_poll, silent, suspended_for
from chalicelib.cases.parcels.shipments import Tracking, TrackingEvent, TrackingProblem
from chalicelib.cases.parcels.signer import may_be, signer_in
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.people.acting import agent_holds
from chalicelib.cases.people.mandates import PartyKind
from chalicelib.cases.values import Actor, Direction, Role
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.region import Courier
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.people.parties_of import phone_of
from chalicelib.services.days import local_day
from chalicelib.services.errors import PermanentError

log = logging.getLogger(__name__)

_COURIER = Actor(role=Role.COURIER, id="courier")

_OWN = ShipmentStatus.DELIVERED
"""Signed for by the addressee, as far as code and words of a line tell."""

_UNHEARD = {TrackingProblem.CONFIGURATION, TrackingProblem.CARRIER_TROUBLE}
"""Such an answer does not tell that the carrier takes our account again."""

_STOP = {TrackingProblem.PHONE_NEEDED, TrackingProblem.BAD_NUMBER}
"""Asking again would not help: staff look at the parcel."""


def poll_courier(ports: Ports, key: str) -> None:
    """
    One query for the waybill ``key`` if it is due and nobody else has just asked. The right to ask
    is taken first, so that the carrier's floor of 30 minutes per number holds for two pollers too. Nobody
    asks after the parcel of somebody who was erased.

    Raises:
        PermanentError: there is no such waybill or case.
    """
    now = ports.clock.now()
    waybill = ports.cases.claim(key, now, now + FLOOR)
    if waybill is None:
        return
    case, suspension = ports.cases.load_parcel(waybill)
    if case is None:
        raise PermanentError(f"no case {waybill.case}")
    if case.erased is not None:
        over = waybill.model_copy(update={"due": None, "version": waybill.version + 1})
        _record(ports, case, over, now)
        return
    if suspension is None or _may_try(ports, suspension, now):
        _ask(ports, waybill, case, suspension)


def _ask(ports: Ports, waybill: Waybill, case: Case, suspension: Suspension | None) -> None:
    release = ports.releases.get(case.release)
    courier = release.couriers[waybill.carrier]
    phone = phone_of(ports, case, waybill.order) if courier.phone_needed else None
    tracking = ports.couriers.track(courier.code, waybill.number, phone)
    if suspension is not None and tracking.problem not in _UNHEARD:
        ports.cases.resume(waybill.region, waybill.carrier)
    if tracking.problem is TrackingProblem.CONFIGURATION:
        if suspension is None:
            _suspend(ports, waybill, tracking)
        return
    events = _by_name(ports, case, waybill.order, tracking, release)
    tracking = tracking.model_copy(update={"events": events})
    heard = _heard(waybill, tracking, courier, release, tracking.at, ports.codes.jitter())
    if heard.status.delivered and case.shipments[waybill.order].direction is Direction.OUTBOUND:
        due = None if heard.halted else after_signature(heard.events, tracking.at, heard.failures)
        heard = heard.model_copy(update={"due": due})
    elif not _waited_for(case, heard):
        heard = heard.model_copy(update={"due": None})
    _record(ports, case, heard, tracking.at)


def _by_name(
    ports: Ports, case: Case, order: str, tracking: Tracking, release: Release
) -> tuple[TrackingEvent, ...]:
    """
    What a trace tells, with a signature as another's where it names neither the addressee nor an agent who
    might act for her on the day of it. Who signs for an organisation, or for the hall, is nobody whose name
    is known.
    """
    events, outbound = tracking.events, case.shipments[order].direction is Direction.OUTBOUND
    if not outbound or not any(event.status is _OWN and signer_in(event.text) for event in events):
        return events
    parties = ports.cases.parties(case)
    if parties is None or parties.applicant.kind is not PartyKind.NATURAL:
        return events
    own, agent = {parties.applicant.name}, {parties.agent.name} if parties.agent else set()
    return tuple(
        _signed_by(
            event, own | agent if agent_holds(case, local_day(release, event.at or tracking.at)) else own
        )
        for event in events
    )


def _signed_by(event: TrackingEvent, own: Set[str]) -> TrackingEvent:
    signer = signer_in(event.text) if event.status is _OWN else None
    if signer is None or any(may_be(signer, name) for name in own):
        return event
    return event.model_copy(update={"status": ShipmentStatus.DELIVERED_PROXY})


def _waited_for(case: Case, waybill: Waybill) -> bool:
    """Whether anybody waits for a parcel: it holds papers, or comes back after all."""
    turned = waybill.status in (ShipmentStatus.RETURNING, ShipmentStatus.UNCLEAR)
    return case.stage is not Stage.CLOSED or bool(case.in_parcel(waybill.order)) or turned


def _may_try(ports: Ports, suspension: Suspension, now: datetime) -> bool:
    """
    Whether this one query may find out if the carrier takes our account again: one at a time, each longer
    after the one before. It counts as refused until it is answered otherwise.
    """
    if suspension.until > now:
        return False
    tries = suspension.tries + 1
    return ports.cases.suspend(replace(suspension, tries=tries, until=now + suspended_for(tries)))


def _suspend(ports: Ports, waybill: Waybill, tracking: Tracking) -> None:
    """Leave a carrier that refuses our account alone for a while; the first refusal calls a person."""
    first = Suspension(
        region=waybill.region,
        carrier=waybill.carrier,
        reason=tracking.code,
        since=tracking.at,
        until=tracking.at + suspended_for(0),
        tries=0,
    )
    if ports.cases.suspend(first):
        log.error(
            "polling of %s in %s is halted: the account is refused with %s; tried again at %s",
            *(first.carrier, first.region, first.reason, first.until.isoformat(timespec="minutes")),
        )


def _heard(
    waybill: Waybill, tracking: Tracking, courier: Courier, release: Release, now: datetime, jitter: float
) -> Waybill:
    """The waybill after what the carrier said."""
    events, status = waybill.after(tracking.events, now)
    heard_at = waybill.model_copy(update={"events": events}).heard_at
    known = waybill.status if status is ShipmentStatus.NOT_FOUND else status
    status = _silence(courier, heard_at, known, now) or known
    stopped = tracking.problem in _STOP
    failed = tracking.problem not in (None, TrackingProblem.NO_TRACE)
    failures = waybill.failures + 1 if failed else 0
    code = next((event.code for event in reversed(events) if event.believed and event.at is not None), "")
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


def _record(ports: Ports, case: Case, waybill: Waybill, now: datetime) -> None:
    """Case and waybill change in one commit; the waybill's version keeps it from happening twice."""
    command = RecordTracking(
        at=now,
        by=_COURIER,
        order=waybill.order,
        status=_shown(waybill),
        signed_at=None if waybill.halted else waybill.signed_at,
    )
    change_case(ports, case, None, lambda _: command, waybill=lambda _: waybill)


def _shown(waybill: Waybill) -> str:
    """A parcel the carrier will not speak of is shown as held up: a person looks at it."""
    return ShipmentStatus.DELAYED if waybill.halted else waybill.status

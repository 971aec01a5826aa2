"""
Parcels 寄递: what a carrier's events mean, in which order, and when to ask again.

Pure: the time, the zone and the randomness come in as arguments. Carriers' own codes are translated by
their adapters; here there is one vocabulary for all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import reduce

from pydantic import AwareDatetime

from chalicelib.cases.values import Value
from chalicelib.decisions.region import Courier

FLOOR = timedelta(minutes=30)
"""Kuaidi100 locks a number that is queried more often than this (api.kuaidi100.com, real-time query)."""

_LONGEST = timedelta(hours=12)
_USUAL = timedelta(hours=4)


class ShipmentStatus(StrEnum):
    """
    Where a parcel is, the same words for every carrier 寄递状态.

    Members stand in the order of a parcel's way; of two events at the same moment the later member counts.
    A signature by proxy stands before one by the addressee, so that a bare "signed" never hides it.
    """

    REQUESTED = "requested"  # 已预约取件
    NOT_FOUND = "not_found"  # 暂无轨迹
    LABEL_CREATED = "label_created"  # 已下单
    PICKED_UP = "picked_up"  # 已揽收
    IN_TRANSIT = "in_transit"  # 在途
    DELAYED = "delayed"  # 超时、滞留、疑难
    DAMAGED = "damaged"  # 破损
    OUT_FOR_DELIVERY = "out_for_delivery"  # 派件
    ATTEMPT_FAILED = "attempt_failed"  # 派件失败
    READY_FOR_PICKUP = "ready_for_pickup"  # 投柜、驿站：还不在收件人手里
    DELIVERED_PROXY = "delivered_proxy"  # 代签
    DELIVERED = "delivered"  # 签收
    CANCELLED = "cancelled"  # 销单
    RETURNING = "returning"  # 退回
    RETURNED = "returned"  # 退签
    EXPIRED = "expired"  # 停止跟踪
    LOST = "lost"  # 丢失：只由人认定

    @property
    def terminal(self) -> bool:
        """The carrier is not asked any more. An expired parcel is not at its end, only its tracking is."""
        return self in _TERMINAL

    @property
    def exceptional(self) -> bool:
        """Someone must look at it."""
        return self in _EXCEPTIONAL

    @property
    def delivered(self) -> bool:
        return self in _DELIVERED


S = ShipmentStatus
_DELIVERED = frozenset({S.DELIVERED, S.DELIVERED_PROXY})
_TERMINAL = _DELIVERED | {S.LOST, S.RETURNED, S.CANCELLED, S.EXPIRED}
_EXCEPTIONAL = frozenset(
    {
        S.DELIVERED_PROXY,
        S.ATTEMPT_FAILED,
        S.DELAYED,
        S.DAMAGED,
        S.LOST,
        S.RETURNING,
        S.RETURNED,
        S.EXPIRED,
    }
)
SETTLED_BY_STAFF = frozenset({S.DELIVERED_PROXY, S.DAMAGED, S.LOST, S.DELAYED, S.EXPIRED})
"""In these a person asks the applicant or the carrier, then records the outcome of the step."""

_RANK = {status: rank for rank, status in enumerate(S)}


class TrackingProblem(StrEnum):
    """Why a carrier did not tell where a parcel is; each asks for something different next."""

    NO_TRACE = "no_trace"  # nothing known yet: keep asking
    PHONE_NEEDED = "phone_needed"  # stop this parcel; a person supplies the phone
    BAD_NUMBER = "bad_number"  # stop this parcel; a person looks at number and carrier
    CARRIER_TROUBLE = "carrier_trouble"  # back off, ask again
    TOO_FREQUENT = "too_frequent"  # back off, ask again
    CONFIGURATION = "configuration"  # our account: stop all polling, one alert


class TrackingEvent(Value):
    """
    One line of a parcel's trace 物流轨迹.

    ``at`` is aware; ``status`` is None where the carrier gives text only; ``code`` is the carrier's own,
    verbatim; ``key`` names the event so that the same one counts once.
    """

    at: AwareDatetime
    status: ShipmentStatus | None
    code: str
    text: str
    key: str


class Tracking(Value):
    """What a carrier answered about parcel ``number`` at ``at``: events, or a problem and its ``code``."""

    carrier: str
    number: str
    at: AwareDatetime
    events: tuple[TrackingEvent, ...] = ()
    problem: TrackingProblem | None = None
    code: str = ""


def event_key(carrier: str, number: str, at: datetime, text: str) -> str:
    """The name of an event: 32 hexadecimal digits over carrier, number, moment and text."""
    whole = "\x1f".join((carrier, number, at.isoformat(), text))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def merge(
    known: Iterable[TrackingEvent], fresh: Iterable[TrackingEvent]
) -> tuple[tuple[TrackingEvent, ...], ShipmentStatus]:
    """
    All events once, oldest first, and the status they add up to (NOT_FOUND if there are none).

    The result depends on the set of events alone, not on the order or number of their arrival.
    """
    by_key: dict[str, TrackingEvent] = {}
    for event in (*known, *fresh):
        held = by_key.get(event.key)
        by_key[event.key] = event if held is None else max(held, event, key=_weight)
    events = tuple(sorted(by_key.values(), key=lambda e: (e.at, *_weight(e))))
    told = (e.status for e in events if e.status is not None)
    return events, reduce(follow, told, S.NOT_FOUND)


def _weight(event: TrackingEvent) -> tuple[int, str, str]:
    rank = -1 if event.status is None else _RANK[event.status]
    return rank, event.code, event.key


def follow(status: ShipmentStatus, later: ShipmentStatus) -> ShipmentStatus:
    """
    The status after an event of a later moment.

    Delivered stays delivered unless the parcel goes back. A parcel that is going back and gets signed for
    has reached its sender, not the addressee. Returned is the end. Whoever is cancelled, lost or expired
    and is seen again is on the way again.
    """
    match status:
        case S.DELIVERED | S.DELIVERED_PROXY:
            return later if later in {S.RETURNING, S.RETURNED} else status
        case S.RETURNING if later in _DELIVERED | {S.RETURNED}:
            return S.RETURNED
        case S.RETURNING:
            return later if later is S.LOST else status
        case S.RETURNED:
            return status
        case _:
            return later


def next_poll(
    courier: Courier,
    status: ShipmentStatus,
    failures: int,
    now: datetime,
    zone: tzinfo,
    *,
    jitter: float = 0.0,
    code: str = "",
) -> datetime | None:
    """
    When to ask the carrier again (aware, UTC), or None when there is nothing more to ask.

    An interval of ``courier.polling`` for the carrier's ``code`` of the last event stands before the one
    for ``status``. Each of ``failures`` in a row doubles the wait, up to 12 hours; ``jitter`` (0 to 1)
    shortens a doubled wait by up to a quarter and spreads the end of the night over half an hour.
    """
    if status.terminal:
        return None
    usual = max(FLOOR, _interval(courier, status, code))
    wait = min(usual * 2 ** min(failures, 10), max(usual, _LONGEST))
    if failures > 0:
        wait -= wait * (jitter / 4)
    return _after_night(now + wait, courier.night, zone, jitter).astimezone(UTC)


def _interval(courier: Courier, status: ShipmentStatus, code: str) -> timedelta:
    minutes = {interval.status: interval.minutes for interval in courier.polling}
    found = minutes.get(code) or minutes.get(status)
    return timedelta(minutes=found) if found else _USUAL


def _after_night(at: datetime, night: tuple[int, int], zone: tzinfo, jitter: float) -> datetime:
    first, last = night
    local = at.astimezone(zone)
    over_midnight = first > last
    late, early = local.hour >= first, local.hour < last
    asleep = (late or early) if over_midnight else (late and early)
    if not asleep:
        return at
    morning = local.replace(hour=last, minute=0, second=0, microsecond=0)
    if over_midnight and late:
        morning += timedelta(days=1)
    return morning + FLOOR * jitter


def silent(courier: Courier, last_event_at: datetime, now: datetime) -> ShipmentStatus | None:
    """
    What long silence makes of a parcel: EXPIRED from ``give_up_days``, DELAYED from ``silent_hours``
    since its last event, else None. LOST is never said by a clock; a person says it.
    """
    quiet = now - last_event_at
    if quiet >= timedelta(days=courier.give_up_days):
        return S.EXPIRED
    return S.DELAYED if quiet >= timedelta(hours=courier.silent_hours) else None

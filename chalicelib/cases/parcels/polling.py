"""
When to ask a carrier again 查询间隔.

Pure: the time, the zone and the randomness come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from chalicelib.cases.parcels.status import ShipmentStatus

if TYPE_CHECKING:
    from chalicelib.cases.parcels.shipments import TrackingEvent
    from chalicelib.decisions.forms.region import Courier

FLOOR = timedelta(minutes=30)
"""Kuaidi100 locks a number that is queried more often than this (api.kuaidi100.com, real-time query)."""

PHONE_NEEDED = frozenset({"shunfeng", "shunfengkuaiyun", "zhongtong"})
"""Carriers of which Kuaidi100 tells nothing without a phone of sender or recipient (the same document)."""

LOOKS_BACK = (timedelta(days=1), timedelta(days=3))
"""How long after a signature a parcel that went out is asked after once more."""

ASKED_AGAIN = timedelta(days=4)
"""How long after the last of these a carrier is asked again that could not tell then."""

_LONGEST = timedelta(hours=12)
_USUAL = timedelta(hours=4)


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


def silent(courier: Courier, heard_at: datetime, now: datetime) -> ShipmentStatus | None:
    """
    What long silence makes of a parcel: EXPIRED from ``give_up_days``, DELAYED from ``silent_hours``
    since it was last ``heard_at``, else None. LOST is never said by a clock; a person says it.
    """
    quiet = now - heard_at
    if quiet >= timedelta(days=courier.give_up_days):
        return ShipmentStatus.EXPIRED
    return ShipmentStatus.DELAYED if quiet >= timedelta(hours=courier.silent_hours) else None


def after_signature(events: Iterable[TrackingEvent], now: datetime, failures: int) -> datetime | None:
    """
    When to ask once more after a parcel was signed for, by whomever: some come back days later, signed for
    by somebody else or refused at the door. None once ``LOOKS_BACK`` are over; a question that brought
    nothing (``failures`` in a row) is asked again, for ``ASKED_AGAIN`` more.
    """
    signed = [
        each.at for each in events if each.believed and each.at and each.status and each.status.delivered
    ]
    if not signed:
        return None
    if failures and now < signed[-1] + LOOKS_BACK[-1] + ASKED_AGAIN:
        return now + _LONGEST
    return next((signed[-1] + wait for wait in LOOKS_BACK if signed[-1] + wait > now), None)


def suspended_for(tries: int) -> timedelta:
    """How long a carrier that refuses our account is left alone, after ``tries`` refusals in a row."""
    return min(FLOOR * (1 << min(tries, 10)), _LONGEST)

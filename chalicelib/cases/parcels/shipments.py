"""
Parcels 寄递: what a carrier's events add up to.

Pure: the time comes in as an argument. Carriers' own codes are translated by their adapters into the one
vocabulary of ``status``. When to ask again stands in ``polling``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.cases.parcels.status import SETTLED_BY_STAFF, ShipmentStatus
from chalicelib.cases.values import Value

TOLERANCE = timedelta(minutes=10)
"""How far a carrier's clock may be from ours; some carriers tell whole minutes only."""

FAR = timedelta(days=400)
"""
No line of a trace that is asked for today is so old, and none tells of a time that lies so far ahead: a day
beyond is that of a device whose clock has begun again (at 1970, 1980, 2000, 2010), and tells nothing.
"""

MOST_EVENTS = 100
"""Events kept of one parcel. The longest traces of the published samples have some forty lines."""

LONGEST_TEXT = 200
"""Characters kept of a line: with ``MOST_EVENTS`` a parcel's row stays far below the table's 400 KB."""

S = ShipmentStatus
_RANK = {status: rank for rank, status in enumerate(S)}


class TrackingProblem(StrEnum):
    """Why a carrier did not tell where a parcel is; each asks for something different next."""

    NO_TRACE = "no_trace"  # nothing known yet: keep asking
    PHONE_NEEDED = "phone_needed"  # stop this parcel; a person supplies the phone
    BAD_NUMBER = "bad_number"  # stop this parcel; a person looks at number and carrier
    CARRIER_TROUBLE = "carrier_trouble"  # back off, ask again
    TOO_FREQUENT = "too_frequent"  # back off, ask again
    CONFIGURATION = "configuration"  # our account: leave this carrier alone for a while, one alert


class TrackingEvent(Value):
    """
    One line of a parcel's trace 物流轨迹.

    ``at`` is aware, None where the carrier's time cannot be read; ``status`` is None where the carrier gives
    text only; ``code`` is the carrier's own, verbatim; ``key`` names the event so that the same one counts
    once. ``back``: code or text speaks of a way back to the sender. An event that is not ``believed`` is kept
    as it was seen and moves nothing.
    """

    at: AwareDatetime | None
    status: ShipmentStatus | None
    code: str
    text: str
    key: str
    back: bool = False
    believed: bool = True


class Tracking(Value):
    """What a carrier answered about parcel ``number`` at ``at``: events, or a problem and its ``code``."""

    carrier: str
    number: str
    at: AwareDatetime
    events: tuple[TrackingEvent, ...] = ()
    problem: TrackingProblem | None = None
    code: str = ""


def event_key(carrier: str, number: str, at: datetime | str, text: str) -> str:
    """The name of an event: 32 hexadecimal digits over carrier, number, moment (or its text) and text."""
    moment = at if isinstance(at, str) else at.isoformat()
    whole = "\x1f".join((carrier, number, moment, text))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def believe(event: TrackingEvent, since: datetime, now: datetime) -> TrackingEvent:
    """
    The event, believed only if it lies between the order (``since``) and ``now``.

    Carriers use their numbers again: what is older belongs to an earlier parcel. What lies in the future
    has not happened; told again when its time has come, it is believed then.
    """
    inside = event.at is None or since - TOLERANCE <= event.at <= now + TOLERANCE
    return event if inside else event.model_copy(update={"believed": False})


def merge(
    known: Iterable[TrackingEvent], fresh: Iterable[TrackingEvent]
) -> tuple[tuple[TrackingEvent, ...], ShipmentStatus]:
    """
    All events once, oldest first, ``MOST_EVENTS`` at most, and the status they add up to.

    The result depends on the set of events alone, not on the order or number of their arrival. Of too many
    those are kept that say how the parcel ended, then the newest.
    """
    by_key: dict[str, TrackingEvent] = {}
    for event in (*known, *fresh):
        held = by_key.get(event.key)
        by_key[event.key] = event if held is None else max(held, event, key=_weight)
    kept = sorted(by_key.values(), key=_worth, reverse=True)[:MOST_EVENTS]
    events = tuple(sorted(kept, key=_order))
    return events, conclude(events)


_NEVER = datetime.min.replace(tzinfo=UTC)

Weight = tuple[bool, int, bool, str, str]


def _weight(event: TrackingEvent) -> Weight:
    rank = -1 if event.status is None else _RANK[event.status]
    return event.believed, rank, event.back, event.code, event.key


def _order(event: TrackingEvent) -> tuple[datetime, Weight]:
    """Lines whose time cannot be read stand first."""
    return event.at or _NEVER, _weight(event)


def _worth(event: TrackingEvent) -> tuple[bool, bool, tuple[datetime, Weight]]:
    telling = event.back or event.status in _TELLING
    return event.believed and telling, event.believed, _order(event)


_SIGNED = frozenset({S.DELIVERED, S.DELIVERED_PROXY, S.UNCLEAR})
_ENDED = _SIGNED | {S.RETURNED, S.CANCELLED}
_TELLING = _ENDED | {S.RETURNING}


def conclude(events: Sequence[TrackingEvent]) -> ShipmentStatus:
    """
    The status that a trace, oldest event first, adds up to; NOT_FOUND where nothing is believed.

    Delivered, returned and cancelled end a step of the case by themselves, so they need a trace that can be
    read in one way only. A parcel that once turned back and is signed for may have been signed for by its
    sender as well as by the addressee (退回、退回取消、派送、签收): UNCLEAR, a person decides. A trace in
    which there is any end at all never reads as simply under way: a late scan takes no signature back, and a
    cancelled parcel that is seen again, or a signed one that turns back, is put before a person; so is one
    that the sender has again and that is signed for after that. So is a parcel that nobody fetched while
    another one was still under way under its number.
    """
    believed = [event for event in events if event.believed]
    told = [event.status for event in believed if event.status is not None]
    if S.PICKED_UP not in told and _another_under_way(events):
        return S.NOT_FOUND if not told else S.DELAYED if _ENDED.isdisjoint(told) else S.UNCLEAR
    turned = any(
        event.back or event.status in (S.RETURNING, S.UNCLEAR)
        for event in believed
        if event.status is not S.RETURNED
    )
    signed = not _SIGNED.isdisjoint(told)
    if S.RETURNED in told:
        after = told[len(told) - told[::-1].index(S.RETURNED) :]
        doubtful = (signed and not turned) or not _SIGNED.isdisjoint(after)
        return S.UNCLEAR if doubtful else S.RETURNED
    if signed:
        return _signed(told, turned)
    return _under_way(told)


def _another_under_way(events: Sequence[TrackingEvent]) -> bool:
    """
    Whether the number's earlier parcel had not come to its end when ours was ordered, as far as is told:
    lines of which only the text is known tell no end, and what is ``FAR`` from ours is of no parcel's day.
    """
    ours = next((event.at for event in events if event.believed and event.at is not None), None)
    earlier = [
        event.status
        for event in events
        if not event.believed and event.at is not None and ours is not None and ours - FAR <= event.at < ours
    ]
    told = [status for status in earlier if status is not None]
    return bool(earlier) and (not told or told[-1] not in _ENDED)


def _signed(told: list[ShipmentStatus], turned: bool) -> ShipmentStatus:
    last = max(n for n, status in enumerate(told) if status in _SIGNED)
    if S.RETURNING in told[last:]:
        return S.LOST if told[-1] is S.LOST else S.RETURNING
    if turned or S.CANCELLED in told:
        return S.UNCLEAR
    return S.DELIVERED_PROXY if S.DELIVERED_PROXY in told else S.DELIVERED


def _under_way(told: list[ShipmentStatus]) -> ShipmentStatus:
    newest = told[-1] if told else S.NOT_FOUND
    if S.RETURNING in told:
        return S.LOST if newest is S.LOST else S.RETURNING
    if S.CANCELLED in told and newest is not S.CANCELLED and newest not in SETTLED_BY_STAFF:
        return S.DELAYED
    return newest

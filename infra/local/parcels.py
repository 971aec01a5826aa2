"""
The local carrier's parcels: where each one is at any moment, worked out from its order and the time.

Nothing moves in the background. A parcel's whole way is a function of when it was ordered and what was
done to it; asking at a moment shows the part that lies before it. Within the city it is delivered by the
evening of the next day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")

PickUp = tuple[datetime, datetime]
"""From when until when the courier was ordered to come."""

Stop = tuple[datetime, str]
"""A moment and the code of what happens at it (state or sub-state as Kuaidi100 numbers them)."""

TEXTS = {
    "101": "快件已下单",
    "102": "等待快递员上门揽收",
    "103": "快递员已揽收快件",
    "1002": "快件已发往分拨中心",
    "1001": "快件已到达派件城市",
    "5": "快递员正在派件",
    "501": "快件已投入快递柜，请凭取件码取件",
    "301": "快件已由收件人本人签收",
    "303": "快件已由他人代签",
    "304": "快件已投柜签收",
    "209": "快件外包装破损，已登记",
    "14": "收件人拒签",
    "6": "快件退回寄件人途中",
    "4": "快件已退回寄件人签收",
    "210": "订单已取消",
}

NAMES = {
    "0": "在途",
    "1": "揽收",
    "2": "疑难",
    "3": "签收",
    "4": "退签",
    "5": "派件",
    "6": "退回",
    "14": "拒签",
}

DAYS: list[object] = ["今天", "明天", "后天"]
"""The days for which a courier can be ordered."""

AT_THE_DOOR = {"refuse": "14", "proxy": "303", "locker": "304"}
"""What may come instead of a signature."""

ACTS = frozenset({*AT_THE_DOOR, "return", "lose", "damage", "silent", "cancel"})


@dataclass
class Parcel:
    """
    An order the carrier has taken. ``acts`` are what was done to it: (when, what, hours). Without a
    ``pick_up`` the courier comes when he likes.
    """

    order: str
    task: str
    reference: str
    carrier: str
    number: str
    ordered: datetime
    phones: tuple[str, ...]
    acts: list[tuple[datetime, str, float]] = field(default_factory=list)
    pick_up: PickUp | None = None

    def trace(self, now: datetime) -> list[Stop]:
        """What has happened up to ``now``, oldest first."""
        stops = ordinary(self.ordered, self.pick_up)
        for at, act, hours in self.acts:
            stops = _acted(stops, at, act, timedelta(hours=hours))
        return [stop for stop in sorted(stops) if stop[0] <= now]

    def picked_up(self, now: datetime) -> bool:
        return any(code == "103" for _, code in self.trace(now))

    def as_json(self) -> dict[str, Any]:
        return {
            "order": self.order,
            "task": self.task,
            "reference": self.reference,
            "carrier": self.carrier,
            "number": self.number,
            "ordered": self.ordered.isoformat(),
            "acts": [[at.isoformat(), act, hours] for at, act, hours in self.acts],
            "pick_up": self.pick_up and [at.isoformat() for at in self.pick_up],
        }


def ordinary(ordered: datetime, pick_up: PickUp | None = None) -> list[Stop]:
    """
    The way of a parcel to which nothing special happens.

    Fetched two hours after the order between 8 and 21 o'clock, but within ``pick_up`` if one is given; four
    hours later in the delivery office; out with the next round, at 8:30 or 14:30; signed for two and a half
    hours after that.
    """
    fetched = _open(ordered + timedelta(hours=2))
    if pick_up is not None:
        fetched = min(max(fetched, pick_up[0]), pick_up[1])
    arrived = fetched + timedelta(hours=4)
    out = _next_round(arrived)
    return [
        (ordered, "101"),
        (ordered + timedelta(minutes=5), "102"),
        (fetched, "103"),
        (fetched + timedelta(hours=1), "1002"),
        (arrived, "1001"),
        (out, "5"),
        (out + timedelta(hours=2, minutes=30), "301"),
    ]


def ordered_for(day: object, start: object, end: object, now: datetime) -> PickUp | None:
    """
    The pick-up that an order names: 今天, 明天 or 后天 and two times such as 09:00. None if it names none.
    One that is over is met a day later: simulated hours pass while an order is on its way.

    Raises:
        ValueError: it names a day or a time that there is not.
    """
    if not (day or start or end):
        return None
    today = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    named = today + timedelta(days=DAYS.index(day))
    first, last = (_at(named, time) for time in (start, end))
    if not first < last:
        raise ValueError("no such time")
    late = timedelta(days=1) if last <= now else timedelta()
    return first + late, last + late


def _at(day: datetime, clock: object) -> datetime:
    at = datetime.strptime(str(clock), "%H:%M")  # noqa: DTZ007 - a time of the day
    return day.replace(hour=at.hour, minute=at.minute)


def _open(at: datetime) -> datetime:
    local = at.astimezone(LOCAL)
    if 8 <= local.hour < 21:
        return local
    morning = local.replace(hour=8, minute=0, second=0, microsecond=0)
    return morning if local.hour < 8 else morning + timedelta(days=1)


def _next_round(at: datetime) -> datetime:
    day = at.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    rounds = (timedelta(hours=8, minutes=30), timedelta(hours=14, minutes=30), timedelta(days=1, hours=8.5))
    return next(day + start for start in rounds if day + start >= at)


def _acted(stops: list[Stop], at: datetime, act: str, length: timedelta) -> list[Stop]:
    """The way from moment ``at`` on, after ``act``."""
    past = [stop for stop in stops if stop[0] <= at]
    coming = [stop for stop in stops if stop[0] > at]
    match act:
        case "lose":
            return past
        case "silent":
            return past + [(when + length, code) for when, code in coming]
        case "damage":
            return [*past, (at, "209"), *coming]
        case "cancel":
            return [*past, (at, "210")]
        case "return":
            return [*past, (at, "6"), (at + timedelta(days=1), "4")]
        case _:
            door = AT_THE_DOOR[act]
            return past + [(when, door if code == "301" else code) for when, code in coming]


def state_of(code: str) -> str:
    """The state that a sub-state belongs to."""
    if code.startswith("100"):
        return "0"
    return code[0] if len(code) == 3 else code

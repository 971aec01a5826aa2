"""What differs in the facts of the world 外部事实, which running cases follow: calendars, units, the hall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import Unit


@dataclass(frozen=True)
class CalendarChange:
    """
    A year whose calendar differs. ``come``: it is out now, or no more; None where it was and is there.
    ``off`` and ``worked`` are the days that are no working days any more, and those that are now; of a year
    without a calendar weekdays count as worked but for the fixed holidays.
    """

    year: int
    come: bool | None
    off: tuple[date, ...]
    worked: tuple[date, ...]

    def as_json(self) -> dict[str, Any]:
        days = {name: [day.isoformat() for day in getattr(self, name)] for name in ("off", "worked")}
        return {"year": self.year, "come": self.come, **days}


class ChangeKind(StrEnum):
    """What has become of a unit."""

    NEW = "new"
    GONE = "gone"
    MERGED = "merged"
    APART = "apart"
    MEMBERS = "members"
    CHANGED = "changed"


@dataclass(frozen=True)
class UnitChange:
    """
    One thing that differs about a unit. ``into``: where its tasks go from the day ``since``; ``come``,
    ``gone`` and ``know``: staff numbers of members who are new, are there no more, or know other items.
    """

    unit: str
    name: Text
    what: ChangeKind
    into: Text | None = None
    since: date | None = None
    come: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    know: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "name": self.name.model_dump(),
            "what": self.what.value,
            "into": None if self.into is None else self.into.model_dump(),
            "since": None if self.since is None else self.since.isoformat(),
            "members": {"come": list(self.come), "gone": list(self.gone), "know": list(self.know)},
        }


@dataclass(frozen=True)
class WorldChange:
    """
    The digests of the facts of the world before and after, and what differs; ``hall``: where it is, or when
    it is open; ``alone``: nothing else does.
    """

    old: str
    new: str
    alone: bool
    calendars: tuple[CalendarChange, ...] = field(default=())
    units: tuple[UnitChange, ...] = field(default=())
    hall: bool = False


def world_change(old: Release, new: Release) -> WorldChange | None:
    """What running cases follow once ``new`` is in force; None where the facts of the world are the same."""
    if old.world == new.world:
        return None
    region = old.region.model_copy(update={"hall": new.region.hall})
    followed = old.model_copy(update={"calendars": new.calendars, "units": new.units, "region": region})
    return WorldChange(
        old.world,
        new.world,
        not entries(followed, new),
        tuple(_calendars(old, new)),
        tuple(_units(old, new)),
        old.region.hall != new.region.hall,
    )


def units_gone(old: Release, new: Release) -> tuple[Unit, ...]:
    """Units that the newer release does not know: nobody would have the tasks of running cases there."""
    known = {name for name, _, _ in _placed(new.units)}
    return tuple(unit for name, unit, _ in _placed(old.units) if name not in known)


def _calendars(old: Release, new: Release) -> Iterator[CalendarChange]:
    for year in sorted({*old.calendars, *new.calendars}):
        was, is_ = year in old.calendars, year in new.calendars
        first = date(year, 1, 1)
        days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
        before = {day for day in days if is_working_day(day, old.calendars)}
        after = {day for day in days if is_working_day(day, new.calendars)}
        off, worked = tuple(sorted(before - after)), tuple(sorted(after - before))
        if was != is_ or off or worked:
            yield CalendarChange(year, None if was == is_ else is_, off, worked)


def _units(old: Release, new: Release) -> Iterator[UnitChange]:
    before = {name: (unit, above) for name, unit, above in _placed(old.units)}
    after = {name: (unit, above) for name, unit, above in _placed(new.units)}
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield UnitChange(name, before[name][0].name, ChangeKind.GONE)
        elif name not in before:
            yield UnitChange(name, after[name][0].name, ChangeKind.NEW)
        else:
            (was, once_above), (is_, above) = before[name], after[name]
            into = None if is_.joined not in after else after[is_.joined][0].name
            yield from _merged(was, is_, into)
            yield from _members(was, is_)
            if (was.name, was.kind, was.pilot, once_above) != (is_.name, is_.kind, is_.pilot, above):
                yield UnitChange(name, is_.name, ChangeKind.CHANGED)


def _placed(units: Iterable[Unit], above: str = "") -> Iterator[tuple[str, Unit, str]]:
    """Each unit of a tree by its code, with the code of the one above it."""
    for unit in units:
        yield unit.unit, unit, above
        yield from _placed(unit.units, unit.unit)


def _merged(was: Unit, is_: Unit, into: Text | None) -> Iterator[UnitChange]:
    if (was.joined, was.until) == (is_.joined, is_.until):
        return
    if into is None or is_.until is None:
        yield UnitChange(is_.unit, is_.name, ChangeKind.APART)
    else:
        since = is_.until + timedelta(days=1)
        yield UnitChange(is_.unit, is_.name, ChangeKind.MERGED, into, since)


def _members(was: Unit, is_: Unit) -> Iterator[UnitChange]:
    before = {one.member: frozenset(one.knows) for one in was.members}
    after = {one.member: frozenset(one.knows) for one in is_.members}
    come = tuple(one for one in after if one not in before)
    gone = tuple(one for one in before if one not in after)
    know = tuple(one for one in after if one in before and before[one] != after[one])
    if come or gone or know:
        yield UnitChange(is_.unit, is_.name, ChangeKind.MEMBERS, come=come, gone=gone, know=know)

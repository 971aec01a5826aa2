"""What waits for the units of a member of staff, the oldest deadline first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from chalicelib.cases.values import SideKind
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.roles import joined_to
from chalicelib.ports.cases import Work
from chalicelib.ports.people.identity import EVERY_UNIT, Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.serving import other_unit

USUAL, MOST = 50, 100
"""Lines of a page."""

_LOOKED_THROUGH = 1_000
"""Lines that are looked at for those that are wanted, at most: a page may be short, and the next goes on."""

_SEARCHED_AT_ONCE = 200

_SURVEYED, _OF_MANY_UNITS, _MANY = 500, 100, 5
"""Lines that are looked at to count them; so many for whoever has the lists of more units than a few."""


@dataclass(frozen=True)
class Page:
    """Lines of work; ``next`` is the place that the next page begins behind; ``release`` is in force."""

    lines: tuple[Work, ...]
    next: str | None
    release: Release


@dataclass(frozen=True)
class Survey:
    """The most urgent lines of all her lists, or of one; ``whole``: there are no others."""

    lines: tuple[Work, ...]
    whole: bool
    release: Release

    def page(self, limit: int, wanted: Callable[[Work], bool]) -> Page:
        """So many lines that are wanted; the next page begins behind the last one that was looked at."""
        found, following = _taken(iter(self.lines), wanted, limit)
        if following is None and not self.whole:
            following = self.lines[-1].place
        return Page(found, following, self.release)


def survey_desk(ports: Ports, who: Staff, unit: str = "") -> Survey:
    """
    What there is to do, to be counted and gone through: one query a unit, however much waits.

    Raises:
        Problem: 403 another unit's list.
    """
    release = ports.releases.get(ports.releases.active(ports.region))
    units = _allowed(ports, who, unit, release)
    most = _SURVEYED if len(units) <= _MANY else _OF_MANY_UNITS
    lists = (ports.cases.work(ports.region, each, most + 1) for each in units)
    found = tuple(islice(merge(*lists, key=lambda line: line.place), most + 1))
    return Survey(found[:most], len(found) <= most, release)


def show_desk(
    ports: Ports,
    who: Staff,
    *,
    unit: str = "",
    step: str = "",
    limit: int = USUAL,
    after: str = "",
    wanted: Callable[[Work], bool] | None = None,
    release: Release | None = None,
) -> Page:
    """
    A page of the work of all her units, or of one, of every step or one: one query a unit, however much
    waits. ``wanted`` picks some of the lines; ``release`` is in force, where that was asked already.

    Raises:
        Problem: 403 another unit's list; 422 no step or side task of that name.
    """
    release = release or ports.releases.get(ports.releases.active(ports.region))
    units = _allowed(ports, who, unit, release)
    if step:
        _check_step(release, step)
    most = _SEARCHED_AT_ONCE if step or wanted else limit + 1
    lists = (ports.cases.work(ports.region, each, most, after) for each in units)
    lines, following = _taken(merge(*lists, key=lambda line: line.place), _picks(step, wanted), limit)
    return Page(lines, following, release)


def _picks(step: str, wanted: Callable[[Work], bool] | None) -> Callable[[Work], bool]:
    def picks(line: Work) -> bool:
        return step in ("", line.step) and (wanted is None or wanted(line))

    return picks


def _taken(
    waiting: Iterator[Work], picks: Callable[[Work], bool], limit: int
) -> tuple[tuple[Work, ...], str | None]:
    """So many lines that are wanted; and the place of the last one looked at, None where nothing follows."""
    found: list[Work] = []
    last = None
    for seen, line in enumerate(waiting):
        if len(found) == limit or seen == _LOOKED_THROUGH:
            return tuple(found), last
        last = line.place
        if picks(line):
            found.append(line)
    return tuple(found), None


def _allowed(ports: Ports, who: Staff, unit: str, release: Release) -> tuple[str, ...]:
    if unit and not who.serves(unit):
        if unit in {each.unit for each in every_unit(release.units)}:
            raise other_unit(ports, who, "不能查看其他办理单位的待办", "this is another unit's list")
        raise other_unit(
            ports, who, f"没有办理单位“{unit[:60]}”，请核对", f"there is no unit '{unit[:60]}', please check"
        )
    return _units(ports, who, unit, release)


def _units(ports: Ports, who: Staff, unit: str, release: Release) -> tuple[str, ...]:
    """Whose lists are read: with those of units that were merged into them."""
    if unit:
        named: tuple[str, ...] = (unit,)
    elif EVERY_UNIT in who.units:
        named = tuple(each.unit for each in every_unit(release.units))
    else:
        named = who.units
    return joined_to(named, release.units, local_day(release, ports.clock.now()))


def _check_step(release: Release, step: str) -> None:
    steps = {each.step for plan in release.plans.values() for each in plan.steps if each.by != "end"}
    clocks = [each.clock for each in release.clocks]
    known = [*sorted(steps), *(kind.value for kind in SideKind), *clocks]
    if step not in known:
        raise Problem(
            422,
            "no_such_list",
            f"没有环节“{step[:60]}”；可用：{'、'.join(known)}",
            f"there is no step '{step[:60]}'; use one of {', '.join(known)}",
        )

"""What waits for the units of a member of staff, the oldest deadline first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge

from chalicelib.cases.values import SideKind
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.roles import joined_to
from chalicelib.ports.cases import Work
from chalicelib.ports.identity import EVERY_UNIT, Staff
from chalicelib.ports.world import World
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.serving import other_unit

USUAL, MOST = 50, 100
"""Lines of a page."""

_LOOKED_THROUGH = 1_000
"""Lines that are looked at for those that are wanted, at most: a page may be short, and the next goes on."""

_SEARCHED_AT_ONCE = 200


@dataclass(frozen=True)
class Page:
    """Lines of work; ``next`` is the place that the next page begins behind; ``release`` is in force."""

    lines: tuple[Work, ...]
    next: str | None
    release: Release


def show_desk(
    world: World,
    who: Staff,
    *,
    unit: str = "",
    step: str = "",
    limit: int = USUAL,
    after: str = "",
    wanted: Callable[[Work], bool] | None = None,
) -> Page:
    """
    A page of the work of all her units, or of one, of every step or one: one query a unit, however much
    waits. ``wanted`` picks some of the lines.

    Raises:
        Problem: 403 another unit's list; 422 no step or side task of that name.
    """
    release = world.releases.get(world.releases.active(world.region))
    if unit and not who.serves(unit):
        if unit in {each.unit for each in every_unit(release.units)}:
            raise other_unit(world, who, "不能查看其他办理单位的待办", "this is another unit's list")
        raise other_unit(
            world, who, f"没有办理单位“{unit[:60]}”，请核对", f"there is no unit '{unit[:60]}', please check"
        )
    if step:
        _check_step(release, step)
    most = _SEARCHED_AT_ONCE if step or wanted else limit + 1
    units = _units(world, who, unit, release)
    lists = (world.cases.work(world.region, each, most, after) for each in units)
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


def _units(world: World, who: Staff, unit: str, release: Release) -> tuple[str, ...]:
    """Whose lists are read: with those of units that were merged into them."""
    if unit:
        named: tuple[str, ...] = (unit,)
    elif EVERY_UNIT in who.units:
        named = tuple(each.unit for each in every_unit(release.units))
    else:
        named = who.units
    return joined_to(named, release.units, local_day(release, world.clock.now()))


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

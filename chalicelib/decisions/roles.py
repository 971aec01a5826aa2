"""Which units an item means by a role 角色: worked out when there is something to do for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.unit import HALL, Unit, every_unit


def units_of(item: Item, role: str, tree: Iterable[Unit] = (), day: date | None = None) -> tuple[str, ...]:
    """
    The units, in order and each once, that a role of an item means; any other name is a unit's own.

    Args:
        tree: the region's units; with ``day`` those that were merged by then are followed to where they went.
    """
    found = _named(item, role)
    if day is not None:
        found = tuple(followed(tree, name, day) for name in found)
    return tuple(dict.fromkeys(found))


def unit_of(item: Item, role: str, tree: Iterable[Unit] = (), day: date | None = None) -> str:
    """The first unit of a role, as ``units_of`` knows it; where there is none, who handles the case."""
    found = (name for one in (role, "handles") for name in units_of(item, one, tree, day))
    return next(found, HALL)


def _named(item: Item, role: str) -> tuple[str, ...]:
    units = item.units
    match role:
        case "handles":
            return (units.handles or units.decides,)
        case "decides":
            return (units.decides,)
        case "makes":
            return (units.makes,)
        case "supervises":
            return (units.supervises or units.decides,)
        case "inspects":
            return units.inspects
        case "advises":
            return units.advises
        case "community" | "street":  # of the applicant's address, once there is a book of addresses
            return (HALL,)
        case _:
            return (role,)


def joined_to(names: Iterable[str], tree: Iterable[Unit], day: date) -> tuple[str, ...]:
    """These units, and those that were merged into one of them by a day: their tasks came along."""
    mine = dict.fromkeys(names)
    units = tuple(tree)
    merged = (unit.unit for unit in every_unit(units) if unit.joined is not None)
    return tuple(mine | dict.fromkeys(name for name in merged if followed(units, name, day) in mine))


def merger_days(tree: Iterable[Unit]) -> tuple[date, ...]:
    """The first days on which another unit has the tasks of one, ascending."""
    last = {unit.until for unit in every_unit(tree) if unit.joined is not None}
    return tuple(sorted(day + timedelta(days=1) for day in last if day is not None and day < date.max))


def as_merged(item: Item, tree: Iterable[Unit], day: date) -> Item:
    """An item with the units that have the tasks of its own on a day; itself where none was merged."""
    units = tuple(tree)
    now: dict[str, str | tuple[str, ...]] = {}
    for (role, *place), name in item.units.named:
        has, before = followed(units, name, day), now.get(str(role), ())
        now[str(role)] = (*before, has) if place else has
    found = item.units.model_copy(update=now)
    return item if found == item.units else item.model_copy(update={"units": found})


def followed(tree: Iterable[Unit], name: str, day: date) -> str:
    """The unit that has the tasks of this one on a day: itself, or where it was merged to."""
    known = {unit.unit: unit for unit in every_unit(tree)}
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        unit = known.get(name)
        if unit is None or unit.joined is None or unit.until is None or unit.until >= day:
            break
        name = unit.joined
    return name

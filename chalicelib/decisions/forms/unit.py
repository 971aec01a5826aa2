"""
The form of a unit 办理单位: who may work at a case. One tree a region, read as in force, also for old cases.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from chalicelib.decisions.forms.form import Form, Name, Text, Where

StaffNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]

HALL = "hall"
"""The unit that every region has: where papers are handed in and results handed out 政务服务大厅."""

APPLICANT = "applicant"
PARCEL = "parcel"
"""Who holds a paper beside units, which are told by their names. No unit bears one of these."""


def at_office(holder: str) -> bool:
    """Whether a unit of the office holds something."""
    return holder not in (APPLICANT, PARCEL)


def away_from_hall(holder: str) -> bool:
    """Whether a unit holds something that it has to bring to the hall."""
    return at_office(holder) and holder != HALL


class Member(Form):
    """Someone who works in a unit: the staff number and the items that she knows. Names never stand here."""

    member: StaffNumber
    knows: tuple[Name, ...] = Field(default=(), max_length=1_000)


class Unit(Form):
    """
    A unit and those below it. ``until`` and ``joined``: it was merged into another after that day, and its
    tasks go there. ``pilot``: it takes part in what is being tried out.
    """

    unit: Name
    name: Text
    kind: Literal["authority", "department", "section", "counter", "squad", "street", "community"]
    members: tuple[Member, ...] = Field(default=(), max_length=5_000)
    pilot: bool = False
    until: date | None = None
    joined: Name | None = None
    units: tuple[Self, ...] = Field(default=(), max_length=500)
    where: Where | None = None


def every_unit(units: Iterable[Unit]) -> Iterator[Unit]:
    """All units of a tree, each before those below it."""
    for unit in units:
        yield unit
        yield from every_unit(unit.units)


def members_of(units: Iterable[Unit], name: str) -> tuple[Member, ...]:
    """Who works in a unit or one below it; none where the region lists nobody."""
    unit = next((each for each in every_unit(units) if each.unit == name), None)
    return () if unit is None else tuple(member for each in every_unit((unit,)) for member in each.members)


class ItemUnits(Form):
    """
    Who does what for an item 办理分工. Where ``handles`` is not written the unit that ``decides`` receives
    and reviews, too; ``makes`` is the hall. The first unit that ``inspects`` leads.
    """

    decides: Name
    handles: Name | None = None
    makes: Name = HALL
    supervises: Name | None = None
    inspects: tuple[Name, ...] = Field(default=(), max_length=20)
    advises: tuple[Name, ...] = Field(default=(), max_length=20)

    @property
    def named(self) -> tuple[tuple[tuple[str | int, ...], Name], ...]:
        """Every unit that is named, with its path below ``units`` in the item's file."""
        single = ("decides", "handles", "makes", "supervises")
        found: list[tuple[tuple[str | int, ...], Name]] = [
            ((role,), name) for role in single if (name := getattr(self, role)) is not None
        ]
        for role in ("inspects", "advises"):
            found += [((role, number), name) for number, name in enumerate(getattr(self, role))]
        return tuple(found)

    open_to: tuple[Literal["hall", "street", "community", "squad"], ...] = Field(default=(), max_length=4)

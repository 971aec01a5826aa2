"""
A release, which holds a region's whole folder, and the door to the forms that it is made of.

YAML is turned into these by ``authoring.checking.load``; a release is their canonical JSON, and a function
in the cloud reads nothing else. Every form is frozen and refuses a key it does not know.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.fact import Fact, Value
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, Form, Name
from chalicelib.decisions.forms.item import Item, ItemType, Limits, Result
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.forms.region import Calendar, Courier, Region
from chalicelib.decisions.forms.rule import (
    Confirmed,
    DecisionTable,
    Demand,
    Example,
    Group,
    Invariant,
    Outcome,
    Rule,
)
from chalicelib.decisions.forms.unit import Unit, every_unit

__all__ = [
    "Confirmed",
    "DecisionTable",
    "Demand",
    "Example",
    "Fact",
    "Group",
    "Invariant",
    "Item",
    "ItemType",
    "Limits",
    "Outcome",
    "Release",
    "Result",
    "Rule",
    "Value",
]


class Release(Form):
    """
    One region's rule files, whole and checked 规则版本. Never changed once made; its name is the
    digest of its canonical JSON.
    """

    region: Region
    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    items: dict[str, Item]
    plans: dict[ChannelName, Plan]
    couriers: dict[str, Courier]
    calendars: dict[int, Calendar]
    clocks: tuple[Clock, ...]
    units: tuple[Unit, ...]
    invariants: tuple[Invariant, ...]
    demands: tuple[Demand, ...] = ()
    notices: dict[Name, NoticeTemplate] = {}
    examples: tuple[Example, ...]
    decisions: dict[Name, DecisionTable] = {}

    @cached_property
    def decides(self) -> Name:
        """The decision whose rules ``rules`` are: the channel, but for a view of ``tables.as_decision``."""
        return CHANNEL

    @cached_property
    def views(self) -> dict[Name, Self]:
        """The release as each of its decisions by name, as far as ``tables.as_decision`` was asked for."""
        return {}

    @cached_property
    def whole(self) -> Self | None:
        """The release that this is a view of; None: it is none."""
        return None

    @cached_property
    def declared(self) -> Mapping[str, Fact]:
        """The facts that rules may test, by name."""
        return {fact.fact: fact for fact in self.facts}

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys and no white space: the same rules give the same bytes anywhere."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def digest(self) -> str:
        """
        The name of this release: SHA-256 of its canonical JSON, 64 hexadecimal digits; of a view that of its
        release.
        """
        return self.whole.digest if self.whole is not None else hashlib.sha256(self.canonical()).hexdigest()

    @cached_property
    def world(self) -> str:
        """
        The name of the facts of the world 外部事实 that it holds, calendars, units and where the hall is: a
        digest of their own, in which their places in the files do not count. Running cases follow those in
        force, whatever release they were decided under.
        """
        calendars = {year: _but_place(form) for year, form in self.calendars.items()}
        content = {
            "calendars": calendars,
            "units": [_but_place(form) for form in self.units],
            "hall": self.region.hall.model_dump(
                mode="json", by_alias=True, exclude={"name_en", "address_en"}
            ),
        }
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    def in_the_world_of(self, other: Self) -> Self:
        """
        These rules with the calendars, units and hall of another release. Units of its own that the other
        lacks stay known: a case may have been with one.
        """
        if other.digest == self.digest:
            return self
        known = {unit.unit for unit in every_unit(other.units)}
        lacking = (unit for unit in every_unit(self.units) if unit.unit not in known)
        units = (*other.units, *(unit.model_copy(update={"units": ()}) for unit in lacking))
        region = self.region.model_copy(update={"hall": other.region.hall})
        copied = self.model_copy(update={"calendars": other.calendars, "units": units, "region": region})
        copied.__dict__["world"] = other.world
        return copied

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same rules and are about the same decision, whatever was worked out since."""
        return isinstance(other, Release) and (self.decides, self.digest) == (other.decides, other.digest)

    def __hash__(self) -> int:
        return hash((self.decides, self.digest))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which works out anew what hangs on its content: it may hold other rules and facts."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("digest", "world", "declared", "views", "whole"):
            copied.__dict__.pop(name, None)
        return copied


def _but_place(form: Form) -> dict[str, Any]:
    """A form as JSON, without the place where it stands."""
    return form.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"where"})

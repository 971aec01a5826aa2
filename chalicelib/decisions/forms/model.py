"""
The forms of the rule files: facts, rules, items, and the release that holds a region's whole folder.

YAML is turned into these by ``authoring.checking.load``; a release is their canonical JSON, and a function
in the cloud reads nothing else. Every form is frozen and refuses a key it does not know.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field

from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import (
    CHANNEL,
    UNDETERMINED,
    Basis,
    ChannelName,
    Condition,
    FactName,
    FactValue,
    Form,
    Name,
    OutcomeName,
    Text,
    Where,
)
from chalicelib.decisions.forms.guide import Guide
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.decisions.forms.plan import Does, Limit, Period, Plan
from chalicelib.decisions.forms.region import Calendar, Courier, Region
from chalicelib.decisions.forms.unit import ItemUnits, Unit, every_unit


class Value(Form):
    value: str
    title: Text


class Fact(Form):
    """
    A fact that a rule may test 判断要素. Anything not declared here cannot be tested.

    ``usual`` is the answer of the ordinary applicant; it stands in only where an item is looked at
    without an application (the catalogue's totals), never in a case. ``computed`` names the way an
    item's fact is worked out from its materials instead of being written down. ``if_so`` and
    ``if_not`` are how people say a yes and a no in a sentence; ``set_by`` is "law" where only a law
    could make the fact otherwise, so that nobody at the office is advised to, and "nobody" where it is
    as it is: a distance, the day on which a licence ends. Of these no advice is given at all. What is
    ``sensitive`` is kept nowhere and told in no sentence: the rules look at it, and only they. With ``unit``
    and ``decimals`` a whole number counts the smallest unit of an amount, as ``decisions.amounts`` says.
    """

    fact: FactName
    title: Text
    type: Literal["bool", "one_of", "whole_number", "date"]
    values: tuple[Value, ...] = Field(default=(), max_length=1_000)
    at_least: int | None = None
    at_most: int | None = None
    usual: FactValue | None = None
    computed: Literal["paper_originals", "paper_copies"] | None = None
    if_so: Text | None = None
    if_not: Text | None = None
    set_by: Literal["office", "law", "nobody"] = "office"
    sensitive: bool = False
    unit: Text | None = None
    decimals: int | None = Field(default=None, ge=0, le=6)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """The values of a one_of, for looking one up."""
        return frozenset(value.value for value in self.values)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which may list other values."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("allowed", None)
        return copied


Group = tuple[Condition, ...]
"""Conditions that must all hold 条件组."""


class Rule(Form):
    """
    A decision's rule 规则: all of ``when`` must hold, and of ``any`` one group as a whole. In effect
    ``from`` … ``until``, both inclusive. A region's rule with ``before_items`` stands before the items' own.
    """

    rule: Name
    title: Text
    when: Group
    any: tuple[Group, ...] = Field(default=(), max_length=3)
    choose: OutcomeName
    basis: tuple[Basis, ...] = Field(min_length=1, max_length=50)
    from_: date = Field(alias="from")
    until: date | None = None
    before_items: bool = False
    where: Where

    @property
    def groups(self) -> tuple[Group, ...]:
        """The rule holds where all the conditions of one of these groups hold 条件组."""
        return _groups(self.when, self.any)

    @property
    def ways(self) -> tuple["Rule", ...]:
        """
        The rule as rules without alternatives, one a group: each of its name, with its answer. The first of
        them that holds decides, so what is said of a decision is what held.
        """
        return self.split if self.any else (self,)  # kept with itself, a rule could be compared with no other

    @cached_property
    def split(self) -> tuple["Rule", ...]:
        """The ways of a rule with alternatives, made once: they are told apart by identity."""
        return tuple(self.model_copy(update={"when": group, "any": ()}) for group in self.groups)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which may ask other things."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("split", None)
        return copied


class Confirmed(Form):
    """Who has confirmed an example, and on which day 确认."""

    by: str = Field(min_length=1, max_length=60)
    on: date


class Example(Form):
    """A decision someone has confirmed 示例; it is taken again on every check."""

    name: str
    item: Name
    facts: dict[FactName, FactValue] = {}
    on: date | None = None
    expect: OutcomeName
    by: Name | None = None
    confirmed: Confirmed | None = None
    where: Where


class Invariant(Form):
    """
    What must hold in every situation 不变式: wherever ``when`` holds, and of ``any`` one group as a whole,
    the outcome is one of ``expect``, on the days ``from`` … ``until``, both inclusive; without them always.
    """

    invariant: Name
    title: Text
    when: Group
    any: tuple[Group, ...] = Field(default=(), max_length=3)
    expect: tuple[OutcomeName, ...] = Field(min_length=1, max_length=50)
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    where: Where

    @property
    def groups(self) -> tuple[Group, ...]:
        """It applies where all the conditions of one of these groups hold."""
        return _groups(self.when, self.any)


def _groups(when: Group, alternatives: tuple[Group, ...]) -> tuple[Group, ...]:
    return tuple((*when, *group) for group in alternatives) or (when,)


class Outcome(Form):
    """
    One thing that a decision can come out with 结果, by the name that its rules choose. ``unit``: it is
    offered to the applicant, and if she chooses it this unit has to do it, by a role of the item or by name.
    """

    outcome: OutcomeName
    title: Text
    unit: Name | None = None


class DecisionTable(Form):
    """
    A policy decision 决策: what can come out of it, and the rules that choose, the first that holds.

    ``asked``: when a running case asks it: once, when the application is submitted; every working day; or
    never by itself, it is there to be looked up. ``each: clock``: asked of every clock that runs; then the
    outcomes stand the gravest first, and the last of them means that all is well. Where no rule decides or a
    fact is missing, ``otherwise`` comes out: that nothing is decided, so that a person does, or one of
    ``outcomes``, the safe one.
    """

    decision: Name
    title: Text
    asked: Literal["submission", "every_working_day", "never"]
    each: Literal["clock"] | None = None
    outcomes: tuple[Outcome, ...] = Field(min_length=1, max_length=50)
    otherwise: OutcomeName = UNDETERMINED
    rules: tuple[Rule, ...] = Field(max_length=20_000)
    invariants: tuple[Invariant, ...] = Field(default=(), max_length=1_000)
    examples: tuple[Example, ...] = Field(default=(), max_length=20_000)
    where: Where


class Demand(Form):
    """
    What the law wants done before a grant 法定环节: in every situation where all of ``when`` holds, no
    channel's plan has a way to a grant that passes by a step which ``does`` it.
    """

    demand: Name
    title: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    does: Does
    basis: tuple[Basis, ...] = Field(min_length=1, max_length=50)
    where: Where


class ItemType(StrEnum):
    """Item type 事项类型, GB/T 39046-2020 table A.1 (version 2020)."""

    LICENCE = "01"
    CONFIRMATION = "07"
    OTHER = "10"
    PUBLIC_SERVICE = "20"


class Limits(Form):
    """
    Time limits 时限: statutory 法定, promised 承诺 (never longer), and how much may be added 延长 (行政许可法
    art. 42). ``basis`` names the laws or regulations that give a licence more than the twenty working days
    of that article.
    """

    statutory: Limit
    promised: Limit
    extension: Period | None = None
    basis: tuple[Basis, ...] = Field(default=(), max_length=50)


class Result(Form):
    """What the applicant gets in the end 结果: paper, electronic, or both."""

    name: Text
    form: Literal["paper", "electronic", "both"]


class Item(Form):
    """
    An approval item 政务服务事项. Its code is its file's name. ``facts`` is what the rules read of it.

    It can be applied for ``from`` … ``until``, both inclusive, by the office's calendar; without them
    always. ``replaced_by`` is the item that stands in its place once it is over. A case keeps to the day
    of its application: what was applied for in time is decided, however late.
    """

    item: Name
    name: Text
    type: ItemType
    units: ItemUnits
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    replaced_by: Name | None = None
    basis: tuple[Basis, ...] = Field(min_length=1, max_length=50)
    facts: dict[str, FactValue]
    visit_reason: Text | None = None
    acceptance_trigger: Literal["prereview", "paper"]
    limits: Limits
    materials: tuple[Material, ...] = Field(max_length=200)
    result: Result
    guide: Guide | None = None
    rules: tuple[Rule, ...] = Field(default=(), max_length=1_000)
    where: Where


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

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys and no white space: the same rules give the same bytes anywhere."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def digest(self) -> str:
        """The name of this release: SHA-256 of its canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical()).hexdigest()

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
            "hall": self.region.hall.model_dump(mode="json", by_alias=True),
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

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which works out its own names: it may hold other rules."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("digest", "world"):
            copied.__dict__.pop(name, None)
        return copied


def _but_place(form: Form) -> dict[str, Any]:
    """A form as JSON, without the place where it stands."""
    return form.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"where"})

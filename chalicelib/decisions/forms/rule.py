"""
The forms of what decides 规则: rules, what must hold of them, examples, decisions.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field

from chalicelib.decisions.forms.form import (
    UNDETERMINED,
    Basis,
    Condition,
    FactName,
    FactValue,
    Form,
    Name,
    OutcomeName,
    Text,
    Where,
)
from chalicelib.decisions.forms.plan import Does

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
    return tuple((*when, *group) for group in alternatives) if alternatives else (when,)


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
    What the law wants done before a grant 法定环节: in every situation where all of ``when`` holds (always,
    where it is empty), no
    channel's plan has a way to a grant that passes by a step which ``does`` it.
    """

    demand: Name
    title: Text
    when: tuple[Condition, ...]
    does: Does
    basis: tuple[Basis, ...] = Field(min_length=1, max_length=50)
    where: Where

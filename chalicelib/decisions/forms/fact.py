"""
The forms of a fact 判断要素 and of its values.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from collections.abc import Container, Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field

from chalicelib.decisions.forms.form import (
    FactName,
    FactValue,
    Form,
    Text,
)
from chalicelib.decisions.limits import WHOLE_NUMBER

Plain = tuple[type, Container[FactValue]]
"""The type that a right value of a fact mostly has, and the right ones of this type."""


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

    @cached_property
    def plain(self) -> Plain:
        """What most values need only be looked up in; of a day none are listed."""
        match self.type:
            case "bool":
                return bool, (True, False)
            case "one_of":
                return str, self.allowed
            case "whole_number":
                least = -WHOLE_NUMBER if self.at_least is None else self.at_least
                return int, range(least, (WHOLE_NUMBER if self.at_most is None else self.at_most) + 1)
            case _:
                return str, ()

    @cached_property
    def titles(self) -> Mapping[FactValue, Text]:
        """What the values of a one_of are called."""
        return {value.value: value.title for value in self.values}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which may list other values."""
        copied = super().model_copy(update=update, deep=deep)
        for worked_out in ("allowed", "plain", "titles"):
            copied.__dict__.pop(worked_out, None)
        return copied

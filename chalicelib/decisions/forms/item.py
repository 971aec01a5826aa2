"""
The form of an approval item 政务服务事项, with its limits and its result.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from chalicelib.decisions.forms.form import (
    Basis,
    FactValue,
    Form,
    Name,
    Text,
    Where,
)
from chalicelib.decisions.forms.guide import Guide
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.plan import Limit, Period
from chalicelib.decisions.forms.rule import Rule
from chalicelib.decisions.forms.unit import ItemUnits


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

"""
What every form of a rule file is made of.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LONGEST_NAME = 60
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=LONGEST_NAME)]
SCOPES = ("item", "application", "applicant", "case", "clock")
"""Whose facts there are: how their names begin."""

FACT_NAME = r"^(item|application|applicant|case|clock)\.[a-z][a-z0-9_]*$"
FactName = Annotated[str, Field(pattern=FACT_NAME, max_length=60)]
FactValue = bool | int | str


ChannelName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
"""How an approval reaches the office and comes back 办理渠道: the name of a plan's file."""

OutcomeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=LONGEST_NAME)]
"""What can come out of a decision 结果: of that on the channel a plan, of others what their file lists."""

CHANNEL = "channel"
"""The name of the decision that channels.yaml takes: by which channel a case goes."""

UNDETERMINED = "undetermined"
"""The rules cannot decide, a person does. The one name that no outcome may have, and so no plan."""


class Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Text(Form):
    """A label in both languages of the office."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


IN_ENGLISH = r"^[\x21-\x7e][\x20-\x7e\u00a0-\u024f\u2010-\u2026]*$"
InEnglish = Annotated[str, Field(max_length=200, pattern=IN_ENGLISH)]
"""A line in a Latin script."""


class Basis(Form):
    """A legal basis 设定依据: the text that allows a rule, by title and article."""

    title: str = Field(min_length=2)
    article: str | None = None
    url: str | None = None


class Where(Form):
    """The place in a rule file, for people: path below the region's folder, line from 1."""

    file: str
    line: int


class Condition(Form):
    """
    One test of one fact, in normal form. Exactly one kind is set:

    ``any_of``: the value is one of these; ``none_of``: it is none of these;
    ``at_least`` / ``at_most``: a whole number (or an ISO date as text) within bounds, inclusive; of a date
    also ``today``, ``today+30``, ``today-1``: a bound that moves with the day of the decision.
    """

    fact: FactName
    any_of: tuple[FactValue, ...] = ()
    none_of: tuple[FactValue, ...] = ()
    at_least: int | str | None = None
    at_most: int | str | None = None

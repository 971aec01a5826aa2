"""
The form of a clock 计时: a limit that runs from one milestone of a case to another.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from typing import Literal

from pydantic import Field

from chalicelib.decisions.forms.form import Basis, Condition, Form, Name, Text, Where
from chalicelib.decisions.forms.plan import Milestone, Period

ItemLimit = Literal["item.limits.statutory", "item.limits.promised", "item.limits.extension"]
"""A limit that the item says itself."""


class Warn(Form):
    """
    When somebody is told that a clock runs down 预警: ``days_left`` of its unit before the end (0: on the
    last day), or once ``share_used`` per cent are used; told are the unit of the tasks or the supervisor.
    """

    days_left: int | None = Field(default=None, ge=0, le=250)
    share_used: int | None = Field(default=None, ge=1, le=99)
    tell: Literal["unit", "supervises"]


class Extend(Form):
    """
    An extension 延长办理 (行政许可法 art. 42): so long and so often at most, by a unit of that role, with a
    notice.
    """

    at_most: Period | ItemLimit
    times: int = Field(default=1, ge=1, le=9)
    by: Literal["decides", "supervises"] = "decides"
    issues: Name | None = None


class Clock(Form):
    """
    A clock starts on the day of a milestone, the first time; the following day is its first. It stops at
    the first of ``stops`` and, whatever it says, when the case ends without a decision. ``before``: it never
    starts once that milestone has been reached. ``silence: accepted``: when it runs out the application
    is accepted as of the day it was received (行政许可法 art. 32); no step ends by it.
    """

    clock: Name
    title: Text
    when: tuple[Condition, ...] = ()
    limit: Period | ItemLimit
    starts: Milestone
    before: Milestone | None = None
    stops: tuple[Milestone, ...] = Field(min_length=1, max_length=8)
    silence: Literal["accepted"] | None = None
    extend: Extend | None = None
    warn: tuple[Warn, ...] = Field(default=(), max_length=9)
    basis: tuple[Basis, ...] = Field(default=(), max_length=50)
    where: Where

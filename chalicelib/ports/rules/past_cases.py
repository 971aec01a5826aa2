"""A decision of the rules without the person, and what a release in shadow made of the same case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from chalicelib.decisions.forms.form import FactValue

RECENT = 2000
"""Real cases that a release is tried on before it comes into force: the newest, of a year at most."""


class Taken(NamedTuple):
    """What came out of a decision beside the channel, and by which rule; None: by none."""

    outcome: str
    rule: str | None


@dataclass(frozen=True)
class Shadowed:
    """
    What the release in shadow would have decided, ``others`` beside the channel by their names; ``failed``
    names the error where it could not.
    """

    release: str
    channel: str | None
    rule: str | None
    failed: str = ""
    others: Mapping[str, Taken] = field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    """
    A decision of the rules, without the person: enough to take it again under other rules.
    ``application`` by full name, ``on`` the local day whose rules counted, ``at`` and ``opened`` (the
    case's opening) aware UTC; rows of before have no ``opened``. ``others`` were taken beside the channel.
    """

    item: str
    application: dict[str, FactValue]
    on: date
    at: datetime
    channel: str
    rule: str | None
    release: str
    shadow: Shadowed | None = None
    opened: datetime | None = None
    others: Mapping[str, Taken] = field(default_factory=dict)


class PastCases(Protocol):
    def recent(self, region: str, now: datetime, most: int) -> Iterator[Decided]:
        """The decisions of about a year, newest first, at most so many."""

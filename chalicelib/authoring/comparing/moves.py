"""What moves of a decision from one release to the other: from which outcome to which, when, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from chalicelib.authoring.findings.telling import Titles, channel_words, joined
from chalicelib.authoring.space.domain import Situation
from chalicelib.decisions.decision import nested
from chalicelib.decisions.forms.form import ChannelName, Text


@dataclass(frozen=True)
class Moved:
    """
    One situation that moves: a real item's if one is in it. If none is, ``item`` only says whose own rules
    are asked, None for any item's, and the facts are nobody's. It moves from ``on`` to ``until``, None
    where that has no end.
    """

    item: str | None
    on: date
    facts: Situation
    old_rule: str | None
    new_rule: str | None
    words: Text
    until: date | None = None

    def as_json(self) -> dict[str, Any]:
        rules = {"old": self.old_rule, "new": self.new_rule}
        about = {"item": self.item, **_days(self.on, self.until), "facts": nested(self.facts)}
        return about | {"rules": rules} | self.words.model_dump()


def _days(on: date, until: date | None) -> dict[str, str | None]:
    return {"on": on.isoformat(), "until": None if until is None else until.isoformat()}


class Move(NamedTuple):
    """
    So many situations go from one channel to another, or from one outcome of another decision, in the first
    period in which any does; None: some that are not counted.
    """

    from_: ChannelName
    to: ChannelName
    situations: int | None
    example: Moved

    def as_json(self) -> dict[str, Any]:
        example = self.example.as_json()
        return {"from": self.from_, "to": self.to, "count": self.situations, "example": example}


class ItemMove(NamedTuple):
    """
    An item's ordinary application comes out otherwise from a day on, ``until`` another if that has an end;
    None: the item is not there.
    """

    item: str
    from_: ChannelName | None
    to: ChannelName | None
    on: date
    until: date | None = None

    def as_json(self) -> dict[str, Any]:
        return {"item": self.item, "from": self.from_, "to": self.to, **_days(self.on, self.until)}


class DayMoves(NamedTuple):
    """
    What comes out otherwise from a day on, until something else takes effect: so many situations from which
    outcome to which, of ``situations`` that there are then, and so many items by their ordinary
    application. None: some that are not counted. Unless that is ``proved`` more may move.
    """

    on: date
    moves: Mapping[tuple[ChannelName, ChannelName], int | None]
    items: int
    situations: int
    proved: bool

    @property
    def moved(self) -> int | None:
        return total(self.moves.values()) if self.proved else None

    def as_json(self) -> dict[str, Any]:
        moves = [{"from": from_, "to": to, "count": number} for (from_, to), number in self.moves.items()]
        about = {"on": self.on.isoformat(), "situations": self.situations}
        return {**about, "moves": moves, "items": self.items, "proved": self.proved}

    def words(self, title: Text, called: Titles) -> Text:
        """What differs of a decision, in a line: the most frequent move first."""
        of, number = self.situations, number_words(self.moved)
        each = [
            _way(channel_words(called, from_), channel_words(called, to), count)
            for (from_, to), count in sorted(self.moves.items(), key=lambda one: -(one[1] or 0))
        ]
        ways = joined(each) if each else None
        zh, en = ("", "") if ways is None else (f"（{ways.zh}）", f" ({ways.en})")
        if self.items:
            zh, en = f"{zh}，{self.items} 个事项改变", f"{en}; items: {self.items}"
        return Text(
            zh=f"{self.on} {title.zh}：{of} 种情形中{number.zh}改变{zh}",
            en=f"{self.on} {title.en}: {number.en} of {of} situations move{en}",
        )


def total(numbers: Iterable[int | None]) -> int | None:
    """The sum of some numbers; None if one of them is not known."""
    each = list(numbers)
    return None if None in each else sum(one or 0 for one in each)


def number_words(situations: int | None) -> Text:
    """How many situations; None: some."""
    if situations is None:
        return Text(zh="若干种", en="some")
    return Text(zh=f" {situations} 种", en=str(situations))


def _way(was: Text, becomes: Text, situations: int | None) -> Text:
    number = number_words(situations)
    return Text(zh=f"{number.zh.strip()} {was.zh} → {becomes.zh}", en=f"{number.en} {was.en} → {becomes.en}")


class Moves(NamedTuple):
    """
    What moves of one decision: ``days`` have how many situations of how many in each period that begins with
    one of them, the first being that from which on is compared. ``called`` is how people call its outcomes,
    by name; ``otherwise`` what comes out before and after where a fact is missing that is needed, or no rule
    holds: there a fact is known in every situation.
    """

    decides: str
    title: Text
    moves: tuple[Move, ...]
    items: tuple[ItemMove, ...]
    called: Titles
    otherwise: tuple[ChannelName, ChannelName]
    days: tuple[DayMoves, ...]

    def on(self, day: date) -> DayMoves:
        """What differs on a day that is compared."""
        return max((one for one in self.days if one.on <= day), key=lambda one: one.on)

    def as_json(self) -> dict[str, Any]:
        """``situations`` and ``moved`` are those of the first period."""
        first = self.days[0]
        return {
            "decision": self.decides,
            "title": self.title.model_dump(),
            "situations": first.situations,
            "moved": first.moved,
            "proved": all(one.proved for one in self.days),
            "otherwise": {"old": self.otherwise[0], "new": self.otherwise[1]},
            "moves": [move.as_json() for move in self.moves],
            "items": [move.as_json() for move in self.items],
            "days": [one.as_json() for one in self.days],
        }

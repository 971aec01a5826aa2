"""The difference between two releases as a value: what moves from which channel or outcome to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.burdens import BurdenMove
from chalicelib.authoring.comparing.forms.asks import Ask
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.world import WorldChange
from chalicelib.authoring.comparing.forms.world_words import as_json
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.findings.telling import Titles, channel_words, joined
from chalicelib.authoring.space.domain import Situation
from chalicelib.decisions.decision import nested
from chalicelib.decisions.forms.form import ChannelName, OutcomeName, Text


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


DAYS = Text(
    zh="生效或失效的日期，及自该日起与原规则结果不同的",
    en="days on which something takes effect or ends, and what then differs from the old rules",
)
"""Stands above ``Difference.day_lines``."""


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


class DayOutcomes(NamedTuple):
    """
    How many of so many situations come out how from a day on, until something else takes effect; None: some
    that are not counted, or, of all outcomes, that it is not known which come out at all.
    """

    on: date
    outcomes: Mapping[OutcomeName, int | None] | None
    situations: int

    def as_json(self) -> dict[str, Any]:
        known = None if self.outcomes is None else dict(self.outcomes)
        return {"on": self.on.isoformat(), "situations": self.situations, "outcomes": known}


class Outcomes(NamedTuple):
    """What comes out of a decision that one release alone has, the newer one if it is ``gained``."""

    decides: str
    title: Text
    gained: bool
    called: Titles
    days: tuple[DayOutcomes, ...]

    def as_json(self) -> dict[str, Any]:
        about = {"decision": self.decides, "title": self.title.model_dump(), "gained": self.gained}
        return {**about, "days": [one.as_json() for one in self.days]}

    def lines(self) -> Iterator[Text]:
        """A sentence for each day from which on other numbers come out."""
        told: tuple[object, ...] = ()
        for on, outcomes, situations in self.days:
            if (outcomes, situations) != told:
                told = outcomes, situations
                known = () if outcomes is None else map(self._came_out, outcomes.items())
                each = _UNKNOWN if outcomes is None else joined(known, "、", ", ")
                zh, en = _ONE_SIDED[self.gained]
                yield Text(
                    zh=f"{zh}：自 {on} 起的 {situations} 种情形中，{each.zh}",
                    en=f"{en}: from {on} on, of {situations} situations {each.en}",
                )

    def _came_out(self, one: tuple[OutcomeName, int | None]) -> Text:
        words, number = channel_words(self.called, one[0]), number_words(one[1])
        return Text(zh=f"{words.zh}{number.zh}", en=f"{words.en} {number.en}")


_UNKNOWN = Text(zh="各种结果各有多少没有查完", en="too many to say how many come out how")
_ONE_SIDED = {
    True: ("新增的决策", "a new decision"),
    False: ("删去的决策，原来的结果", "a decision that is gone, as it came out"),
}


@dataclass(frozen=True)
class Difference:
    """
    What differs between two releases from ``since`` on.

    ``entries`` are all values that are not as they were, whether or not a channel moves because of it, the
    gravest first. ``as_of`` are the days that make a difference: ``since``, and each later one on which
    something takes effect or ends. ``world`` is what running cases follow: calendars and units.
    ``channel`` is what moves of the channel, ``decisions`` of every other decision that is not as it was, if
    both releases have it, ``one_sided`` what comes out of those that one alone has. ``starting`` has by day
    which decisions have rules or invariants that come or go then. ``strictness`` are the bounds that hold
    less than before or more, the former first. ``burdens`` are the applications that cost the applicant more
    or less than before.
    """

    since: date
    channel: Moves
    entries: tuple[Entry, ...] = ()
    asks: tuple[Ask, ...] = ()
    as_of: tuple[date, ...] = ()
    world: WorldChange | None = None
    decisions: tuple[Moves, ...] = ()
    one_sided: tuple[Outcomes, ...] = ()
    strictness: tuple[Change, ...] = ()
    starting: Mapping[date, Sequence[Starting]] = field(default_factory=dict)
    burdens: tuple[BurdenMove, ...] = ()

    def day_lines(self) -> Iterator[Text]:
        """
        For each later day what differs from then on, of every decision of which something comes or goes on
        that day, or of which others move than before; where there is none of these, of the channel.
        """
        for before, day in pairwise(self.as_of):
            starting = {one.decides: one for one in self.starting.get(day, ())}
            moving = {one.decides: one for one in (self.channel, *self.decisions)}
            new = [name for name, one in moving.items() if _others_move(one, before, day)]
            for name in dict.fromkeys([*starting, *new]) or [self.channel.decides]:
                then = _differing(moving[name], day) if name in moving else starting[name].alike(day)
                yield starting[name].beside(then) if name in starting else then

    def as_json(self) -> dict[str, Any]:
        first = [one.days[0] for one in (self.channel, *self.decisions)]
        return {
            **self.channel.as_json(),
            "decisions": [one.as_json() for one in self.decisions],
            "one_sided": [one.as_json() for one in self.one_sided],
            "all_decisions": {
                "situations": sum(one.situations for one in first),
                "moved": total(one.moved for one in first),
            },
            "since": self.since.isoformat(),
            "strictness": [one.as_json() for one in self.strictness],
            "burdens": [one.as_json() for one in self.burdens],
            "entries": [one.as_json() for one in self.entries],
            "asks": [one.as_json() for one in self.asks],
            "as_of": [day.isoformat() for day in self.as_of],
            "world": None if self.world is None else as_json(self.world),
        }


class Starting(NamedTuple):
    """
    A decision of which rules or invariants come into effect, or go out of it, on a day: which ones.
    ``gained`` is a decision that only the newer release has, ``lost`` one that only the older has.
    """

    decides: str
    title: Text
    words: Text
    gained: bool = False
    lost: bool = False

    def alike(self, day: date) -> Text:
        """What is said where no situation is counted: nothing differs, or one side lacks the decision."""
        zh, en = "与原规则没有不同", "nothing differs from the old rules"
        if self.gained:
            zh, en = "原规则没有这项决策", "the old rules have no such decision"
        elif self.lost:
            zh, en = "新规则没有这项决策", "the new rules have no such decision"
        return Text(zh=f"{day} {self.title.zh}：{zh}", en=f"{day} {self.title.en}: {en}")

    def beside(self, then: Text) -> Text:
        """What differs on the day, with what comes or goes then."""
        return Text(zh=f"{then.zh}（{self.words.zh}）", en=f"{then.en} ({self.words.en})")


def _others_move(found: Moves, before: date, day: date) -> bool:
    """Whether other situations or items move than on an earlier day."""
    was, now = found.on(before), found.on(day)
    counted = None not in now.moves.values()
    same = was.moves is now.moves or (counted and was.moves == now.moves)
    return not same or was.items != now.items


def _differing(found: Moves, day: date) -> Text:
    """What differs of a decision that moves, from a day on."""
    return found.on(day)._replace(on=day).words(found.title, found.called)

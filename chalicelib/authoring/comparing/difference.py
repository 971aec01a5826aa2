"""The difference between two releases as a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.burdens import BurdenMove
from chalicelib.authoring.comparing.forms.asks import Ask
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.world import WorldChange
from chalicelib.authoring.comparing.forms.world_words import as_json
from chalicelib.authoring.comparing.moves import Moves, number_words, total
from chalicelib.authoring.comparing.starting import Starting
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.findings.telling import Titles, channel_words, joined
from chalicelib.decisions.forms.form import OutcomeName, Text

DAYS = Text(
    zh="生效或失效的日期，及自该日起与原规则结果不同的",
    en="days on which something takes effect or ends, and what then differs from the old rules",
)
"""Stands above ``Difference.day_lines``."""


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


def _others_move(found: Moves, before: date, day: date) -> bool:
    """Whether other situations or items move than on an earlier day."""
    was, now = found.on(before), found.on(day)
    counted = None not in now.moves.values()
    same = was.moves is now.moves or (counted and was.moves == now.moves)
    return not same or was.items != now.items


def _differing(found: Moves, day: date) -> Text:
    """What differs of a decision that moves, from a day on."""
    return found.on(day)._replace(on=day).words(found.title, found.called)

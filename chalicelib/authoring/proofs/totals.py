"""The catalogue counted: the channels, or other outcomes, of its licence items for the ordinary applicant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.decisions.decide import Decision, decide, usual_facts
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName
from chalicelib.decisions.forms.model import ItemType, Release
from chalicelib.decisions.tables import outcomes


@dataclass(frozen=True)
class Counted:
    """
    How many licence items there are, how many need no visit, and how many take each channel, or come to each
    outcome of another decision: of that nobody has to come, and ``zero_errand`` says nothing.
    """

    licence_items: int
    zero_errand: int
    channels: dict[ChannelName, int]
    decides: str = CHANNEL

    @property
    def zero_errand_percent(self) -> float:
        return self.percent(self.zero_errand)

    def percent(self, items: int) -> float:
        """A share of the licence items in per cent, to one decimal."""
        return round(100 * items / self.licence_items, 1) if self.licence_items else 0.0

    def as_json(self) -> dict[str, Any]:
        each = {one: {"items": n, "percent": self.percent(n)} for one, n in self.channels.items()}
        if self.decides != CHANNEL:
            return {"licence_items": self.licence_items, "decision": self.decides, "outcomes": each}
        return {
            "licence_items": self.licence_items,
            "zero_errand": self.zero_errand,
            "zero_errand_percent": self.zero_errand_percent,
            "channels": each,
        }


def usual_decisions(release: Release, on: date) -> dict[str, Decision]:
    """Every item in effect on a day as the ordinary applicant meets it."""
    usual = usual_facts(release)
    return {code: decide(release, code, usual, on) for code in items_on(release, on)}


def coming_decisions(release: Release, on: date) -> dict[str, Decision]:
    """The same of every item that is not over: one still to come on its first day."""
    usual, found = usual_facts(release), {}
    for code, item in release.items.items():
        if item.until is None or on <= item.until:
            found[code] = decide(release, code, usual, max(on, item.from_ or on))
    return found


def counted(release: Release, on: date) -> Counted:
    """
    The catalogue's licence items (行政许可) in effect on a day, by channel.

    The region's channels, or the decision's outcomes, are always there, ``undetermined`` only where an item
    comes out so.
    """
    decisions = usual_decisions(release, on)
    licences = [one for code, one in decisions.items() if release.items[code].type is ItemType.LICENCE]
    found = Counter(decision.channel for decision in licences)
    every = outcomes(release, release.decides)
    shown = [*every, *([UNDETERMINED] if found[UNDETERMINED] else [])]
    return Counted(
        licence_items=len(licences),
        zero_errand=sum(decision.visits == 0 for decision in licences),
        channels={channel: found[channel] for channel in shown},
        decides=release.decides,
    )

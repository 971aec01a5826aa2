"""
The nearest change that would save the errand, or lighten the way: exact, by going through all of them.

A computed fact cannot be written down: it is changed by changing the item's materials, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from chalicelib.authoring.bits import place
from chalicelib.authoring.explaining import Question
from chalicelib.authoring.telling import channel_words, fact_is, joined, visits_words
from chalicelib.decisions.form import Channel, FactValue, Text
from chalicelib.decisions.model import Fact, Item, Release

MOST = 10
FURTHER = 2
_PAPER = {"none": 0, "inspection": 1, "courier": 2, "counter": 3}


@dataclass(frozen=True)
class Change:
    """Facts that would have to be otherwise, and the channel that would follow."""

    change: dict[str, FactValue]
    channel: Channel
    visits: int
    words: Text

    def as_json(self) -> dict[str, Any]:
        return {
            "change": self.change,
            "channel": self.channel,
            "visits": self.visits,
            **self.words.model_dump(),
        }


Weight = tuple[int, int, int]


def weight(release: Release, channel: Channel) -> Weight:
    """
    How heavy a channel is for the applicant: visits, then how paper goes in, then how the result comes out.

    Undetermined is heavier than any: nobody knows yet.
    """
    plan = release.plans.get(channel)
    if plan is None:
        return (9, 0, 0)
    ways = {way for step in plan.steps for way in step.ways}
    return plan.visits, _PAPER[plan.paper_in], int(ways != {"electronic"})


def nearest(asked: Question) -> list[Change]:
    """
    The fewest changes of facts that lead to a lighter channel, at most 10, and none that needs more
    than two facts beyond the fewest.

    First those with the fewest facts, of these first those that the applicant alone can make, then
    by how light the channel is. A change that holds a smaller one that does as much is left out. A
    fact that is not known has to be told in each.
    """
    here = weight(asked.release, asked.channel)
    lighter = {channel: weight(asked.release, channel) for channel in asked.channels}
    goals = sorted((heavy, channel) for channel, heavy in lighter.items() if heavy < here)
    found: list[tuple[dict[str, FactValue], Channel]] = []
    for size in range(1, len(asked.bits.classes) + 1):
        level = [
            (change, channel)
            for _, channel in goals
            for change in _changes(asked, channel, size)
            if not any(_enough(asked.release, less, change, channel) for less in found)
        ]
        level.sort(key=lambda one: (_of_item(one[0]), lighter[one[1]], list(one[0])))
        found += level
        if len(found) >= MOST or (found and size >= len(found[0][0]) + FURTHER):
            break
    return [_told(asked, change, channel) for change, channel in found[:MOST]]


def _changes(asked: Question, channel: Channel, size: int) -> Iterator[dict[str, FactValue]]:
    """All ways to come to a channel by changing exactly so many facts."""
    bits, known = asked.bits, asked.known
    same = {name: bits.with_value(name, value) for name, value in known.items()}
    missing = [name for name in bits.classes if name not in known]
    for more in combinations(known, max(0, size - len(missing))) if size >= len(missing) else ():
        found = asked.channels[channel]
        for name in known:
            found &= ~same[name] if name in more else same[name]
        for situation in bits.each(found):
            yield {
                name: near(asked.declared[name], bits.classes[name], situation[name], known.get(name))
                for name in bits.classes
                if name in more or name in missing
            }


def near(fact: Fact, values: Sequence[FactValue], begins: FactValue, now: FactValue | None) -> FactValue:
    """The value of a class that is nearest to the one that is now: its first, or from above its last."""
    number = place(values, begins)
    if now is None or number is None or number + 1 >= len(values):
        return begins
    after = values[number + 1]
    if fact.type == "whole_number" and int(now) >= int(after):
        return int(after) - 1
    if fact.type == "date" and str(now) >= str(after):
        return (date.fromisoformat(str(after)) - timedelta(days=1)).isoformat()
    return begins


def _enough(
    release: Release,
    less: tuple[dict[str, FactValue], Channel],
    change: dict[str, FactValue],
    channel: Channel,
) -> bool:
    """Whether a smaller change, already found, does as much."""
    smaller, reached = less
    inside = len(smaller) < len(change) and smaller.items() <= change.items()
    return inside and weight(release, reached) <= weight(release, channel)


def _of_item(change: dict[str, FactValue]) -> int:
    return sum(name.startswith("item.") for name in change)


def _told(asked: Question, change: dict[str, FactValue], channel: Channel) -> Change:
    item = asked.release.items[asked.decision.item]
    facts = joined(
        (_fact(asked.declared[name], value, item) for name, value in change.items()), "，且", " and "
    )
    name, visits = channel_words(asked.release, channel), weight(asked.release, channel)[0]
    come = visits_words(visits)
    words = Text(
        zh=f"若{facts.zh}，则走“{name.zh}”，{come.zh}。",
        en=f'If {facts.en}, it is "{name.en}": {come.en}.',
    )
    return Change(change, channel, visits, words)


def _fact(fact: Fact, value: FactValue, item: Item) -> Text:
    said = fact_is(fact, value)
    if fact.computed is None:
        return said
    papers = [
        material.name
        for material in item.materials
        if material.need == "required"
        and material.format != "electronic"
        and (material.originals if fact.computed == "paper_originals" else material.copies)
    ]
    zh = f"：{'、'.join(name.zh for name in papers)}" if papers else ""
    en = f": {', '.join(name.en for name in papers)}" if papers else ""
    return Text(zh=f"{said.zh}（须改材料{zh}）", en=f"{said.en} (by changing the materials{en})")

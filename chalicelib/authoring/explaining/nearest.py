"""
The nearest change that would save the errand, or lighten the way: exact, by going through all of them.

A computed fact cannot be written down: it is changed by changing the item's materials, and they are
named. What only a law could make otherwise is told last, and as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, islice, takewhile
from operator import or_
from typing import Any

from chalicelib.authoring.explaining.goals import Goal, as_good, goals, here
from chalicelib.authoring.findings.telling import channel_words, joined, papers, quoted, so, visits_words
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import place
from chalicelib.authoring.space.explained import Explained
from chalicelib.authoring.space.neighbours import changes_to
from chalicelib.decisions.facts.facts import attributes, computed_facts
from chalicelib.decisions.facts.needs import hangs_on
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item

MOST = 10
LOOKED_AT = 1_000
"""Of changes of as many facts to the same end so many are looked at, the first."""
FURTHER = 2


@dataclass(frozen=True)
class Change:
    """
    Facts that would have to be otherwise, and the channel that would follow.

    ``by_law`` are those of them that only a law could change.
    """

    change: dict[str, FactValue]
    channel: ChannelName
    visits: int
    by_law: tuple[str, ...]
    words: Text

    def as_json(self, decides: str = CHANNEL) -> dict[str, Any]:
        """
        Args:
            decides: the decision that is explained: only a channel needs visits.
        """
        of_channel = {"channel": self.channel, "visits": self.visits}
        return {
            "change": self.change,
            **(of_channel if decides == CHANNEL else {"outcome": self.channel}),
            "by_law": list(self.by_law),
            **self.words.model_dump(),
        }


def nearest(asked: Explained) -> list[Change]:
    """
    The fewest changes of facts that lead to a lighter way, at most 10, and none that needs more than two
    facts beyond the fewest. Of a decision on clocks to a lighter outcome; where none is lighter, to another.

    First those with the fewest facts, of these first those that no law stands against, then those that
    the applicant alone can make, then by how light the way is. A change that holds a smaller one
    that does as much is left out. A fact for want of which a person decides is told in each; what else is
    not known makes no difference to any, and what nobody can change stays as it is. What comes out
    whatever such a fact turns out to be is no change. What the law demands of the item never falls out.
    """
    demanded, told = Demanded(asked.release), _to_be_told(asked)
    lighter = [
        goal._replace(situations=_whatever(asked, goal.situations, told))
        for goal in goals(asked)
        if goal.weight < here(asked)
    ]
    found: list[tuple[dict[str, FactValue], Goal]] = []
    fixed = [name for name in asked.known if asked.declared[name].set_by == "nobody"]
    for size, reached in enumerate(asked.space.by_differences(asked.known, fixed), start=len(told)):
        level = [
            (change, goal)
            for goal in lighter
            for change in _possible(asked, _changes(asked, _new(asked, found, goal) & reached, told))
            if change
            and not any(_enough(asked, less, change, goal) for less in found)
            and not _loses(asked, demanded, change, goal)
        ]
        level.sort(key=lambda one: (*_by_whom(asked, one[0]), one[1].weight, list(one[0])))
        found += level
        if len(found) >= MOST or (found and size >= len(found[0][0]) + FURTHER):
            break
    changes = [_told(asked, change, goal) for change, goal in found[:MOST]]
    if fixed and changes and len(changes[0].change) > 1:
        titles = _of_fewer(asked, lighter, told, fixed, len(changes[0].change))
        changes[0] = replace(changes[0], words=_but_fewer(changes[0].words, titles))
    return changes


def _of_fewer(
    asked: Explained, lighter: Sequence[Goal], told: Collection[str], fixed: Sequence[str], most: int
) -> list[Text]:
    """What a change of fewer facts than ``most`` would touch that nobody can change; [] if there is none."""
    levels = enumerate(asked.space.by_differences(asked.known), start=len(told))
    for _, reached in takewhile(lambda level: level[0] < most, levels):
        made = (_possible(asked, _changes(asked, goal.situations & reached, told)) for goal in lighter)
        names = [name for change in chain.from_iterable(made) for name in change if name in fixed]
        if names:
            return [asked.declared[name].title for name in dict.fromkeys(names)]
    return []


def _but_fewer(words: Text, titles: Sequence[Text]) -> Text:
    """That less would do, were it not for a fact that nobody can change."""
    if not titles:
        return words
    zh = "或".join(f"“{title.zh}”" for title in titles)
    en = " or ".join(f'"{title.en}"' for title in titles)
    return Text(
        zh=f"{words.zh}（只改更少的要素也能做到，但要改变{zh}，这是谁也不能改变的。）",
        en=f"{words.en} (Fewer facts would do with {en} otherwise, which nobody can change.)",
    )


def _to_be_told(asked: Explained) -> list[str]:
    """The facts for want of which a person has to decide, and that somebody can say."""
    wanting = {*asked.decision.missing, *asked.decision.invalid} - asked.known.keys()
    return [name for name in wanting & asked.space.classes.keys() if asked.declared[name].set_by != "nobody"]


def _whatever(asked: Explained, found: Situations, told: Collection[str]) -> Situations:
    """Of situations those that are found whatever the facts are that are not known, and that nobody tells."""
    space = asked.space
    for name in space.classes.keys() - asked.known.keys() - set(told):
        found = ~space.spread(~found, name) & space.with_value(name, space.classes[name][0])
    return found


def _new(asked: Explained, found: Sequence[tuple[dict[str, FactValue], Goal]], goal: Goal) -> Situations:
    """A goal without the situations in which a change is made that was found already and does as much."""
    made = (_made(asked, change) for change, there in found if as_good(asked, there, goal))
    return goal.situations - reduce(or_, made, asked.space.none)


def _made(asked: Explained, change: dict[str, FactValue]) -> Situations:
    """
    Where a change is made. A number of papers is changed only where it does not follow by itself from what
    the applicant says otherwise: that is another change (``_possible``).
    """
    there = asked.space.with_values(change)
    if not any(asked.declared[name].computed for name in change):
        return there
    hangs = hangs_on(asked.release.items[asked.decision.item])
    return there & asked.space.with_values({n: v for n, v in asked.known.items() if n in hangs})


def _loses(asked: Explained, demanded: Demanded, change: dict[str, FactValue], goal: Goal) -> bool:
    facts = {**attributes(asked.release.items[asked.decision.item]), **asked.decision.facts}
    return demanded.lost(facts, {**facts, **change}, goal.channel)


def _changes(
    asked: Explained, situations: Situations, told: Collection[str]
) -> Iterator[dict[str, FactValue]]:
    """What has to be changed or told to come to each of the situations."""
    may = {
        name: values for name, values in asked.space.classes.items() if name in asked.known or name in told
    }
    for situation in islice(asked.space.each(situations), LOOKED_AT):
        yield changes_to(situation, asked.declared, may, asked.known)


def _possible(asked: Explained, changes: Iterable[dict[str, FactValue]]) -> Iterator[dict[str, FactValue]]:
    """
    The changes that can be: where an applicant says otherwise what her papers hang on, their number follows,
    and is no change of its own.
    """
    item = asked.release.items[asked.decision.item]
    hangs = hangs_on(item)
    for change in changes:
        if change.keys().isdisjoint(hangs):
            yield change
            continue
        counted = computed_facts(asked.release, item, {**asked.decision.facts, **change})
        wanted = {
            name: change.get(name, asked.known.get(name)) for name in counted.keys() & asked.space.classes
        }
        if all(_alike(asked, name, counted[name], value) for name, value in wanted.items()):
            yield {name: value for name, value in change.items() if name not in counted}


def _alike(asked: Explained, name: str, one: FactValue, other: FactValue | None) -> bool:
    values = asked.space.classes[name]
    return other is not None and place(values, one) == place(values, other)


def _enough(
    asked: Explained, less: tuple[dict[str, FactValue], Goal], change: dict[str, FactValue], goal: Goal
) -> bool:
    """Whether a smaller change, already found, does as much."""
    smaller, reached = less
    inside = len(smaller) < len(change) and smaller.items() <= change.items()
    return inside and (as_good(asked, reached, goal) or reached.channel == goal.channel)


def _by_whom(asked: Explained, change: dict[str, FactValue]) -> tuple[int, int]:
    """How many of the facts only a law could change, and how many are the item's."""
    return len(_by_law(asked, change)), sum(name.startswith("item.") for name in change)


def _by_law(asked: Explained, change: dict[str, FactValue]) -> tuple[str, ...]:
    return tuple(name for name in change if asked.declared[name].set_by == "law")


def _told(asked: Explained, change: dict[str, FactValue], goal: Goal) -> Change:
    item, declared = asked.release.items[asked.decision.item], asked.declared
    facts = joined(
        (_fact(asked, declared[name], value, item) for name, value in change.items()), "，且", " and "
    )
    name = channel_words(asked.release, goal.channel)
    by_law = _by_law(asked, change)
    but = _but([declared[name].title for name in by_law]) if by_law else ("", "")
    if asked.release.decides == CHANNEL:
        come = visits_words(goal.visits)
        then = Text(zh=f"走“{name.zh}”，{come.zh}", en=f'"{name.en}": {come.en}')
    else:
        then = Text(zh=f"为“{name.zh}”", en=f'"{name.en}"')
    words = Text(zh=f"若{facts.zh}，则{then.zh}。{but[0]}", en=f"If {facts.en}, it is {then.en}.{but[1]}")
    return Change(change, goal.channel, goal.visits, by_law, words)


def _but(titles: Sequence[Text]) -> tuple[str, str]:
    """What the office cannot do by itself."""
    each = joined(map(quoted, titles), "、", ", ")
    return f"（{each.zh}由法律规定，本机关不能自行改变。）", f" (Only a law could change {each.en}.)"


def _fact(asked: Explained, fact: Fact, value: FactValue, item: Item) -> Text:
    said, named = so(fact, value), papers(fact, item, asked.decision.facts) if fact.computed else []
    if not named:
        return said
    names = joined(named, "、", ", ")
    return Text(zh=f"{said.zh}（{names.zh}）", en=f"{said.en} ({names.en})")

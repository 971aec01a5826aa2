"""
Of the situations that move from one channel to another, one to show: that of a real item if there is
any, with the ordinary applicant's answers as far as there is one. Of very many facts those are told that the
rules look at which decide, before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.authoring.comparing.moves import Moved
from chalicelib.authoring.comparing.real_items import RealItems, known, shown
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.decisions.forms.form import ChannelName, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule

Way = tuple[ChannelName, ChannelName]


class Found(NamedTuple):
    """
    Situations of a space that move on a day, whose own rules are asked, the items that can be in it, and what
    decides on either side.
    """

    space: DecisionSpace
    situations: Situations
    item: str | None
    day: date
    items: Sequence[str]
    before: RuleList
    after: RuleList


class Samples(dict[Way, Moved]):
    """The best situation seen so far of each way that situations move: a real item's, if there is one."""

    def __init__(self, release: Release, declared: Mapping[str, Fact]) -> None:
        super().__init__()
        self._real: set[Way] = set()
        self._asked: dict[Way, str | None] = {}
        self._declared = declared
        self._items = RealItems(release)

    def see(self, way: Way, found: Found) -> None:
        """Keep one of these situations if it is better than the one there is."""
        if way in self._real:
            return
        item, own = self._items.among(found.space, found.situations, found.items, found.day)
        if way not in self or item is not None:
            self[way] = self._moved(found, item, self._items.usual(found.space, own))
            self._asked[way] = found.item
        if item is not None:
            self._real.add(way)

    def end(self, found: Found) -> None:
        """Note of each situation that is shown, and whose rules were asked, whether it moves so no more."""
        for way, sample in self.items():
            if sample.until is not None or sample.on >= found.day or not self._is_of(way, found):
                continue
            still = found.before.channel(way[0]) & found.after.channel(way[1])
            if not still & found.space.with_values(known(found.space.classes, sample.facts)):
                self[way] = replace(sample, until=found.day - timedelta(days=1))

    def _is_of(self, way: Way, found: Found) -> bool:
        """Whether the rules that were asked are those for the situation that is shown."""
        item = self[way].item
        return item in found.items if way in self._real else self._asked[way] == found.item

    def _moved(self, found: Found, real: str | None, one: Situations) -> Moved:
        """A situation to show; only one that a real item is in has that item's facts."""
        own = {} if real is None else known(found.space.classes, self._items.facts(real, found.day))
        facts = found.space.situation(one) | own
        rules = found.before.rule(one), found.after.rule(one)
        asked = facts if found.space.drawn else _looked_at(rules, facts)
        words = shown(self._declared, asked, real=real is not None)
        if len(asked) < len(facts):
            more = len(facts) - len(asked)
            words = Text(zh=f"{words.zh}，另有 {more} 项要素", en=f"{words.en}, and {more} other facts")
        was, becomes = (None if by is None else by.rule for by in rules)
        return Moved(real or found.item, found.day, facts, was, becomes, words)


def _looked_at(rules: Iterable[Rule | None], facts: Situation) -> Situation:
    """The facts that some rules look at; all where there is no rule."""
    names = {test.fact for rule in rules if rule is not None for group in rule.groups for test in group}
    return {name: value for name, value in facts.items() if name in names} or facts

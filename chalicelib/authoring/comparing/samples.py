"""
Of the situations that move from one channel to another, one to show: that of a real item if there is
any, with the ordinary applicant's answers as far as there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.difference import Moved
from chalicelib.authoring.comparing.real_items import RealItems, known
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.forms.form import ChannelName
from chalicelib.decisions.forms.model import Fact, Release

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
        self._declared = declared
        self._items = RealItems(release)

    def see(self, way: Way, found: Found) -> None:
        """Keep one of these situations if it is better than the one there is."""
        if way in self._real:
            return
        item, own = self._items.among(found.space, found.situations, found.items, found.day)
        if way not in self or item is not None:
            self[way] = self._moved(found, item, self._items.usual(found.space, own))
        if item is not None:
            self._real.add(way)

    def _moved(self, found: Found, real: str | None, one: Situations) -> Moved:
        """A situation to show; only one that a real item is in has that item's facts."""
        own = {} if real is None else known(found.space.classes, self._items.facts(real, found.day))
        facts = found.space.situation(one) | own
        was, becomes = (
            None if by is None else by.rule for by in (found.before.rule(one), found.after.rule(one))
        )
        return Moved(real or found.item, found.day, facts, was, becomes, in_words(self._declared, facts))

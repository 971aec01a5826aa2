"""
Of the situations that move from one channel to another, one to show: that of a real item if there is
any, with the ordinary applicant's answers as far as there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.difference import Moved
from chalicelib.authoring.space.decision_space import DecisionSpace, place
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.decisions.effect import as_of, cut_days
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.facts import item_facts, usual_facts
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
        self._usual = usual_facts(release)
        self._release = release
        self._items: dict[tuple[str, date], Situation] = {}
        self._in: dict[tuple[DecisionSpace, str, date | None], Situations] = {}

    def see(self, way: Way, found: Found) -> None:
        """Keep one of these situations if it is better than the one there is."""
        if way in self._real:
            return
        item, own = self._of_items(found)
        if way not in self or item is not None:
            self[way] = self._moved(found, item, self._narrowed(found.space, own))
        if item is not None:
            self._real.add(way)

    def _of_items(self, found: Found) -> tuple[str | None, Situations]:
        """An item that is in some of the situations, and these; None and all if there is none."""
        for code in found.items:
            own = found.situations & self._of(found.space, code, found.day)
            if own:
                return code, own
        return None, found.situations

    def _of(self, space: DecisionSpace, code: str, day: date) -> Situations:
        """The situations of an item on a day."""
        key = space, code, day if self._is_dated(code) else None
        known = self._in.get(key)
        if known is None:
            known = self._in[key] = space.with_values(_known(space.classes, self._facts(code, day)))
        return known

    def _facts(self, code: str, day: date) -> Situation:
        """What an item says itself to those who apply on a day."""
        key = code, day if self._is_dated(code) else date.min
        if key not in self._items:
            form = as_of(self._release.items[code], day)
            self._items[key] = item_facts(self._release, form, self._usual)
        return self._items[key]

    def _is_dated(self, code: str) -> bool:
        return bool(cut_days(self._release.items[code].materials))

    def _narrowed(self, space: DecisionSpace, situations: Situations) -> Situations:
        """One of the situations, with the ordinary applicant's answers as far as there is one."""
        for fact, value in _known(space.classes, self._usual).items():
            situations = situations & space.with_value(fact, value) or situations
        return space.pick(situations)

    def _moved(self, found: Found, real: str | None, one: Situations) -> Moved:
        """A situation to show; only one that a real item is in has that item's facts."""
        own = {} if real is None else _known(found.space.classes, self._facts(real, found.day))
        facts = found.space.situation(one) | own
        was, becomes = (
            None if by is None else by.rule for by in (found.before.rule(one), found.after.rule(one))
        )
        return Moved(real or found.item, found.day, facts, was, becomes, in_words(self._declared, facts))


def _known(classes: Classes, facts: Situation) -> Situation:
    """Those of the facts that have a class."""
    return {
        name: value
        for name, value in facts.items()
        if name in classes and place(classes[name], value) is not None
    }

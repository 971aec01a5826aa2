"""
Of the situations that move from one channel to another, one to show: that of a real item if there is
any, with the ordinary applicant's answers as far as there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chalicelib.authoring.comparing.difference import Moved
from chalicelib.authoring.space.bits import Bits, place
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.authoring.space.side import Decided, decided_by
from chalicelib.authoring.space.slices import Slice
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts import item_facts, usual_facts
from chalicelib.decisions.form import ChannelName
from chalicelib.decisions.model import Fact, Release

Way = tuple[ChannelName, ChannelName]


class Found(NamedTuple):
    """Situations of a slice that move, the items that can be in it, and what decides on either side."""

    piece: Slice
    situations: int
    items: Sequence[str]
    before: Sequence[Decided]
    after: Sequence[Decided]


class Samples(dict[Way, Moved]):
    """The best situation seen so far of each way that situations move."""

    def __init__(self, release: Release, declared: Mapping[str, Fact]) -> None:
        super().__init__()
        self._ranks: dict[Way, tuple[bool, int]] = {}
        self._declared = declared
        self._usual = usual_facts(release)
        self._items = {code: item_facts(release, code, self._usual) for code in release.items}
        self._in: tuple[Bits | None, dict[str, int]] = None, {}

    def see(self, way: Way, found: Found) -> None:
        """Keep one of these situations if it is better than the one there is."""
        rank = self._ranks.get(way)
        usual = self._ordinary_where_fixed(found.piece)
        if rank is not None and (True, usual) <= rank:
            return
        item, own = self._real(found)
        if rank is None or (item is not None, usual) > rank:
            self._ranks[way] = item is not None, usual
            self[way] = self._moved(found, item, self._narrowed(found.piece, own))

    def _ordinary_where_fixed(self, piece: Slice) -> int:
        """How many of the facts that are fixed in a slice are as the ordinary applicant has them."""
        given = ((fact, self._usual[fact]) for fact in piece.fixed if fact in self._usual)
        return sum(piece.with_value(fact, value) != 0 for fact, value in given)

    def _real(self, found: Found) -> tuple[str | None, int]:
        """An item that is in some of the situations, and these; None and all if there is none."""
        for code in found.items:
            own = found.situations & self._of(found.piece, code)
            if own:
                return code, own
        return None, found.situations

    def _of(self, piece: Slice, code: str) -> int:
        """The situations of an item; most slices have their sets in common, and it is worked out once."""
        if self._in[0] is not piece.bits:
            self._in = piece.bits, {}
        facts, known = self._items[code], self._in[1]
        if code not in known:
            known[code] = _alike(piece, facts, piece.bits.classes)
        return known[code] & _alike(piece, facts, piece.fixed)

    def _narrowed(self, piece: Slice, situations: int) -> int:
        """One of the situations, with the ordinary applicant's answers as far as there is one."""
        for fact, value in _known(piece.space.classes, self._usual).items():
            situations = situations & piece.with_value(fact, value) or situations
        return situations & -situations

    def _moved(self, found: Found, real: str | None, one: int) -> Moved:
        """A situation to show; only one that a real item is in has that item's facts."""
        piece = found.piece
        own = {} if real is None else _known(piece.space.classes, self._items[real])
        facts = piece.situation(one) | own
        by = decided_by(found.before, one), decided_by(found.after, one)
        return Moved(real or piece.item, piece.days.first, facts, *by, in_words(self._declared, facts))


def _alike(piece: Slice, facts: Situation, names: Iterable[str]) -> int:
    """Where the facts of these names have their values, as far as these have a class."""
    situations = piece.bits.all
    for name in names:
        if name in facts and place(piece.space.classes[name], facts[name]) is not None:
            situations &= piece.with_value(name, facts[name])
    return situations


def _known(classes: Classes, facts: Situation) -> Situation:
    return {
        name: value
        for name, value in facts.items()
        if name in classes and place(classes[name], value) is not None
    }

"""
What an engine is asked of a band, slice by slice: everything, or a share.

The right answers are worked out with bit sets, by the reference's own test of a condition; engines
answer situation by situation, in the order of ``numbers``. Each slice is made when it is come to and
let go after it, so that a space of any size can be asked.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import chain, cycle, islice
from operator import itemgetter
from typing import NamedTuple

from chalicelib.authoring.agreement.asked import NO_RULE, Asked
from chalicelib.authoring.agreement.ends import Ends
from chalicelib.authoring.agreement.telling import Decided, Spread, first, once, telling
from chalicelib.authoring.space.domain import Band
from chalicelib.authoring.space.slices import Slice, cut
from chalicelib.authoring.space.space import Days, Shelf, Space, space
from chalicelib.authoring.space.survey import survey
from chalicelib.decisions.model import Release, Rule


class _Met(NamedTuple):
    """
    A space that some item can meet: the codes of these, None where no rule looks at codes, and where in
    the band each of its rules stands.
    """

    space: Space
    codes: Sequence[str | None]
    places: Sequence[int]


class Questions:
    """
    The situations of a band: those of the items without rules of their own once, as one of them, and
    those of each item with some. Besides, each other item once, lest an export forget it, and of each
    rule the greatest number and the last day of each class, lest an export end one too early.

    They can be gone through again and again, and are made anew each time.

    Args:
        share: which part of them to ask, at least one of each space; see ``telling`` for which.
        shelf: bit sets made before, to share and to add to.
    """

    def __init__(self, release: Release, band: Band, share: float = 1.0, shelf: Shelf | None = None) -> None:
        self._release, self._band, self._share = release, band, share
        self._shelf = Shelf() if shelf is None else shelf

    def __iter__(self) -> Iterator[Asked]:
        for met in _spaces(self._release, self._band):
            ends = Ends(self._release.facts, met.space.classes)
            yield from _Maker(self._band, met, ends, self._share).asked(self._shelf)


def size(release: Release, band: Band) -> int:
    """How many situations a band has in all, not counting an item's twice."""
    return sum(met.space.size for met in _spaces(release, band))


def _spaces(release: Release, band: Band) -> Iterator[_Met]:
    """The spaces of a band: one for all items without rules of their own, and one for each with some."""
    rules: dict[str | None, list[tuple[int, Rule]]] = {None: []}
    for place, (item, rule) in enumerate(band.rules):
        rules.setdefault(item, []).append((place, rule))
    plain = [code for code in release.items if code not in rules] if len(rules) > 1 else [None]
    for item, own in rules.items():
        here = own if item is None else sorted([*own, *rules[None]], key=itemgetter(0))
        codes = plain if item is None else [item]
        if codes:
            whole = space(release, item, Days(band.first, band.last), [rule for _, rule in here])
            yield _Met(whole, codes, [place for place, _ in here])


class _Maker:
    """The questions of one space."""

    def __init__(self, band: Band, met: _Met, ends: Ends, share: float) -> None:
        self._band, self._space, self._codes, self._places = band, *met
        self._ends, self._all = ends, share >= 1
        self._left = max(1, int(self._space.size * share))
        self._spread = Spread(self._left, self._space.pieces, len(self._places) + 1)
        self._told: set[int] = set()

    def asked(self, shelf: Shelf) -> Iterator[Asked]:
        others = self._codes[1:]
        for at, piece in enumerate(cut(self._space, shelf)):
            decided = self._decided(piece)
            new = [one for one in decided if one[0] not in self._told]
            numbers = self._numbers(at, piece, decided, len(new))
            if numbers:
                self._told.update(place for place, _ in decided[: len(numbers)])  # these are told first
                yield (main := self._main(piece, decided, numbers))
                yield from _others(main, others)
                yield from self._at_ends(main, {place for place, _ in new})
                others = ()

    def _decided(self, piece: Slice) -> Decided:
        """Who decides where; first those that were not met in an earlier slice."""
        found = survey(piece)
        all_of = [*((self._places[turn.number], turn.decides) for turn in found.turns), (NO_RULE, found.gap)]
        return sorted(((place, some) for place, some in all_of if some), key=lambda one: one[0] in self._told)

    def _numbers(self, at: int, piece: Slice, decided: Decided, new: int) -> Sequence[int]:
        if self._all:
            return range(piece.bits.size)
        most = self._left if at + 1 == self._space.pieces else self._spread.of(at, new)
        found = array("l", islice(once(telling(piece.bits, decided, most)), most) if most else ())
        self._left -= len(found)
        return found

    def _main(self, piece: Slice, decided: Decided, numbers: Sequence[int]) -> Asked:
        classes = {**{fact: (value,) for fact, value in piece.fixed.items()}, **piece.bits.classes}
        return Asked(self._band, self._codes[0], classes, numbers, numbers, decided)

    def _at_ends(self, main: Asked, new: Container[int]) -> Iterator[Asked]:
        """A situation of each rule, with the first and the last of every class of numbers and of days."""
        ends = self._ends.of(main.classes)
        around = (ends.around(first(some), place in new) for place, some in main.decided)
        found = dict(chain.from_iterable(around))
        if found:
            numbers, alike = (list(islice(some, len(main))) for some in (found, found.values()))
            yield replace(main, classes=ends.wider, numbers=numbers, alike=alike, more=True)


def _others(main: Asked, codes: Sequence[str | None]) -> Iterator[Asked]:
    """Each item in one situation, in turn the first of each rule."""
    for code, (_, some) in zip(codes, cycle(main.decided)):
        one = [first(some)]
        yield replace(main, code=code, numbers=one, alike=one, more=True)

"""
What is asked of every engine, and what the rules themselves say to it.

The right answers are worked out with bit sets, by the reference's own test of a condition; engines
answer situation by situation, in the order of ``numbers``.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter

from chalicelib.authoring.agreement.ends import with_ends
from chalicelib.authoring.agreement.telling import Decided, firsts, neighbours, once, telling
from chalicelib.authoring.bits import Bits, Classes
from chalicelib.authoring.domain import Band, Situation, Space, spaces
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.model import Release, Rule

NO_RULE = -1


@dataclass(frozen=True)
class Asked:
    """
    Situations of one space, as one item: ``numbers`` are those of ``Bits``, ``expected`` the place in
    ``band.rules`` of the rule that decides each, or ``NO_RULE``.

    ``item`` is that of the space, ``code`` the code of an item that meets it; None where no rule of the
    band looks at codes. ``more``: asked beyond the situations that rules can tell apart, for what an
    export could have got wrong.
    """

    band: Band
    item: str | None
    code: str | None
    bits: Bits
    numbers: Sequence[int]
    expected: Sequence[int]
    more: bool = False

    def __len__(self) -> int:
        return len(self.numbers)

    def situation(self, place: int) -> Situation:
        """The situation asked as number ``place``, counted from 0."""
        return self.bits.at(self.numbers[place])

    def as_json(self) -> dict[str, object]:
        """As the engines are asked: ``numbers`` null stands for all of them, in order."""
        every = self.numbers == range(self.bits.size)
        return {
            "code": self.code,
            "classes": dict(self.bits.classes),
            "numbers": None if every else list(self.numbers),
        }


def questions(release: Release, band: Band, share: float = 1.0) -> Iterator[Asked]:
    """
    The situations of a band: those of the items without rules of their own once, as one of them, and
    those of each item with some. Besides, each other item once, lest an export forget it, and the
    greatest number and the last day of each class, lest an export end one too early.

    Args:
        share: which part of them to ask, at least one of each space; see ``telling`` for which.
    """
    maker = _Maker(release, band, share)
    for space, codes in _met(release, band):
        yield (first := maker.asked(space, codes[0]))
        yield from _others(first, codes[1:])
        yield from maker.ends(first)


def size(release: Release, band: Band) -> int:
    """How many situations a band has in all, not counting an item's twice."""
    return sum(len(space) for space, _ in _met(release, band))


def sets(release: Release, band: Band) -> int:
    """The largest space's situations times the rules there: so many bits are worked out at once."""
    of = Counter(item for item, _ in band.rules)
    spaces = (
        len(space) * (of[None] + (of[space.item] if space.item else 0)) for space, _ in _met(release, band)
    )
    return max(spaces, default=0)


def _met(release: Release, band: Band) -> Iterator[tuple[Space, Sequence[str | None]]]:
    """Each space that some item can meet, with the codes of these; None where no rule looks at codes."""
    own = {item for item, _ in band.rules if item is not None}
    plain = [code for code in release.items if code not in own] if own else [None]
    for space in spaces(release, band):
        codes = plain if space.item is None else [space.item]
        if codes:
            yield space, codes


class _Maker:
    """Questions of one band; what many items have in common is worked out once."""

    def __init__(self, release: Release, band: Band, share: float) -> None:
        self._facts, self._band, self._share = release.facts, band, share
        self._known: dict[tuple[tuple[str, tuple[FactValue, ...]], ...], Bits] = {}
        self._rules: dict[str | None, list[tuple[int, Rule]]] = {}
        for place, (item, rule) in enumerate(band.rules):
            self._rules.setdefault(item, []).append((place, rule))

    def asked(self, space: Space, code: str | None) -> Asked:
        bits = self._bits(space.classes)
        decided = self._decided(space.item, bits)
        if self._share >= 1:
            expected = _by_number(bits.size, decided)
            return Asked(self._band, space.item, code, bits, range(bits.size), expected)
        most = self._most(bits)
        numbers = list(islice(once(telling(bits, decided, most)), most))
        return Asked(self._band, space.item, code, bits, numbers, _places(decided, numbers))

    def ends(self, asked: Asked) -> Iterator[Asked]:
        """A situation of each rule, with the first and the last of every class of numbers and of days."""
        wider = with_ends(self._facts, asked.bits.classes)
        if wider:
            bits = self._bits({**asked.bits.classes, **wider})
            decided = self._decided(asked.item, bits)
            found = once(n for first in firsts(decided) for n in neighbours(bits, first, wider))
            numbers = list(islice(found, self._most(asked.bits)))
            expected = _places(decided, numbers)
            yield replace(asked, bits=bits, numbers=numbers, expected=expected, more=True)

    def _most(self, bits: Bits) -> int:
        return max(1, int(bits.size * self._share))

    def _bits(self, classes: Classes) -> Bits:
        key = tuple(classes.items())
        if key not in self._known:
            self._known[key] = Bits(classes)
        return self._known[key]

    def _decided(self, item: str | None, bits: Bits) -> Decided:
        own = [] if item is None else self._rules.get(item, [])
        rules = sorted([*own, *self._rules.get(None, [])], key=itemgetter(0))
        places = [*(place for place, _ in rules), NO_RULE]
        matches = bits.first_matches((rule for _, rule in rules), bits.all)
        return [(place, found) for place, (_, found) in zip(places, matches, strict=True) if found]


def _places(decided: Decided, numbers: Sequence[int]) -> Sequence[int]:
    if not numbers:
        return ()
    length = max(numbers) // 8 + 1
    maps = [(place, (found & (1 << 8 * length) - 1).to_bytes(length, "little")) for place, found in decided]
    return [next(place for place, held in maps if held[n >> 3] >> (n & 7) & 1) for n in numbers]


def _by_number(size: int, decided: Decided) -> Sequence[int]:
    """The place of the rule that decides each situation."""
    found = array("l", [NO_RULE]) * size
    for place, some in decided:
        digits = f"{some:b}"[::-1]
        at = digits.find("1")
        while at >= 0:
            found[at] = place
            at = digits.find("1", at + 1)
    return found


def _others(whole: Asked, codes: Sequence[str | None]) -> Iterator[Asked]:
    """Each item in one situation, in turn the first of each rule."""
    known = list(dict(zip(reversed(whole.expected), reversed(whole.numbers), strict=True)).items())
    for turn, code in enumerate(codes):
        place, number = known[turn % len(known)]
        yield replace(whole, code=code, numbers=(number,), expected=(place,), more=True)

"""
What is asked of every engine, and what the rules themselves say to it.

The right answers are worked out with bit sets, by the reference's own test of a condition; engines
answer situation by situation, in the order of ``numbers``.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice

from chalicelib.authoring.agreement.ends import with_ends
from chalicelib.authoring.bits import Bits
from chalicelib.authoring.domain import Band, Situation, Space, spaces
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.model import Release

NO_RULE = -1
Decided = Sequence[tuple[int, int]]
"""Places of rules, each with the set of situations that it decides; none of them is empty."""


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
        share: which part of them to ask, at least one of each space; see ``_telling`` for which.
    """
    for space, codes in _met(release, band):
        yield (first := _asked(band, space, codes[0], share))
        yield from _others(first, codes[1:])
        yield from _ends(release, first, share)


def size(release: Release, band: Band) -> int:
    """How many situations a band has in all, not counting an item's twice."""
    return sum(len(space) for space, _ in _met(release, band))


def _met(release: Release, band: Band) -> Iterator[tuple[Space, Sequence[str | None]]]:
    """Each space that some item can meet, with the codes of these; None where no rule looks at codes."""
    own = {item for item, _ in band.rules if item is not None}
    plain = [code for code in release.items if code not in own] if own else [None]
    for space in spaces(release, band):
        codes = plain if space.item is None else [space.item]
        if codes:
            yield space, codes


def _asked(band: Band, space: Space, code: str | None, share: float) -> Asked:
    bits = _bits(tuple(space.classes.items()))
    decided = _decided(band, space.item, bits)
    if share >= 1:
        return Asked(band, space.item, code, bits, range(bits.size), _by_number(bits.size, decided))
    most = max(1, int(bits.size * share))
    numbers = list(islice(_telling(bits, decided, most), most))
    return Asked(band, space.item, code, bits, numbers, _places(decided, numbers))


def _decided(band: Band, item: str | None, bits: Bits) -> Decided:
    rules = [(place, rule) for place, (owner, rule) in enumerate(band.rules) if owner in (None, item)]
    places = [*(place for place, _ in rules), NO_RULE]
    matches = bits.first_matches((rule for _, rule in rules), bits.all)
    return [(place, found) for place, (_, found) in zip(places, matches, strict=True) if found]


def _places(decided: Decided, numbers: Sequence[int]) -> Sequence[int]:
    return [next(place for place, found in decided if found >> number & 1) for number in numbers]


@lru_cache(maxsize=64)
def _bits(classes: tuple[tuple[str, tuple[FactValue, ...]], ...]) -> Bits:
    """Many items' spaces have the same classes."""
    return Bits(dict(classes))


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


def _telling(bits: Bits, decided: Decided, most: int) -> Iterable[int]:
    """
    The situations that tell most: one of each rule, then those with one fact changed (so every value of
    every fact, and the other side of every condition), then about ``most`` of all, evenly spread.
    """
    changed = (other for number in _firsts(decided) for other in _neighbours(bits, number, bits.classes))
    spread = range(0, bits.size, max(1, bits.size // most))
    return dict.fromkeys(chain(_firsts(decided), changed, spread))


def _firsts(decided: Decided) -> Sequence[int]:
    return [(found & -found).bit_length() - 1 for _, found in decided]


def _neighbours(bits: Bits, number: int, facts: Container[str]) -> Iterator[int]:
    """The situation with every value of one of the facts, one after the other."""
    stride = bits.size
    for fact, values in bits.classes.items():
        stride, period = stride // len(values), stride
        if fact in facts:
            start = number - number % period + number % stride
            yield from range(start, start + period, stride)


def _others(whole: Asked, codes: Sequence[str | None]) -> Iterator[Asked]:
    """Each item in one situation, in turn the first of each rule."""
    firsts = list(dict(zip(reversed(whole.expected), reversed(whole.numbers), strict=True)).items())
    for turn, code in enumerate(codes):
        place, number = firsts[turn % len(firsts)]
        yield replace(whole, code=code, numbers=(number,), expected=(place,), more=True)


def _ends(release: Release, asked: Asked, share: float) -> Iterator[Asked]:
    """A situation of each rule, with the first and the last of every class of numbers and of days."""
    wider = with_ends(release.facts, asked.bits.classes)
    if wider:
        bits = _bits(tuple(({**asked.bits.classes, **wider}).items()))
        decided = _decided(asked.band, asked.item, bits)
        found = dict.fromkeys(n for first in _firsts(decided) for n in _neighbours(bits, first, wider))
        numbers = list(found)[: max(1, int(asked.bits.size * share))]
        expected = _places(decided, numbers)
        yield replace(asked, bits=bits, numbers=numbers, expected=expected, more=True)

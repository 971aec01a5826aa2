"""
What is asked of every engine, and what the rules themselves say to it.

The right answers are worked out with bit sets, by the reference's own test of a condition; engines
answer situation by situation, in the order of ``numbers``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.authoring.bits import Bits, Classes
from chalicelib.authoring.domain import Band, Situation, Space, spaces
from chalicelib.decisions.model import Release, Rule

NO_RULE = -1


@dataclass(frozen=True)
class Asked:
    """
    Situations of one space, as one item: ``numbers`` are those of ``Bits``, ``expected`` the place in
    ``band.rules`` of the rule that decides each, or ``NO_RULE``.

    ``code`` is the item's code; None where no rule of the band looks at it.
    """

    band: Band
    code: str | None
    classes: Classes
    size: int
    numbers: Sequence[int]
    expected: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def situation(self, place: int) -> Situation:
        """The situation asked as number ``place``, counted from 0."""
        return Bits(self.classes).at(self.numbers[place])

    def as_json(self) -> dict[str, object]:
        """As the engines are asked: ``numbers`` null stands for all of them, in order."""
        every = len(self.numbers) == self.size
        return {
            "code": self.code,
            "classes": dict(self.classes),
            "numbers": None if every else list(self.numbers),
        }


def questions(release: Release, band: Band) -> Iterator[Asked]:
    """
    Every situation of a band: those of the items without rules of their own once, as one of them, and
    those of each item with some; each other item is asked once besides, so that none is forgotten.
    """
    own = {item for item, _ in band.rules if item is not None}
    plain = [code for code in release.items if code not in own]
    for space in spaces(release, band):
        if space.item is not None:
            yield _whole(band, space, space.item)
        elif plain or not release.items:
            yield (whole := _whole(band, space, plain[0] if own else None))
            if own:
                yield from _others(whole, plain[1:])


def _whole(band: Band, space: Space, code: str | None) -> Asked:
    bits = Bits(space.classes)
    places = {id(rule): place for place, (_, rule) in enumerate(band.rules)}
    rules = [rule for item, rule in band.rules if item in (None, space.item)]
    expected = _by_number(bits, rules, places)
    return Asked(band, code, space.classes, bits.size, range(bits.size), expected)


def _by_number(bits: Bits, rules: Sequence[Rule], places: Mapping[int, int]) -> Sequence[int]:
    """The place of the rule that decides each situation."""
    found = array("l", [NO_RULE]) * bits.size
    for rule, decided in bits.first_matches(rules, bits.all):
        if rule is not None and decided:
            digits = f"{decided:b}"[::-1]
            at = digits.find("1")
            while at >= 0:
                found[at] = places[id(rule)]
                at = digits.find("1", at + 1)
    return found


def _others(whole: Asked, codes: Sequence[str]) -> Iterator[Asked]:
    """Each item in one situation, in turn the first of each rule."""
    firsts = list(dict(zip(reversed(whole.expected), reversed(whole.numbers), strict=True)).items())
    for turn, code in enumerate(codes):
        place, number = firsts[turn % len(firsts)]
        yield Asked(whole.band, code, whole.classes, whole.size, (number,), (place,))

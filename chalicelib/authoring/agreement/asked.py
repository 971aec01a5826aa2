"""Situations of one slice that an engine is asked, and what the rules themselves say to them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from chalicelib.authoring.agreement.telling import Decided
from chalicelib.authoring.space.domain import Band, Classes, Situation
from chalicelib.authoring.space.numbering import situation

NO_RULE = -1


@dataclass(frozen=True)
class Asked:
    """
    ``numbers`` are those of the situations that the classes span, the last fact changing fastest; the
    rules see no difference between them and those of the slice itself, ``alike``, one for one.

    ``decided`` says by places in ``band.rules`` who decides which of the slice. ``code`` is that of an
    item that meets them; None where no rule of the band looks at codes. ``more``: asked beyond the
    situations that rules can tell apart, for what an export could have got wrong.
    """

    band: Band
    code: str | None
    classes: Classes
    numbers: Sequence[int]
    alike: Sequence[int]
    decided: Decided
    more: bool = False

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def expected(self) -> Sequence[int]:
        """The place in ``band.rules`` of the rule that decides each, or ``NO_RULE``."""
        return _by_number(self.decided, self.alike) if _all(self.alike) else _places(self.decided, self.alike)

    def situation(self, place: int) -> Situation:
        """The situation asked as number ``place``, counted from 0."""
        return situation(self.classes, self.numbers[place])

    def as_json(self) -> dict[str, object]:
        """As the engines are asked: ``numbers`` null stands for all of them, in order."""
        numbers = None if _all(self.numbers) else list(self.numbers)
        return {"code": self.code, "classes": dict(self.classes), "numbers": numbers}


def _all(numbers: Sequence[int]) -> bool:
    """Questions ask for a range where they ask for the whole slice, and only there."""
    return isinstance(numbers, range)


def _places(decided: Decided, numbers: Sequence[int]) -> Sequence[int]:
    if not numbers:
        return ()
    length = max(numbers) // 8 + 1
    likely = sorted(decided, key=lambda one: -one[1].bit_count())
    maps = [(place, (found & (1 << 8 * length) - 1).to_bytes(length, "little")) for place, found in likely]
    return [next(place for place, held in maps if held[n >> 3] >> (n & 7) & 1) for n in numbers]


def _by_number(decided: Decided, numbers: Sequence[int]) -> Sequence[int]:
    found = array("l", [NO_RULE]) * len(numbers)
    for place, some in decided:
        digits = f"{some:b}"[::-1]
        at = digits.find("1")
        while at >= 0:
            found[at] = place
            at = digits.find("1", at + 1)
    return found

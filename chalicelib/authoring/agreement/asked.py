"""Situations of one space that an engine is asked, and what the rules themselves say to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chalicelib.authoring.space.domain import Band, Classes, Situation
from chalicelib.authoring.space.numbering import situation


@dataclass(frozen=True)
class Asked:
    """
    ``numbers`` are those of the situations that the classes span, the last fact changing fastest.

    ``decide`` tells who is right in each, when it is wanted: by its place in ``band.rules``, or ``NO_RULE``.
    ``code`` is that of an item that meets them; None where no rule of the band looks at codes. ``more``:
    asked beyond the situations that rules can tell apart, for what an export could have got wrong.
    """

    band: Band
    code: str | None
    classes: Classes
    numbers: Sequence[int]
    decide: Callable[[], Sequence[int]]
    more: bool = False

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def expected(self) -> Sequence[int]:
        """The place in ``band.rules`` of the rule that decides each, or ``NO_RULE``."""
        return self.decide()

    def situation(self, place: int) -> Situation:
        """The situation asked as number ``place``, counted from 0."""
        return situation(self.classes, self.numbers[place])

    def as_json(self) -> dict[str, object]:
        """As the engines are asked: ``numbers`` null stands for all of them, in order."""
        numbers = None if isinstance(self.numbers, range) else list(self.numbers)
        return {"code": self.code, "classes": dict(self.classes), "numbers": numbers}

"""
Choose the situations of a band that an engine is asked: all, or a share.

The right answers are worked out with sets of situations, by the reference's own test of a condition; engines
answer situation by situation, in the order of ``numbers``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, cycle, islice, product
from math import prod
from operator import itemgetter
from typing import NamedTuple

from chalicelib.authoring.agreement.ends import Ends
from chalicelib.authoring.agreement.engines.deciders import Deciders
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.domain import Classes, Days, EffectPeriod, Situation
from chalicelib.authoring.space.numbering import neighbours, situation
from chalicelib.authoring.space.space import Space, SpaceCache, space
from chalicelib.decisions.forms.model import Release, Rule

AT_ONCE = 1 << 20
"""Situations that are asked in one piece where all are asked."""


@dataclass(frozen=True)
class Asked:
    """
    Situations of one space that an engine is asked, and what the rules themselves say to them.

    ``numbers`` are those of the situations that the classes span, the last fact changing fastest.

    ``decide`` tells who is right in each, when it is wanted: by its place in ``band.rules``, or ``NO_RULE``.
    ``code`` is that of an item that meets them; None where no rule of the band looks at codes. ``more``:
    asked beyond the situations that rules can tell apart, for what an export could have got wrong.
    """

    band: EffectPeriod
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

    They can be gone through again and again.

    Args:
        share: which part of them to ask, at least one of each space; see ``telling`` for which.
        cache: spaces made before, to share and to add to.
    """

    def __init__(
        self, release: Release, band: EffectPeriod, share: float = 1.0, cache: SpaceCache | None = None
    ) -> None:
        self._each = [_SpaceQuestions(release, band, met, share) for met in _spaces(release, band, cache)]

    def __iter__(self) -> Iterator[Asked]:
        for one in self._each:
            yield from one.asked()


def size(release: Release, band: EffectPeriod, cache: SpaceCache | None = None) -> int:
    """How many situations a band has in all, not counting an item's twice."""
    return sum(met.space.situations.size for met in _spaces(release, band, cache))


def _spaces(release: Release, band: EffectPeriod, cache: SpaceCache | None) -> Iterator[_Met]:
    """The spaces of a band: one for all items without rules of their own, and one for each with some."""
    shared = cache or SpaceCache()
    rules: dict[str | None, list[tuple[int, Rule]]] = {None: []}
    for place, (item, rule) in enumerate(band.rules):
        rules.setdefault(item, []).append((place, rule))
    plain = [code for code in release.items if code not in rules] if len(rules) > 1 else [None]
    for item, own in rules.items():
        here = own if item is None else sorted([*own, *rules[None]], key=itemgetter(0))
        codes = plain if item is None else [item]
        if codes:
            whole = space(release, item, Days(band.first, band.last), [rule for _, rule in here], shared)
            yield _Met(whole, codes, [place for place, _ in here])


class _SpaceQuestions:
    """Make the questions of one space."""

    def __init__(self, release: Release, band: EffectPeriod, met: _Met, share: float) -> None:
        self._band, self._codes = band, met.codes
        self._classes = met.space.situations.classes
        self._deciders = Deciders(Coverage(met.space), met.places)
        self._ends = Ends(release.facts, self._classes)
        self._most = None if share >= 1 else max(1, int(met.space.situations.size * share))

    def asked(self) -> Iterator[Asked]:
        yield from self._all() if self._most is None else self._some(self._most)
        yield from self._others()
        yield from self._at_ends()

    def _all(self) -> Iterator[Asked]:
        for fixed, rest in _pieces(self._classes):
            classes = {**{fact: (value,) for fact, value in fixed.items()}, **rest}
            numbers = range(prod(map(len, rest.values())))
            decide = partial(self._deciders.block, fixed)
            yield Asked(self._band, self._codes[0], classes, numbers, decide)

    def _some(self, most: int) -> Iterator[Asked]:
        told = _once(telling(self._classes, self._deciders.firsts, most))
        numbers = list(islice(told, most))
        decide = partial(self._deciders.at, numbers)
        yield Asked(self._band, self._codes[0], self._classes, numbers, decide)

    def _others(self) -> Iterator[Asked]:
        """Each item in one situation, in turn the first of each rule."""
        for code, first in zip(self._codes[1:], cycle(self._deciders.firsts)):
            decide = partial(self._deciders.at, [first])
            yield Asked(self._band, code, self._classes, [first], decide, more=True)

    def _at_ends(self) -> Iterator[Asked]:
        """A situation of each rule, with the first and the last of every class of numbers and of days."""
        found = dict(chain.from_iterable(map(self._ends.around, self._deciders.firsts)))
        if found:
            numbers, alike = (list(islice(some, self._most)) for some in (found, found.values()))
            decide = partial(self._deciders.at, alike)
            yield Asked(self._band, self._codes[0], self._ends.wider, numbers, decide, more=True)


def _pieces(classes: Classes) -> Iterator[tuple[Situation, Classes]]:
    """All situations of the classes in pieces: the first facts fixed, and the classes of the rest."""
    facts, first = list(classes), 0
    while first < len(facts) and prod(len(classes[fact]) for fact in facts[first:]) > AT_ONCE:
        first += 1
    rest = {fact: classes[fact] for fact in facts[first:]}
    for values in product(*(classes[fact] for fact in facts[:first])):
        yield dict(zip(facts[:first], values, strict=True)), rest


def telling(classes: Classes, firsts: Sequence[int], most: int) -> Iterable[int]:
    """
    The situations that tell most: one of each rule, then those with one fact changed (so every value of
    every fact, and the other side of every condition; facts of few values first), then about ``most`` of
    all, evenly spread.

    Args:
        firsts: of each rule that decides one situation.
    """
    facts = sorted(classes, key=lambda fact: len(classes[fact]))
    changed = (number for fact in facts for number in neighbours(classes, fact, firsts))
    size = prod(map(len, classes.values()))
    return chain(firsts, changed, range(0, size, max(1, size // most)))


def _once(numbers: Iterable[int]) -> Iterator[int]:
    """Each number where it first stands."""
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number

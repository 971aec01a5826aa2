"""
What may be drawn by chance, of hypothesis, which makes a failing example small, or of a seeded generator,
which goes deep: hypothesis prefers examples that are over soon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Generic, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@dataclass(frozen=True)
class Chance(Generic[T]):
    """One draw: ``strategy`` is how hypothesis makes it, ``of`` how a generator does."""

    strategy: Callable[[], st.SearchStrategy[T]]
    of: Callable[[Random], T]


class DrawFn(Protocol):
    def __call__(self, chance: Chance[T], /) -> T: ...


def sampled_from(values: Sequence[T]) -> Chance[T]:
    return Chance(lambda: st.sampled_from(values), lambda random: random.choice(values))


def integers(least: int, most: int) -> Chance[int]:
    return Chance(lambda: st.integers(least, most), lambda random: random.randint(least, most))


def booleans() -> Chance[bool]:
    return Chance(st.booleans, lambda random: random.random() < 0.5)


def some_of(values: Sequence[T], most: int) -> Chance[list[T]]:
    """A list of so many of them at most, each once."""
    return Chance(
        lambda: st.lists(st.sampled_from(values), max_size=most, unique=True),
        lambda random: random.sample(values, random.randint(0, min(most, len(values)))),
    )


def by_hypothesis(draw: st.DrawFn) -> DrawFn:
    def drawn(chance: Chance[T], /) -> T:
        return draw(chance.strategy())

    return drawn


def by_data(data: st.DataObject) -> DrawFn:
    def drawn(chance: Chance[T], /) -> T:
        return data.draw(chance.strategy())

    return drawn


def by_seed(random: Random) -> DrawFn:
    def drawn(chance: Chance[T], /) -> T:
        return chance.of(random)

    return drawn

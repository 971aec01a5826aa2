"""
What may be drawn by chance, of hypothesis, which makes a failing example small, or of a seeded generator,
which goes deep: hypothesis prefers examples that are over soon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True)
class Chance:
    """One draw: ``strategy`` is how hypothesis makes it, ``of`` how a generator does."""

    strategy: Callable[[], st.SearchStrategy[Any]]
    of: Callable[[Random], Any]


DrawFn = Callable[[Chance], Any]


def sampled_from(values: Sequence[Any]) -> Chance:
    return Chance(lambda: st.sampled_from(values), lambda random: random.choice(values))


def integers(least: int, most: int) -> Chance:
    return Chance(lambda: st.integers(least, most), lambda random: random.randint(least, most))


def booleans() -> Chance:
    return Chance(st.booleans, lambda random: random.random() < 0.5)


def some_of(values: Sequence[Any], most: int) -> Chance:
    """A list of so many of them at most, each once."""
    return Chance(
        lambda: st.lists(st.sampled_from(values), max_size=most, unique=True),
        lambda random: random.sample(values, random.randint(0, min(most, len(values)))),
    )


def by_hypothesis(draw: st.DrawFn) -> DrawFn:
    return lambda chance: draw(chance.strategy())


def by_seed(random: Random) -> DrawFn:
    return lambda chance: chance.of(random)

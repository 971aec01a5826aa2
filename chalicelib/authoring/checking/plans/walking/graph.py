"""One way through a graph backwards: from where goals can be come to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
E = TypeVar("E")


def coming_to(
    goals: Iterable[N],
    before: Mapping[N, Iterable[tuple[N, E]]],
    leads: Callable[[E, set[N]], bool] = lambda link, found: True,
) -> set[N]:
    """
    The goals, and all from which one of them can be come to.

    Args:
        before: of each node those that lead there, each with its link.
        leads: whether a link leads to a goal, given all that is known to.
    """
    found = set(goals)
    waiting = list(found)
    while waiting:
        for node, link in before.get(waiting.pop(), ()):
            if node not in found and leads(link, found):
                found.add(node)
                waiting.append(node)
    return found

"""
In which order facts stand in a space of many: those that rules ask together, side by side.

The size of a diagram hangs on that order. Of sixty rules over three facts drawn at random from sixty four
million nodes hold no more than the first 36 in the order in which the facts are declared; some 100,000 hold
all of them in this one. Of two orders that is taken in which fewer groups are begun and not yet ended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from chalicelib.authoring.space.diagrams import FEW
from chalicelib.authoring.space.domain import Classes


def arranged(classes: Classes, groups: Iterable[Collection[str]]) -> Classes:
    """
    The same classes, of many facts in an order for small diagrams, of few as they are.

    Args:
        groups: facts that are asked together.
    """
    if len(classes) <= FEW:
        return classes
    each = {frozenset(name for name in group if name in classes) for group in groups} - {frozenset()}
    first = _order(list(classes), each)
    best = min((first, _drawn_together(first, each)), key=lambda names: _width(names, each))
    return {name: classes[name] for name in best}


def _order(names: list[str], groups: Collection[frozenset[str]]) -> list[str]:
    """Next always stands the fact with which fewest groups begin that do not end soon; else as declared."""
    of: Mapping[str, list[int]] = {name: [] for name in names}
    missing = []
    for number, group in enumerate(groups):
        missing.append(len(group))
        for name in group:
            of[name].append(number)
    sizes, found, left = list(missing), [], list(names)

    def cost(name: str) -> tuple[int, int]:
        begun = [number for number in of[name] if missing[number] < sizes[number]]
        ended = sum(missing[number] == 1 for number in of[name])
        return len(of[name]) - len(begun) - 2 * ended, -len(begun)

    while left:
        name = min(left, key=cost)
        left.remove(name)
        found.append(name)
        for number in of[name]:
            missing[number] -= 1
    return found


def _drawn_together(names: Sequence[str], groups: Collection[frozenset[str]]) -> Sequence[str]:
    """
    Each fact moved to the middle of its groups, again and again, as long as anything moves: the heuristic
    FORCE (Aloul, Markov, Sakallah 2003).
    """
    of: Mapping[str, list[frozenset[str]]] = {name: [] for name in names}
    for group in groups:
        for name in group:
            of[name].append(group)
    for _ in range(_ROUNDS):
        place = {name: number for number, name in enumerate(names)}
        middle = {group: sum(map(place.__getitem__, group)) / len(group) for group in groups}
        pull = {name: sum(map(middle.__getitem__, of[name])) / len(of[name]) for name in names if of[name]}
        moved = sorted(names, key=lambda name: pull.get(name, place[name]))
        if moved == names:
            break
        names = moved
    return names


_ROUNDS = 50


def _width(names: Sequence[str], groups: Iterable[frozenset[str]]) -> int:
    """How large diagrams may become: where n groups are begun and not ended, up to two to the power of n."""
    place = {name: number for number, name in enumerate(names)}
    begun = [0] * (len(names) + 1)
    for group in groups:
        places = sorted(map(place.__getitem__, group))
        begun[places[0]] += 1
        begun[places[-1]] -= 1
    return sum(1 << open_ for open_ in accumulate(begun))

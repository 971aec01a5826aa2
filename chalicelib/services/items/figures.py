"""How many items go by which channel, and how many need no visit: the figures that are public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import Item, ItemType, Release
from chalicelib.decisions.memory import Memory


class Share(NamedTuple):
    """Of the items of a channel or of a department, ``name``: how many there are, how many need no visit."""

    name: str
    items: int
    without_visit: int


class Figures(NamedTuple):
    """
    Of the licence items that can be applied for on a day: how many, for how many nobody has to come, and
    both by channel and by department, the largest first; ``others`` are the items that are no licences.
    """

    items: int
    without_visit: int
    channels: tuple[Share, ...]
    units: tuple[Share, ...]
    others: Share


_known: Memory[str, Figures] = Memory(4)


def figures(release: Release, on: date) -> Figures:
    """Worked out from the rules in force, for the usual applicant; once a day and release."""
    name = f"{release.digest} {on}"
    return _known.get(name) or _known.put(name, _counted(release, on))


def _counted(release: Release, on: date) -> Figures:
    facts = usual_facts(release)
    items = items_on(release, on).values()
    decided = [(item, what_if(release, item.item, facts, on)) for item in items]
    licences = [each for each in decided if each[0].type is ItemType.LICENCE]
    others = [each for each in decided if each[0].type is not ItemType.LICENCE]
    whole = _share("", licences)
    return Figures(
        whole.items,
        whole.without_visit,
        channels=_shares(licences, lambda _, decision: decision.channel),
        units=_shares(licences, lambda item, _: item.units.decides),
        others=_share("", others),
    )


def _shares(
    decided: Iterable[tuple[Item, Decision]], by: Callable[[Item, Decision], str]
) -> tuple[Share, ...]:
    all_, none = Counter[str](), Counter[str]()
    for item, decision in decided:
        name = by(item, decision)
        all_[name] += 1
        none[name] += decision.visits == 0
    ordered = sorted(all_, key=lambda name: (-all_[name], name))
    return tuple(Share(name, all_[name], none[name]) for name in ordered)


def _share(name: str, decided: list[tuple[Item, Decision]]) -> Share:
    return Share(name, len(decided), sum(decision.visits == 0 for _, decision in decided))

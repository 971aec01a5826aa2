"""The situations of a band one by one, as the rules tell them apart: what works with sets is held to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from chalicelib.authoring.space.domain import EffectPeriod, Situation, classes
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Release


@dataclass(frozen=True)
class Space:
    """All situations of one item, or of any item without rules of its own (``item`` is then None)."""

    item: str | None
    classes: Mapping[str, tuple[FactValue, ...]]

    def __len__(self) -> int:
        return prod(map(len, self.classes.values()))

    def __iter__(self) -> Iterator[Situation]:
        for values in product(*self.classes.values()):
            yield dict(zip(self.classes, values, strict=True))


def spaces(release: Release, band: EffectPeriod) -> list[Space]:
    """The situations that the rules of a band, or the invariants, can tell apart: one space for all
    items without rules of their own, and one for each item with some."""
    region = [condition for item, rule in band.rules if item is None for condition in rule.when]
    asked = [*region, *(condition for invariant in release.invariants for condition in invariant.when)]
    own: dict[str | None, list[Condition]] = {None: []}
    for item, rule in band.rules:
        if item is not None:
            own.setdefault(item, []).extend(rule.when)
    return [Space(item, classes(release.facts, [*asked, *more])) for item, more in own.items()]

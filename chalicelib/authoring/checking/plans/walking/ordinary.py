"""
The ordinary ways through a release's plans, each gone once for all cases that a plan treats alike: most items
differ from others only in what no plan minds.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date

from chalicelib.authoring.checking.plans.walking.keepers import keepers, named
from chalicelib.decisions.effect import versions
from chalicelib.decisions.facts.facts import attributes
from chalicelib.decisions.facts.needs import hangs_on, tests_of
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.forms.unit import Unit
from chalicelib.decisions.ordinary_way import Met, Papers, ordinary_way
from chalicelib.decisions.plans import reads
from chalicelib.decisions.plans import tests_of as plan_tests
from chalicelib.decisions.roles import merger_days, units_of

Sheets = tuple[object, ...]
"""What of an item's papers a way can hang on."""

_Kind = tuple[tuple[FactValue, ...], tuple[int, ...], tuple[int, ...], str, Sheets]
_Asked = tuple[str, int, tuple[FactValue | None, ...]]


class Kinds:
    """
    The kinds of items that a plan can tell apart beside their facts: ``items`` holds one of each, ``asked``
    the facts on which its ordinary way can depend.

    Args:
        tree: the region's units; with ``day`` those that were merged by then are the ones they went to.
    """

    def __init__(
        self,
        items: Sequence[Item],
        plan: Plan,
        sheets: Sequence[Sheets],
        tree: Sequence[Unit],
        day: date | None,
    ) -> None:
        tested = {test.fact for test in plan_tests(plan)}
        names, numbers = named(plan), dict[_Kind, int]()
        self._of: dict[str, dict[Sheets, int]] = {}
        self.items: list[Item] = []
        for one, papers in zip(items, sheets, strict=True):
            lanes = tuple(len(units_of(one, lane.each, tree, day)) for lane in plan.lanes)
            keep = tuple(keepers(names, one, tree, day).values())
            kind = (_attributes(one, tested), lanes, keep, one.result.form, papers)
            number = numbers.setdefault(kind, len(numbers))
            self._of.setdefault(one.item, {})[papers] = number
            if number == len(self.items):
                self.items.append(one)
        self.asked = [sorted({*reads(plan), *tested, *hangs_on(one)}) for one in self.items]

    def number(self, item: Item) -> int:
        """The kind of an item as of a day, as a place in ``items`` and ``asked``."""
        known = self._of[item.item]
        return next(iter(known.values())) if len(known) == 1 else known[_sheets(item)]

    def of(self, item: str | None) -> range | tuple[int, ...]:
        """Those of an item, one or more as its materials change; of None all."""
        return range(len(self.items)) if item is None else tuple(dict.fromkeys(self._of[item].values()))


class OrdinaryWays:
    """
    The ordinary ways of a release's items, by the units that there are on a day: those merged by then are the
    ones that have their tasks.
    """

    def __init__(self, release: Release, day: date = date.min) -> None:
        self.release = release
        self._day = day if any(known <= day for known in merger_days(release.units)) else None
        items = [version for one in release.items.values() for version in versions(one)]
        sheets = [_sheets(one) for one in items]
        self.kinds = {
            name: Kinds(items, plan, sheets, release.units, self._day) for name, plan in release.plans.items()
        }
        self._known: dict[_Asked, list[Met]] = {}

    def of(self, plan: Plan, item: Item, facts: Mapping[str, FactValue]) -> list[Met]:
        """The way of an item of the release, as of a day, in one of its plans."""
        kinds = self.kinds[plan.plan]
        kind = kinds.number(item)
        asked = plan.plan, kind, tuple(map(facts.get, kinds.asked[kind]))
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = ordinary_way(self.release, plan, item, facts, self._day)
        return known


def _attributes(item: Item, asked: Container[str]) -> tuple[FactValue, ...]:
    return tuple(value for name, value in attributes(item).items() if name in asked)


def _sheets(item: Item) -> Sheets:
    """Those always due, and what only some applicants give."""
    on_paper = [one for one in item.materials if one.on_paper]
    some = tuple(
        (one.when, one.committed, one.need, one.uploaded, one.returned) for one in on_paper if tests_of(one)
    )
    return Papers.of([one for one in on_paper if not tests_of(one)], {}), some

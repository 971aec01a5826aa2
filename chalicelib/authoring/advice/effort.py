"""
What a case costs the applicant: the measure by which one channel is lighter than another.

Visits weigh more than any number of parcels, and parcels more than any number of sheets: the reform counts
errands, the office pays the couriers, and paper is what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.replaying.replay import errands
from chalicelib.decisions.facts.needs import count, hanging, tests_of
from chalicelib.decisions.forms.form import ChannelName, FactValue
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.ordinary_way import Papers


class Effort(NamedTuple):
    """
    What a case costs, or what a change saves; compared from the left.

    ``undetermined`` is 1 where a person has to decide: then nobody can promise that there is no visit,
    so one is counted. ``visits`` are worked out as in a decision. ``parcels`` go either way; ``sheets``
    are papers to be handed in, originals and copies.
    """

    undetermined: int = 0
    visits: int = 0
    parcels: int = 0
    sheets: int = 0

    def plus(self, other: Effort, times: int) -> Effort:
        return Effort(*(mine + times * its for mine, its in zip(self, other, strict=True)))

    def minus(self, other: Effort) -> Effort:
        return self.plus(other, -1)


class Kind(NamedTuple):
    """
    What of an application counts: required originals and copies, its papers on the way, its result's form,
    and what of its item another application would not need in the same way.
    """

    originals: int
    copies: int
    papers: Papers
    result: str
    hanging: tuple[Material, ...]


NOTHING = Effort()
_NOBODY_KNOWS = Effort(undetermined=1, visits=1)


class Efforts:
    """The efforts of a release's items on a day, each kind of case worked out once."""

    def __init__(self, release: Release, on: date) -> None:
        self._release, self._on = release, on
        fact_of = {fact.computed: fact.fact for fact in release.facts}
        self._originals, self._copies = fact_of.get("paper_originals", ""), fact_of.get("paper_copies", "")
        self._kinds: dict[tuple[object, ...], Kind] = {}
        self._hanging: dict[str, tuple[Material, ...]] = {}
        self._known: dict[tuple[object, ...], Effort] = {}

    def of(self, item: str, channel: ChannelName, facts: Mapping[str, FactValue]) -> Effort:
        """
        What a case of an item costs in a channel, granted without a hitch.

        Args:
            facts: all that is known, by full name; a computed one counts before the item's materials.
        """
        sheets = self._sheets(item, facts)
        case = (channel, sheets, self.kind(item, facts), tuple(facts.items()))
        known = self._known.get(case)
        if known is None:
            known = self._known[case] = self._work_out(item, channel, sheets, facts)
        return known

    def _work_out(
        self, item: str, channel: ChannelName, sheets: int, facts: Mapping[str, FactValue]
    ) -> Effort:
        plan = self._release.plans.get(channel)
        if plan is None:
            return _NOBODY_KNOWS
        taken = 0 if plan.paper_in == "none" else sheets
        form = self._release.items[item]
        found = errands(self._release, plan, form, facts, self._on)
        return Effort(0, found.visits, found.parcels_in + found.parcels_out, taken)

    def kind(self, item: str, facts: Mapping[str, FactValue]) -> Kind:
        """What of an item counts beside its facts, under an application that says these."""
        form = self._release.items[item]
        hangs = self._hanging.get(item)
        if hangs is None:
            hangs = self._hanging[item] = hanging(form)
        key = (item, *((test.fact, facts.get(test.fact)) for one in hangs for test in tests_of(one)))
        known = self._kinds.get(key)
        if known is None:
            originals, copies = count(form, "paper_originals", facts), count(form, "paper_copies", facts)
            papers = Papers.of(form.materials, facts)
            known = self._kinds[key] = Kind(originals or 0, copies or 0, papers, form.result.form, hangs)
        return known

    def _sheets(self, item: str, facts: Mapping[str, FactValue]) -> int:
        kind = self.kind(item, facts)
        return int(facts.get(self._originals, kind.originals)) + int(facts.get(self._copies, kind.copies))

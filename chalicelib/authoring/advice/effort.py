"""
What a case costs the applicant: the measure by which one channel is lighter than another.

Visits weigh more than any number of collections at the counter, these more than any number of parcels,
and parcels more than any number of sheets: the reform counts errands, the office pays the couriers, and
paper is what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.authoring.replay import parcels, ways_out
from chalicelib.decisions.facts import count
from chalicelib.decisions.form import Channel, FactValue
from chalicelib.decisions.model import Release


class Effort(NamedTuple):
    """
    What a case costs, or what a change saves; compared from the left.

    ``undetermined`` is 1 where a person has to decide: then nobody can promise that there is no visit,
    so one is counted. ``visits`` are those of the channel's plan, as in a decision; ``collections`` are
    results fetched from the counter because no courier may bring them. ``parcels`` go either way;
    ``sheets`` are papers to be handed in, originals and copies.
    """

    undetermined: int = 0
    visits: int = 0
    collections: int = 0
    parcels: int = 0
    sheets: int = 0

    def plus(self, other: Effort, times: int = 1) -> Effort:
        return Effort(*(mine + times * its for mine, its in zip(self, other, strict=True)))

    def minus(self, other: Effort) -> Effort:
        return self.plus(other, -1)


NOTHING = Effort()
_NOBODY_KNOWS = Effort(undetermined=1, visits=1)


class Efforts:
    """The efforts of a release's items, each kind of case worked out once."""

    def __init__(self, release: Release) -> None:
        self._release = release
        fact_of = {fact.computed: fact.fact for fact in release.facts}
        self._originals, self._copies = fact_of.get("paper_originals", ""), fact_of.get("paper_copies", "")
        self._papers: dict[str, tuple[int, int]] = {}
        self._known: dict[tuple[object, ...], Effort] = {}

    def of(self, item: str, channel: Channel, facts: Mapping[str, FactValue]) -> Effort:
        """
        What a case of an item costs in a channel, granted without a hitch.

        Args:
            facts: all that is known, by full name; a computed one counts before the item's materials.
        """
        sheets = self._sheets(item, facts)
        case = (channel, sheets, tuple(facts.items()))
        known = self._known.get(case)
        if known is None:
            known = self._known[case] = self._work_out(channel, sheets, facts)
        return known

    def _work_out(self, channel: Channel, sheets: int, facts: Mapping[str, FactValue]) -> Effort:
        plan = self._release.plans.get(channel)
        if plan is None:
            return _NOBODY_KNOWS
        taken = 0 if plan.paper_in == "none" else sheets
        collected = "counter" in ways_out(self._release, plan, facts)
        return Effort(0, plan.visits, int(collected), sum(parcels(self._release, plan, facts)), taken)

    def papers(self, item: str) -> tuple[int, int]:
        """The required originals and copies that an item's materials ask for on paper."""
        known = self._papers.get(item)
        if known is None:
            form = self._release.items[item]
            known = self._papers[item] = count(form, "paper_originals"), count(form, "paper_copies")
        return known

    def _sheets(self, item: str, facts: Mapping[str, FactValue]) -> int:
        originals, copies = self.papers(item)
        return int(facts.get(self._originals, originals)) + int(facts.get(self._copies, copies))

"""
The ordinary way 正常办理过程: the steps that a case meets if nothing goes wrong, and how often the applicant
comes. What is promised before a case begins goes by the functions that a running case goes by.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.facts import attributes
from chalicelib.decisions.facts.needs import due_papers
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import HandOver, Lane, Outcome, Plan, Step
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL, Unit, away_from_hall
from chalicelib.decisions.plans import (
    ONWARD,
    UNITS,
    Means,
    Standing,
    Way,
    arrive,
    delivery_of,
    is_printed,
    means,
)
from chalicelib.decisions.roles import unit_of, units_of


class Met(NamedTuple):
    """
    A step on the ordinary way, how papers travel there, the outcome (none at an end), and how many units
    walk it.
    """

    step: Step
    way: Way | None
    outcome: Outcome | None
    times: int = 1

    @property
    def visit(self) -> bool:
        """Whether the applicant comes to the office for it."""
        return self.outcome is not None and self.outcome.visit


def ordinary_way(
    release: Release, plan: Plan, item: Item, facts: Mapping[str, FactValue], day: date | None = None
) -> list[Met]:
    """
    The steps that a case meets if nothing goes wrong, for these facts and consents.

    Every step comes to its first outcome. Where those lead in a circle the way breaks off; ``rules check``
    lets no such plan pass.

    Args:
        day: units that were merged by then are followed to those that have their tasks.
    """
    by = means(release, item, facts, facts.get(CONSENT) is True)
    roles = _Roles(item, release.units, day)
    return list(_Walk(plan, roles, attributes(item) | dict(facts), by).met())


def visits(way: Iterable[Met]) -> int:
    """How often the applicant has to come."""
    return sum(met.times for met in way if met.visit)


class Papers(NamedTuple):
    """
    What of an item's papers counts on the way: whether any is handed in, whether any comes back, and
    who holds them; ``made``: the licence is made, ``sheet``: it lies at the office on paper.
    """

    any: bool
    returned: bool
    holder: str = APPLICANT
    made: bool = False
    sheet: bool = False

    @classmethod
    def of(cls, materials: Iterable[Material], said: Mapping[str, FactValue]) -> Papers:
        """Those that this applicant hands in; whether an optional one comes too is not known before."""
        due = list(due_papers(materials, said))
        return cls(bool(due), any(one.returned for one in due))

    def handed(self, giver: str, taker: str) -> Papers:
        """After all that the giver holds has changed hands."""
        holds = away_from_hall(self.holder) if giver == UNITS else self.holder == giver
        return self._replace(holder=taker) if holds else self

    def handed_out(self, gives: str | None) -> Papers:
        """After a delivery: what stays at the office is of no more account."""
        goes = self.holder == HALL and (gives == "papers" or self.returned)
        return self._replace(sheet=False, holder=APPLICANT if goes else self.holder)


class _Roles(NamedTuple):
    """Which units an item's roles mean, and what became of those that plans name themselves."""

    item: Item
    tree: tuple[Unit, ...]
    day: date | None

    def units(self, role: str) -> tuple[str, ...]:
        return units_of(self.item, role, self.tree, self.day)

    def unit(self, role: str) -> str:
        return unit_of(self.item, role, self.tree, self.day)


class _Walk:
    """One walk along the first outcomes of a plan."""

    def __init__(self, plan: Plan, roles: _Roles, facts: Mapping[str, FactValue], by: Means) -> None:
        self._plan, self._roles, self._facts, self._by = plan, roles, facts, by
        self._papers = Papers.of(roles.item.materials, facts)
        self._standing = self._stand()
        self._seen: set[str] = set()

    def met(self) -> Iterator[Met]:
        name: str | None = self._plan.start
        while name is not None:
            at = arrive(self._plan, name, self._standing)
            if at.lane is not None:
                name = yield from self._through(at.lane)
            elif at.step is None or at.step.step in self._seen or not at.step.outcomes:
                if at.step is not None:
                    yield Met(at.step, None, None)
                return
            else:
                yield self._meet(at.step, at.way)
                name = at.step.outcomes[0].next

    def _through(self, lane: Lane) -> Generator[Met, None, str]:
        """The steps of a lane, which every unit walks; where the case goes then."""
        units = self._roles.units(lane.each)
        name, leaves = lane.first, None
        while leaves is None:
            at = arrive(self._plan, name, self._standing, lane.lane)
            if at.step is None or at.step.step in self._seen:
                leaves = at.leaves or ONWARD
                break
            yield self._meet(at.step, at.way, units[0])._replace(times=len(units))
            first = at.step.outcomes[0]
            name, leaves = first.next or name, first.leaves
        return lane.onward if leaves == ONWARD else lane.exits.get(leaves, lane.onward)

    def _meet(self, step: Step, way: Way | None, unit: str | None = None) -> Met:
        self._seen.add(step.step)
        outcome = step.outcomes[0]
        papers = self._papers
        if step.by == "pick_up":
            papers = papers.handed(APPLICANT, PARCEL)
        if outcome.hand_over is not None:
            papers = papers.handed(*self._hands(outcome.hand_over, step, unit))
        if outcome.marks == "delivered" and (delivery := delivery_of(self._plan, step)) is not None:
            papers = papers.handed_out(delivery.gives)
        self._take(papers)
        if outcome.number is not None:
            printed = is_printed(self._plan, outcome.next or step.step, self._standing)
            self._take(papers._replace(made=True, sheet=printed))
        return Met(step, way, outcome)

    def _take(self, papers: Papers) -> None:
        """From here on the case has these papers; most steps leave them as they are."""
        if papers is not self._papers:
            self._papers = papers
            self._standing = self._stand()

    def _hands(self, given: HandOver, step: Step, unit: str | None) -> tuple[str, str]:
        def named(name: str) -> str:
            if name in (APPLICANT, PARCEL, UNITS):
                return name
            role = step.unit if name == "unit" else name
            return unit if unit and name == "unit" else self._roles.unit(role)

        return named(given.from_), named(given.to)

    def _stand(self) -> Standing:
        papers = self._papers
        at_hall = papers.any and papers.holder == HALL
        return Standing(
            item=self._roles.item,
            facts=self._facts,
            by=self._by,
            owed=papers.any,
            away=papers.any and away_from_hall(papers.holder),
            held=papers.sheet or at_hall,
            back=papers.sheet or (at_hall and papers.returned),
            licensed=papers.made,
        )

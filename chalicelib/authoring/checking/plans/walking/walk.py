"""
A plan walked by cases of one kind: every way in which a case may stand, and what leads on from there.

Where a case comes to is asked of ``decisions.plans``, which a running case asks, too. What nobody knows
beforehand is tried both ways: an outcome, consent to couriers, silence that accepts, a parcel that comes
back, a withdrawal. In a lane one unit stands for all: when it has come through, another may leave by any
exit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from typing import Any

from chalicelib.authoring.checking.plans.walking.at import At, Changes, Holder
from chalicelib.authoring.checking.plans.walking.leads import (
    Asked,
    Crowded,
    Edge,
    Flags,
    Graph,
    Known,
    Leads,
    Led,
    Nature,
)
from chalicelib.authoring.checking.plans.walking.outline import SETTLED, Outline, Ruling, hangs, opens_parcel
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import End, Lane, Outcome, Step
from chalicelib.decisions.ordinary_way import Papers
from chalicelib.decisions.plans import ONWARD, Arrival, Means, Standing, arrive, find_lane
from chalicelib.decisions.roles import units_of


class _Noted(dict[str, FactValue]):
    """Facts of a case, with those that were asked for."""

    def __init__(self, facts: Mapping[str, FactValue]) -> None:
        super().__init__(facts)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


@dataclass(frozen=True)
class Kind:
    """
    Cases that a plan treats alike.

    Args:
        facts: with the item's attributes; what a gate asks and is not there is not so.
        means: by what things may travel, each way that the applicant may choose.
        silence: an application that nobody answers counts as accepted.
        gates: which conditions of the plan's outline hold.
    """

    item: Item
    facts: Mapping[str, FactValue]
    means: tuple[Means, ...]
    silence: bool
    gates: tuple[bool, ...]
    keepers: Mapping[str, int]


class Walk:
    """
    The walk of one kind of case through a plan.

    Args:
        leads: what is known from walks of other kinds through the same plan.
    """

    def __init__(self, outline: Outline, leads: Leads, kind: Kind) -> None:
        self.outline, self.plan, self.steps, self.kind = outline, outline.plan, outline.steps, kind
        item = kind.item
        papers = Papers.of(item.materials, kind.facts)
        self._papers, self._returned = papers.any, papers.returned
        units = kind.keepers
        self._changes = Changes(outline, item.acceptance_trigger, units, returned=papers.returned)
        self._sheet = item.result.form != "electronic"
        self._crowd = tuple(min(len(units_of(item, lane.each)), 2) for lane in self.plan.lanes)
        self._leads = leads
        same = tuple(units.values())
        self._nature = Nature(item.acceptance_trigger, papers.returned, kind.silence, same)
        self._crowded = {lane.lane: n > 1 for lane, n in zip(self.plan.lanes, self._crowd, strict=True)}
        self._places = leads.places(self._nature)
        self._known = leads.led((kind.means, kind.gates, self._crowd, self._sheet, self._returned))
        self._asked: Led = {}
        self._asked_crowd: Crowded = {}

    @property
    def begins(self) -> tuple[At, ...]:
        """Where cases begin."""
        return self.begun.to

    @cached_property
    def begun(self) -> Known:
        """Where cases begin, as what leads on from before."""
        self._asked, self._asked_crowd = {}, {}
        papers = Holder.APPLICANT if self._papers else Holder.NOBODY
        found = tuple(dict.fromkeys(self._arrive(self.plan.start, At("", papers=papers))))
        return Known(self._asked, self._asked_crowd, (), found, False)

    @property
    def edges(self) -> Mapping[At, tuple[Edge, ...]]:
        """Everything that leads on from each place where a case may stand."""
        return self._graph.edges

    @cached_property
    def _graph(self) -> Graph:
        """The one of another kind of the same nature, where the plan leads both to the same steps."""
        known = self._leads.graphs(self._nature, self.begins)
        for graph in known:
            if self._is_alike(graph):
                return graph
        known.append(self._walked())
        return known[-1]

    def _walked(self) -> Graph:
        came: dict[At, At | None] = dict.fromkeys(self.begins)
        found: dict[At, tuple[Edge, ...]] = {}
        led: Led = {}
        crowded: Crowded = {}
        granting: list[At] = []
        waiting = list(came)
        for at in waiting:
            known = self.onward(at)
            found[at] = known.edges
            led.update(known.led)
            crowded.update(known.crowded)
            if known.grants:
                granting.append(at)
            for after in known.to:
                if after not in came:
                    came[after] = at
                    waiting.append(after)
        return Graph(found, came, led, crowded, granting)

    def here(self, step: str) -> Sequence[At]:
        """The ways in which a case may stand at a step."""
        return self._graph.by_step.get(step, ())

    @property
    def granting(self) -> Sequence[At]:
        """The places at which a grant may be decided."""
        return self._graph.granting

    def path(self, at: At) -> list[At]:
        """A shortest way to a place, that place included."""
        found, here = [at], self._graph.came[at]
        while here is not None:
            found.append(here)
            here = self._graph.came[here]
        return found[::-1]

    def way(self, at: At) -> Text:
        """The titles of the steps on a shortest way to a place."""
        names = [place.step for place in self.path(at)]
        titles = [self.steps[name].title for n, name in enumerate(names) if not n or names[n - 1] != name]
        return Text(zh=" → ".join(title.zh for title in titles), en=" → ".join(title.en for title in titles))

    def onward(self, at: At) -> Known:
        """
        What leads on from a place: known, where a kind of the same nature came there whom the plan led to the
        same steps.
        """
        known = self._places.get(at)
        if known is None:
            known = self._places[at] = self._leads.known(self._nature, at)
        for one in known:
            if self._is_alike(one):
                return one
        self._asked, self._asked_crowd = {}, {}
        edges = tuple(self._worked_out(at))
        to = tuple(dict.fromkeys(after for edge in edges for after in edge.to))
        known.append(Known(self._asked, self._asked_crowd, edges, to, self._grants(edges)))
        return known[-1]

    def minds(self, known: Known) -> set[str]:
        """The facts on which it hangs where these cases are led from a place."""
        facts = _Noted(self.kind.facts)
        for name, lane, papers, licence in known.led:
            flags = self._flags(papers, licence)
            for by in self.kind.means:
                arrive(self.plan, name, Standing(self.kind.item, facts, by, *flags), lane)
        return facts.asked

    def _grants(self, edges: Iterable[Edge]) -> bool:
        rulings = (self.outline.ruling(edge.outcome) for edge in edges if edge.outcome is not None)
        return Ruling.GRANTED in rulings

    def _is_alike(self, known: Known | Graph) -> bool:
        """Whether the plan leads these cases, too, where it led others."""
        for lane, several in known.crowded.items():
            if self._crowded[lane] is not several:
                return False
        return all(map(is_, map(self._led, known.led), known.led.values()))

    def _worked_out(self, at: At) -> Iterator[Edge]:
        step = self.steps[at.step]
        for outcome in step.outcomes:
            if self._changes.possible(at, step, outcome):
                after = dict.fromkeys(
                    to for one in self._changes.of(at, step, outcome) for to in self._lead(step, outcome, one)
                )
                yield Edge(outcome, not hangs(step, outcome), tuple(after))
        if step.by == "end":
            return
        if self._may_lapse(at, step):
            yield Edge(None, False, (at._replace(accepted=True),))
        if step.by == "staff" and at.carried:
            yield Edge(None, True, (at.returned(),))
        if step.by == "staff" and at.papers is Holder.INBOUND and not opens_parcel(step):
            yield Edge(None, True, (at._replace(papers=Holder.APPLICANT),))
        if at.ruling is not Ruling.GRANTED:
            yield Edge(None, False, tuple(dict.fromkeys(self._withdrawn(at, step))))

    def _may_lapse(self, at: At, step: Step) -> bool:
        """Whether nobody may have answered the application in time; once its end is settled no clock runs."""
        open_ = self.kind.silence and step.by == "staff" and not at.accepted and at.ruling is Ruling.OPEN
        return open_ and self.outline.ends[step.step] not in SETTLED

    def _withdrawn(self, at: At, step: Step) -> Iterator[At]:
        """The applicant takes it back; what is on its way to her still comes."""
        papers = [Holder.APPLICANT if at.papers is Holder.OUTBOUND else at.papers]
        if step.by == "pick_up" and at.papers is Holder.APPLICANT:
            papers.append(Holder.INBOUND)
        for holder in papers:
            after = at if holder is at.papers else at._replace(papers=holder)
            yield from self._arrive(self.plan.exits[End.WITHDRAWN], after)

    def _lead(self, step: Step, outcome: Outcome, at: At) -> Sequence[At]:
        if outcome.leaves is not None:
            return self._leave(find_lane(self.plan, step.lane or ""), outcome.leaves, at)
        return () if outcome.next is None else self._arrive(outcome.next, at, step.lane)

    def _arrive(self, name: str, at: At, lane: str | None = None) -> Sequence[At]:
        found: list[At] = []
        for arrival in self._arrivals(name, at, lane):
            if arrival.lane is not None:
                found += self._arrive(arrival.lane.first, at, arrival.lane.lane)
            elif arrival.step is not None:
                found.append(at.moved(arrival.step.step))
            elif lane is not None:
                found += self._leave(find_lane(self.plan, lane), arrival.leaves or ONWARD, at)
        return found

    def _arrivals(self, name: str, at: At, lane: str | None) -> tuple[Arrival, ...]:
        """Where the plan leads, once for every way in which things may travel."""
        plain = self._leads.plain(name, lane)
        if plain is not None:
            return plain
        asked = name, lane, at.papers, at.licence
        led = self._asked[asked] = self._led(asked)
        return led

    def _led(self, asked: Asked) -> tuple[Arrival, ...]:
        known = self._known.get(asked)
        if known is None:
            name, lane, papers, licence = asked
            flags = self._flags(papers, licence)
            each = [self._arrival(name, lane, by, flags) for by in self.kind.means]
            known = self._known[asked] = self._leads.one(each)
        return known

    def _arrival(self, name: str, lane: str | None, by: Means, flags: Flags) -> Arrival:
        """Where the plan leads a case; asked once for all that are alike in what it looks at."""
        asked = (name, lane, by, flags, self.kind.gates, self._crowd)
        known = self._leads.arrivals.get(asked)
        if known is None:
            standing = Standing(self.kind.item, self.kind.facts, by, *flags)
            known = self._leads.arrivals[asked] = arrive(self.plan, name, standing, lane)
        return known

    def _flags(self, papers: Holder, licence: Holder) -> Flags:
        """What a ``Standing`` says of papers and a licence that are there."""
        sheet, at_hall = licence is Holder.HALL and self._sheet, papers is Holder.HALL
        inbound, away = papers is Holder.INBOUND, papers is Holder.UNIT
        back = sheet or (at_hall and self._returned)
        owed, licensed = papers is not Holder.NOBODY, licence is not Holder.NOBODY
        return owed, inbound, away, sheet or at_hall, back, licensed

    def _leave(self, lane: Lane, way_out: str, at: At) -> Sequence[At]:
        """A unit leaves a lane; has it come through, another may still leave by an exit."""
        if way_out in lane.exits:
            return self._arrive(lane.exits[way_out], at)
        found = list(self._arrive(lane.onward, at))
        several = self._asked_crowd[lane.lane] = self._crowded[lane.lane]
        if several:
            does = {step.does for step in self.plan.steps if step.lane == lane.lane}
            for name in lane.exits.values():
                found += self._arrive(name, at._replace(done=at.done - does))
        return found

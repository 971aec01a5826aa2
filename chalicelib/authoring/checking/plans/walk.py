"""
A plan walked by cases of one kind: every way in which a case may stand, and what leads on from there.

Where a case comes to is asked of ``decisions.plans``, which a running case asks, too. What nobody knows
beforehand is tried both ways: an outcome, consent to couriers, silence that accepts, a parcel that comes
back, a withdrawal. In a lane one unit stands for all: when it has come through, another may leave by any
exit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from chalicelib.authoring.checking.plans.at import At, Changes, Holder
from chalicelib.authoring.checking.plans.outline import Outline, Ruling
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import End, Lane, Outcome, Step
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.decisions.plans import ONWARD, Arrival, Means, Papers, Standing, arrive, find_lane
from chalicelib.decisions.roles import units_of


@dataclass(frozen=True)
class Kind:
    """
    Cases that a plan treats alike.

    Args:
        facts: with the item's attributes; what a gate asks and is not there is not so.
        means: by what things may travel, each way that the applicant may choose.
        silence: an application that nobody answers counts as accepted.
    """

    item: Item
    facts: Mapping[str, FactValue]
    means: tuple[Means, ...]
    silence: bool


class Edge(NamedTuple):
    """
    What leads on: an outcome, or what happens beside the steps (None). ``free``: it does not hang on what the
    applicant does. ``to``: any of these may follow, nobody can choose which.
    """

    outcome: Outcome | None
    free: bool
    to: tuple[At, ...]


class Walk:
    """The walk of one kind of case through a plan."""

    def __init__(self, outline: Outline, kind: Kind) -> None:
        self.outline, self.plan, self.steps, self.kind = outline, outline.plan, outline.steps, kind
        papers = Papers.of(kind.item, kind.facts)
        self._papers, self._returned = papers.any, papers.returned
        self._changes = Changes(outline, kind.item.acceptance_trigger, returned=papers.returned)
        self._sheet = kind.item.result.form != "electronic"
        self._known: dict[tuple[object, ...], tuple[Arrival, ...]] = {}

    @cached_property
    def begins(self) -> tuple[At, ...]:
        """Where cases begin."""
        papers = Holder.APPLICANT if self._papers else Holder.NOBODY
        return tuple(dict.fromkeys(self._arrive(self.plan.start, At("", papers=papers))))

    @cached_property
    def edges(self) -> Mapping[At, tuple[Edge, ...]]:
        """Everything that leads on from each place where a case may stand."""
        return {at: edges for at, (edges, _) in self._all.items()}

    @cached_property
    def _all(self) -> Mapping[At, tuple[tuple[Edge, ...], At | None]]:
        came: dict[At, At | None] = dict.fromkeys(self.begins)
        found: dict[At, tuple[tuple[Edge, ...], At | None]] = {}
        waiting = list(came)
        for at in waiting:
            edges = tuple(self._edges(at))
            found[at] = edges, came[at]
            for after in (after for edge in edges for after in edge.to):
                if after not in came:
                    came[after] = at
                    waiting.append(after)
        return found

    def here(self, step: str) -> list[At]:
        """The ways in which a case may stand at a step."""
        return [at for at in self.edges if at.step == step]

    def path(self, at: At) -> list[At]:
        """A shortest way to a place, that place included."""
        found, here = [at], self._all[at][1]
        while here is not None:
            found.append(here)
            here = self._all[here][1]
        return found[::-1]

    def way(self, at: At) -> Text:
        """The titles of the steps on a shortest way to a place."""
        names = [place.step for place in self.path(at)]
        titles = [self.steps[name].title for n, name in enumerate(names) if not n or names[n - 1] != name]
        return Text(zh=" → ".join(title.zh for title in titles), en=" → ".join(title.en for title in titles))

    def _edges(self, at: At) -> Iterator[Edge]:
        step = self.steps[at.step]
        for outcome in step.outcomes:
            if self._changes.possible(at, step, outcome):
                after = (
                    to for one in self._changes.of(at, step, outcome) for to in self._lead(step, outcome, one)
                )
                yield Edge(outcome, not hangs(step, outcome), tuple(dict.fromkeys(after)))
        if step.by == "end":
            return
        if self._may_lapse(at, step):
            yield Edge(None, False, (at._replace(accepted=True),))
        if step.by == "staff" and at.carried:
            yield Edge(None, True, (_back(at),))
        if step.by == "staff" and at.papers is Holder.INBOUND and not _opens(step):
            yield Edge(None, True, (at._replace(papers=Holder.APPLICANT),))
        if at.ruling is not Ruling.GRANTED:
            yield Edge(None, False, tuple(dict.fromkeys(self._withdrawn(at, step))))

    def _may_lapse(self, at: At, step: Step) -> bool:
        """Whether nobody may have answered the application in time; once its end is settled no clock runs."""
        open_ = self.kind.silence and step.by == "staff" and not at.accepted and at.ruling is Ruling.OPEN
        return open_ and self.outline.ends[step.step] not in _SETTLED

    def _withdrawn(self, at: At, step: Step) -> Iterator[At]:
        """The applicant takes it back; what is on its way to her still comes."""
        papers = [Holder.APPLICANT if at.papers is Holder.OUTBOUND else at.papers]
        if step.by == "pick_up" and at.papers is Holder.APPLICANT:
            papers.append(Holder.INBOUND)
        for holder in papers:
            yield from self._arrive(self.plan.exits[End.WITHDRAWN.value], at._replace(papers=holder))

    def _lead(self, step: Step, outcome: Outcome, at: At) -> Iterator[At]:
        if outcome.leaves is not None:
            yield from self._leave(find_lane(self.plan, step.lane or ""), outcome.leaves, at)
        elif outcome.next is not None:
            yield from self._arrive(outcome.next, at, step.lane)

    def _arrive(self, name: str, at: At, lane: str | None = None) -> Iterator[At]:
        for arrival in self._arrivals(name, at, lane):
            if arrival.lane is not None:
                yield from self._arrive(arrival.lane.first, at, arrival.lane.lane)
            elif arrival.step is not None:
                yield at._replace(step=arrival.step.step)
            elif lane is not None:
                yield from self._leave(find_lane(self.plan, lane), arrival.leaves or ONWARD, at)

    def _arrivals(self, name: str, at: At, lane: str | None) -> tuple[Arrival, ...]:
        """Where the plan leads, once for every way in which things may travel."""
        sheet = at.licence is Holder.HALL and self._sheet
        at_hall = at.papers is Holder.HALL
        flags = (at.papers is Holder.INBOUND, at.papers is Holder.UNIT, sheet or at_hall)
        back, licensed = sheet or (at_hall and self._returned), at.licence is not Holder.NOBODY
        key = (name, lane, *flags, back, licensed)
        known = self._known.get(key)
        if known is None:
            inbound, away, held = flags
            each = [
                arrive(
                    self.plan,
                    name,
                    Standing(self.kind.item, self.kind.facts, by, inbound, away, held, back, licensed),
                    lane,
                )
                for by in self.kind.means
            ]
            apart = {
                (one.step and one.step.step, one.lane and one.lane.lane, one.leaves): one for one in each
            }
            known = self._known[key] = tuple(apart.values())
        return known

    def _leave(self, lane: Lane, way_out: str, at: At) -> Iterator[At]:
        """A unit leaves a lane; has it come through, another may still leave by an exit."""
        if way_out in lane.exits:
            yield from self._arrive(lane.exits[way_out], at)
            return
        yield from self._arrive(lane.onward, at)
        if len(units_of(self.kind.item, lane.each)) > 1:
            does = {step.does for step in self.plan.steps if step.lane == lane.lane}
            for name in lane.exits.values():
                yield from self._arrive(name, at._replace(done=at.done - does))


_SETTLED = {frozenset({end}) for end in (End.NOT_ACCEPTED, End.GIVEN_UP, End.WITHDRAWN)}
"""Where nothing else can follow the clocks stop."""


def hangs(step: Step, outcome: Outcome) -> bool:
    """Whether an outcome needs the applicant to supply something, to hand it over, or to come."""
    if step.by == "applicant":
        return outcome.outcome not in step.late
    if step.by == "pick_up" and outcome is step.outcomes[0]:
        return True
    gives = outcome.hand_over is not None and outcome.hand_over.from_ == APPLICANT
    return gives or outcome.visit or outcome.waits_for in ("materials", "deferred")


def _back(at: At) -> At:
    """A parcel has come back to the hall."""
    papers = Holder.HALL if at.papers is Holder.OUTBOUND else at.papers
    licence = Holder.HALL if at.licence is Holder.OUTBOUND else at.licence
    return at._replace(papers=papers, licence=licence)


def _opens(step: Step) -> bool:
    """Whether a parcel that has come is opened at a step."""
    return any(one.hand_over is not None and one.hand_over.from_ == PARCEL for one in step.outcomes)

"""What leads on from the places of a plan, kept for all kinds of case that come there: most come on alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.authoring.checking.plans.at import At, Holder
from chalicelib.authoring.checking.plans.outline import Outline
from chalicelib.decisions.forms.plan import Outcome, Step
from chalicelib.decisions.plans import UNITS, Arrival


class Edge(NamedTuple):
    """
    What leads on: an outcome, or what happens beside the steps (None). ``free``: it does not hang on what the
    applicant does. ``to``: any of these may follow, nobody can choose which.
    """

    outcome: Outcome | None
    free: bool
    to: tuple[At, ...]


Asked = tuple[str, str | None, Holder, Holder]
"""Where a case comes to: from a step, in a lane or outside, who then holds its papers and its licence."""

Led = dict[Asked, tuple[Arrival, ...]]

_Ends = tuple[str | None, str | None, str | None]


class Known(NamedTuple):
    """
    What leads on from a place, for all whom the plan leads as ``led`` says: what was asked, and where.
    ``grants``: an outcome there may grant.
    """

    led: Led
    edges: tuple[Edge, ...]
    grants: bool


class Graph:
    """
    All places of a walk, for all whom the plan leads as ``led`` says: what leads on from each, from where it
    was first come to, and at which a grant may be decided.
    """

    def __init__(
        self,
        edges: Mapping[At, tuple[Edge, ...]],
        came: Mapping[At, At | None],
        led: Led,
        granting: Sequence[At],
    ) -> None:
        self.edges, self.came, self.led, self.granting = edges, came, led, granting
        self.by_step: dict[str, list[At]] = {}
        for at in edges:
            self.by_step.setdefault(at.step, []).append(at)


class Nature(NamedTuple):
    """
    What counts of a kind of case beside where the plan leads it; None where a step does not mind.

    ``trigger``: when it is accepted; ``returned``: whether papers go home; ``silence``: whether no answer
    accepts; ``crowd``: of each lane, whether no unit walks it, one, or more; ``units``: which of those that
    hand-overs name are the same.
    """

    trigger: str | None
    returned: bool | None
    silence: bool | None
    crowd: tuple[int, ...]
    units: tuple[int, ...]


class Leads:
    """What is known of one plan, from all walks through it; ``arrivals``: single answers of the plan."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self.arrivals: dict[tuple[object, ...], Arrival] = {}
        self._known: dict[tuple[Nature, At], list[Known]] = {}
        self._graphs: dict[tuple[Nature, tuple[At, ...]], list[Graph]] = {}
        self._natures: dict[Nature, Mapping[str, Nature]] = {}
        self._ones: dict[tuple[_Ends, ...], tuple[Arrival, ...]] = {}
        steps = outline.plan.steps
        self._plain = {(step.step, step.lane): self.one([Arrival(step)]) for step in steps if _plain(step)}

    def known(self, nature: Nature, at: At) -> list[Known]:
        """What may lead on from a place, to be added to."""
        return self._known.setdefault((nature, at), [])

    def graphs(self, nature: Nature, begins: tuple[At, ...]) -> list[Graph]:
        """What cases of a nature that begin at the same places may come to, to be added to."""
        return self._graphs.setdefault((nature, begins), [])

    def natures(self, nature: Nature) -> Mapping[str, Nature]:
        """What each step minds of a kind of case."""
        known = self._natures.get(nature)
        if known is None:
            steps = self._outline.plan.steps
            known = self._natures[nature] = {step.step: self._minded(step, nature) for step in steps}
        return known

    def _minded(self, step: Step, nature: Nature) -> Nature:
        """As ``Changes`` and ``Walk`` ask it; a lane with nothing to do is left from outside, too."""
        accepts = any(outcome.accepts is not None for outcome in step.outcomes)
        return Nature(
            nature.trigger if accepts else None,
            nature.returned if self._outline.deliveries[step.step] is not None else None,
            nature.silence if step.by == "staff" else None,
            nature.crowd,
            nature.units if any(outcome.hand_over is not None for outcome in step.outcomes) else (),
        )

    def plain(self, name: str, lane: str | None) -> tuple[Arrival, ...] | None:
        """A step that no case passes by, as what it comes to; None where that hangs on the case."""
        return self._plain.get((name, lane))

    def one(self, arrivals: Sequence[Arrival]) -> tuple[Arrival, ...]:
        """Arrivals that lead apart, each once; the same ones are the same object."""
        apart = {_ends(one): one for one in arrivals}
        return self._ones.setdefault(tuple(apart), tuple(apart.values()))


def _ends(arrival: Arrival) -> _Ends:
    step = None if arrival.step is None else arrival.step.step
    return step, None if arrival.lane is None else arrival.lane.lane, arrival.leaves


def _plain(step: Step) -> bool:
    """Whether ``decisions.plans.arrive`` stops at a step whatever the case is."""
    first = step.outcomes[0].hand_over if step.outcomes else None
    gathers = first is not None and first.from_ == UNITS
    return not step.gates and not gathers and step.by not in ("parcels", "pick_up", "delivery")

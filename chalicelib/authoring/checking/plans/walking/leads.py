"""What leads on from the places of a plan, kept for all kinds of case that come there: most come on alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from chalicelib.authoring.checking.plans.walking.at import At, Holder
from chalicelib.authoring.checking.plans.walking.outline import Outline, Ruling
from chalicelib.decisions.forms.plan import Outcome, Step
from chalicelib.decisions.forms.unit import APPLICANT
from chalicelib.decisions.plans import UNITS, Arrival


class Edge(NamedTuple):
    """
    What leads on: an outcome, or what happens beside the steps (None). ``free``: it does not hang on what the
    applicant does. ``to``: any of these may follow, nobody can choose which.
    """

    outcome: Outcome | None
    free: bool
    to: tuple[At, ...]


def links_to(
    edges: Mapping[At, Sequence[Edge]], counts: Callable[[Edge], bool] = lambda edge: True
) -> dict[At, list[tuple[At, Edge]]]:
    """What leads to each place, of the edges that count."""
    found: dict[At, list[tuple[At, Edge]]] = {}
    for at, each in edges.items():
        for edge in filter(counts, each):
            for after in edge.to:
                found.setdefault(after, []).append((at, edge))
    return found


Asked = tuple[str, str | None, Holder, Holder]
"""Where a case comes to: from a step, in a lane or outside, who then holds its papers and its licence."""

Led = dict[Asked, tuple[Arrival, ...]]

Flags = tuple[bool, bool, bool, bool, bool, bool]
"""What ``decisions.plans.Standing`` says of papers and a licence, in its order."""

_Ends = tuple[str | None, str | None, str | None]


Crowded = dict[str, bool]
"""Of lanes by name, whether more than one unit walks them."""


class Known(NamedTuple):
    """
    What leads on from a place, for all whom the plan leads as ``led`` says: what was asked, and where, and
    whose lanes are ``crowded`` so. ``to`` are all places that follow, ``grants``: an outcome may grant.
    """

    led: Led
    crowded: Crowded
    edges: tuple[Edge, ...]
    to: tuple[At, ...]
    grants: bool


class Graph:
    """
    All places of a walk, for all whom the plan leads as ``led`` says and whose lanes are ``crowded`` so: what
    leads on from each, from where it was first come to, and at which a grant may be decided.
    """

    def __init__(
        self,
        edges: Mapping[At, tuple[Edge, ...]],
        came: Mapping[At, At | None],
        led: Led,
        crowded: Crowded,
        granting: Sequence[At],
    ) -> None:
        self.edges, self.came, self.granting = edges, came, granting
        self.led, self.crowded = led, crowded
        self.by_step: dict[str, list[At]] = {}
        for at in edges:
            self.by_step.setdefault(at.step, []).append(at)


class Nature(NamedTuple):
    """
    What counts of a kind of case beside where the plan leads it; None where a step does not mind.

    ``trigger``: when it is accepted; ``returned``: whether papers go home; ``silence``: whether no answer
    accepts; ``units``: which of those that hand-overs name are the same.
    """

    trigger: str | None
    returned: bool | None
    silence: bool | None
    units: tuple[int, ...]


class Leads:
    """What is known of one plan, from all walks through it; ``arrivals``: single answers of the plan."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self.arrivals: dict[tuple[object, ...], Arrival] = {}
        self._known: dict[tuple[Nature, At], list[Known]] = {}
        self._graphs: dict[tuple[Nature, tuple[At, ...]], list[Graph]] = {}
        self._places: dict[Nature, dict[At, list[Known]]] = {}
        self._led: dict[Hashable, Led] = {}
        self._ones: dict[tuple[_Ends, ...], tuple[Arrival, ...]] = {}
        steps = outline.plan.steps
        self._plain = {(step.step, step.lane): self.one([Arrival(step)]) for step in steps if _plain(step)}

    def places(self, nature: Nature) -> dict[At, list[Known]]:
        """What may lead on from places that cases of a nature have come to, to be added to."""
        return self._places.setdefault(nature, {})

    def known(self, nature: Nature, at: At) -> list[Known]:
        """What may lead on from a place, to be added to; one list for natures that it does not tell apart."""
        return self._known.setdefault((self._minded(nature, at), at), [])

    def graphs(self, nature: Nature, begins: tuple[At, ...]) -> list[Graph]:
        """What cases of a nature that begin at the same places may come to, to be added to."""
        return self._graphs.setdefault((nature, begins), [])

    def led(self, alike: Hashable) -> Led:
        """Where the plan leads cases that are alike in all that it looks at, to be added to."""
        return self._led.setdefault(alike, {})

    def _minded(self, nature: Nature, at: At) -> Nature:
        """What a place minds of a kind of case, as ``Changes`` and ``Walk`` ask it."""
        step = self._outline.steps[at.step]
        accepts = not at.accepted and any(outcome.accepts is not None for outcome in step.outcomes)
        waits = not at.accepted and at.ruling is Ruling.OPEN and step.by == "staff"
        return Nature(
            nature.trigger if accepts else None,
            nature.returned if self._outline.deliveries[step.step] is not None else None,
            nature.silence if waits else None,
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
    gathers = first is not None and first.from_ in (UNITS, APPLICANT)
    return not step.gates and not gathers and step.by not in ("parcels", "pick_up", "delivery")

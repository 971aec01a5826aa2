"""
Ways through a plan that pass by what the law wants done before a grant: inspection, hearing, publication.

The plan is a graph; for the facts of a situation its skips are settled. Looked for is a shortest way from
the start to a grant on which the step was never done, or only once all was decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from chalicelib.decisions.form import FactValue
from chalicelib.decisions.plan import PASSING, Does, Outcome, Plan, Step
from chalicelib.decisions.plans import GRANTED, is_skipped


class Phase(IntEnum):
    """How far a way has come: not done, done, and decided upon by someone who could have refused."""

    OPEN = 0
    DONE = 1
    DECIDED = 2


class Edge(NamedTuple):
    """From a step to the next by its outcome ``number``; None: by its skip, or as there is nothing there."""

    step: Step
    number: int | None
    to: str

    @property
    def outcome(self) -> Outcome | None:
        return None if self.number is None else self.step.outcomes[self.number]


@dataclass(frozen=True)
class Bypass:
    """A way to a grant, edge by edge; ``late``: it was done, but only when all was decided."""

    way: tuple[Edge, ...]
    late: bool
    lost: Edge | None
    """Where it is lost: from here on it cannot be done any more; None if the plan does it nowhere."""


def bypass(plan: Plan, does: Does, facts: Mapping[str, FactValue]) -> Bypass | None:
    """The shortest way to a grant that passes by all that ``does`` it; None if there is none."""
    return _Graph(plan, does, facts).bypass()


_BEFORE_DECISION: frozenset[Does] = frozenset({"inspection", "hearing"})
"""A publication may also follow the grant: of a registration that has been made."""

_At = tuple[str, Phase]


class _Graph:
    def __init__(self, plan: Plan, does: Does, facts: Mapping[str, FactValue]) -> None:
        self._plan, self._does, self._facts = plan, does, facts
        self._steps = {step.step: step for step in plan.steps}
        self._enough = Phase.DECIDED if does in _BEFORE_DECISION else Phase.DONE
        self._granting = _leading({s.step for s in plan.steps if _grants(s)}, plan)

    def bypass(self) -> Bypass | None:
        came: dict[_At, tuple[_At, Edge] | None] = {(self._plan.start, Phase.OPEN): None}
        waiting = list(came)
        for at in waiting:
            step, phase = self._steps[at[0]], at[1]
            if step.by == "end" and step.state in GRANTED and phase < self._enough:
                return self._found(came, at, None)
            for edge in self._edges(step):
                after = self._after(edge, phase)
                if edge.outcome is not None and edge.outcome.licence and self._unready(after):
                    return self._found(came, at, edge)
                if (edge.to, after) not in came:
                    came[edge.to, after] = at, edge
                    waiting.append((edge.to, after))
        return None

    def _unready(self, phase: Phase) -> bool:
        """Whether no licence may be made yet."""
        return self._does in _BEFORE_DECISION and phase < Phase.DECIDED

    def _edges(self, step: Step) -> Iterator[Edge]:
        if step.skip is not None and is_skipped(step, self._facts):
            yield Edge(step, None, step.skip.next)
            return
        if step.if_nothing is not None:
            yield Edge(step, None, step.if_nothing)
        yield from (Edge(step, number, one.next) for number, one in enumerate(step.outcomes))

    def _after(self, edge: Edge, phase: Phase) -> Phase:
        if edge.outcome is None:
            return phase
        if edge.step.does == self._does:
            return Phase.DONE if edge.outcome.outcome == PASSING[self._does] else Phase.OPEN
        return Phase.DECIDED if phase == Phase.DONE and self._decides(edge.step) else phase

    def _decides(self, step: Step) -> bool:
        """Whether staff can refuse here: some outcome leads to no grant any more."""
        if step.by != "staff" or step.does is not None:
            return False
        return any(not one.licence and one.next not in self._granting for one in step.outcomes)

    def _found(self, came: Mapping[_At, tuple[_At, Edge] | None], at: _At, last: Edge | None) -> Bypass:
        way = [] if last is None else [last]
        here: _At | None = at
        while here is not None and (before := came[here]) is not None:
            here, edge = before
            way.append(edge)
        way.reverse()
        return Bypass(tuple(way), at[1] != Phase.OPEN, self._lost(way, at[1]))

    def _lost(self, way: list[Edge], phase: Phase) -> Edge | None:
        """The edge to mend: where it is left out, done too late, or out of reach from then on."""
        doing = [edge for edge in way if edge.step.does == self._does]
        if phase != Phase.OPEN or any(edge.number is None for edge in doing):
            return next(edge for edge in reversed(doing) if phase != Phase.OPEN or edge.number is None)
        able = _leading({s.step for s in self._plan.steps if self._can(s)}, self._plan, self._facts)
        if self._plan.start not in able:
            return None
        return next((edge for edge in way if edge.to not in able), way[-1])

    def _can(self, step: Step) -> bool:
        return step.does == self._does and not is_skipped(step, self._facts)


def _grants(step: Step) -> bool:
    made = any(outcome.licence for outcome in step.outcomes)
    return made or (step.by == "end" and step.state in GRANTED)


def _leading(goals: set[str], plan: Plan, facts: Mapping[str, FactValue] | None = None) -> set[str]:
    """The steps that can come to one of the goals; without facts every skip is possible."""
    before: dict[str, list[str]] = {}
    for step in plan.steps:
        for name in _next(step, facts):
            before.setdefault(name, []).append(step.step)
    found, waiting = set(goals), list(goals)
    while waiting:
        for name in before.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _next(step: Step, facts: Mapping[str, FactValue] | None) -> Iterator[str]:
    if step.skip is not None and (facts is None or is_skipped(step, facts)):
        yield step.skip.next
        if facts is not None:
            return
    if step.if_nothing is not None:
        yield step.if_nothing
    yield from (outcome.next for outcome in step.outcomes)

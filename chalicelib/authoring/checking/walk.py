"""
A plan walked by an application: every step that it may come to, and what has been done for it by then.

What nobody knows beforehand is tried both ways: an outcome, a skip on what the applicant says, whether an
application is accepted by silence before somebody answers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Item
from chalicelib.decisions.plan import Outcome, Plan, Step


class At(NamedTuple):
    """
    A step, and what has happened before: the application is accepted, a refusal has its reason, the
    licence is made, the office has begun to hand something out.
    """

    step: str
    accepted: bool = False
    reasoned: bool = False
    licensed: bool = False
    handed_out: bool = False


@dataclass(frozen=True)
class Walk:
    """
    A plan as items of one kind meet it.

    Args:
        trigger: the items' ``acceptance_trigger``.
        skips: for the steps that may be skipped, whether these items' facts say so; None: the applicant's do.
        item: one of these items, to name.
    """

    plan: Plan
    trigger: str
    skips: Mapping[str, bool | None]
    item: Item = field(compare=False)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        return {step.step: step for step in self.plan.steps}

    @cached_property
    def before(self) -> Mapping[At, At | None]:
        """Where an application may stand, each with where it may have come from, on a shortest way."""
        start = At(self.plan.start)
        found: dict[At, At | None] = {start: None}
        waiting = [start]
        for at in waiting:
            for after in self._after(at):
                if after not in found:
                    found[after] = at
                    waiting.append(after)
        return found

    def here(self, step: Step) -> list[At]:
        """The ways in which an application may stand at a step."""
        return [at for at in self.before if at.step == step.step]

    def way(self, at: At) -> list[Text]:
        """The titles of the steps on a shortest way to a place, that place included."""
        titles: list[Text] = []
        here: At | None = at
        while here is not None:
            title = self.steps[here.step].title
            if not titles or titles[-1] != title:
                titles.append(title)
            here = self.before[here]
        return titles[::-1]

    def straight(self, name: str) -> set[str]:
        """The steps that may begin when one is entered: it, or what follows where it is left out."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            step = self.steps[waiting.pop()]
            if step.step not in found:
                found.add(step.step)
                waiting += _left_out(step, self.skips.get(step.step))
        return found

    def _after(self, at: At) -> Iterator[At]:
        step = self.steps[at.step]
        skip = self.skips.get(step.step)
        for name in _left_out(step, skip):
            yield at._replace(step=name)
        if skip is not True:
            for outcome in step.outcomes:
                yield from self._by(step, outcome, at)

    def _by(self, step: Step, outcome: Outcome, at: At) -> Iterator[At]:
        for accepted in {at.accepted, at.accepted or step.silence == "accepted"}:
            if (outcome.before if accepted else outcome.after) != "accepted":
                yield At(
                    outcome.next,
                    accepted or outcome.accepts == self.trigger,
                    at.reasoned or outcome.reason == "required",
                    at.licensed or outcome.licence,
                    at.handed_out or step.by == "delivery",
                )


def _left_out(step: Step, skip: bool | None) -> list[str]:
    """The steps that follow where a step is left out."""
    found = [] if step.skip is None or skip is False else [step.skip.next]
    return found if step.if_nothing is None or skip is True else [*found, step.if_nothing]


def ordinary_ways(plan: Plan) -> list[list[Step]]:
    """The ways from the start along the first outcomes; steps that may be skipped are tried both ways."""
    steps = {step.step: step for step in plan.steps}
    ways: list[list[Step]] = []
    waiting: list[list[Step]] = [[steps[plan.start]]]
    while waiting and len(ways) < MOST_WAYS:
        *way, step = waiting.pop()
        here = [*way, step]
        following = [step.skip.next] if step.skip is not None else []
        if following:
            waiting += [[*way, steps[following[0]]]]
        if not step.outcomes:
            ways.append(here)
        elif steps[step.outcomes[0].next] not in here:
            waiting.append([*here, steps[step.outcomes[0].next]])
    return ways


MOST_WAYS = 4_096
"""Twelve steps that may each be skipped; more than so many ways are not looked at."""

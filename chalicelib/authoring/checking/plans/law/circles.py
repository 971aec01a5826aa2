"""Circles of steps that a case goes round by itself, without anybody's act: it would never come to rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from chalicelib.authoring.checking.plans.places import of_outcome
from chalicelib.authoring.checking.plans.walking.at import At
from chalicelib.authoring.checking.plans.walking.outline import by_itself
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.plan import Outcome

Leads = Mapping[At, Mapping[At, Outcome]]
"""Where a case may go from a place without anybody's act, and by which outcome."""


def circles(plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """The first outcome of a plan by which a case can go round by itself for ever."""
    for walk in walks:
        leads = _alone(walk)
        round_ = _in_circles(leads)
        for step in plan.form.steps:
            for at in (at for at in round_ if at.step == step.step):
                outcome = next(outcome for after, outcome in leads[at].items() if after in round_)
                yield of_outcome(plan, step, outcome, "next").error(
                    "circle-by-itself", step=step.title, outcome=outcome.title
                )
                return


def _alone(walk: Walk) -> Leads:
    return {
        at: {
            after: edge.outcome
            for edge in edges
            if edge.outcome is not None and by_itself(walk.steps[at.step], edge.outcome)
            for after in edge.to
        }
        for at, edges in walk.edges.items()
    }


def _in_circles(leads: Leads) -> set[At]:
    """The places that lie on a circle, or between two."""
    there = set(leads)
    while True:
        come_to = set(chain.from_iterable(leads[at] for at in there))
        left = {at for at in there & come_to if not there.isdisjoint(leads[at])}
        if left == there:
            return left
        there = left

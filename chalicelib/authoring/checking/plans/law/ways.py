"""
Every case finds a way: out of each place to an end whatever the applicant does, by a person's act where a
courier costs money, and to every step that is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.authoring.checking.plans.places import of_outcome, of_step, of_use
from chalicelib.authoring.checking.plans.walking.at import At
from chalicelib.authoring.checking.plans.walking.graph import coming_to
from chalicelib.authoring.checking.plans.walking.leads import Edge, links_to
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import Mark, Problem
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.plan import Outcome, Step

PATIENT = ("applicant", "time")
"""Who ends a step only once something has been supplied, or the time is over."""


def stuck(plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """
    Steps that can lie for ever: what should end them by itself is not possible, nothing leads to an end, or
    only what the applicant does.
    """
    told: set[str] = set()
    for walk in walks:
        ending, free = _reaching(walk, any_way=True), _reaching(walk, any_way=False)
        for at, edges in walk.edges.items():
            step = walk.steps[at.step]
            if step.step in told or at in free:
                continue
            if _never_over(step, edges):
                told.add(step.step)
                yield of_step(plan, step.step, "late").tell(_late(at))
            elif at not in ending:
                told.add(step.step)
                yield of_step(plan, step.step).error("no-way-out", step=step.title)
            elif _waits(walk, at, free):
                told.add(step.step)
                yield of_step(plan, step.step).error("hangs-on-applicant", step=step.title)


def _waits(walk: Walk, at: At, free: set[At]) -> bool:
    """Whether the applicant could lead on from here; of parcels it is told where a person takes over."""
    edges, by = walk.edges[at], walk.steps[at.step].by
    taken_over = (after for edge in edges if edge.free for after in edge.to if after not in free)
    if by in ("pick_up", "delivery") and any(walk.steps[after.step].by == "staff" for after in taken_over):
        return False
    return any(edge.outcome and not edge.free and not free.isdisjoint(edge.to) for edge in edges)


def _never_over(step: Step, edges: Sequence[Edge]) -> bool:
    """Whether a step of the applicant, or of time, does not end when its time is over as the case stands."""
    possible = {edge.outcome.outcome for edge in edges if edge.outcome is not None}
    return step.by in PATIENT and bool(step.late) and not possible & set(step.late)


def _reaching(walk: Walk, *, any_way: bool) -> set[At]:
    """
    The places from which an end can be come to; not ``any_way``: whatever the applicant does, and whichever
    of several places follows.
    """
    ends = (at for at in walk.edges if walk.steps[at.step].by == "end")
    links = links_to(walk.edges, lambda edge: edge.free or (any_way and edge.outcome is not None))
    return coming_to(ends, links, lambda edge, found: any_way or found.issuperset(edge.to))


def by_itself(plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """Couriers that nobody has ordered: each is paid for with public money."""
    told: set[str] = set()
    for walk in walks:
        if any(walk.steps[at.step].by == "pick_up" for at in walk.begins) and plan.form.start not in told:
            told.add(plan.form.start)
            yield of_use(plan, plan.form.start).error("order-by-itself")
        for at, edges in walk.edges.items():
            step = walk.steps[at.step]
            for edge in edges:
                if edge.outcome is None or not _nobody(step, edge.outcome):
                    continue
                if any(_ordered(walk, step, after) for after in edge.to) and step.step not in told:
                    told.add(step.step)
                    yield of_outcome(plan, step, edge.outcome, "next").error("order-by-itself")


def _nobody(step: Step, outcome: Outcome) -> bool:
    """
    Whether an outcome happens without a member of staff: the applicant's, by time, or of a parcel
    that failed.
    """
    failed = outcome is not step.outcomes[0]
    return step.by in PATIENT or (failed and step.by in ("pick_up", "delivery"))


def _ordered(walk: Walk, before: Step, after: At) -> bool:
    """Whether coming there orders a courier: for papers to come in, or anew for what did not arrive."""
    step = walk.steps[after.step]
    return step.by == "pick_up" or (before.by == "delivery" and step.by == "delivery")


Walked = Sequence[tuple[ReadPlan, Iterable[Walk]]]
Move = tuple[str, Mark, str]
"""A step, by where it is written, and the outcome by which papers change hands; "" for the step itself."""


def unreached(plans: Walked) -> Iterator[Problem]:
    """
    Steps of parts that no plan can reach, and papers given by who never has them, each told once; and ends
    that no case comes to.

    Left out are steps that there is nothing to do at in some plans: they gather what may be elsewhere.
    """
    left = _left(plans)
    told: set[Move] = set()
    for plan, walks in plans:
        for step in plan.form.steps:
            move = (*_written(plan, step.step), "")
            if step.by == "end":
                if not any(walk.here(step.step) for walk in walks):
                    yield of_step(plan, step.step).error("end-never-reached")
            elif move in left - told:
                told.add(move)
                yield of_step(plan, step.step).error("never-reached")
    yield from _gaps(plans, left)


def _written(plan: ReadPlan, step: str) -> tuple[str, Mark]:
    """Where a step is written: of several plans one place, also where they were read each by itself."""
    document, node = plan.places[step]
    return document.file, node.at


def _left(plans: Walked) -> set[Move]:
    """
    What is written and never comes about: steps that no case comes to, with their outcomes that move papers.
    Plans are walked only as long as something of them is left.
    """
    wanted = {plan.form.plan: set(_wanted(plan)) for plan, _ in plans}
    left = set().union(*wanted.values())
    going = [(plan, iter(walks)) for plan, walks in plans]
    while going := [(plan, walks) for plan, walks in going if left & wanted[plan.form.plan]]:
        for plan, walks in tuple(going):
            walk = next(walks, None)
            if walk is None:
                going.remove((plan, walks))
            else:
                left -= _come(plan, walk)
    return left


def _wanted(plan: ReadPlan) -> Iterator[Move]:
    """The steps of a plan that some case must come to, and where it takes papers in what must move them."""
    for step in plan.form.steps:
        written = _written(plan, step.step)
        if step.by != "end" and not _gathers(step):
            yield (*written, "")
        if plan.form.paper_in != "none" and not _gathers(step):
            yield from ((*written, one.outcome) for one in step.outcomes if one.hand_over is not None)


def _come(plan: ReadPlan, walk: Walk) -> set[Move]:
    """The steps that cases of one kind come to, and the outcomes by which papers change hands there."""
    come = {(step, "") for step in {at.step for at in walk.edges}}
    moves = ((at.step, _moves(at, edge)) for at, edges in walk.edges.items() for edge in edges)
    come |= {(step, name) for step, name in moves if name is not None}
    return {(*_written(plan, step), name) for step, name in come}


def _gaps(plans: Walked, left: set[Move]) -> Iterator[Problem]:
    """Papers handed over by who never has them, in no plan that takes papers in; told once."""
    told: set[Move] = set()
    for plan, _ in plans:
        for step in plan.form.steps if plan.form.paper_in != "none" else ():
            for outcome in step.outcomes:
                move = (*_written(plan, step.step), outcome.outcome)
                if move in left - told:
                    told.add(move)
                    yield of_outcome(plan, step, outcome, "hand_over").error("custody-gap")


def _moves(at: At, edge: Edge) -> str | None:
    """The name of an outcome by which papers change hands."""
    if edge.outcome is None or edge.outcome.hand_over is None:
        return None
    return edge.outcome.outcome if any(after.papers is not at.papers for after in edge.to) else None


def _gathers(step: Step) -> bool:
    first = step.outcomes[0].hand_over if step.outcomes else None
    return step.by == "parcels" or (first is not None and first.from_ == "units")


def _late(at: At) -> Message:
    zh, en = ("受理之后", "after acceptance") if at.accepted else ("受理之前", "before acceptance")
    return say("late-impossible", what=Both(zh, en))

"""
Custody within a plan 材料交接: whoever gives a paper away holds it, and no licence is made before the
papers that the channel brings in have come to the office.

The plan is walked with the papers as one bundle: each step with everyone who may hold it then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Say
from chalicelib.decisions.form import Text
from chalicelib.decisions.plan import Outcome, Party, Plan, Step


class At(NamedTuple):
    """A step that may be under way: who then holds the papers, and whether they have been at the office."""

    step: str
    holder: Party
    seen: bool = False


def check_custody(plan: Read[Plan]) -> None:
    """Report what is wrong with the way of the papers; names of steps must be right already."""
    if not _check_paper_in(plan):
        return
    reached = _reached(plan.form)
    for number, step in enumerate(plan.form.steps):
        here = {at for at in reached if at.step == step.step}
        if step.by == "end" and any(at.holder is Party.INSPECTORS for at in here):
            plan.report(plan.node.find("steps", number, "step"), "custody-open", _OPEN)
        for n, outcome in enumerate(step.outcomes):
            _check_outcome(plan, here, outcome, ("steps", number, "outcomes", n))


def _check_outcome(plan: Read[Plan], here: set[At], outcome: Outcome, path: tuple[object, ...]) -> None:
    given, holders = outcome.hand_over, {at.holder for at in here}
    # a courier may have a licence or a letter, of which nothing is told here
    if given is not None and holders and given.from_ not in {*holders, Party.COURIER}:
        say = _not_held(given.from_, holders)
        plan.report(plan.node.find(*path, "hand_over", "from"), "custody-gap", say)
    if outcome.licence and plan.form.paper_in != "none":
        early = {after.holder for at in here for after in _after_outcome(outcome, at) if not after.seen}
        if early:
            plan.report(plan.node.key(*path, "licence"), "custody-skipped", _skipped(early))


def _reached(plan: Plan) -> set[At]:
    steps = {step.step: step for step in plan.steps}
    reached: set[At] = set()
    waiting = [At(plan.start, Party.APPLICANT)]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting.extend(_after(steps[at.step], at))
    return reached


def _after(step: Step, at: At) -> Iterator[At]:
    if step.skip is not None:
        yield at._replace(step=step.skip.next)
    if step.if_nothing is not None and at.holder is not Party.OFFICE:
        yield at._replace(step=step.if_nothing)
    for outcome in step.outcomes:
        for moved in _by_parcel(step, outcome, at):
            yield from _after_outcome(outcome, moved)


def _by_parcel(step: Step, outcome: Outcome, at: At) -> set[At]:
    """Who holds the papers once a parcel has come to this outcome; other steps move none by themselves."""
    if step.by not in ("pick_up", "delivery"):
        return {at}
    office, applicant = Party.OFFICE, Party.APPLICANT
    giver, taker = (applicant, office) if step.by == "pick_up" else (office, applicant)
    if outcome.outcome == "delivered":
        return {_held(at, taker) if at.holder in (giver, Party.COURIER) else at}
    return {at, _held(at, Party.COURIER)} if at.holder is giver else {at}


def _after_outcome(outcome: Outcome, at: At) -> Iterator[At]:
    given, after = outcome.hand_over, at._replace(step=outcome.next)
    if given is not None and given.from_ is Party.COURIER and at.holder is Party.APPLICANT and not at.seen:
        return  # nothing was ever sent, so that nothing can have arrived
    brings = at.holder is Party.COURIER and given is not None and given.from_ is Party.APPLICANT
    if given is None or (given.from_ is not at.holder and not brings):  # what failed to travel may be brought
        yield after
        return
    yield _held(after, given.to)
    if given.what == "missing":
        yield after


def _held(at: At, holder: Party) -> At:
    return at._replace(holder=holder, seen=at.seen or holder is Party.OFFICE)


def _check_paper_in(plan: Read[Plan]) -> bool:
    """Whether the plan takes the papers in as it says."""
    form = plan.form
    taken = {
        outcome.hand_over.to
        for step in form.steps
        for outcome in step.outcomes
        if outcome.hand_over is not None and outcome.hand_over.from_ is Party.APPLICANT
    }
    fetched = any(step.by == "pick_up" for step in form.steps)
    right = {
        "none": not taken and not fetched,
        "courier": fetched,
        "inspection": Party.INSPECTORS in taken,
        "counter": Party.OFFICE in taken,
    }
    if not right[form.paper_in]:
        plan.report(plan.node.find("paper_in"), "paper-in", _PAPER_IN)
    return right[form.paper_in]


_PARTIES = {
    Party.APPLICANT: Text(zh="申请人", en="the applicant"),
    Party.COURIER: Text(zh="快递", en="the courier"),
    Party.INSPECTORS: Text(zh="勘验人员", en="the inspectors"),
    Party.OFFICE: Text(zh="大厅", en="the office"),
}


def _named(parties: set[Party]) -> Text:
    each = [_PARTIES[party] for party in sorted(parties)]
    return Text(zh="或".join(party.zh for party in each), en=" or ".join(party.en for party in each))


def _not_held(giver: Party, holders: set[Party]) -> Say:
    gives, holds = _PARTIES[giver], _named(holders)
    return Say(
        f"材料交接断档：由{gives.zh}交出，而此时材料在{holds.zh}手中。",
        f"A gap in custody: {gives.en} hands the papers over while {holds.en} holds them.",
        "请补上之前的交接（hand_over），或改正 from。",
        "Add the hand_over that is missing before it, or correct 'from'.",
    )


def _skipped(holders: set[Party]) -> Say:
    held = _named(holders)
    return Say(
        f"制证时纸质材料可能还在{held.zh}手中，没有交到大厅。",
        f"The licence can be made while the papers are still with {held.en} and not at the office.",
        "请检查通向这里的环节：每条路都须先把材料交到大厅，或转到不予许可。",
        "Look at the ways that lead here: each has to bring the papers to the office first, or to a refusal.",
    )


_OPEN = Say(
    "办结时材料可能还在勘验人员手中。",
    "The case can end while the inspectors still hold the papers.",
    "请在此之前补上交回大厅或退还申请人的交接（hand_over）。",
    "Add a hand_over to the office, or back to the applicant, before it.",
)
_PAPER_IN = Say(
    "paper_in 与环节不符：courier 要有取件环节，inspection 要有勘验人员收取，"
    "counter 要有窗口收取，none 不收取。",
    "The steps do not take papers in as 'paper_in' says: courier needs a pick-up, inspection a hand-over to "
    "the inspectors, counter one to the office, and with none nothing is taken.",
    "请补上交接，或改正 paper_in。",
    "Add the hand-over, or correct 'paper_in'.",
)

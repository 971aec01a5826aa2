"""
Cases by chance on plans by chance: whatever ``rules check`` lets pass carries every case to a lawful end.

``RANDOM_PLANS`` tells how many plans are tried, ``RANDOM_PLANS_FROM`` the seed of the first; a few are enough
for everyday. Without the check one plan in ten of these fails.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from chalicelib.cases import commands
from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.decide import decide
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import SideKind
from chalicelib.cases.waiting import Waiting, waiting
from chalicelib.decisions.plan import End, Milestone
from chalicelib.decisions.unit import APPLICANT, PARCEL, every_unit
from tests.cases.chances import by_seed
from tests.cases.finishing import finished, helpful
from tests.cases.random_plans import CHANNEL, ITEM, random_release
from tests.cases.walks import Walk, next_command

MACHINES = (
    commands.ExpireTask
    | commands.ExpireClock
    | commands.RecordBooking
    | commands.RecordMisnumbering
    | commands.RecordBookingRefused
    | commands.RecordTracking
    | commands.RecordDocumentIssued
)
"""What time, carriers and our own effects tell: nobody is there to read a refusal."""

CASES, STEPS = 4, 40
EXAMPLES = int(os.environ.get("RANDOM_PLANS", "12"))
FIRST = int(os.environ.get("RANDOM_PLANS_FROM", "0"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + EXAMPLES))
def test_on_any_plan_that_passes_the_check_every_case_is_seen_and_comes_to_a_lawful_end(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - an example by chance, no secret
    _, release = random_release(random)
    for _ in range(CASES):
        _walked(Walk(release, ITEM, CHANNEL, courier=random.random() < 0.7), random)


def _walked(walk: Walk, random: Random) -> None:
    """Up to so many commands, and after each what must hold; then whether the case can be ended."""
    draw = by_seed(random)
    later = [name for name, need in walk.case.needs.items() if need.deferrable and random.random() < 0.5]
    if random.random() < 0.95:
        walk.supply(later)
    for _ in range(random.randint(0, STEPS)):
        command = (helpful(walk, random) if random.random() < 0.5 else None) or next_command(walk, draw)
        _by_a_machine(walk, command)
        walk.ask(command)
        _seen(walk)
        _held(walk)
    numbers = [effect.effect for effect in walk.effects]
    assert len(numbers) == len(set(numbers)), "nothing is sent twice"
    if walk.case.stage is Stage.RUNNING:
        last = finished(walk)
        assert last is not None, "nobody can bring it to its end"
        _lawful(last)
    elif walk.case.stage is Stage.CLOSED:
        _lawful(walk.case)


def _by_a_machine(walk: Walk, command: object) -> None:
    if not isinstance(command, MACHINES):
        return
    order = getattr(command, "order", None)
    if order is not None and order not in walk.case.shipments:
        return
    try:
        decide(walk.case, command, walk.release)
    except NotPossible as refused:
        pytest.fail(f"{command!r} is refused: {refused}")


def _seen(walk: Walk) -> None:
    """A running case is on a list or has a timer, each thing that it waits for."""
    if walk.case.stage is Stage.RUNNING:
        tasks = [each for each in waiting(walk.case) if each.kind == "task"]
        assert tasks, "on no list, and no timer"
        assert all(_somebody(walk, each) for each in waiting(walk.case))


def _somebody(walk: Walk, each: Waiting) -> bool:
    if each.unit is not None or (each.due is not None and not each.late):
        return True
    task = walk.case.tasks.get(each.id)
    return task is not None and task.way is not None


def _held(walk: Walk) -> None:
    """Every paper is with the applicant, a unit that there is, or in one parcel of this case."""
    case, units = walk.case, {unit.unit for unit in every_unit(walk.release.units)}
    for paper, holding in case.custody.items():
        assert holding.holder in (APPLICANT, PARCEL) or holding.holder in units, paper
        assert holding.holder != PARCEL or holding.parcel in case.shipments, paper


def _lawful(case: Case) -> None:
    """The end says what has happened, and papers are where they belong, or somebody sees to it."""
    end, days = case.settled, case.milestones
    accepted = Milestone.ACCEPTED in days
    assert Milestone.DECIDED not in days or accepted, "decided, and never accepted"
    match end:
        case End.GRANTED:
            assert Milestone.DECIDED in days
            assert case.licence is not None
        case End.REFUSED:
            assert Milestone.DECIDED in days
            assert case.licence is None
        case End.NOT_ACCEPTED | End.GIVEN_UP:
            assert not accepted
        case End.WITHDRAWN:
            assert case.state == (14 if accepted else 2)
        case _:
            assert end is End.REVOKED
    seen_to = {paper for side in case.sides_of(SideKind.PAPER_OWED) for paper in side.about} | set(
        case.waived
    )
    decided = end in (End.GRANTED, End.REFUSED)
    for paper in case.at_office:
        comes_back = paper == LICENCE or case.needs[paper].returned or not decided
        assert not comes_back or paper in seen_to, paper
    troubled = {order for side in case.sides_of(SideKind.PARCEL_TROUBLE) for order in side.about}
    for paper in case.held_by(PARCEL):
        parcel = case.custody[paper].parcel or ""
        assert parcel in troubled or case.shipments[parcel].status == "lost", paper

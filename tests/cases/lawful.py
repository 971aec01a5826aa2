"""What must hold of a case, whatever has happened to it."""

from __future__ import annotations

from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.values import SideKind
from chalicelib.cases.waiting import Waiting, waiting
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End, Milestone
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL, at_office, every_unit


def assert_seen(case: Case) -> None:
    """
    A case is on a list or has a timer, each thing that it waits for. The commit that submits it decides its
    channel, too.
    """
    if case.stage is Stage.RUNNING:
        tasks = [each for each in waiting(case) if each.kind == "task"]
        assert tasks, "on no list, and no timer"
    if case.stage is not Stage.CLOSED and not case.undecided:
        assert waiting(case), "nobody waits for it"
    assert all(_somebody(case, each) for each in waiting(case))


def _somebody(case: Case, each: Waiting) -> bool:
    if each.unit is not None or (each.due is not None and not each.late):
        return True
    task = case.tasks.get(each.id)
    return task is not None and task.way is not None


def assert_held(case: Case, release: Release) -> None:
    """Every paper is with the applicant, a unit that there is, or in one parcel of this case."""
    units = {unit.unit for unit in every_unit(release.units)}
    for paper, holding in case.custody.items():
        assert holding.holder in (APPLICANT, PARCEL) or holding.holder in units, paper
        assert holding.holder != PARCEL or holding.parcel in case.shipments, paper


def assert_lawful_end(case: Case) -> None:
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
    for paper in (paper for paper, holding in case.custody.items() if at_office(holding.holder)):
        comes_back = paper == LICENCE or case.needs[paper].returned or not decided
        assert not comes_back or paper in seen_to, paper
    troubled = {order for side in case.sides_of(SideKind.PARCEL_TROUBLE) for order in side.about}
    for paper in case.held_by(PARCEL):
        parcel = case.custody[paper].parcel or ""
        assert parcel in troubled or case.shipments[parcel].status == "lost", paper

"""Who holds which paper 材料交接: papers change hands, are counted, and what is missing is owed."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.cases import events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.clocks.milestones import reach
from chalicelib.cases.decide.papers.served import serve_at_counter, serve_by_parcel
from chalicelib.cases.decide.work.owing import end_side, open_side, owe, settle_owed
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.values import Direction, Holder, SideKind, Task
from chalicelib.decisions.forms.plan import HandOver, Milestone, Outcome
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL, at_office, away_from_hall
from chalicelib.decisions.plans import UNITS, delivery_of, find_lane

_PARTIES = {Direction.INBOUND: (APPLICANT, HALL), Direction.OUTBOUND: (HALL, APPLICANT)}
"""Sender and addressee."""


def move(
    recorder: EventRecorder, papers: tuple[str, ...], giver: Holder, taker: Holder, parcel: str | None = None
) -> None:
    """Papers change hands; what the office gets first of an item accepted on paper is its receipt."""
    if not papers or giver == taker:
        return
    recorder.record(events.PapersMoved, papers=papers, giver=giver, taker=taker, parcel=parcel)
    if at_office(taker) and not at_office(giver):
        receive_on_paper(recorder)
    settle_owed(recorder, papers)


def receive_on_paper(recorder: EventRecorder) -> None:
    """
    The application is received with its first papers 收到, where it is accepted on papers. What comes
    once its end is settled goes home again, and begins no days to answer, after which silence accepts.
    """
    under_way = recorder.case.stage is Stage.RUNNING and recorder.case.settled is None
    if recorder.item.acceptance_trigger == "paper" and under_way:
        reach(recorder, Milestone.RECEIVED, recorder.today)


def sender(direction: Direction) -> Holder:
    return _PARTIES[direction][0]


def addressee(direction: Direction) -> Holder:
    return _PARTIES[direction][1]


def load(recorder: EventRecorder, order: str) -> None:
    """What its sender has to give is in the parcel, if it was not before."""
    case = recorder.case
    parcel = case.shipments[order]
    if case.in_parcel(order) or case.brought_by(order):
        return
    if parcel.direction is Direction.OUTBOUND:
        task = case.task_of(order)
        papers = () if task is None else case.to_hand_out(recorder.step(task).gives)
    elif parcel.task in case.sides:
        asked = case.sides[parcel.task].about
        papers = tuple(paper for paper in case.held_by(APPLICANT) if paper in asked)
    else:
        papers = case.to_hand_in
    move(recorder, papers, sender(parcel.direction), PARCEL, order)


def unload(recorder: EventRecorder, order: str, taker: Holder) -> None:
    """A parcel holds what went into it and nothing of another's, and letters if it comes from the office."""
    parcel = order if taker == APPLICANT else None
    shipment = recorder.case.shipments[order]
    if taker == APPLICANT and shipment.direction is Direction.OUTBOUND:
        serve_by_parcel(recorder, order)
    move(recorder, recorder.case.in_parcel(order), PARCEL, taker, parcel)


def unload_arrived(recorder: EventRecorder) -> None:
    """What came in and was not opened is the hall's: nobody is going to count it any more."""
    for order, parcel in recorder.case.shipments.items():
        if parcel.direction is Direction.INBOUND and parcel.status == ShipmentStatus.DELIVERED:
            unload(recorder, order, HALL)


def hand_over(recorder: EventRecorder, task: Task, outcome: Outcome, missing: tuple[str, ...]) -> None:
    """Hand papers over. What is missing stays with the giver, out of a parcel with the applicant."""
    given = outcome.hand_over
    if given is None or not _collects(recorder, task, given):
        return
    taker = holder_named(recorder, given.to, task)
    for giver, papers in handed(recorder, given, task):
        wanting = tuple(paper for paper in papers if paper in missing)
        move(recorder, tuple(paper for paper in papers if paper not in missing), giver, taker)
        if giver == PARCEL:
            move(recorder, wanting, PARCEL, APPLICANT)
        owe(recorder, wanting, giver if away_from_hall(giver) else HALL)


def handed(recorder: EventRecorder, given: HandOver, task: Task) -> Iterator[tuple[Holder, tuple[str, ...]]]:
    """Each giver of a hand-over with the papers that it gives."""
    case = recorder.case
    if given.from_ == APPLICANT:
        yield APPLICANT, case.to_hand_in
    elif given.from_ == PARCEL:
        yield PARCEL, case.in_parcels(Direction.INBOUND)
    elif given.from_ == UNITS:
        for unit in dict.fromkeys(case.custody[paper].holder for paper in case.away_from_hall):
            yield unit, case.held_by(unit)
    else:
        unit = holder_named(recorder, given.from_, task)
        yield unit, case.held_by(unit)


def holder_named(recorder: EventRecorder, name: str, task: Task) -> Holder:
    """Who is meant by a hand-over's name: the unit of the task, or that of a role."""
    return task.unit if name == "unit" else recorder.unit(name)


def _collects(recorder: EventRecorder, task: Task, given: HandOver) -> bool:
    """In a lane the first unit alone takes the applicant's papers along."""
    if task.lane is None or given.from_ != APPLICANT:
        return True
    return task.unit == recorder.units(find_lane(recorder.plan, task.lane).each)[0]


def hand_out(recorder: EventRecorder, task: Task) -> None:
    """The applicant has what goes out, by a parcel that has arrived after all, or over the counter."""
    step = recorder.step(task)
    delivery = delivery_of(recorder.plan, step)
    if delivery is None:
        return
    under_way = recorder.case.in_parcels(Direction.OUTBOUND)
    if under_way and step.step != delivery.counter:
        for order in recorder.case.shipments:
            if recorder.case.shipments[order].direction is Direction.OUTBOUND:
                unload(recorder, order, APPLICANT)
    else:
        serve_at_counter(recorder)
        move(recorder, recorder.case.to_hand_out(delivery.gives), HALL, APPLICANT)


def give_back(recorder: EventRecorder, papers: tuple[str, ...]) -> None:
    """What came to the hall after the case was closed goes home from there."""
    if recorder.case.stage is not Stage.CLOSED:
        return
    goes = recorder.case.to_hand_out("papers" if recorder.case.licence is None else "licence")
    back = tuple(paper for paper in papers if paper in goes)
    if back:
        open_side(recorder, SideKind.PAPER_OWED, back, HALL)


def settle_trouble(recorder: EventRecorder, order: str, held: tuple[str, ...]) -> None:
    """The carrier has said what became of a parcel and its papers: nobody need find out any more."""
    if not held or recorder.case.in_parcel(order):
        return
    for side in recorder.case.sides_of(SideKind.PARCEL_TROUBLE):
        if order in side.about:
            end_side(recorder, side)
    give_back(recorder, held)


def parcels_with_papers(recorder: EventRecorder, direction: Direction) -> tuple[str, ...]:
    """The orders of the parcels that go this way and hold papers."""
    return tuple(
        order
        for order, parcel in recorder.case.shipments.items()
        if parcel.direction is direction and recorder.case.in_parcel(order)
    )

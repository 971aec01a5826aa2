"""Parcels and documents 寄递、电子文书: what is reported of them, what it means for papers and tasks."""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.papers.custody import (
    addressee,
    load,
    move,
    receive_on_paper,
    sender,
    settle_trouble,
    unload,
)
from chalicelib.cases.decide.papers.served import take_back_service
from chalicelib.cases.decide.work.owing import open_side, owe_again
from chalicelib.cases.decide.work.walk import end, first_outcome, last_outcome
from chalicelib.cases.parcels.status import REFUSED, TURNED_BACK, WITH_COURIER, ShipmentStatus
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.values import Direction, Shipment, SideKind, Task
from chalicelib.decisions.forms.unit import APPLICANT, HALL

_ARRIVED = {ShipmentStatus.DELIVERED}
_FAILED = {ShipmentStatus.RETURNED, ShipmentStatus.CANCELLED}


def decide_record_booking(recorder: EventRecorder, command: commands.RecordBooking) -> None:
    """
    The carrier has an order. If its applicant is found elsewhere since it was composed the parcel goes where
    she was: somebody has to talk to the carrier.
    """
    parcel = checks.parcel(recorder.case, command.order)
    if parcel.number is not None:
        return
    former = _goes_to_former(recorder.case, command, parcel)
    recorder.record(
        events.ShipmentBooked,
        order=command.order,
        number=command.number,
        pick_up=command.pick_up,
        to_former_contact=former,
        composed_for=command.composed_for if former else None,
    )
    if former:
        open_side(recorder, SideKind.PARCEL_TROUBLE, (command.order,))


def _goes_to_former(case: Case, command: commands.RecordBooking, parcel: Shipment) -> bool:
    """Whether an order carries a contact that is not the applicant's any more, or may."""
    if command.composed_for is not None:
        return command.composed_for != case.applicant.digest
    return parcel.ordered_at is not None and case.applicant.since > parcel.ordered_at


def decide_record_misnumbering(recorder: EventRecorder, command: commands.RecordMisnumbering) -> None:
    parcel = checks.parcel(recorder.case, command.order)
    if parcel.number is None and parcel.status != ShipmentStatus.MISNUMBERED:
        recorder.record(
            events.ShipmentMisnumbered, order=command.order, number=command.number, fault=command.fault
        )


def decide_record_booking_refused(recorder: EventRecorder, command: commands.RecordBookingRefused) -> None:
    if checks.parcel(recorder.case, command.order).status == REFUSED:
        return
    recorder.record(events.ShipmentRefused, order=command.order, reason=command.reason)
    owe_again(recorder, recorder.case.shipments[command.order].task)
    task = recorder.case.task_of(command.order)
    if task is not None and task.way == "courier":
        end(recorder, task, last_outcome(recorder, task))
    settle_parcels(recorder)


def decide_record_tracking(recorder: EventRecorder, command: commands.RecordTracking) -> None:
    """A parcel has a new status: papers change hands, and its task ends when it is there or back."""
    parcel = checks.parcel(recorder.case, command.order)
    if parcel.status == command.status:
        return
    recorder.record(
        events.ShipmentMoved, order=command.order, status=command.status, signed_at=command.signed_at
    )
    task = recorder.case.task_of(command.order)
    if command.status in WITH_COURIER and (task is not None or parcel.task in recorder.case.sides):
        load(recorder, command.order)
    held = recorder.case.in_parcel(command.order)
    if command.status in _FAILED:
        unload(recorder, command.order, sender(parcel.direction))
        owe_again(recorder, parcel.task)
    if command.status in _ARRIVED:
        _arrived(recorder, command.order, task)
    elif task is not None and task.way == "courier" and command.status in _FAILED:
        end(recorder, task, last_outcome(recorder, task))
    settle_trouble(recorder, command.order, held)
    _taken_back(recorder, command, parcel, task)
    settle_parcels(recorder)


def _taken_back(
    recorder: EventRecorder, command: commands.RecordTracking, before: Shipment, task: Task | None
) -> None:
    """What a carrier had told is not so: a person looks for the parcel, and what it brought is not served."""
    turned = command.status in TURNED_BACK
    if turned and _had_arrived(recorder, command.order, before, task):
        open_side(recorder, SideKind.PARCEL_TROUBLE, (command.order,))
    by_proxy = command.status == ShipmentStatus.DELIVERED_PROXY and before.status == ShipmentStatus.DELIVERED
    if turned or by_proxy:
        take_back_service(recorder, command.order)


def _had_arrived(recorder: EventRecorder, order: str, before: Shipment, task: Task | None) -> bool:
    """Whether a parcel counted as received: signed for by its addressee, or a person said so."""
    by_proxy = before.status == ShipmentStatus.DELIVERED_PROXY and task is None
    brought = before.direction is Direction.OUTBOUND and recorder.case.brought_by(order)
    return before.status == ShipmentStatus.DELIVERED or by_proxy or bool(brought)


def _arrived(recorder: EventRecorder, order: str, task: Task | None) -> None:
    """
    What comes in for a task stays in its parcel, unopened, until it is counted; what comes for none is the
    hall's.
    """
    parcel = recorder.case.shipments[order]
    counted = parcel.direction is Direction.INBOUND and (
        task is not None or parcel.task in recorder.case.sides
    )
    if counted:
        receive_on_paper(recorder)
    else:
        unload(recorder, order, addressee(parcel.direction))
    if task is not None and task.way == "courier":
        end(recorder, task, first_outcome(recorder, task))


def settle_parcels(recorder: EventRecorder) -> None:
    """A task that waits for parcels ends when none is under way any more."""
    case = recorder.case
    if case.stage is not Stage.RUNNING or recorder.standing.inbound:
        return
    for task in case.tasks.values():
        if task.by == "parcels":
            end(recorder, task, first_outcome(recorder, task))
            return


def decide_record_document_issued(recorder: EventRecorder, command: commands.RecordDocumentIssued) -> None:
    if command.effect in recorder.case.documents:
        return
    recorder.record(events.DocumentIssued, effect=command.effect, key=command.key)
    task = recorder.case.task_of(command.effect)
    if task is not None and task.way == "electronic":
        end(recorder, task, first_outcome(recorder, task))


def found_arrived(recorder: EventRecorder, task: Task) -> None:
    """Staff found that what was on its way has arrived, whatever the carrier told."""
    order = recorder.case.order(task.id)
    parcel = recorder.case.shipments.get(order)
    if parcel is None:
        if task.by == "pick_up":
            move(recorder, recorder.case.to_hand_in, APPLICANT, HALL)
        return
    load(recorder, order)
    if parcel.direction is Direction.INBOUND:
        receive_on_paper(recorder)
    else:
        unload(recorder, order, APPLICANT)


def found_failed(recorder: EventRecorder, task: Task) -> None:
    """
    Staff found that a parcel did not reach its addressee. One that was signed for by either has gone back
    to its sender; of another that holds papers somebody finds out where it is.
    """
    order = recorder.case.order(task.id)
    parcel = recorder.case.shipments.get(order)
    if parcel is None:
        return
    if parcel.status == ShipmentStatus.UNCLEAR:
        unload(recorder, order, sender(parcel.direction))
    if recorder.case.in_parcel(order) and parcel.direction is Direction.OUTBOUND:
        open_side(recorder, SideKind.PARCEL_TROUBLE, (order,))

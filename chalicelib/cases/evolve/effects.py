"""What an event wants done in the world."""

from __future__ import annotations

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.values import CourierOrder, CourierRecall, DocumentIssue, Effect, PartiesErasure


def effects(case: Case, event: AnyEvent) -> tuple[Effect, ...]:
    """What must be done in the world because of ``event``; ``case`` is the case after it."""
    match event:
        case events.ShipmentOrdered():
            return (CourierOrder(effect=event.order, direction=event.direction, task=event.task),)
        case events.ShipmentRecalled():
            return (CourierRecall(effect=f"{event.order}-recall", order=event.order),)
        case events.TaskStarted() if event.task.way == "electronic":
            return (DocumentIssue(effect=case.order(event.task.id), task=event.task.id),)
        case events.PartiesErased():
            return (PartiesErasure(effect=erasure_of(case.no)),)
        case _:
            return ()


def erasure_of(no: str) -> str:
    """The number of the effect that erases the parties of a case: there is one in its life."""
    return f"{no}-erasure"

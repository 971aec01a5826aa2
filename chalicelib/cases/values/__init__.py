"""What a case is made of: small frozen values, shared by its events and by the case itself."""

from chalicelib.cases.side_kinds import OF_DECISIONS, SideKind
from chalicelib.cases.values.clocks import AskedClock, Card, ClockRun, Extension, Owed, Pause, PauseGrounds
from chalicelib.cases.values.effects import CourierOrder, CourierRecall, DocumentIssue, Effect, PartiesErasure
from chalicelib.cases.values.files import Active, FileList, Line, Reason, Submission, Unfit
from chalicelib.cases.values.parcels import Direction, Holder, Holding, NumberFault, Shipment, Window
from chalicelib.cases.values.people import CLOCK, LONGEST_ID, Actor, Erasure, ErasureReason, Person, Role
from chalicelib.cases.values.tasks import Offer, SideTask, Task
from chalicelib.cases.values.value import WRITTEN_BY_PEOPLE, Value, Words

__all__ = [
    "CLOCK",
    "LONGEST_ID",
    "OF_DECISIONS",
    "WRITTEN_BY_PEOPLE",
    "Active",
    "Actor",
    "AskedClock",
    "Card",
    "ClockRun",
    "CourierOrder",
    "CourierRecall",
    "Direction",
    "DocumentIssue",
    "Effect",
    "Erasure",
    "ErasureReason",
    "Extension",
    "FileList",
    "Holder",
    "Holding",
    "Line",
    "NumberFault",
    "Offer",
    "Owed",
    "PartiesErasure",
    "Pause",
    "PauseGrounds",
    "Person",
    "Reason",
    "Role",
    "Shipment",
    "SideKind",
    "SideTask",
    "Submission",
    "Task",
    "Unfit",
    "Value",
    "Window",
    "Words",
]

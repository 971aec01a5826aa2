"""What is to be done outside because of what happened to a case: the outbox."""

from typing import Literal

from chalicelib.cases.values.parcels import Direction
from chalicelib.cases.values.value import Value


class CourierOrder(Value):
    """Fetch or bring a parcel. The effect's number is the order number at the carrier."""

    kind: Literal["courier_order"] = "courier_order"
    effect: str
    direction: Direction
    task: str


class CourierRecall(Value):
    """Call off ``order`` if no courier has fetched the parcel yet."""

    kind: Literal["courier_recall"] = "courier_recall"
    effect: str
    order: str


class DocumentIssue(Value):
    """Write the electronic licence, or the refusal where none was made, for the applicant to fetch."""

    kind: Literal["document_issue"] = "document_issue"
    effect: str
    task: str


class PartiesErasure(Value):
    """Whatever tells who the parties of a case are is to be deleted: rows, words, files, documents."""

    kind: Literal["parties_erasure"] = "parties_erasure"
    effect: str


Effect = CourierOrder | CourierRecall | DocumentIssue | PartiesErasure

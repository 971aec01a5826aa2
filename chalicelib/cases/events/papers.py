"""What has happened to papers: custody, the licence, documents, parcels, notices."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.notices import Notice
from chalicelib.cases.values import (
    Direction,
    NumberFault,
    Window,
)
from chalicelib.decisions.forms.notice import Recipient, Way


class PapersMoved(Event):
    """
    Papers change hands: applicant, parcel, units by their names. ``parcel`` is the order of the parcel that
    they go into.
    """

    kind: Literal["papers_moved"] = "papers_moved"
    papers: tuple[str, ...] = Field(min_length=1)
    giver: str
    taker: str
    parcel: str | None = None


class PapersWaived(Event):
    """Nobody waits for these papers any more."""

    kind: Literal["papers_waived"] = "papers_waived"
    papers: tuple[str, ...] = Field(min_length=1)


class LicenceMade(Event):
    """``on_paper``: there is a sheet that ``unit`` holds from now on."""

    kind: Literal["licence_made"] = "licence_made"
    number: str
    on_paper: bool
    unit: str


class LicenceVoided(Event):
    """The licence counts no more, nor does its sheet, wherever that is."""

    kind: Literal["licence_voided"] = "licence_voided"
    number: str


class DocumentIssued(Event):
    """The electronic licence or refusal lies under ``key``."""

    kind: Literal["document_issued"] = "document_issued"
    effect: str
    key: str


class ShipmentOrdered(Event):
    kind: Literal["shipment_ordered"] = "shipment_ordered"
    order: str
    direction: Direction
    task: str
    carrier: str


class ShipmentBooked(Event):
    """
    The carrier has taken an order. ``to_former_contact``: its applicant is found elsewhere since it was
    composed; ``composed_for`` is the digest of her as she was, where that is known.
    """

    kind: Literal["shipment_booked"] = "shipment_booked"
    order: str
    number: str
    pick_up: Window | None = None
    to_former_contact: bool = False
    composed_for: str | None = None


class ShipmentMisnumbered(Event):
    """
    The carrier's fault 快递公司差错: the order stands, under a ``number`` that cannot be this parcel's.
    Nothing is asked about it; a person settles it with the carrier.
    """

    kind: Literal["shipment_misnumbered"] = "shipment_misnumbered"
    order: str
    number: str = Field(max_length=40)
    fault: NumberFault


class ShipmentRecalled(Event):
    """The office calls an order off, if no courier has fetched the parcel yet."""

    kind: Literal["shipment_recalled"] = "shipment_recalled"
    order: str


class ShipmentMoved(Event):
    """A parcel has another status; ``signed_at`` is when its addressee signed, as far as its trace tells."""

    kind: Literal["shipment_moved"] = "shipment_moved"
    order: str
    status: str
    signed_at: datetime | None = None


class ShipmentRefused(Event):
    """The carrier will not take the order; ``reason`` is its code, no personal data."""

    kind: Literal["shipment_refused"] = "shipment_refused"
    order: str
    reason: str


class NoticeIssued(Event):
    """A notice was issued 出具文书, under the number that its commit gave it."""

    kind: Literal["notice_issued"] = "notice_issued"
    notice: Notice


class NoticeServed(Event):
    """A notice, by its id, has reached a recipient on a local day 送达, in ``parcel`` if one brought it."""

    kind: Literal["notice_served"] = "notice_served"
    notice: str
    to: Recipient
    way: Way
    on: date
    parcel: str | None = None


class NoticeCameBack(Event):
    """The parcel that had brought a notice came back, or who signed for it is in doubt: it served nobody."""

    kind: Literal["notice_came_back"] = "notice_came_back"
    notice: str
    parcel: str


class NoticeDueChanged(Event):
    """By the calendars in force it is waited until another moment that a notice is served."""

    kind: Literal["notice_due_changed"] = "notice_due_changed"
    notice: str
    due: datetime

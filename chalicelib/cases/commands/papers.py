"""What carriers and the function that issues documents tell; and a party who opens a notice."""

from datetime import datetime

from chalicelib.cases.commands.command import Command
from chalicelib.cases.values import NumberFault, Window


class RecordBooking(Command):
    """
    The carrier has taken an order; ``pick_up`` is when its courier is to come, if that is known.
    ``composed_for`` is the digest of the applicant to whose phone and address it was ordered; None: an
    earlier try got there, and which were hers then is not known.
    """

    order: str
    number: str
    pick_up: Window | None = None
    composed_for: str | None = None


class RecordMisnumbering(Command):
    """The carrier has taken an order, and gave it a ``number`` that cannot be this parcel's."""

    order: str
    number: str
    fault: NumberFault


class RecordBookingRefused(Command):
    """The carrier will not take an order; asking again would not help."""

    order: str
    reason: str


class RecordTracking(Command):
    """
    A parcel's status has become ``status`` (a ``status.ShipmentStatus``); of one that is delivered
    ``signed_at`` is when its addressee signed, None where the trace tells no moment.
    """

    order: str
    status: str
    signed_at: datetime | None = None


class RecordDocumentIssued(Command):
    """The electronic licence or refusal that the effect asked for lies under ``key``."""

    effect: str
    key: str


class OpenNotice(Command):
    """A party opens a notice on the portal, by its id."""

    notice: str


PaperCommand = (
    RecordBooking
    | RecordMisnumbering
    | RecordBookingRefused
    | RecordTracking
    | RecordDocumentIssued
    | OpenNotice
)

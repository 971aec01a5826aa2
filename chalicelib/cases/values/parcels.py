"""Where the papers of a case are: who holds one, and the parcels that it travels in."""

from datetime import datetime
from enum import StrEnum

from chalicelib.cases.values.value import Value

Holder = str
"""Who holds a paper: ``APPLICANT``, ``PARCEL`` (of ``decisions.unit``), or the name of a unit."""


class Holding(Value):
    """Who holds a paper, since when 材料交接; ``parcel`` is the order of the one it is in or came by."""

    holder: Holder
    since: datetime
    parcel: str | None = None


class NumberFault(StrEnum):
    """What is wrong with a carrier's number for a parcel 运单号差错."""

    IN_USE = "in_use"  # 已是另一个寄递订单的运单号
    MALFORMED = "malformed"  # 不是运单号


class Direction(StrEnum):
    """Inbound 揽收: from the applicant to the office. Outbound 送达: from the office to the applicant."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Window(Value):
    """From when until when a courier may come 取件时间; both aware."""

    start: datetime
    end: datetime


class Shipment(Value):
    """
    A parcel of this case 寄递, named by the effect that ordered it for ``task``. ``ordered_at`` is when it
    was first wanted, ``pick_up`` when the courier is to come, ``signed_at`` when its addressee signed for it,
    as far as the trace of one that was delivered tells. ``to_former_contact``: it was ordered with a phone
    and address that had changed before the carrier answered, those of the applicant of whom ``composed_for``
    was the digest, None where an earlier try got there and that is not known.
    """

    direction: Direction
    task: str
    carrier: str
    number: str | None = None
    status: str = "requested"
    recalled: bool = False
    ordered_at: datetime | None = None
    pick_up: Window | None = None
    signed_at: datetime | None = None
    to_former_contact: bool = False
    composed_for: str | None = None

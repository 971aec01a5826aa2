"""What a case is made of: small frozen values, shared by its events and by the case itself."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.decisions.plan import Party


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)


_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
"""One line with something on it: a courier prints it."""


class Role(StrEnum):
    """In what capacity someone acts 身份."""

    APPLICANT = "applicant"
    AGENT = "agent"
    STAFF = "staff"
    COURIER = "courier"
    SYSTEM = "system"


class Actor(Value):
    """Who did it. ``id`` names a member of staff, an agent or a trigger, never a person's identity number."""

    role: Role
    id: str = Field(min_length=1, max_length=80)


class Person(Value):
    """
    Someone a courier can find 联系人. Personal data: stays in the case, never in logs or events' texts.

    What is let in is told by ``texts``; this form is laxer, so that what was let in before can be read.
    """

    name: str = Field(max_length=60, pattern=_LINE)
    phone: str = Field(pattern=r"^\+?[0-9][0-9-]{4,23}$")
    address: str = Field(min_length=4, max_length=200, pattern=_LINE)


class Need(Value):
    """A material as this case needs it, taken from the item when the case is opened 申请材料."""

    material: str
    required: bool
    uploaded: bool
    on_paper: bool
    return_original: bool


class Upload(Value):
    """
    A file in the store. ``sequencer`` orders the versions of one key; ``kind`` is what its bytes
    say it is; ``sha256`` names its content.
    """

    key: str
    version: str
    sequencer: str
    size: int
    kind: str
    sha256: str


def later(sequencer: str, other: str) -> bool:
    """
    Whether the first of two changes of one S3 key came later.

    Sequencers are hexadecimal texts: the shorter is padded with zeros on the right, then they
    compare as text (Amazon S3 user guide, event message structure).
    """
    width = max(len(sequencer), len(other))
    return sequencer.ljust(width, "0") > other.ljust(width, "0")


class Reason(StrEnum):
    """Why a file was not taken 不予接收原因."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password
    ACTIVE = "active"
    TOO_COMPLEX = "too_complex"
    UNKNOWN_MATERIAL = "unknown_material"
    NOT_ASKED = "not_asked"
    TOO_MANY = "too_many"


class Active(StrEnum):
    """What a file does, or brings along, beside showing a document 活动内容."""

    SCRIPT = "script"
    ACTION = "action"
    EMBEDDED = "embedded"
    XFA = "xfa"
    MEDIA = "media"
    MACROS = "macros"
    EXTERNAL = "external"
    OBJECT = "object"


class Unfit(Value):
    """
    Why a file cannot be taken. ``size`` in bytes; ``kind`` is what its bytes say it is, one of
    ``file_kinds``, None where they do not tell; ``active`` goes with the reason of that name.
    """

    reason: Reason
    size: int = 0
    kind: str | None = None
    active: Active | None = None


class Refusal(Unfit):
    """The last file of a material that was not taken."""

    key: str
    version: str
    sequencer: str
    at: datetime


class Line(Value):
    """One line of a correction notice 补正告知: which material, what is wrong, how to mend it."""

    material: str
    problem: str = Field(min_length=1, max_length=500)
    mend: str = Field(min_length=1, max_length=500)


class Holding(Value):
    """Who holds a paper, since when 材料交接; a courier holds it in ``parcel``, named by its order."""

    holder: Party
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
    A parcel of this case 寄递, named by the effect that ordered it. ``ordered_at`` is when it was first
    wanted, ``pick_up`` when the courier is to come.
    """

    direction: Direction
    step: str
    carrier: str
    number: str | None = None
    status: str = "requested"
    ordered_at: datetime | None = None
    pick_up: Window | None = None


class CourierOrder(Value):
    """Fetch or bring a parcel. The effect's number is the order number at the carrier."""

    kind: Literal["courier_order"] = "courier_order"
    effect: str
    direction: Direction
    step: str


class DocumentIssue(Value):
    """Write the electronic licence, or the refusal where none was made, for the applicant to fetch."""

    kind: Literal["document_issue"] = "document_issue"
    effect: str
    step: str


Effect = CourierOrder | DocumentIssue

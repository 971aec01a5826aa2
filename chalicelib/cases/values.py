"""What a case is made of: small frozen values, shared by its events and by the case itself."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.plan import Milestone, Period

Holder = str
"""Who holds a paper: ``APPLICANT``, ``PARCEL`` (of ``decisions.unit``), or the name of a unit."""


class _WrittenByPeople:
    """Marks a field that holds what somebody wrote: ``Words``."""


WRITTEN_BY_PEOPLE = _WrittenByPeople()
Words = Annotated[str, WRITTEN_BY_PEOPLE]
"""
What somebody wrote 自由文字: a note, a reason, what is wrong with a paper. It may tell of anybody. A command
holds the words; what is kept, in the case and in its events, is the name under which they lie sealed.
"""


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


LONGEST_ID = 80
"""Characters of what names an actor."""


class Actor(Value):
    """Who did it. ``id`` names a member of staff, an agent or a trigger, never a person's identity number."""

    role: Role
    id: str = Field(min_length=1, max_length=LONGEST_ID)


CLOCK = Actor(role=Role.SYSTEM, id="clock")
"""Who makes happen what happens because time has passed."""


class Person(Value):
    """
    Someone a courier can find 联系人. Personal data: stays in the case, never in logs or events' texts.

    What is let in is told by ``texts``; this form is laxer, so that what was let in before can be read.
    """

    name: str = Field(max_length=60, pattern=_LINE)
    phone: str = Field(pattern=r"^\+?[0-9][0-9-]{4,23}$")
    address: str = Field(min_length=4, max_length=200, pattern=_LINE)

    @property
    def masked(self) -> str:
        """The name as lists show it: its first sign, and nothing of its length."""
        return f"{self.name.strip()[0]}**"


class FileList(Value):
    """
    The files of a case as it looked at them 文件清单: the materials that have one, how many there are, and a
    digest (SHA-256) over the name and content of each. None: a case without files.
    """

    supplied: tuple[str, ...] = ()
    count: int = 0
    digest: str = hashlib.sha256().hexdigest()


class Submission(StrEnum):
    """How an application is submitted 提交方式: by the file that completes it, or when that is said."""

    WHEN_COMPLETE = "when_complete"
    EXPLICIT = "explicit"


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
    LINK = "link"


class Unfit(Value):
    """
    Why a file cannot be taken. ``size`` in bytes; ``kind`` is what its bytes say it is, one of
    ``file_kinds``, None where they do not tell; ``active`` goes with the reason of that name.
    """

    reason: Reason
    size: int = 0
    kind: str | None = None
    active: Active | None = None


class Line(Value):
    """One line of a correction notice 补正告知: which material, what is wrong, how to mend it."""

    material: str
    problem: Words = Field(min_length=1, max_length=500)
    mend: Words = Field(min_length=1, max_length=500)


class Holding(Value):
    """Who holds a paper, since when 材料交接; ``parcel`` is the order of the one it is in or came by."""

    holder: Holder
    since: datetime
    parcel: str | None = None


class Task(Value):
    """
    What one unit has to do for a case 待办: a step of the plan, the ``round``-th time. In a lane ``unit``
    walks by itself. ``by`` says who ends it, ``way`` how a result travels; ``due`` is when its days run
    out, ``late`` that they have.
    """

    id: str
    step: str
    round: int
    unit: str
    lane: str | None = None
    by: Literal["staff", "applicant", "pick_up", "parcels", "delivery", "time"]
    way: Literal["courier", "electronic"] | None = None
    since: datetime
    due: datetime | None = None
    late: bool = False
    claimed_by: str | None = None


class SideKind(StrEnum):
    """What may have to be done beside a plan 旁支待办. The program's own closed list."""

    CHANNEL = "channel"
    PAPER_OWED = "paper-owed"
    DEFERRED_OVERDUE = "deferred-overdue"
    COMMITMENT_CHECK = "commitment-check"
    PARCEL_TROUBLE = "parcel-trouble"
    NOTICE_NOT_SERVED = "notice-not-served"
    SILENCE = "silence"
    COMPLAINT = "complaint"
    PAUSE = "pause"
    EXTENSION = "extension"
    UNDECIDED = "undecided"
    OFFER = "offer"


OF_DECISIONS = (SideKind.UNDECIDED, SideKind.OFFER)
"""What is about a policy decision beside the channel: its name, and what was chosen."""

OPENED_BY_PLANS = (
    SideKind.COMMITMENT_CHECK,
    SideKind.PARCEL_TROUBLE,
    SideKind.COMPLAINT,
)
"""
What an outcome of a plan may open. The others are about something that the program alone knows: opened by a
plan they would be about nothing, and nobody could end them.
"""


class SideTask(Value):
    """
    A task that stands beside the plan and never moves it. ``about`` names what it is about: papers by
    material, the order of a parcel, clocks, a decision, or a decision and the outcome that was chosen.
    """

    id: str
    kind: SideKind
    round: int
    unit: str
    since: datetime
    due: datetime | None = None
    late: bool = False
    about: tuple[str, ...] = ()
    claimed_by: str | None = None


class PauseGrounds(Value):
    """
    Why clocks stand still, and how long at most (行政许可法 art. 45). A step of a plan gives its ``basis``,
    staff give a ``reason`` beside it.
    """

    at_most: Period
    basis: Basis
    reason: Words | None = None


class Extension(Value):
    """
    An extension 延长 of a clock (行政许可法 art. 42) as it was asked for, and how it was answered by another:
    ``granted`` is None while it waits for that.
    """

    clock: str
    period: Period
    reason: Words
    asked_by: str
    asked_at: datetime
    granted: bool | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: Words | None = None


class Card(Value):
    """
    What a decision that is asked of every clock has come out with for one 监督牌: its ``outcome``, by
    ``rule`` (None: no rule decided), since which local day.
    """

    decision: str
    outcome: str
    rule: str | None
    since: date


class Offer(Value):
    """
    What a decision on submission came out with 可选方式: its ``outcome``, by ``rule`` (None: a person
    decided, or has to), since which local day. Where it is ``offered`` the applicant takes or declines it;
    ``accepted`` is None until she has.
    """

    outcome: str
    rule: str | None
    since: date
    offered: bool
    accepted: bool | None = None


class Pause(Value):
    """
    Days on which clocks stand still 中止计时, both inclusive, while ``task`` is open: a task, or a side task;
    without ``until`` it lasts on.
    """

    task: str
    since: date
    until: date | None = None


class ClockRun(Value):
    """
    A clock of this case 计时. ``since``: the local day it counts from; ``due`` its last day, ``ends_at`` the
    moment after. ``provisional``: that rests on a calendar which is not out yet. ``next_at`` is when the
    clock has to be looked at again: to warn of its end, or at its end; None when it has run out.

    ``extended``: the periods by which its limit was extended. ``told``: which of the clock's warnings were
    given, by their number; ``warned``: one of them to the units that have tasks of the case; ``supervisor``:
    the unit that supervises, once it was told. ``card`` is what supervision last came out with, ``asked_at``
    the beginning of the next working day on which it comes out otherwise; None where no decision is asked.
    """

    clock: str
    since: date
    started_at: datetime
    due: date
    ends_at: datetime
    next_at: datetime | None = None
    provisional: bool = False
    pauses: tuple[Pause, ...] = ()
    extended: tuple[Period, ...] = ()
    ran_out: bool = False
    told: tuple[int, ...] = ()
    warned: bool = False
    supervisor: str | None = None
    card: Card | None = None
    asked_at: datetime | None = None
    stopped_on: date | None = None

    @property
    def running(self) -> bool:
        return self.stopped_on is None


class Owed(Value):
    """
    A material that may follow later 容缺材料 and has not come: since which local day it is owed, ``due`` the
    last, ``ends_at`` the moment after. ``before``: what waits for it. ``longer``: it was given time twice.
    """

    since: date
    due: date
    ends_at: datetime
    before: Milestone | None = None
    longer: bool = False
    overdue: bool = False


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


class CourierOrder(Value):
    """Fetch or bring a parcel. The effect's number is the order number at the carrier."""

    kind: Literal["courier_order"] = "courier_order"
    effect: str
    direction: Direction
    task: str


class ErasureReason(StrEnum):
    """
    Why parties are erased 删除事由: the cases of 个人信息保护法 art. 47 (written from knowledge of the text,
    which was not looked up). A code: nobody's words stay behind.
    """

    PURPOSE = "purpose-over"
    RETENTION = "retention-over"
    CONSENT = "consent-withdrawn"
    UNLAWFUL = "unlawful"
    OTHER_LAW = "other-law"


class Erasure(Value):
    """That the parties of a case were erased 删除: why, when it was decided, and by whom (``Actor.id``)."""

    reason: ErasureReason
    at: datetime
    by: str


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

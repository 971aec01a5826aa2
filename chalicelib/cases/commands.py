"""What may be asked of a case. A command carries everything that is not in the case, time included."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.cases.people.mandates import Mandate, PartyMark, PartyName
from chalicelib.cases.values import (
    Actor,
    ErasureReason,
    FileList,
    Line,
    NumberFault,
    Submission,
    Value,
    Window,
    Words,
)
from chalicelib.decisions.forms.form import Basis, FactValue, Text
from chalicelib.decisions.forms.notice import Way
from chalicelib.decisions.forms.plan import Period


class Command(Value):
    """``at`` is aware UTC; ``by`` is who asks."""

    at: datetime
    by: Actor


class OpenCase(Command):
    """
    Open a case. ``code_digest``: SHA-256 of the query code; the code itself is kept nowhere. ``world`` names
    the calendars and units of the day.
    """

    no: str
    release: str
    world: str
    applicant: PartyMark
    agent: PartyMark | None = None
    mandate: Mandate | None = None
    application: dict[str, FactValue]
    code_digest: str
    submit: Submission = Submission.WHEN_COMPLETE


class Submit(Command):
    """
    The application is submitted 提交, with these ``files``. ``incomplete``: the applicant knows what it
    lacks, and it is to be received all the same.
    """

    files: FileList
    incomplete: bool = False


class RecordFiles(Command):
    """
    The case looks at its files: those that complete it submit it; of one that is submitted it is recorded if
    a material has its first file or has lost its last.
    """

    files: FileList


class AdoptRelease(Command):
    """
    Go on under the release that is in force now, before the rules have decided. ``application`` holds the
    facts that this release asks for, all of them; ``files`` has what is there already.
    """

    release: str
    application: dict[str, FactValue]
    files: FileList = FileList()


class DecideChannel(Command):
    """The rules have been asked on day ``on``; the answer with everything that explains it."""

    channel: str
    rule: str | None
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    because: Text
    release: str
    on: date
    facts: dict[str, FactValue]
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


class RecordDecision(Command):
    """The rules have been asked of a decision beside the channel on day ``on``; the answer, and why."""

    decision: str
    outcome: str
    rule: str | None
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    because: Text
    release: str
    on: date
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


class AnswerOffer(Command):
    """The applicant takes what a decision offers her, or declines it."""

    decision: str
    accept: bool


class SettleChannel(Command):
    """
    A person picks the channel where the rules could not; ``on`` is the local day, ``version`` guards
    against a case that has changed since.
    """

    channel: str
    version: int | None = None
    note: Words = Field(min_length=1, max_length=500)
    on: date


class EndTask(Command):
    """
    A member of staff records the outcome of an open task. The task's id holds its round, which guards
    against an answer to an earlier one; ``version`` guards against one to a case that has changed since.
    ``lines`` go with a correction, ``missing`` papers with a count that does not agree, ``number`` with a
    licence made, ``reason`` with a refusal, ``day`` with the notice of a hearing; ``officers`` are the staff
    numbers of those who did it with her. ``files`` are those of the case as it is now, ``seen_files`` the
    digest of those that were looked at, None where nobody says.
    """

    task: str
    outcome: str
    version: int | None = None
    note: Words | None = None
    reason: Words | None = None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    number: str | None = None
    day: date | None = None
    officers: tuple[str, ...] = ()
    files: FileList | None = None
    seen_files: str | None = None

    @property
    def why(self) -> str | None:
        """The reason, or the note where that is all that was written."""
        return self.reason or self.note

    def said(self, *, with_reason: bool) -> str | None:
        """The note; a reason that the outcome does not ask for stands in it, so that no word is lost."""
        return self.note if with_reason else "\n".join(filter(None, (self.reason, self.note))) or None


class EndSide(Command):
    """
    A member of staff records what came of a side task; ``missing`` papers stay owed, a notice was served by
    ``way`` on ``day``. ``version`` guards against a case that has changed since.
    """

    side: str
    outcome: str
    version: int | None = None
    reason: Words | None = None
    missing: tuple[str, ...] = ()
    way: Way | None = None
    day: date | None = None


class OpenNotice(Command):
    """A party opens a notice on the portal, by its id."""

    notice: str


class PauseClocks(Command):
    """
    Staff let the clocks of the decision stand still from tomorrow (行政许可法 art. 45): what for, by which
    law, and how long at most, which the applicant is told. It is over when its side task is ended.
    """

    reason: Words
    basis: Basis
    at_most: Period


class AskExtension(Command):
    """
    A member of staff asks that a clock be extended (行政许可法 art. 42), by so many ``days``, working days or
    days as its extensions are counted. Another person answers, by the side task that this opens.
    """

    clock: str
    days: int = Field(ge=1)
    reason: Words


class SubmitTask(Command):
    """
    The applicant says that what was asked of her is done: supplied, put right. ``renewed`` are the materials
    that have a file since it was asked; ``incomplete``: she knows what is still lacking.
    """

    task: str
    files: FileList | None = None
    renewed: frozenset[str] = frozenset()
    incomplete: bool = False


class ClaimTask(Command):
    """A member of staff takes a task or side task upon herself 认领."""

    task: str


class ReleaseTask(Command):
    """A task or side task that somebody claimed is given back 退回."""

    task: str


class ExpireTask(Command):
    """The days of a task or side task have run out."""

    task: str


class ExpireClock(Command):
    """
    The time at which a clock has to be looked at has come; of a draft with the moment of its newest file,
    which is no change of the case.
    """

    clock: str
    last_file: datetime | None = None


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
    A parcel's status has become ``status`` (a ``shipments.ShipmentStatus``); of one that is delivered
    ``signed_at`` is when its addressee signed, None where the trace tells no moment.
    """

    order: str
    status: str
    signed_at: datetime | None = None


class RecordDocumentIssued(Command):
    """The electronic licence or refusal that the effect asked for lies under ``key``."""

    effect: str
    key: str


class ChangeCourierConsent(Command):
    """The applicant agrees to couriers, or does not any more."""

    courier: bool


class ChangeContact(Command):
    """A party is called or found elsewhere from now on: her mark once she is; she herself lies sealed."""

    party: PartyName
    mark: PartyMark


class RevokeMandate(Command):
    """The agent is to act no more (民法典 art. 173): the applicant says so, or she lays it down herself."""


class ReplaceQueryCode(Command):
    """
    The applicant, who has lost the query code, gets another 补发查询码. ``codes``: how many were replaced
    with this one; ``code_digest``: SHA-256 of the new one, as of ``OpenCase``.
    """

    codes: int
    code_digest: str


class Withdraw(Command):
    """The application is taken back 撤回, by the applicant or for her by staff, who write ``note``."""

    note: Words | None = Field(default=None, max_length=500)


class RateCase(Command):
    """The applicant says how satisfied she was."""

    score: int = Field(ge=1, le=5)


class EraseParties(Command):
    """The parties of a closed case are to be erased 删除当事人资料, with all that tells of them."""

    reason: ErasureReason


AnyCommand = (
    Submit
    | RecordFiles
    | AdoptRelease
    | DecideChannel
    | RecordDecision
    | AnswerOffer
    | SettleChannel
    | EndTask
    | EndSide
    | PauseClocks
    | AskExtension
    | OpenNotice
    | SubmitTask
    | ClaimTask
    | ReleaseTask
    | ExpireTask
    | ExpireClock
    | RecordBooking
    | RecordMisnumbering
    | RecordBookingRefused
    | RecordTracking
    | RecordDocumentIssued
    | ChangeCourierConsent
    | ChangeContact
    | RevokeMandate
    | ReplaceQueryCode
    | Withdraw
    | RateCase
    | EraseParties
)
"""Everything that may be asked of a case that is open. A case is opened by ``OpenCase``."""

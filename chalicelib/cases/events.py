"""What has happened to a case. Events are the audit trail: written once, never changed."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from chalicelib.cases.mandates import Mandate, PartyMark, PartyName
from chalicelib.cases.notices import Notice
from chalicelib.cases.values import (
    Actor,
    ClockRun,
    Direction,
    ErasureReason,
    FileList,
    Line,
    NumberFault,
    Owed,
    PauseGrounds,
    SideTask,
    Submission,
    Task,
    Value,
    Window,
    Words,
)
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.form import Basis, FactValue, Text
from chalicelib.decisions.forms.notice import Recipient, Way
from chalicelib.decisions.forms.plan import End, Milestone, Period


class Event(Value):
    """``at`` is aware UTC; ``by`` is who made it happen."""

    at: datetime
    by: Actor


class CaseOpened(Event):
    """
    A case was opened 收件. Of its ``applicant``, and of the ``agent`` whom she gave a ``mandate``, a salted
    digest is told, no name: events stay for good.
    """

    kind: Literal["case_opened"] = "case_opened"
    no: str
    region: str
    item: str
    release: str
    world: str
    applicant: PartyMark
    agent: PartyMark | None = None
    mandate: Mandate | None = None
    application: dict[str, FactValue]
    code_digest: str
    submit: Submission = Submission.WHEN_COMPLETE
    needs: dict[str, Need]


class ReleaseAdopted(Event):
    """A case on which nothing was decided yet goes on under another release of the rules."""

    kind: Literal["release_adopted"] = "release_adopted"
    release: str
    application: dict[str, FactValue]
    needs: dict[str, Need]


class WorldFollowed(Event):
    """
    Other calendars or units are in force 外部事实变更, named by their digest as releases and the publication
    log name them. Dates were worked out again; the events that follow tell those that changed.
    """

    kind: Literal["world_followed"] = "world_followed"
    world: str


class DraftProlonged(Event):
    """Her applicant has gone on with an application that is not submitted: files came. It lies ``until``."""

    kind: Literal["draft_prolonged"] = "draft_prolonged"
    until: datetime


class ApplicationSubmitted(Event):
    """The application is submitted 提交, complete or not, with these files."""

    kind: Literal["application_submitted"] = "application_submitted"
    files: FileList


class CommitmentMade(Event):
    """
    With the submission a party has promised these materials instead of handing them in 告知承诺: of each the
    digest of the text that she was told (``Committed.digest``), None where the rules had none. The texts
    stand in the release of the case.
    """

    kind: Literal["commitment_made"] = "commitment_made"
    party: PartyName
    texts: dict[str, str | None] = Field(min_length=1)


class MaterialsSupplied(Event):
    """
    After the submission materials have got their first file or lost their last, or what a correction asked
    for was submitted: the files as they are then.
    """

    kind: Literal["materials_supplied"] = "materials_supplied"
    files: FileList


class ChannelDecided(Event):
    """The rules, or a person where the rules could not, have picked the channel; ``note`` is the person's."""

    kind: Literal["channel_decided"] = "channel_decided"
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
    note: Words | None = None


class DecisionTaken(Event):
    """
    The rules, or a person where the rules could not, have taken a policy decision beside the channel;
    ``offered``: what came out is the applicant's to take or to decline. What was looked at of her is not
    told.
    """

    kind: Literal["decision_taken"] = "decision_taken"
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
    offered: bool = False
    note: Words | None = None


class OfferAnswered(Event):
    """The applicant has taken what a decision offers her, or declined it."""

    kind: Literal["offer_answered"] = "offer_answered"
    decision: str
    accepted: bool


class CardShown(Event):
    """
    Supervision came out otherwise for a clock than before 亮牌; ``worse``: whoever supervises is told. The
    card stands on the clock's ``run``.
    """

    kind: Literal["card_shown"] = "card_shown"
    run: ClockRun
    worse: bool
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    because: Text
    release: str
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


class TaskStarted(Event):
    """A unit has something to do, or something is waited for."""

    kind: Literal["task_started"] = "task_started"
    task: Task


class TaskEnded(Event):
    """
    ``outcome`` is one of the plan's, or ``withdrawn``; ``on`` a day that was given with it, ``files`` the
    digest of the files of the case as they were then; ``officers`` did it together with who recorded it.
    """

    kind: Literal["task_ended"] = "task_ended"
    task: str
    step: str
    outcome: str
    note: Words | None = None
    reason: Words | None = None
    on: date | None = None
    officers: tuple[str, ...] = ()
    files: str | None = None


class TaskLate(Event):
    """The days of a task or side task have run out, and nothing happens by itself."""

    kind: Literal["task_late"] = "task_late"
    task: str


class TaskDueChanged(Event):
    """The days of a task or side task were counted again, by the calendars in force."""

    kind: Literal["task_due_changed"] = "task_due_changed"
    task: str
    due: datetime


class TaskClaimed(Event):
    kind: Literal["task_claimed"] = "task_claimed"
    task: str


class TaskReleased(Event):
    kind: Literal["task_released"] = "task_released"
    task: str


class LaneEntered(Event):
    """``units`` begin to walk a lane, each by itself."""

    kind: Literal["lane_entered"] = "lane_entered"
    lane: str
    units: tuple[str, ...] = Field(min_length=1)


class LaneLeft(Event):
    """A unit is through with a lane, ``onward`` or by one of its exits."""

    kind: Literal["lane_left"] = "lane_left"
    lane: str
    unit: str
    exit: str


class LaneEnded(Event):
    """All units have left a lane."""

    kind: Literal["lane_ended"] = "lane_ended"
    lane: str
    exit: str


class SideOpened(Event):
    """There is something to do beside the plan."""

    kind: Literal["side_opened"] = "side_opened"
    side: SideTask


class SideEnded(Event):
    """``outcome`` is one of the side task's own, or ``settled`` where it came to its end by itself."""

    kind: Literal["side_ended"] = "side_ended"
    side: str
    outcome: str
    reason: Words | None = None


class CorrectionAsked(Event):
    """``task`` is the applicant's, which ends when what is asked for is there."""

    kind: Literal["correction_asked"] = "correction_asked"
    task: str | None
    lines: tuple[Line, ...] = Field(min_length=1)


class MilestoneReached(Event):
    """
    A milestone 节点 as of a local day. ``by_silence`` where the law accepts because nobody answered in time.
    What was received is received again when what was asked for is submitted.
    """

    kind: Literal["milestone_reached"] = "milestone_reached"
    milestone: Milestone
    day: date
    by_silence: bool = False


class ClockStarted(Event):
    kind: Literal["clock_started"] = "clock_started"
    run: ClockRun


class ClockRecounted(Event):
    """Days of a clock were counted again: it was paused, went on, was extended, or a calendar came out."""

    kind: Literal["clock_recounted"] = "clock_recounted"
    run: ClockRun


class ClocksPaused(Event):
    """
    Clocks stand still from the following day 中止计时, as long as the task or side task ``pause`` is open, on
    these ``grounds``. How their days are counted then is told by the events that follow.
    """

    kind: Literal["clocks_paused"] = "clocks_paused"
    pause: str
    clocks: tuple[str, ...] = Field(min_length=1)
    grounds: PauseGrounds


class ExtensionAsked(Event):
    """Staff ask that a clock be extended 申请延长; another answers, by the side task ``extension``."""

    kind: Literal["extension_asked"] = "extension_asked"
    extension: str
    clock: str
    period: Period
    reason: Words


class ExtensionAnswered(Event):
    """An extension was granted, or not, by another person than who asked for it."""

    kind: Literal["extension_answered"] = "extension_answered"
    extension: str
    granted: bool
    reason: Words | None = None


class ClockWarned(Event):
    """
    A clock runs down 预警: the units that have tasks of the case are told, whoever supervises, or both; each
    warning once.
    """

    kind: Literal["clock_warned"] = "clock_warned"
    run: ClockRun
    tell: tuple[Literal["unit", "supervises"], ...] = Field(min_length=1)


class ClockStopped(Event):
    kind: Literal["clock_stopped"] = "clock_stopped"
    clock: str
    day: date


class ClockRanOut(Event):
    kind: Literal["clock_ran_out"] = "clock_ran_out"
    clock: str


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


class ConsentChanged(Event):
    kind: Literal["consent_changed"] = "consent_changed"
    courier: bool


class ContactChanged(Event):
    """A party is found elsewhere 联系方式变更. Of her a salted digest is told, as at the opening."""

    kind: Literal["contact_changed"] = "contact_changed"
    party: PartyName
    mark: PartyMark


class MandateRevoked(Event):
    """The agent acts no more from this local day on 撤销委托, by the applicant's word or the agent's own."""

    kind: Literal["mandate_revoked"] = "mandate_revoked"
    on: date


class MandateEnded(Event):
    """The mandate has run out 委托到期: the applicant acts again, and is told what is told."""

    kind: Literal["mandate_ended"] = "mandate_ended"
    until: date


class MaterialsDeferred(Event):
    """These may come later 容缺, each by its own day."""

    kind: Literal["materials_deferred"] = "materials_deferred"
    owed: dict[str, Owed] = Field(min_length=1)


class DeferralsOverdue(Event):
    """What was to come later has not come in time."""

    kind: Literal["deferrals_overdue"] = "deferrals_overdue"
    materials: tuple[str, ...] = Field(min_length=1)


class DeferralsEnded(Event):
    """Nobody waits any more for what was to come later."""

    kind: Literal["deferrals_ended"] = "deferrals_ended"
    materials: tuple[str, ...] = Field(min_length=1)


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


class CaseStateChanged(Event):
    """A closed case has another state: what was owed has come, or what was granted is revoked."""

    kind: Literal["case_state_changed"] = "case_state_changed"
    state: int


class CaseRated(Event):
    """Satisfaction 好差评, GB/T 39046-2020 table A.8: 1 very satisfied to 5 very dissatisfied."""

    kind: Literal["case_rated"] = "case_rated"
    score: int = Field(ge=1, le=5)


class CaseWithdrawn(Event):
    """The application was taken back 撤回."""

    kind: Literal["case_withdrawn"] = "case_withdrawn"
    note: Words | None = None


class CaseSettled(Event):
    """The case can only come to this end any more; ``state`` is its national code (list BLZT)."""

    kind: Literal["case_settled"] = "case_settled"
    end: End
    state: int


class CaseClosed(Event):
    """``state`` is the national code of case states, list BLZT."""

    kind: Literal["case_closed"] = "case_closed"
    end: End
    state: int


class PartiesKept(Event):
    """The parties of a closed case must be kept ``until`` 保存期限, and are erased then."""

    kind: Literal["parties_kept"] = "parties_kept"
    until: datetime


class ErasurePutOff(Event):
    """The parties need not be kept any more, but something is open that needs them: looked at again later."""

    kind: Literal["erasure_put_off"] = "erasure_put_off"
    until: datetime


class PartiesErased(Event):
    """
    The parties of a case are erased 删除当事人资料: from now on nobody is shown who they were. What tells of
    them is deleted by an effect, which is done when nothing is left.
    """

    kind: Literal["parties_erased"] = "parties_erased"
    reason: ErasureReason


AnyEvent = (
    CaseOpened
    | ReleaseAdopted
    | WorldFollowed
    | DraftProlonged
    | ApplicationSubmitted
    | CommitmentMade
    | MaterialsSupplied
    | ChannelDecided
    | DecisionTaken
    | OfferAnswered
    | CardShown
    | TaskStarted
    | TaskEnded
    | TaskLate
    | TaskDueChanged
    | TaskClaimed
    | TaskReleased
    | LaneEntered
    | LaneLeft
    | LaneEnded
    | SideOpened
    | SideEnded
    | CorrectionAsked
    | MilestoneReached
    | ClockStarted
    | ClockRecounted
    | ClocksPaused
    | ExtensionAsked
    | ExtensionAnswered
    | ClockWarned
    | ClockStopped
    | ClockRanOut
    | PapersMoved
    | PapersWaived
    | LicenceMade
    | LicenceVoided
    | DocumentIssued
    | ShipmentOrdered
    | ShipmentBooked
    | ShipmentMisnumbered
    | ShipmentRecalled
    | ShipmentMoved
    | ShipmentRefused
    | MaterialsDeferred
    | DeferralsOverdue
    | DeferralsEnded
    | NoticeIssued
    | NoticeServed
    | NoticeCameBack
    | NoticeDueChanged
    | CaseStateChanged
    | ConsentChanged
    | ContactChanged
    | MandateRevoked
    | MandateEnded
    | CaseRated
    | CaseWithdrawn
    | CaseSettled
    | CaseClosed
    | PartiesKept
    | ErasurePutOff
    | PartiesErased
)

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(
    Annotated[AnyEvent, Field(discriminator="kind")], config=ConfigDict(defer_build=True)
)

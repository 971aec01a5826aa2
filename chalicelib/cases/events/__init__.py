"""What has happened to a case. Events are the audit trail: written once, never changed."""

from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

from chalicelib.cases.events.application import (
    ApplicationSubmitted,
    CaseOpened,
    CaseRated,
    CaseWithdrawn,
    ChannelDecided,
    CommitmentMade,
    ConsentChanged,
    ContactChanged,
    DecisionTaken,
    DeferralsEnded,
    DeferralsOverdue,
    DraftProlonged,
    MandateEnded,
    MandateRevoked,
    MaterialsDeferred,
    MaterialsSupplied,
    OfferAnswered,
    QueryCodeReplaced,
    ReleaseAdopted,
    WorldFollowed,
)
from chalicelib.cases.events.clocks import (
    CardShown,
    ClockRanOut,
    ClockRecounted,
    ClocksPaused,
    ClockStarted,
    ClockStopped,
    ClockWarned,
    ExtensionAnswered,
    ExtensionAsked,
    MilestoneReached,
)
from chalicelib.cases.events.event import Event
from chalicelib.cases.events.papers import (
    DocumentIssued,
    LicenceMade,
    LicenceVoided,
    NoticeCameBack,
    NoticeDueChanged,
    NoticeIssued,
    NoticeServed,
    PapersMoved,
    PapersWaived,
    ShipmentBooked,
    ShipmentMisnumbered,
    ShipmentMoved,
    ShipmentOrdered,
    ShipmentRecalled,
    ShipmentRefused,
)
from chalicelib.cases.events.parties import ErasurePutOff, PartiesErased, PartiesKept
from chalicelib.cases.events.work import (
    CaseClosed,
    CaseSettled,
    CaseStateChanged,
    CorrectionAsked,
    LaneEnded,
    LaneEntered,
    LaneLeft,
    SideEnded,
    SideOpened,
    TaskClaimed,
    TaskDueChanged,
    TaskEnded,
    TaskLate,
    TaskReleased,
    TaskStarted,
)

__all__ = [
    "EVENT",
    "AnyEvent",
    "ApplicationSubmitted",
    "CardShown",
    "CaseClosed",
    "CaseOpened",
    "CaseRated",
    "CaseSettled",
    "CaseStateChanged",
    "CaseWithdrawn",
    "ChannelDecided",
    "ClockRanOut",
    "ClockRecounted",
    "ClockStarted",
    "ClockStopped",
    "ClockWarned",
    "ClocksPaused",
    "CommitmentMade",
    "ConsentChanged",
    "ContactChanged",
    "CorrectionAsked",
    "DecisionTaken",
    "DeferralsEnded",
    "DeferralsOverdue",
    "DocumentIssued",
    "DraftProlonged",
    "ErasurePutOff",
    "Event",
    "ExtensionAnswered",
    "ExtensionAsked",
    "LaneEnded",
    "LaneEntered",
    "LaneLeft",
    "LicenceMade",
    "LicenceVoided",
    "MandateEnded",
    "MandateRevoked",
    "MaterialsDeferred",
    "MaterialsSupplied",
    "MilestoneReached",
    "NoticeCameBack",
    "NoticeDueChanged",
    "NoticeIssued",
    "NoticeServed",
    "OfferAnswered",
    "PapersMoved",
    "PapersWaived",
    "PartiesErased",
    "PartiesKept",
    "QueryCodeReplaced",
    "ReleaseAdopted",
    "ShipmentBooked",
    "ShipmentMisnumbered",
    "ShipmentMoved",
    "ShipmentOrdered",
    "ShipmentRecalled",
    "ShipmentRefused",
    "SideEnded",
    "SideOpened",
    "TaskClaimed",
    "TaskDueChanged",
    "TaskEnded",
    "TaskLate",
    "TaskReleased",
    "TaskStarted",
    "WorldFollowed",
]

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
    | QueryCodeReplaced
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

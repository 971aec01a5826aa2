"""What may be asked of a case. A command carries everything that is not in the case, time included."""

from chalicelib.cases.commands.clocks import AskExtension, ClockCommand, ExpireClock, ExpireTask, PauseClocks
from chalicelib.cases.commands.command import Command
from chalicelib.cases.commands.intake import (
    AdoptRelease,
    AnswerOffer,
    DecideChannel,
    IntakeCommand,
    OpenCase,
    RecordDecision,
    RecordFiles,
    SettleChannel,
    Submit,
)
from chalicelib.cases.commands.papers import (
    OpenNotice,
    PaperCommand,
    RecordBooking,
    RecordBookingRefused,
    RecordDocumentIssued,
    RecordMisnumbering,
    RecordTracking,
)
from chalicelib.cases.commands.parties import (
    ChangeContact,
    ChangeCourierConsent,
    EraseParties,
    NewCode,
    PartyCommand,
    RateCase,
    ReplaceQueryCode,
    RevokeMandate,
    Withdraw,
)
from chalicelib.cases.commands.work import (
    ClaimTask,
    EndSide,
    EndTask,
    RecuseOfficer,
    ReleaseTask,
    SubmitTask,
    WorkCommand,
)

__all__ = [
    "AdoptRelease",
    "AnswerOffer",
    "AnyCommand",
    "AskExtension",
    "ChangeContact",
    "ChangeCourierConsent",
    "ClaimTask",
    "ClockCommand",
    "Command",
    "DecideChannel",
    "EndSide",
    "EndTask",
    "EraseParties",
    "ExpireClock",
    "ExpireTask",
    "IntakeCommand",
    "NewCode",
    "OpenCase",
    "OpenNotice",
    "PaperCommand",
    "PartyCommand",
    "PauseClocks",
    "RateCase",
    "RecordBooking",
    "RecordBookingRefused",
    "RecordDecision",
    "RecordDocumentIssued",
    "RecordFiles",
    "RecordMisnumbering",
    "RecordTracking",
    "RecuseOfficer",
    "ReleaseTask",
    "ReplaceQueryCode",
    "RevokeMandate",
    "SettleChannel",
    "Submit",
    "SubmitTask",
    "Withdraw",
    "WorkCommand",
]

AnyCommand = IntakeCommand | WorkCommand | ClockCommand | PaperCommand | PartyCommand
"""Everything that may be asked of a case that is open. A case is opened by ``OpenCase``."""

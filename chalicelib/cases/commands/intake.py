"""What may be asked of an application: open it, submit it, decide upon it."""

from datetime import date

from pydantic import Field

from chalicelib.cases.commands.command import Command
from chalicelib.cases.explained import Explained
from chalicelib.cases.people.mandates import Mandate, PartyMark
from chalicelib.cases.values import FileList, Submission, Words
from chalicelib.decisions.forms.form import FactValue


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


class DecideChannel(Command, Explained):
    """The rules have been asked on day ``on``; the answer with everything that explains it."""

    channel: str
    facts: dict[str, FactValue]


class RecordDecision(Command, Explained):
    """The rules have been asked of a decision beside the channel on day ``on``; the answer, and why."""

    decision: str
    outcome: str


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


IntakeCommand = (
    Submit | RecordFiles | AdoptRelease | DecideChannel | RecordDecision | AnswerOffer | SettleChannel
)

"""What has happened to an application: opened, submitted, decided upon, owed, taken back."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.explained import Explained
from chalicelib.cases.people.mandates import Mandate, PartyMark, PartyName
from chalicelib.cases.values import FileList, Submission, Words
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.form import FactValue


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


class ChannelDecided(Event, Explained):
    """The rules, or a person where the rules could not, have picked the channel; ``note`` is the person's."""

    kind: Literal["channel_decided"] = "channel_decided"
    channel: str
    facts: dict[str, FactValue]
    note: Words | None = None


class DecisionTaken(Event, Explained):
    """
    The rules, or a person where the rules could not, have taken a policy decision beside the channel;
    ``offered``: what came out is the applicant's to take or to decline. What was looked at of her is not
    told.
    """

    kind: Literal["decision_taken"] = "decision_taken"
    decision: str
    outcome: str
    offered: bool = False
    note: Words | None = None


class OfferAnswered(Event):
    """The applicant has taken what a decision offers her, or declined it."""

    kind: Literal["offer_answered"] = "offer_answered"
    decision: str
    accepted: bool


class CaseWithdrawn(Event):
    """The application was taken back 撤回."""

    kind: Literal["case_withdrawn"] = "case_withdrawn"
    note: Words | None = None


IntakeEvent = (
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
    | CaseWithdrawn
)

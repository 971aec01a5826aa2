"""What has happened to an application: opened, submitted, decided upon, changed by who applies, withdrawn."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.people.mandates import Mandate, PartyMark, PartyName
from chalicelib.cases.values import (
    FileList,
    Owed,
    Submission,
    Words,
)
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.form import Basis, FactValue, Text


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


class ConsentChanged(Event):
    kind: Literal["consent_changed"] = "consent_changed"
    courier: bool


class ContactChanged(Event):
    """A party is found elsewhere 联系方式变更. Of her a salted digest is told, as at the opening."""

    kind: Literal["contact_changed"] = "contact_changed"
    party: PartyName
    mark: PartyMark


class QueryCodeReplaced(Event):
    """The query code of before opens nothing any more 查询码已补发: whoever lost it has proved who she is."""

    kind: Literal["query_code_replaced"] = "query_code_replaced"
    codes: int
    code_digest: str


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


class CaseRated(Event):
    """Satisfaction 好差评, GB/T 39046-2020 table A.8: 1 very satisfied to 5 very dissatisfied."""

    kind: Literal["case_rated"] = "case_rated"
    score: int = Field(ge=1, le=5)


class CaseWithdrawn(Event):
    """The application was taken back 撤回."""

    kind: Literal["case_withdrawn"] = "case_withdrawn"
    note: Words | None = None

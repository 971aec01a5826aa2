"""What has happened to a case. Events are the audit trail: written once, never changed."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from chalicelib.cases.values import (
    Active,
    Actor,
    Direction,
    Line,
    Need,
    NumberFault,
    Person,
    Reason,
    Upload,
    Value,
    Window,
)
from chalicelib.decisions.form import Basis, Channel, FactValue, Text
from chalicelib.decisions.plan import Party


class Happened(Value):
    """``at`` is aware UTC; ``by`` is who made it happen."""

    at: datetime
    by: Actor


class CaseOpened(Happened):
    kind: Literal["case_opened"] = "case_opened"
    no: str
    region: str
    item: str
    department: str
    release: str
    applicant: Person
    application: dict[str, FactValue]
    code_digest: str
    needs: tuple[Need, ...]


class ReleaseAdopted(Happened):
    """A case on which nothing was decided yet goes on under another release of the rules."""

    kind: Literal["release_adopted"] = "release_adopted"
    release: str
    department: str
    application: dict[str, FactValue]
    needs: tuple[Need, ...]


class MaterialReceived(Happened):
    kind: Literal["material_received"] = "material_received"
    material: str
    upload: Upload


class UploadRefused(Happened):
    kind: Literal["upload_refused"] = "upload_refused"
    material: str
    key: str
    version: str
    sequencer: str
    reason: Reason
    size: int = 0
    file_kind: str | None = None
    active: Active | None = None


class ChannelDecided(Happened):
    """The rules, or a person where the rules could not, have picked the channel."""

    kind: Literal["channel_decided"] = "channel_decided"
    channel: Channel
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


class StepStarted(Happened):
    """``round`` counts from 1 how often this step has begun; ``due`` is when its days run out."""

    kind: Literal["step_started"] = "step_started"
    step: str
    ended_by: Literal["staff", "applicant", "pick_up", "delivery"]
    round: int
    way: Literal["courier", "electronic", "counter"] | None = None
    due: datetime | None = None


class StepEnded(Happened):
    kind: Literal["step_ended"] = "step_ended"
    step: str
    outcome: str
    note: str | None = None
    reason: str | None = None


class StepLate(Happened):
    kind: Literal["step_late"] = "step_late"
    step: str


class CorrectionAsked(Happened):
    kind: Literal["correction_asked"] = "correction_asked"
    lines: tuple[Line, ...] = Field(min_length=1)


class CaseAccepted(Happened):
    """
    Acceptance 受理 starts the clocks. Local dates; ``provisional`` where a calendar is not out yet;
    ``by_silence`` where the law accepts because nobody answered in time.
    """

    kind: Literal["case_accepted"] = "case_accepted"
    accepted_on: date
    promised_due: date
    statutory_due: date
    provisional: bool
    by_silence: bool = False


class PapersMoved(Happened):
    """``parcel`` is the order of the parcel that the papers go into when a courier takes them."""

    kind: Literal["papers_moved"] = "papers_moved"
    papers: tuple[str, ...] = Field(min_length=1)
    giver: Party
    taker: Party
    parcel: str | None = None


class LicenceMade(Happened):
    """``on_paper``: there is a sheet that someone holds from now on."""

    kind: Literal["licence_made"] = "licence_made"
    number: str
    on_paper: bool


class DocumentIssued(Happened):
    """The electronic licence or refusal lies under ``key``."""

    kind: Literal["document_issued"] = "document_issued"
    effect: str
    step: str
    key: str


class ShipmentOrdered(Happened):
    kind: Literal["shipment_ordered"] = "shipment_ordered"
    order: str
    direction: Direction
    step: str
    carrier: str


class ShipmentBooked(Happened):
    kind: Literal["shipment_booked"] = "shipment_booked"
    order: str
    number: str
    pick_up: Window | None = None


class ShipmentMisnumbered(Happened):
    """
    The carrier's fault 快递公司差错: the order stands, under a ``number`` that cannot be this parcel's.
    Nothing is asked about it; a person settles it with the carrier.
    """

    kind: Literal["shipment_misnumbered"] = "shipment_misnumbered"
    order: str
    number: str = Field(max_length=40)
    fault: NumberFault


class ShipmentMoved(Happened):
    kind: Literal["shipment_moved"] = "shipment_moved"
    order: str
    status: str


class ShipmentRefused(Happened):
    """The carrier will not take the order; ``reason`` is its code, no personal data."""

    kind: Literal["shipment_refused"] = "shipment_refused"
    order: str
    reason: str


class ConsentChanged(Happened):
    kind: Literal["consent_changed"] = "consent_changed"
    courier: bool


class CaseRated(Happened):
    """Satisfaction 好差评, GB/T 39046-2020 table A.8: 1 very satisfied to 5 very dissatisfied."""

    kind: Literal["case_rated"] = "case_rated"
    score: int = Field(ge=1, le=5)


class CaseClosed(Happened):
    """``state`` is the national code of case states, list BLZT."""

    kind: Literal["case_closed"] = "case_closed"
    step: str
    state: int


Event = (
    CaseOpened
    | ReleaseAdopted
    | MaterialReceived
    | UploadRefused
    | ChannelDecided
    | StepStarted
    | StepEnded
    | StepLate
    | CorrectionAsked
    | CaseAccepted
    | PapersMoved
    | LicenceMade
    | DocumentIssued
    | ShipmentOrdered
    | ShipmentBooked
    | ShipmentMisnumbered
    | ShipmentMoved
    | ShipmentRefused
    | ConsentChanged
    | CaseRated
    | CaseClosed
)

EVENT: TypeAdapter[Event] = TypeAdapter(
    Annotated[Event, Field(discriminator="kind")], config=ConfigDict(defer_build=True)
)

"""What has happened to papers: custody, what may come later, the licence, documents."""

from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.values import Owed


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


PaperEvent = (
    PapersMoved
    | PapersWaived
    | LicenceMade
    | LicenceVoided
    | DocumentIssued
    | MaterialsDeferred
    | DeferralsOverdue
    | DeferralsEnded
)

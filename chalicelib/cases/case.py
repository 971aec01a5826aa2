"""The case 办件: one application from its opening to its close, as a value."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from chalicelib.cases.values import (
    Holding,
    Line,
    Need,
    Person,
    Refusal,
    Shipment,
    Upload,
    Value,
)
from chalicelib.decisions.form import Channel, FactValue
from chalicelib.decisions.plan import Party

LICENCE = "licence"
"""The name under which the licence itself is looked after once it is made."""


class Stage(StrEnum):
    """Where a case stands as a whole 办件状态."""

    MATERIALS = "materials"
    UNDETERMINED = "undetermined"
    RUNNING = "running"
    CLOSED = "closed"


class Case(Value):
    """
    Everything about one application. ``version`` counts its events; ``application`` holds the facts
    the applicant stated, by full name; ``open_materials`` are those that may be uploaded now;
    ``reason`` is the last that staff gave for an outcome that needs one: a refusal states it.
    """

    no: str
    version: int
    stage: Stage
    region: str
    item: str
    department: str
    release: str
    applicant: Person
    application: dict[str, FactValue]
    code_digest: str
    opened_at: datetime
    needs: dict[str, Need]
    open_materials: tuple[str, ...]
    uploads: dict[str, dict[str, Upload]] = {}
    refusals: dict[str, Refusal] = {}
    channel: Channel | None = None
    facts: dict[str, FactValue] = {}
    step: str | None = None
    started_at: datetime | None = None
    ended_by: Literal["staff", "applicant", "pick_up", "delivery"] | None = None
    way: Literal["courier", "electronic", "counter"] | None = None
    due: datetime | None = None
    late: bool = False
    rounds: dict[str, int] = {}
    correction: tuple[Line, ...] = ()
    accepted_on: date | None = None
    promised_due: date | None = None
    statutory_due: date | None = None
    provisional: bool = False
    accepted_by_silence: bool = False
    custody: dict[str, Holding] = {}
    shipments: dict[str, Shipment] = {}
    licence: str | None = None
    reason: str | None = None
    documents: dict[str, str] = {}
    state: int | None = None
    rating: int | None = None

    @property
    def round(self) -> int:
        return self.rounds.get(self.step or "", 0)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required materials that still have no good file."""
        return tuple(
            name
            for name, need in self.needs.items()
            if need.required and need.uploaded and not self.uploads.get(name)
        )

    @property
    def complete(self) -> bool:
        """Everything required has been uploaded: the rules can decide."""
        return self.stage is Stage.MATERIALS and not self.missing

    @property
    def supplied(self) -> bool:
        """Every material of the correction notice has a newer file."""
        return bool(self.correction) and not self.open_materials

    @property
    def order(self) -> str:
        """The number of the present step's effect: from case, step and round, never from an attempt."""
        return f"{self.no}-{self.step}-{self.round}"

    def held_by(self, holder: Party) -> tuple[str, ...]:
        return tuple(paper for paper, holding in self.custody.items() if holding.holder is holder)

    def in_parcel(self, order: str) -> tuple[str, ...]:
        return tuple(paper for paper, holding in self.custody.items() if holding.parcel == order)

    @property
    def to_hand_in(self) -> tuple[str, ...]:
        """What the applicant owes the office: an optional paper only if its scan came in too."""
        due = {
            n for n, need in self.needs.items() if need.required or not need.uploaded or self.uploads.get(n)
        }
        return tuple(paper for paper in self.held_by(Party.APPLICANT) if paper in due)

    @property
    def to_hand_out(self) -> tuple[str, ...]:
        """What the office owes the applicant: licence and originals; without a licence, all it holds."""
        held = self.held_by(Party.OFFICE)
        if self.licence is None:
            return held
        return tuple(paper for paper in held if paper == LICENCE or self.needs[paper].return_original)

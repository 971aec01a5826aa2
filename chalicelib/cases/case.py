"""The case 办件: one application from its opening to its close, as a value."""

from datetime import date, datetime
from enum import StrEnum

from chalicelib.cases.values import (
    ClockRun,
    Direction,
    Holder,
    Holding,
    Line,
    Need,
    Person,
    Refusal,
    Shipment,
    SideKind,
    SideTask,
    Task,
    Upload,
    Value,
)
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.plan import End, Milestone
from chalicelib.decisions.unit import APPLICANT, HALL, PARCEL, at_office, away_from_hall

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
    the applicant stated, by full name; ``open_materials`` are those that may be uploaded now, ``wanted``
    those of the correction notice that no newer file has come for. ``reason`` is the last that staff gave for
    an outcome that needs one: a refusal states it.

    ``tasks`` are open, by id: one, or those of the units that walk a lane; ``lanes`` tells which units have
    left a lane that is being walked, and by which exit. ``rounds`` counts how often a step has begun, by
    its name or ``step@unit``; ``ended`` names who ended a step last round and before. ``sides`` stand
    beside the plan. ``answerable`` is who first took or ended a task of the case 首问负责. ``waived`` are
    papers that nobody waits for any more; ``documents`` lie under the number of the effect that wrote them.
    ``settled`` is the end that the case has come to or cannot but come to. ``world`` names the calendars and
    units that its dates rest on.
    """

    no: str
    version: int
    stage: Stage
    region: str
    item: str
    release: str
    world: str
    applicant: Person
    application: dict[str, FactValue]
    code_digest: str
    opened_at: datetime
    needs: dict[str, Need]
    open_materials: tuple[str, ...]
    uploads: dict[str, dict[str, Upload]] = {}
    refusals: dict[str, Refusal] = {}
    channel: str | None = None
    facts: dict[str, FactValue] = {}
    tasks: dict[str, Task] = {}
    lanes: dict[str, dict[str, str]] = {}
    rounds: dict[str, int] = {}
    ended: dict[str, tuple[str, ...]] = {}
    answerable: str | None = None
    sides: dict[str, SideTask] = {}
    milestones: dict[Milestone, date] = {}
    clocks: dict[str, ClockRun] = {}
    accepted_by_silence: bool = False
    correction: tuple[Line, ...] = ()
    correction_task: str | None = None
    wanted: tuple[str, ...] = ()
    custody: dict[str, Holding] = {}
    waived: tuple[str, ...] = ()
    shipments: dict[str, Shipment] = {}
    licence: str | None = None
    reason: str | None = None
    documents: dict[str, str] = {}
    settled: End | None = None
    state: int | None = None
    rating: int | None = None

    def order(self, task: str) -> str:
        """The number of a task's effect: from case, step, round and unit, never from an attempt."""
        return f"{self.no}-{task}"

    def task_of(self, order: str) -> Task | None:
        """The open task that ordered a parcel or a document."""
        return self.tasks.get(order.removeprefix(f"{self.no}-"))

    def sides_of(self, kind: SideKind) -> tuple[SideTask, ...]:
        return tuple(side for side in self.sides.values() if side.kind is kind)

    @property
    def accepted_on(self) -> date | None:
        return self.milestones.get(Milestone.ACCEPTED)

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

    def held_by(self, holder: Holder) -> tuple[str, ...]:
        return tuple(paper for paper, holding in self.custody.items() if holding.holder == holder)

    @property
    def at_office(self) -> tuple[str, ...]:
        """Papers that any unit holds."""
        return tuple(paper for paper, holding in self.custody.items() if at_office(holding.holder))

    @property
    def away_from_hall(self) -> tuple[str, ...]:
        """Papers that units hold who have to bring them to the hall."""
        return tuple(paper for paper, holding in self.custody.items() if away_from_hall(holding.holder))

    def in_parcel(self, order: str) -> tuple[str, ...]:
        return tuple(
            paper
            for paper, holding in self.custody.items()
            if holding.holder == PARCEL and holding.parcel == order
        )

    def brought_by(self, order: str) -> tuple[str, ...]:
        """Papers that the applicant has from this parcel."""
        return tuple(
            paper
            for paper, holding in self.custody.items()
            if holding.holder == APPLICANT and holding.parcel == order
        )

    def in_parcels(self, direction: Direction) -> tuple[str, ...]:
        """Papers in any parcel that goes this way."""
        return tuple(
            paper
            for paper, holding in self.custody.items()
            if holding.holder == PARCEL and self._direction(holding.parcel) is direction
        )

    def _direction(self, order: str | None) -> Direction | None:
        parcel = self.shipments.get(order or "")
        return None if parcel is None else parcel.direction

    @property
    def to_hand_in(self) -> tuple[str, ...]:
        """What the applicant owes the office: an optional paper only if its scan came in too."""
        due = {
            n for n, need in self.needs.items() if need.required or not need.uploaded or self.uploads.get(n)
        }
        return tuple(paper for paper in self.held_by(APPLICANT) if paper in due and paper not in self.waived)

    def to_hand_out(self, gives: str | None) -> tuple[str, ...]:
        """
        What the hall hands out: the licence and the papers that come back; where ``gives`` is ``papers``
        all that it holds.
        """
        held = self.held_by(HALL)
        if gives == "papers":
            return held
        return tuple(paper for paper in held if paper == LICENCE or self.needs[paper].return_original)

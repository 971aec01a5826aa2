"""The case 办件: one application from its opening to its close, as a value."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from chalicelib.cases.notices import Notice
from chalicelib.cases.people.mandates import Commitment, Mandate, PartyMark, PartyName
from chalicelib.cases.values import (
    ClockRun,
    Direction,
    Erasure,
    Extension,
    Holder,
    Holding,
    Line,
    Offer,
    Owed,
    PauseGrounds,
    Shipment,
    SideKind,
    SideTask,
    Submission,
    Task,
    Value,
    Words,
)
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.plan import End, Milestone
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL, away_from_hall

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
    Everything about one application. ``version`` counts its events; ``applicant`` says that there is one, who
    lies sealed beside the case; ``application`` holds the facts that were stated, by full name, and
    ``stated_by`` which party stated them; ``codes`` counts how often its query code was replaced,
    ``applicants_code`` says that it was once an agent's mandate was over: the code is the applicant's alone;
    ``recused`` are the staff numbers of those who keep out of it 回避;
    ``open_materials`` are those that may be uploaded now, ``supplied``
    those that had a file when the case last looked, from its submission on; ``closed`` tells since when
    files of a material are not taken any more. Not submitted by ``draft_until`` it closes, unless files have
    come since. ``commitment`` tells that something was promised with the submission. ``reason`` is the last
    that staff gave for an outcome that needs one: a refusal states it.

    ``tasks`` are open, by id: one, or those of the units that walk a lane; ``lanes`` tells which units have
    left a lane that is being walked, and by which exit. ``rounds`` counts how often a step has begun, by
    its name or ``step@unit``; ``ended`` names who ended a step last round and before. ``sides`` stand
    beside the plan; ``pauses`` tell why clocks stood still while a task or side task was open, ``extensions``
    which were asked for, by side task, and what came of it. ``notices`` were issued, by id, as many as a head
    keeps (``notices.MOST``). ``answerable`` is who first took or ended a
    task of the case 首问负责. ``waived`` are materials and papers that nobody waits for any more;
    ``deferred`` materials may come later, and are owed. ``offers`` are what policy decisions beside the
    channel came out with, by their names; ``corrections`` counts how often she was told to correct.
    ``documents`` lie under the number of the effect that
    wrote them. ``settled`` is the end that the case has come to or cannot but come to. ``agent`` says that
    somebody acts for the applicant, within her ``mandate``. ``world`` names the calendars and units that its
    dates rest on. Its parties must be kept ``kept_until`` that moment where the region says how long, which
    nothing moves; ``erasure_at`` is when they are erased, if nothing is open then that needs them; ``erased``
    tells that they are no more.
    """

    no: str
    version: int
    stage: Stage
    region: str
    item: str
    release: str
    world: str
    applicant: PartyMark
    application: dict[str, FactValue]
    code_digest: str
    codes: int = 0
    applicants_code: bool = False
    recused: tuple[str, ...] = ()
    opened_at: datetime
    needs: dict[str, Need]
    open_materials: tuple[str, ...]
    closed: dict[str, datetime] = {}
    submit: Submission = Submission.WHEN_COMPLETE
    draft_until: datetime | None = None
    supplied: tuple[str, ...] = ()
    stated_by: PartyName = "applicant"
    commitment: Commitment | None = None
    channel: str | None = None
    facts: dict[str, FactValue] = {}
    tasks: dict[str, Task] = {}
    lanes: dict[str, dict[str, str]] = {}
    rounds: dict[str, int] = {}
    ended: dict[str, tuple[str, ...]] = {}
    answerable: str | None = None
    sides: dict[str, SideTask] = {}
    pauses: dict[str, PauseGrounds] = {}
    extensions: dict[str, Extension] = {}
    notices: dict[str, Notice] = {}
    deferred: dict[str, Owed] = {}
    milestones: dict[Milestone, date] = {}
    clocks: dict[str, ClockRun] = {}
    accepted_by_silence: bool = False
    offers: dict[str, Offer] = {}
    corrections: int = 0
    correction: tuple[Line, ...] = ()
    correction_task: str | None = None
    custody: dict[str, Holding] = {}
    waived: tuple[str, ...] = ()
    shipments: dict[str, Shipment] = {}
    licence: str | None = None
    reason: Words | None = None
    documents: dict[str, str] = {}
    settled: End | None = None
    agent: PartyMark | None = None
    mandate: Mandate | None = None
    state: int | None = None
    rating: int | None = None
    kept_until: datetime | None = None
    erasure_at: datetime | None = None
    erased: Erasure | None = None

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
    def submitted(self) -> bool:
        return Milestone.SUBMITTED in self.milestones

    @property
    def undecided(self) -> bool:
        """Submitted, and the rules have not been asked: the same commit does."""
        return self.stage is Stage.MATERIALS and self.submitted

    @property
    def missing(self) -> tuple[str, ...]:
        """Required materials that had no file when the case last looked."""
        return self.lacking(self.supplied)

    @property
    def wanting(self) -> tuple[str, ...]:
        """Of these the ones without which the application cannot be accepted: they may not follow later."""
        return tuple(name for name in self.missing if not self.needs[name].deferrable)

    def of_needs(self, supplied: Collection[str]) -> tuple[str, ...]:
        """Those of the materials supplied that this case needs, in the order of its needs."""
        return tuple(name for name in self.needs if name in supplied)

    def lacking(self, supplied: Collection[str]) -> tuple[str, ...]:
        """Required materials that are not among those supplied, and that somebody waits for."""
        asked = (name for name, need in self.needs.items() if need.required and need.uploaded)
        return tuple(name for name in asked if name not in supplied and name not in self.waived)

    def brings(self, material: str) -> bool:
        """Whether the applicant gives a material on paper alone: it changes hands, and no file stands in."""
        return material in self.custody and not self.needs[material].uploaded

    def held_by(self, holder: Holder) -> tuple[str, ...]:
        return tuple(paper for paper, holding in self.custody.items() if holding.holder == holder)

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
    def papers(self) -> tuple[str, ...]:
        """The papers of this application, whoever has them: an optional one only if its scan came in too."""
        each = self.needs.items()
        return tuple(name for name, need in each if need.due or (need.on_paper and name in self.supplied))

    @property
    def to_hand_in(self) -> tuple[str, ...]:
        """What the applicant owes the office."""
        due = set(self.papers)
        return tuple(paper for paper in self.held_by(APPLICANT) if paper in due and paper not in self.waived)

    def to_hand_out(self, gives: str | None) -> tuple[str, ...]:
        """
        What the hall hands out: the licence and the papers that come back; where ``gives`` is ``papers``
        all that it holds.
        """
        held = self.held_by(HALL)
        if gives == "papers":
            return held
        return tuple(paper for paper in held if paper == LICENCE or self.needs[paper].returned)

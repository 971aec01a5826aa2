"""An office at work on one case: applicant, staff, carrier and clock, each in one line of a test."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, CaseOpened, LicenceMade, PapersMoved, ShipmentOrdered
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.people.parties import Party
from chalicelib.cases.uploads.files import CaseFiles, FilePlace, file_key
from chalicelib.cases.values import Actor, Line, Role, Submission, Task
from chalicelib.cases.waiting import waiting
from chalicelib.cases.words import cleared, words_in
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.unit import APPLICANT
from chalicelib.ports.cases import Due, DueKind, Loaded, Work
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.open_case import Opened, Request, open_case
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.cases.desk.record_outcome import Finding, record_outcome
from chalicelib.services.cases.files.give_place import find_place, keep_place
from chalicelib.services.cases.files.receive_upload import Arrival, receive_upload
from chalicelib.services.cases.open_notice import open_notice
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.services.do_due import do_due
from chalicelib.services.relay_effects import relay_effects
from chalicelib.services.run_due import run_due
from chalicelib.services.run_effect import run_effect
from infra.local.officers import others
from infra.local.samples import pdf
from tests.fakes import World

V = TypeVar("V", bound=BaseModel)

SOMEONE = Party(name="演示申请人", phone="13800000000", address="青岛市李沧区演示路1号")
PORTAL = Actor(role=Role.APPLICANT, id="portal")
CLERK = Staff(id="clerk-1", units=("*",))
COLLEAGUE = Staff(id="clerk-2", units=("*",))
"""Whoever decides is another than who reviewed."""
BY_COURIER = (
    ShipmentStatus.PICKED_UP,
    ShipmentStatus.IN_TRANSIT,
    ShipmentStatus.OUT_FOR_DELIVERY,
    ShipmentStatus.DELIVERED,
)
PDF = pdf("demonstration")

ITEMS = {
    "outbound_courier": "sole-trader-registration",
    "two_way_courier": "physician-practice-registration",
    "inspection_collection": "animal-clinic-licence",
    "fully_online": "outbound-investment-filing",
    "one_visit": "teacher-qualification",
}
"""One real item for each channel; those with paper have originals that go back."""


class Scene:
    """One case in one world."""

    def __init__(
        self,
        item: str,
        world: World | None = None,
        *,
        courier: bool = True,
        says: dict[str, FactValue] | None = None,
        key: str = "",
        submit: Submission = Submission.WHEN_COMPLETE,
        applicant: Party = SOMEONE,
        agent: Agent | None = None,
    ) -> None:
        """
        ``says``: what a region's application states beside the consent to couriers; ``key`` is the opening's.
        """
        self.world = world or World()
        self.serial = 0
        stated = {**(says or {}), "application.courier": courier}
        self.request = Request(
            item, applicant, stated, key=key or f"key of {item}", submit=submit, agent=agent
        )
        self.opened: Opened = open_case(self.world, PORTAL, self.request)
        self.no = self.opened.case.no

    @property
    def case(self) -> Case:
        case = self.world.cases.load(self.no)
        assert case is not None
        return case

    @property
    def loaded(self) -> Loaded:
        loaded = self.world.cases.load_with_files(self.no)
        assert loaded is not None
        return loaded

    @property
    def files(self) -> CaseFiles:
        return self.loaded.files

    @property
    def missing(self) -> tuple[str, ...]:
        """Required materials without a file."""
        return self.case.lacking(self.files.supplied)

    @property
    def events(self) -> tuple[AnyEvent, ...]:
        return self.world.cases.events(self.no)

    # --- the applicant ---------------------------------------------------------------------------

    def words(self, value: V) -> V:
        """An event or the case, with what people wrote in the place of its names."""
        return cleared(value, self.world.cases.texts(self.no, words_in(value)))

    def place(self, material: str, name: str) -> FilePlace:
        """The place that files of a name are given."""
        place = find_place(self.world, self.loaded, material, name)
        return keep_place(self.world, self.loaded, place, name)

    def arrival(self, material: str, content: bytes, file: str = "file", sequencer: str = "") -> Arrival:
        """A new version of a file in the bucket, and what S3 says of it."""
        self.serial += 1
        key, version = file_key(self.no, material, file), f"v{self.serial}"
        self.world.files.objects[key, version] = content
        return Arrival(key, version, sequencer or f"{self.serial:016X}", len(content))

    def upload(
        self, material: str, content: bytes = PDF, file: str = "file", place: FilePlace | None = None
    ) -> Case:
        arrival = self.arrival(material, content, file if place is None else place.token)
        loaded = receive_upload(self.world, arrival)
        assert loaded is not None
        return loaded.case

    def upload_all(self) -> Case:
        for name, need in self.case.needs.items():
            if need.uploaded:
                self.upload(name)
        return self.case

    def submit(self, task: str | None = None, *, incomplete: bool = False) -> Case:
        return submit_case(self.world, PORTAL, self.loaded, task, incomplete=incomplete).case

    def supply(self, *materials: str) -> Case:
        """A new file for each material that a correction asks for, then its submission."""
        for material in materials:
            self.upload(material, pdf("better"))
        return self.submit()

    @property
    def refused(self) -> dict[str, str]:
        """Why the last file of a material was not taken."""
        return {material: str(file.refused) for material, file in self.files.refused().items()}

    # --- staff -----------------------------------------------------------------------------------

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(self.case.tasks.values())

    @property
    def task(self) -> Task:
        """The one task that is open."""
        (only,) = self.tasks
        return only

    @property
    def step(self) -> str | None:
        """The step of the one task that is open; of a closed case how it ended."""
        case = self.case
        if not case.tasks:
            return None if case.settled is None else case.settled.value
        return self.task.step

    def finding(self, outcome: str, *, by: Staff | None = None, step: str = "", **details: Any) -> Case:
        step = step or self.task.step
        details.setdefault("officers", self.others(step))
        who = by or (COLLEAGUE if step in ("decision", "refusal") else CLERK)
        return record_outcome(self.world, who, self.no, step, Finding(outcome=outcome, **details)).case

    def others(self, step: str) -> tuple[str, ...]:
        """Officers that are named beside whoever records the outcome of a step."""
        case = self.case
        plan = self.world.releases.get(case.release).plans.get(case.channel or "")
        there = [] if plan is None else [each for each in plan.steps if each.step == step]
        number = max((each.officers - 1 for each in there), default=0)
        unit = next((task.unit for task in self.tasks if task.step == step), "")
        return others(self.world.releases.get(case.release).units, unit, case.item, number)

    def findings(self, *steps: str) -> Case:
        """Each "step outcome": the case must stand at the step; number and reason are given."""
        for each in steps:
            step, outcome = each.split()
            assert step in {task.step for task in self.tasks}, (step, [task.id for task in self.tasks])
            number = "证照-001" if outcome == "made" else None
            self.finding(outcome, step=step, number=number, reason="不符合条件")
            self.settle_effects()
        return self.case

    def correct(self, *materials: str) -> Case:
        lines = tuple(
            Line(material=each, problem="缺少签章", mend="请加盖公章后重新上传") for each in materials
        )
        case = self.finding("correct", lines=lines)
        self.world.clock.pass_by(seconds=1)  # what comes now is newer
        return case

    # --- the world -------------------------------------------------------------------------------

    def settle_effects(self) -> None:
        """Stream to queue, queue to function, until nothing is left."""
        table, queue = self.world.cases, self.world.effects
        while table.stream or queue.waiting:
            new, table.stream = table.stream, []
            relay_effects(self.world, new)
            messages, queue.waiting = queue.waiting, []
            for message in messages:
                run_effect(self.world, message["case"], message["effect"])

    def run_clock(self) -> int:
        """What is due now is done; how many messages it was."""
        count = run_due(self.world)
        messages, self.world.due.waiting = self.world.due.waiting, []
        for message in messages:
            do_due(self.world, Due(kind=DueKind(message["kind"]), key=message["key"]))
        self.settle_effects()
        return count

    @property
    def order(self) -> str:
        """The order number of the one task that is open."""
        return self.case.order(self.task.id)

    @property
    def next_due(self) -> Due:
        """What the case waits for in time, the soonest."""
        waits = [each for each in waiting(self.case) if each.due is not None and not each.late]
        soonest = min(waits, key=lambda each: str(each.due))
        kind = DueKind.CLOCK if soonest.kind == "clock" else DueKind.TASK
        return Due(kind, f"{self.no}#{soonest.id}", soonest.due)

    @property
    def parcel(self) -> str:
        """The carrier's number of the parcel under way."""
        case = self.case
        number = next(
            parcel.number for task in case.tasks if (parcel := case.shipments.get(case.order(task)))
        )
        assert number is not None
        return number

    def carry(self, *statuses: ShipmentStatus, number: str | None = None) -> Case:
        """
        The carrier moves the parcel along once its courier can have come; the office asks in between, by its
        own clock.
        """
        parcel = number or self.parcel
        self.world.clock.at = max(self.world.clock.at, self.waybill(parcel).pick_up_at or self.world.clock.at)
        for status in statuses:
            self.world.clock.pass_by(hours=1)
            self.world.couriers.tell(parcel, status)
            self.poll(parcel)
        return self.case

    def waybill(self, number: str) -> Waybill:
        carrier = self.world.releases.get(self.case.release).region.carrier
        waybill = self.world.cases.waybill(f"{carrier}#{number}")
        assert waybill is not None
        return waybill

    def poll(self, number: str) -> None:
        """Wait until the parcel is asked after again."""
        waybill = self.waybill(number)
        assert waybill.due is not None, "nobody asks after this parcel any more"
        self.world.clock.at = max(self.world.clock.at, waybill.due)
        self.run_clock()

    def read_notices(self) -> None:
        """The applicant opens every notice, by which most are served."""
        for name in self.case.notices:
            open_notice(self.world, self.loaded, name, PORTAL, "https://portal.example/track")

    def quiet(self) -> bool:
        """The applicant reads what she was told, and some days pass; whether nothing is left to do then."""
        self.read_notices()
        for _ in range(5):
            self.world.clock.pass_by(days=1)
            self.run_clock()
        region, far = self.case.region, self.world.clock.now().replace(year=2030)
        return list(self.world.cases.due(region, far)) == []

    def on_list(self, unit: str, step: str) -> tuple[Work, ...]:
        """What a unit has to do at a step, of every case in this world."""
        return tuple(work for work in self.world.cases.work(self.world.region, unit) if work.step == step)

    # --- what can be said afterwards -------------------------------------------------------------

    def holders(self) -> dict[str, str]:
        return {paper: holding.holder for paper, holding in self.case.custody.items()}

    def way_of(self, paper: str) -> list[str]:
        """Who held a paper, one after the other, by the events; a gap or a second holder fails."""
        held: list[str] = []
        for event in self.events:
            match event:
                case CaseOpened() if paper in event.needs and event.needs[paper].on_paper:
                    held.append(APPLICANT)
                case LicenceMade(on_paper=True) if paper == "licence":
                    held.append(event.unit)
                case PapersMoved() if paper in event.papers:
                    assert held[-1] == event.giver, f"{paper} was not with the {event.giver}"
                    held.append(event.taker)
        return held

    def orders(self) -> list[tuple[str, str]]:
        """Every parcel ordered: direction and task."""
        return [(e.direction.value, e.task) for e in self.events if isinstance(e, ShipmentOrdered)]

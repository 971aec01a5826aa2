"""
A day at the office by chance: applicants, staff, carriers, clock and queues in any order, with sudden deaths.

Whatever is done goes through the services, as in the cloud; messages come twice, late and in any order.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.adapters.dynamodb.cases.waiting_rows import waiting_rows
from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.work.sides import OUTCOMES
from chalicelib.cases.evolve import replay
from chalicelib.cases.parcels.shipments import TrackingProblem
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Line, SideKind, SideTask, Task
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Outcome
from chalicelib.decisions.plans import find_step
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.withdraw_case import withdraw_case, withdraw_for_applicant
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.change_limits import ask_extension, pause_clocks
from chalicelib.services.cases.desk.claim_task import claim_task, release_task
from chalicelib.services.cases.desk.record_outcome import CHANNEL_STEP, Finding, end_task, record_outcome
from chalicelib.services.cases.files.receive_upload import receive_upload
from chalicelib.services.cases.files.take_back_file import take_back_file
from chalicelib.services.cases.open_notice import open_notice
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import Problem, RetryableError
from chalicelib.services.run_due import run_due
from chalicelib.services.run_effect import run_effect
from tests.cases.chances import DrawFn, booleans, integers, sampled_from
from tests.cases.lawful import assert_held, assert_seen
from tests.fakes import Killed, unmasked
from tests.services.scene import CLERK, COLLEAGUE, PDF, PORTAL, Scene

TROUBLE = (TrackingProblem.PHONE_NEEDED, TrackingProblem.CARRIER_TROUBLE, TrackingProblem.BAD_NUMBER)
LAW = Basis(title="中华人民共和国行政许可法", article="第四十五条")
PERSONAL = ("演示申请人", "13800000000", "演示路")
CLERKS = (CLERK, COLLEAGUE, Staff(id="clerk-3", units=("*",)), Staff(id="clerk-4", units=("market",)))
DEATHS = ((), (), (), ("before",), ("after",), ("busy",), ("", "before"), ("", "after"), ("", "", "after"))
"""What becomes of the writes of one thing that is done, one after another."""


class Day:
    """A scene, and everything that may happen in it next."""

    def __init__(self, draw: DrawFn, scene: Scene) -> None:
        self.draw, self.scene, self.world = draw, scene, scene.world
        self.messages: list[Callable[[], object]] = []
        self.clicks: list[Callable[[], object]] = []
        self.recorded: set[int] = set()

    @property
    def release(self) -> Release:
        return self.world.releases.get(self.scene.case.release)

    def go_on(self) -> None:
        """One thing happens, or half of it; the case is on a list or has a timer, its papers have holders."""
        seldom = [
            *(self.time, self.change_of_mind, self.supplied, self.again, self.applicant, self.staff),
            *(self.queues, self.clock, self.claim, self.take_back, self.limits, self.open_notice),
        ]
        act = self.draw(sampled_from([*self.likely() * 5, *seldom]))
        self.world.cases.kill = list(self.draw(sampled_from(DEATHS)))
        with suppress(Killed, RetryableError):
            act()
        self.world.cases.kill = []
        self.check_seen()

    def likely(self) -> list[Callable[[], None]]:
        case = self.scene.case
        tasks = case.tasks.values()
        if case.stage is Stage.MATERIALS or any(task.by == "applicant" for task in tasks):
            return [self.applicant, self.supplied]
        if any(task.way is not None or task.by == "parcels" for task in tasks):
            return [self.carrier, self.queues]
        return [self.staff, self.staff, self.limits]

    # --- what comes, and comes again -------------------------------------------------------------

    def click(self, request: Callable[[], object]) -> None:
        """A person's request under a key: it may be refused, in words."""
        self.clicks.append(request)
        with suppress(NotPossible, Problem):
            request()
            self.recorded.add(len(self.clicks) - 1)

    def message(self, deliver: Callable[[], object]) -> None:
        """A message of a queue is never refused: it is done, or comes again."""
        self.messages.append(deliver)
        deliver()

    def again(self) -> None:
        """A message is delivered again, or a request is sent again: what was recorded stays recorded once."""
        message = self.draw(booleans())
        if message and self.messages:
            self.draw(sampled_from(self.messages))()
        elif self.clicks:
            number = self.draw(sampled_from(range(len(self.clicks))))
            before = self.scene.case.version
            with suppress(NotPossible, Problem):
                self.clicks[number]()
            assert number not in self.recorded or self.scene.case.version == before

    def key(self) -> str:
        return f"click {len(self.clicks)}"

    # --- staff -----------------------------------------------------------------------------------

    def staff(self) -> None:
        scene, case, world = self.scene, self.scene.case, self.world
        who = self.draw(sampled_from(CLERKS))
        if case.stage is Stage.UNDETERMINED:
            channel = self.draw(sampled_from(list(self.release.plans)))
            finding = Finding(outcome="settle", channel=channel, note="理由", key=self.key())
            self.click(partial(record_outcome, world, who, scene.no, CHANNEL_STEP, finding))
            return
        waits: list[Task | SideTask] = [*case.tasks.values(), *case.sides.values()]
        if not waits:
            return
        task = self.draw(sampled_from(waits))
        if isinstance(task, SideTask):
            named = list(OUTCOMES[task.kind]) or ["settle"]
            finding = Finding(outcome=self.draw(sampled_from(named)), reason="已核实", key=self.key())
            if task.kind is SideKind.NOTICE_NOT_SERVED:
                finding = finding._replace(way="counter", day=self.world.clock.now().date())
        elif case.channel is None:
            return
        else:
            step = find_step(self.release.plans[case.channel], task.step)
            outcome = self.draw(sampled_from([*step.outcomes[:1] * 4, *step.outcomes]))
            finding = self.finding(task, outcome)
        self.click(partial(end_task, world, who, scene.no, task.id, finding))

    def finding(self, task: Task, outcome: Outcome) -> Finding:
        """An outcome with all that it needs, now and then of files that were other ones when looked at."""
        case = self.scene.case
        material = self.draw(sampled_from(list(case.needs)))
        counted = outcome.missing is not None or self.draw(integers(0, 7)) == 0
        now = self.scene.files.listed.digest
        return Finding(
            outcome=outcome.outcome,
            lines=(Line(material=material, problem="缺", mend="补"),) if outcome.lines else (),
            missing=tuple(case.custody)[:1] if counted else (),
            number="证照-1" if outcome.number else None,
            reason="不符合条件",
            day=self.world.clock.now().date() + timedelta(days=90) if outcome.date else None,
            officers=self.scene.others(task.step),
            files=self.draw(sampled_from([None, None, None, now, now, "0" * 64])),
            key=self.key(),
        )

    def limits(self) -> None:
        """Clocks are paused, or an extension is asked for: more or less as it may be."""
        world, no, key = self.world, self.scene.no, self.key()
        who, days = self.draw(sampled_from(CLERKS)), self.draw(sampled_from([1, 5, 10, 61]))
        pause = partial(pause_clocks, world, who, no, "专家评审", LAW, days, key)
        extend = partial(ask_extension, world, who, no, "statutory", days, "案情复杂", key)
        self.click(self.draw(sampled_from([pause, extend])))

    def claim(self) -> None:
        case, who = self.scene.case, self.draw(sampled_from(CLERKS))
        names = [*case.tasks, *case.sides]
        if names:
            change = self.draw(sampled_from([claim_task, release_task, release_task]))
            with suppress(NotPossible, Problem):
                change(self.world, who, case.no, self.draw(sampled_from(names)))

    # --- the applicant ---------------------------------------------------------------------------

    def supplied(self) -> None:
        """The applicant says that she has done what was asked of her."""
        scene = self.scene
        asked = [task.id for task in scene.tasks if task.by == "applicant"]
        if asked or scene.case.stage is Stage.MATERIALS:
            task = asked[0] if asked else None
            with suppress(NotPossible, Problem):
                scene.submit(task, incomplete=True)

    def applicant(self) -> None:
        """A file, now and then under a name in use, or two whose messages overtake each other."""
        scene = self.scene
        wanted = scene.case.open_materials or tuple(scene.case.needs)
        arrivals = [
            scene.arrival(
                self.draw(sampled_from(wanted)),
                self.draw(sampled_from([PDF, PDF, PDF, b"", b"MZ"])),
                self.draw(sampled_from(["file", "file", "another"])),
            )
            for _ in range(self.draw(sampled_from([1, 1, 2])))
        ]
        for arrival in reversed(arrivals):
            self.message(partial(receive_upload, self.world, arrival))

    def open_notice(self) -> None:
        if self.scene.case.notices:
            name = self.draw(sampled_from([*self.scene.case.notices]))
            open_notice(self.world, self.scene.loaded, name, PORTAL, "https://portal.example/track")

    def take_back(self) -> None:
        loaded = self.scene.loaded
        if loaded.files.known:
            name = self.draw(sampled_from([file.id for file in loaded.files.known]))
            with suppress(NotPossible, Problem):
                take_back_file(self.world, loaded, name)

    def change_of_mind(self) -> None:
        scene, world, key = self.scene, self.world, self.key()
        if self.draw(integers(0, 9)) == 9:
            who = self.draw(sampled_from(CLERKS))
            by_staff = partial(withdraw_for_applicant, world, who, scene.no, "来电撤回", key)
            herself = partial(withdraw_case, world, PORTAL, scene.loaded, None, key)
            self.click(self.draw(sampled_from([by_staff, herself])))
            return
        at, courier = world.clock.now(), self.draw(booleans())
        consent = commands.ChangeCourierConsent(at=at, by=PORTAL, courier=courier)
        self.click(partial(change_case, world, scene.no, f"consent {key}", lambda _: consent))

    # --- the world -------------------------------------------------------------------------------

    def carrier(self) -> None:
        couriers = self.world.couriers
        if not couriers.parcels:
            couriers.refuses = list(self.draw(sampled_from([(), (), ("OUT_OF_AREA",)])))
            couriers.silent = list(self.draw(sampled_from([(), (), ("no answer",)])))
            return
        number = self.draw(sampled_from(list(couriers.parcels.values())[-2:]))
        couriers.problems.pop(number, None)
        if self.draw(integers(0, 9)) == 0:
            couriers.problems[number] = (self.draw(sampled_from(TROUBLE)), "x")
        self.world.clock.pass_by(minutes=10)
        likely = [ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED, ShipmentStatus.DELIVERED]
        couriers.tell(number, self.draw(sampled_from([*likely * 4, *ShipmentStatus])))

    def queues(self) -> None:
        """One message that the stream or the clock has for us, any of them; waybills are waited for."""
        stream = self.world.cases.stream
        if stream:
            new = stream.pop(self.draw(integers(0, len(stream) - 1)))
            self.message(partial(run_effect, self.world, self.scene.no, new["effect"]))
            return
        soon = sorted(waybill.due for waybill in self.waybills() if waybill.due is not None)
        if soon:
            self.world.clock.at = max(self.world.clock.at, soon[0])
        self.clock()

    def clock(self) -> None:
        """The one clock sends what is due; one of its messages is done, and may come again."""
        run_due(self.world)
        waiting = self.world.due.waiting
        if waiting:
            number = self.draw(integers(0, len(waiting) - 1))
            told = waiting[number] if self.draw(integers(0, 3)) == 0 else waiting.pop(number)
            self.message(partial(do_due, self.world, Due(DueKind(told["kind"]), told["key"])))

    def time(self) -> None:
        self.world.clock.pass_by(hours=self.draw(sampled_from([1, 30, 200])))

    def waybills(self) -> list[Waybill]:
        carrier = self.release.region.carrier
        found = [
            self.world.cases.waybill(f"{carrier}#{number}") for number in self.world.couriers.parcels.values()
        ]
        return [each for each in found if each is not None]

    # --- the end of the day ----------------------------------------------------------------------

    def end(self) -> None:
        """Calm at last: what is still open is done, however far it was put off, each message twice."""
        self.world.couriers.silent = []
        self.world.cases.stream = []
        self.world.clock.pass_by(hours=13)
        self.rest()
        for deliver in self.messages:
            deliver()
        self.rest()
        before = self.world.cases.load(self.scene.no), dict(self.world.couriers.parcels)
        for deliver in reversed(self.messages):
            deliver()
        assert (self.world.cases.load(self.scene.no), self.world.couriers.parcels) == before

    def rest(self) -> None:
        """Whatever is due is done; an order that cannot be placed yet is waited for."""
        while True:
            waits = [due for due in self.due() if due.kind is not DueKind.WAYBILL]
            for due in waits:
                do_due(self.world, due)
            self.scene.settle_effects()
            later = [row["due_at"]["S"] for row in self.world.cases.rows.values() if _is_open(row)]
            if not waits and not later:
                return
            if not waits:
                self.world.clock.at = max(self.world.clock.at, datetime.fromisoformat(min(later)))

    def due(self) -> list[Due]:
        return list(self.world.cases.due(self.world.region, self.world.clock.now()))

    # --- what must hold --------------------------------------------------------------------------

    def check_seen(self) -> None:
        """Whatever the case waits for has its row, as it would have been written in calm."""
        case = self.scene.case
        assert_seen(case)
        assert_held(case, self.release)
        written = {
            sk: row
            for (pk, sk), row in self.world.cases.rows.items()
            if pk == f"CASE#{case.no}" and sk.startswith(("TASK#", "TIMER#"))
        }
        assert {sk: _unleased(row) for sk, row in written.items()} == {
            sk: _unleased(row) for sk, row in waiting_rows(case).items()
        }

    def check_books(self) -> None:
        """Books, orders and papers agree; nothing was sent twice, nothing that was due is left undone."""
        scene, world, case = self.scene, self.world, self.scene.case
        assert replay(scene.events) == unmasked(case)
        assert case.version == len(scene.events)
        for paper in case.custody:
            assert scene.way_of(paper)[-1] == case.custody[paper].holder
        self._check_parcels()
        sent = [effect.effect for change in world.cases.commits for effect in change.effects]
        assert len(set(sent)) == len(sent), "nothing is sent twice"
        assert not [due for due in self.due() if due.kind is not DueKind.WAYBILL], "whatever was due is done"
        assert not [row for row in world.cases.rows.values() if _is_open(row)], "every effect is done"
        told = " ".join(repr(event) for event in scene.events)
        assert not any(each in told for each in PERSONAL), "no event names the person"

    def _check_parcels(self) -> None:
        case, couriers = self.scene.case, self.world.couriers
        booked = {order: parcel.number for order, parcel in case.shipments.items() if parcel.number}
        called_off = {order for order, parcel in case.shipments.items() if parcel.recalled}
        assert booked.items() >= couriers.parcels.items()
        assert booked.keys() - couriers.parcels.keys() <= called_off
        assert len(set(booked.values())) == len(booked)
        assert {order.number for order in couriers.orders} <= set(case.shipments)
        assert all(waybill.order in case.shipments for waybill in self.waybills())


def _unleased(row: dict[str, Any]) -> dict[str, Any]:
    """A row without its time in the index, moved on by a message that was sent, and without its event."""
    return {name: value for name, value in row.items() if name not in ("due_at", "case_version")}


def _is_open(row: dict[str, Any]) -> bool:
    return row.get("state") == {"S": "open"}

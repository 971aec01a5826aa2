"""Any day at the office: applicants, staff, carriers, clock and queues in any order, with sudden deaths."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.sides import OUTCOMES
from chalicelib.cases.evolve import replay
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import ShipmentStatus, TrackingProblem
from chalicelib.cases.values import Line, SideKind, SideTask, Task
from chalicelib.cases.waiting import waiting
from chalicelib.cases.waybill import Waybill
from chalicelib.decisions.plans import find_step
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.receive_upload import receive_upload
from chalicelib.services.cases.record_outcome import CHANNEL_STEP, Finding, end_task, record_outcome
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import PermanentError, Problem, RetryableError
from chalicelib.services.run_effect import run_effect
from tests.fakes import Killed, World, licang, unmasked, variant
from tests.services.scene import CLERK, COLLEAGUE, ITEMS, PDF, PORTAL, Scene

TROUBLE = (TrackingProblem.PHONE_NEEDED, TrackingProblem.CARRIER_TROUBLE, TrackingProblem.BAD_NUMBER)
UNDECIDED = variant(ITEMS["two_way_courier"], mail_material=None)
PERSONAL = ("演示申请人", "13800000000", "演示路")


class Day:
    """A scene, and everything that may happen in it next."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = draw = data.draw
        undecided = draw(st.integers(0, 6)) == 0
        item = ITEMS["two_way_courier"] if undecided else draw(st.sampled_from(list(ITEMS.values())))
        world = World(UNDECIDED if undecided else licang())
        self.scene = Scene(item, world, courier=draw(st.integers(0, 5)) > 0)
        self.messages: list[Callable[[], object]] = []
        if draw(st.integers(0, 3)):
            self.scene.upload_all()

    def go_on(self) -> None:
        seldom = [
            self.time,
            self.change_of_mind,
            self.supplied,
            self.again,
            self.applicant,
            self.staff,
            self.queues,
        ]
        act = self.draw(st.sampled_from([*self.likely() * 4, *seldom]))
        self.scene.world.cases.kill = self.draw(
            st.sampled_from([[], [], [], ["before"], ["after"], ["busy"]])
        )
        with suppress(Killed, RetryableError):
            act()
        self.scene.world.cases.kill = []

    def likely(self) -> list[Callable[[], None]]:
        case = self.scene.case
        tasks = case.tasks.values()
        if case.stage is Stage.MATERIALS or any(task.by == "applicant" for task in tasks):
            return [self.applicant, self.supplied]
        if any(task.way is not None or task.by == "parcels" for task in tasks):
            return [self.carrier, self.queues]
        return [self.staff]

    def by_hand(self, request: Callable[[], object]) -> None:
        """A person's request may be refused, in words."""
        with suppress(NotPossible, Problem):
            request()

    def message(self, deliver: Callable[[], object]) -> None:
        """A message of a queue is never refused: it is done, or comes again."""
        self.messages.append(deliver)
        deliver()

    def staff(self) -> None:
        scene, case = self.scene, self.scene.case
        if case.stage is Stage.UNDETERMINED:
            finding = Finding(outcome="settle", channel=self.draw(st.sampled_from(list(ITEMS))), note="理由")
            self.by_hand(lambda: record_outcome(scene.world, CLERK, scene.no, CHANNEL_STEP, finding))
            return
        if case.stage is not Stage.RUNNING or case.channel is None:
            return
        waits: list[Task | SideTask] = [*case.tasks.values(), *case.sides.values()]
        task = self.draw(st.sampled_from(waits)) if waits else None
        if not isinstance(task, Task):
            self.side(task)
            return
        step = task.step
        outcomes = [o.outcome for o in find_step(licang().plans[case.channel], step).outcomes]
        outcome = self.draw(st.sampled_from([*outcomes[:1] * 3, *outcomes]))
        lines = (Line(material=self.draw(st.sampled_from(list(case.needs))), problem="缺", mend="补"),)
        finding = Finding(
            outcome=outcome,
            lines=lines if outcome == "correct" else (),
            missing=tuple(case.custody)[:1] if self.draw(st.integers(0, 3)) == 0 else (),
            number="证照-1" if outcome == "made" else None,
            reason="不符合条件",
            officers=scene.others(step),
        )
        who = self.draw(st.sampled_from([CLERK, COLLEAGUE]))
        self.by_hand(lambda: end_task(scene.world, who, scene.no, task.id, finding))

    def side(self, side: SideTask | None) -> None:
        if side is None or side.kind is SideKind.CHANNEL:
            return
        scene = self.scene
        finding = Finding(outcome=self.draw(st.sampled_from(list(OUTCOMES[side.kind]))), reason="已核实")
        self.by_hand(lambda: end_task(scene.world, CLERK, scene.no, side.id, finding))

    def supplied(self) -> None:
        """The applicant says that she has done what was asked of her."""
        scene = self.scene
        asked = [task.id for task in scene.tasks if task.by == "applicant"]
        if asked:
            self.by_hand(lambda: scene.submit(asked[0], incomplete=True))

    def applicant(self) -> None:
        scene = self.scene
        wanted = scene.case.open_materials or tuple(scene.case.needs)
        material = self.draw(st.sampled_from(wanted))
        content = self.draw(st.sampled_from([PDF, PDF, PDF, b"", b"MZ"]))
        arrival = scene.arrival(material, content)
        self.message(lambda: receive_upload(scene.world, arrival))

    def carrier(self) -> None:
        couriers = self.scene.world.couriers
        if not couriers.parcels:
            couriers.refuses = self.draw(st.sampled_from([[], [], ["OUT_OF_AREA"]]))
            couriers.silent = self.draw(st.sampled_from([[], [], ["no answer"]]))
            return
        number = self.draw(st.sampled_from(list(couriers.parcels.values())[-2:]))
        couriers.problems.pop(number, None)
        if self.draw(st.integers(0, 9)) == 0:
            couriers.problems[number] = (self.draw(st.sampled_from(TROUBLE)), "x")
        self.scene.world.clock.pass_by(minutes=10)
        likely = [ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED, ShipmentStatus.DELIVERED]
        couriers.tell(number, self.draw(st.sampled_from([*likely * 4, *ShipmentStatus])))

    def queues(self) -> None:
        """One message that the stream or the clock has for us; waybills are waited for."""
        scene, world = self.scene, self.scene.world
        if world.cases.stream:
            effect = world.cases.stream.pop(0)["effect"]
            self.message(lambda: run_effect(world, scene.no, effect))
            return
        soon = sorted(w.due for w in self.waybills() if w.due is not None)
        if soon:
            world.clock.at = max(world.clock.at, soon[0])
        for first in list(world.cases.due("licang", world.clock.now()))[:1]:
            self.message(lambda due=first: do_due(world, due))  # type: ignore[misc]

    def waybills(self) -> list[Waybill]:
        numbers = self.scene.world.couriers.parcels.values()
        found = [self.scene.world.cases.waybill(f"ems#{number}") for number in numbers]
        return [each for each in found if each is not None]

    def time(self) -> None:
        self.scene.world.clock.pass_by(hours=self.draw(st.sampled_from([1, 30, 200])))

    def change_of_mind(self) -> None:
        scene, at = self.scene, self.scene.world.clock.now()
        command: commands.AnyCommand = commands.ChangeCourierConsent(
            at=at, by=PORTAL, courier=self.draw(st.booleans())
        )
        if self.draw(st.integers(0, 9)) == 9:
            command = commands.Withdraw(at=at, by=PORTAL)
        trigger = scene.world.codes.unused()
        self.by_hand(lambda: change_case(scene.world, scene.no, trigger, lambda _: command))

    def again(self) -> None:
        if self.messages:
            self.draw(st.sampled_from(self.messages))()

    def end(self) -> None:
        """Calm at last: what is still open is done, however far its next try was put off."""
        world = self.scene.world
        world.couriers.silent = []
        world.cases.stream = []
        world.clock.pass_by(hours=13)
        while waits := [
            each for each in world.cases.due("licang", world.clock.now()) if not self.is_poll(each)
        ]:
            for due in waits:
                do_due(world, due)
            self.scene.settle_effects()

    def is_poll(self, due: Due) -> bool:
        return due.kind is DueKind.WAYBILL


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_happens_books_orders_and_papers_agree(data: st.DataObject) -> None:
    day = Day(data)
    for _ in range(data.draw(st.integers(10, 60))):
        day.go_on()
    day.end()
    scene, world = day.scene, day.scene.world
    case = scene.case
    assert replay(scene.events) == unmasked(case)
    assert case.version == len(scene.events)
    for paper in case.custody:
        assert scene.way_of(paper)[-1] == case.custody[paper].holder
    booked = {order: parcel.number for order, parcel in case.shipments.items() if parcel.number}
    called_off = {order for order, parcel in case.shipments.items() if parcel.recalled}
    assert booked.items() >= world.couriers.parcels.items()
    assert booked.keys() - world.couriers.parcels.keys() <= called_off
    assert len(set(booked.values())) == len(booked)
    ordered = {order.number for order in world.couriers.orders}
    assert ordered <= set(case.shipments)
    kinds = {due.kind for due in world.cases.due("licang", world.clock.now())}
    assert DueKind.EFFECT not in kinds
    late = {
        due.key for due in world.cases.due("licang", world.clock.now()) if due.kind is not DueKind.WAYBILL
    }
    assert not late, "whatever was due has been done"
    if case.stage in (Stage.RUNNING, Stage.UNDETERMINED):
        assert any(each.kind != "clock" for each in waiting(case))
    for waybill in day.waybills():
        assert waybill.order in case.shipments
    told = " ".join(repr(event) for event in scene.events[1:])
    assert not any(each in told for each in PERSONAL), "only the opening names the person"


def test_a_message_about_an_unknown_effect_is_kept_for_a_person_and_is_no_harm() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    with pytest.raises(PermanentError):
        run_effect(scene.world, scene.no, "no-such-effect")
    with pytest.raises(PermanentError):
        do_due(scene.world, Due(DueKind.EFFECT, f"{scene.no}#no-such-effect"))
    assert scene.case.version == 1

"""Messages come twice, late, and to functions that die; the case ends as if none of it had happened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.cases.commands import ChangeCourierConsent
from chalicelib.cases.evolve import replay
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.desk.record_outcome import Finding, record_outcome
from chalicelib.services.cases.files.receive_upload import receive_upload
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import RetryableError
from chalicelib.services.run_effect import run_effect
from infra.local.samples import pdf
from tests.fakes import Killed, unmasked
from tests.services.scene import CLERK, COLLEAGUE, ITEMS, PORTAL, Scene
from tests.services.test_five_channels import TO_REVIEW, TO_THE_LICENCE

Message = Callable[[], object]


class Calm:
    """Every message is delivered once and done at once."""

    def deliver(self, scene: Scene, message: Message) -> None:
        message()


class Storm:
    """What may happen to messages on their way, as hypothesis has it."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.delivered: list[Message] = []

    def deliver(self, scene: Scene, message: Message) -> None:
        self.delivered.append(message)
        for _ in range(self.draw(st.integers(0, 2))):
            scene.world.cases.kill = [self.draw(st.sampled_from(["before", "busy", "after"]))]
            with suppress(Killed, RetryableError):
                message()
        scene.world.cases.kill = []
        message()
        for _ in range(self.draw(st.integers(0, 2))):
            self.delivered[self.draw(st.integers(0, len(self.delivered) - 1))]()


def run(channel: str, weather: Calm | Storm) -> Scene:
    scene = Scene(ITEMS[channel])
    for name, need in scene.case.needs.items():
        if need.uploaded:
            arrival = scene.arrival(name, pdf(name))
            weather.deliver(scene, lambda arrival=arrival: receive_upload(scene.world, arrival))  # type: ignore[misc]
    for step in (*TO_REVIEW[channel], *TO_THE_LICENCE):
        scene.world.clock.pass_by(hours=1)
        carry(scene, weather) if step == "courier" else find(scene, weather, step)
    if scene.tasks and scene.task.way == "courier":
        carry(scene, weather)
    return scene


def find(scene: Scene, weather: Calm | Storm, step: str) -> None:
    name, outcome = step.split()
    assert scene.step == name
    number = "证照-001" if outcome == "made" else None
    officers = scene.others(scene.task.step)
    finding = Finding(outcome=outcome, number=number, officers=officers, key=f"click {step}")
    who = COLLEAGUE if name == "decision" else CLERK
    weather.deliver(scene, lambda: record_outcome(scene.world, who, scene.no, name, finding))
    new, scene.world.cases.stream = scene.world.cases.stream, []
    for each in new:
        weather.deliver(scene, lambda effect=each["effect"]: run_effect(scene.world, scene.no, effect))  # type: ignore[misc]


def carry(scene: Scene, weather: Calm | Storm) -> None:
    """A poll that dies has asked all the same: the carrier is asked again when its floor has passed."""
    parcel, order = scene.parcel, scene.order
    for status in (S.PICKED_UP, S.OUT_FOR_DELIVERY, S.DELIVERED):
        scene.world.couriers.tell(parcel, status)
        while scene.case.shipments[order].status != status:
            waybill = scene.world.cases.waybill(f"ems#{parcel}")
            assert waybill is not None
            assert waybill.due is not None
            scene.world.clock.at = max(scene.world.clock.at, waybill.due)
            weather.deliver(scene, lambda: do_due(scene.world, Due(DueKind.WAYBILL, f"ems#{parcel}")))


def timeless(value: Any) -> Any:
    """
    The same without moments and days: a parcel that is asked after later arrives later, and of an order that
    is found again nobody knows for when.
    """
    match value:
        case dict():
            return {key: timeless(each) for key, each in value.items() if key != "pick_up"}
        case list() | tuple():
            return [timeless(each) for each in value]
        case datetime() | date():
            return "some time"
        case _:
            return value


UNDISTURBED = {channel: run(channel, Calm()) for channel in ITEMS}


@pytest.mark.parametrize("channel", ITEMS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_case_ends_as_in_calm_however_often_its_messages_come_and_whoever_dies(
    channel: str, data: st.DataObject
) -> None:
    calm, rough = UNDISTURBED[channel], run(channel, Storm(data.draw))
    assert timeless(rough.case.model_dump()) == timeless(calm.case.model_dump())
    assert [event.kind for event in rough.events] == [event.kind for event in calm.events]
    assert rough.world.couriers.parcels == calm.world.couriers.parcels
    assert rough.world.files.documents.keys() == calm.world.files.documents.keys()
    assert replay(rough.events) == unmasked(rough.case)


@pytest.mark.parametrize("channel", ITEMS)
def test_nothing_is_left_to_do_after_the_close(channel: str) -> None:
    scene = run(channel, Calm())
    assert scene.case.state == 11
    assert scene.quiet()


@pytest.mark.parametrize("channel", ITEMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_uploads_in_any_order_lead_to_the_same_case(channel: str, data: st.DataObject) -> None:
    scene = Scene(ITEMS[channel])
    named = [name for name, need in scene.case.needs.items() if need.uploaded]
    arrivals = [scene.arrival(name, pdf(name)) for name in named]
    for arrival in data.draw(st.permutations(arrivals * 2)):
        receive_upload(scene.world, arrival)
    assert {file.material: file.key for file in scene.files.taken()} == {
        name: arrival.key for name, arrival in zip(named, arrivals, strict=True)
    }
    assert (scene.case.channel, scene.step, scene.task.round) == (channel, "pre-review", 1)
    assert scene.refused == {}


def test_a_request_that_changed_nothing_changes_nothing_later_either() -> None:
    """Her agreement is sent a second time, late, after she has changed her mind."""
    scene = Scene(ITEMS["outbound_courier"])

    def agree(courier: bool, key: str) -> None:
        command = ChangeCourierConsent(at=scene.world.clock.now(), by=PORTAL, courier=courier)
        tell_once(scene.world, scene.no, "consent", command, key)

    agree(True, "first")  # as it is already
    agree(False, "second")
    agree(True, "first")
    assert scene.case.application["application.courier"] is False

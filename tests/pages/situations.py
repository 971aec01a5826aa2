"""Cases that have come far: papers on their way, clocks that stood still, a licence that was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import app
from chalicelib import wiring
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.services.run_due import run_due
from tests.adapters.office import Office
from tests.fakes import Carrier
from tests.metered.meter import Meter
from tests.metered.walk import STATIONS, MeteredOffice, Walk

_TEXTS = {
    ShipmentStatus.PICKED_UP: "【青岛李沧】快递员已上门取件，核对材料 3 份",
    ShipmentStatus.IN_TRANSIT: "【青岛分拨中心】已发出，下一站：李沧区政务服务大厅",
    ShipmentStatus.OUT_FOR_DELIVERY: "【青岛李沧】正在派送",
    ShipmentStatus.DELIVERED: "【青岛李沧】已签收",
}


class Courier(Carrier):
    """A carrier that says what people read."""

    def tell(self, number: str, status: ShipmentStatus, words: str = "") -> None:
        super().tell(number, status)
        *before, last = self.trace[number]
        self.trace[number] = (*before, last.model_copy(update={"text": words or _TEXTS[status]}))


@contextmanager
def turning(office: Office) -> Iterator[MeteredOffice]:
    """The office under a clock and with a carrier of the test's own meanwhile."""
    world = vars(wiring.ports())
    before: dict[str, Any] = {name: world[name] for name in ("clock", "couriers") if name in world}
    at = MeteredOffice(office, Meter())
    at.carrier = world["couriers"] = Courier(lambda: at.clock.now())
    try:
        yield at
    finally:
        for name in ("clock", "couriers"):
            world.pop(name)
        world.update(before)


class Journey(Walk):
    """A case that goes on until something is so."""

    def __init__(self, at: MeteredOffice, item: str) -> None:
        super().__init__(at, item)
        self.stations: tuple[ShipmentStatus, ...] = STATIONS
        for each in self._materials:
            if each["open"]:
                self.send(each["material"])

    def until(self, reached: Any) -> Journey:
        while not reached(case := self.look()):
            self.at.clock.pass_by(hours=2)
            self.go_on(case)
        return self

    def _carry(self) -> None:
        for parcel in self.look()["shipments"]:
            if parcel["number"] is None or parcel["status"] in ("delivered", "cancelled"):
                continue
            key = f"{parcel['carrier']}#{parcel['number']}"
            for status in self.stations:
                waybill = wiring.ports().cases.waybill(key)
                assert waybill is not None
                assert waybill.due is not None
                self.at.clock.at = max(waybill.due, self.at.clock.at + timedelta(minutes=1))
                self.at.carrier.tell(parcel["number"], status)
                self.at.tell("a poll with news", app.on_due_work, {"kind": "waybill", "key": key})


def on_its_way(at: MeteredOffice) -> Journey:
    """The applicant's papers are in the hands of a courier."""
    journey = Journey(at, "physician-practice-registration")
    journey.stations = STATIONS[:2]
    return journey.until(lambda case: any(one["status"] == "in_transit" for one in case["shipments"]))


def stood_still(at: MeteredOffice) -> Journey:
    """The clocks stood still for an expert review, and run again."""
    journey = Journey(at, "sole-trader-registration").until(lambda case: case["accepted_on"])
    basis = {"title": "中华人民共和国行政许可法", "article": "第四十五条"}
    pause = {"reason": "专家评审", "basis": basis, "working_days": 20}
    staff = at.office.staff()
    answer = at.office.ask("POST", f"/cases/{journey.no}/pauses", pause, **staff)
    assert answer.status_code == 200, answer.body
    time_comes(at)
    at.clock.pass_by(days=9)
    time_comes(at)
    ended = at.office.ask("POST", f"/cases/{journey.no}/tasks/pause-1", {"outcome": "ended"}, **staff)
    assert ended.status_code == 200, ended.body
    time_comes(at)
    return journey


def late(at: MeteredOffice) -> Journey:
    """Nobody did anything for so long that every clock has run out; then it was decided all the same."""
    journey = Journey(at, "animal-clinic-licence").until(lambda case: case["accepted_on"])
    at.clock.pass_by(days=60)
    time_comes(at)
    return journey.until(lambda case: "decided" in case["milestones"])


def time_comes(at: MeteredOffice) -> None:
    """What is due by the clock is done, and what that makes due."""
    while run_due(wiring.ports()):
        for message in at.office.waiting("DUE_QUEUE"):
            at.tell("something due", app.on_due_work, message)


def delivered(at: MeteredOffice) -> Journey:
    """The licence has come by courier, and what was only lent is back."""
    return Journey(at, "animal-clinic-licence").until(lambda case: case["stage"] == "closed")

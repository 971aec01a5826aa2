"""Cases of a region that is ruled otherwise, by the same services."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.cases.case import Stage
from chalicelib.cases.events import PapersMoved
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from tests.fakes import World
from tests.services.scene import BY_COURIER, SOMEONE, Scene

SUMMER = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
"""A Monday, nine o'clock in China; commitments are open to all by then."""


@cache
def linshan() -> Release:
    return load(Path("rules/demo-linshan"))


USUAL: dict[str, FactValue] = {
    "application.electronic_delivery": True,
    "application.commitment": False,
    "application.village_agent": False,
    "application.distance_km": 12,
}
BY_AGENT = {**USUAL, "application.village_agent": True}
FAR_AWAY = {**USUAL, "application.distance_km": 20}
COMMITTED = {**USUAL, "application.commitment": True}

CASES: dict[str, tuple[str, str, bool, dict[str, FactValue], tuple[str, ...]]] = {
    "the result is sent": (
        "physician-practice-registration", "outbound_courier", True, USUAL,
        ("pre-review pass", "review pass"),
    ),
    "a courier fetches what was checked by video": (
        "household-registration-transfer", "two_way_courier", True, USUAL,
        ("pre-review pass", "original-by-video same", "courier", "receipt complete", "acceptance accept",
         "review pass"),
    ),
    "inspectors collect": (
        "retail-pharmacy-licence", "inspection_collection", True, USUAL,
        ("pre-review pass", "inspection pass", "papers-to-hall received", "review pass"),
    ),
    "a village agent collects; without a book of addresses she is the hall's": (
        "household-registration-transfer", "inspection_collection", False, BY_AGENT,
        ("pre-review pass", "original-by-video same", "agent-visit nobody-in", "agent-visit collected",
         "acceptance accept", "review pass"),
    ),
    "online, the site is inspected": (
        "food-business-licence", "fully_online", True, USUAL,
        ("pre-review pass", "inspection fail", "put-right", "inspection pass", "review pass"),
    ),
    "online by a commitment, nothing is inspected before": (
        "public-venue-hygiene-licence", "fully_online", True, COMMITTED,
        ("pre-review pass", "commitment valid"),
    ),
    "at the county hall": (
        "tractor-registration-and-licence", "one_visit", True, USUAL,
        ("pre-review pass", "appointment at-hall", "visit received", "acceptance accept", "review pass"),
    ),
    "in the town, twenty kilometres away": (
        "household-registration-transfer", "one_visit", False, FAR_AWAY,
        ("pre-review pass", "original-by-video same", "appointment in-town", "visit-in-town received",
         "acceptance accept", "review pass"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case_of_the_second_region_runs_to_its_close(name: str) -> None:
    item, channel, courier, says, steps = CASES[name]
    scene = Scene(item, World(linshan(), SUMMER), courier=courier, says=says)
    scene.upload_all()
    assert scene.case.channel == channel
    for step in (*steps, "decision grant", "licence made"):
        scene.world.clock.pass_by(hours=1)
        if step == "courier":
            scene.carry(*BY_COURIER)
        elif step == "put-right":
            scene.submit(scene.task.id)
        else:
            scene.findings(step)
    if scene.tasks and scene.task.way == "courier":
        scene.carry(*BY_COURIER)
    elif scene.tasks:
        scene.finding("collected")
    case = scene.case
    assert (case.stage, scene.step, case.state, case.region) == (Stage.CLOSED, "granted", 11, "demo-linshan")
    assert {parcel.carrier for parcel in case.shipments.values()} <= {"shunfeng"}
    for paper, holder in scene.holders().items():
        back = paper == "licence" or case.needs[paper].returned
        stays = not any(isinstance(e, PapersMoved) and paper in e.papers for e in scene.events)
        assert holder == ("applicant" if back or stays else "hall"), paper


def test_the_carrier_is_asked_with_a_phone_number_where_the_region_says_it_needs_one() -> None:
    scene = Scene("physician-practice-registration", World(linshan(), SUMMER), says=USUAL)
    scene.upload_all()
    scene.findings("pre-review pass", "review pass", "decision grant", "licence made")
    scene.carry(S.PICKED_UP)
    assert [phone for _, phone in scene.world.couriers.asked] == [SOMEONE.phone]

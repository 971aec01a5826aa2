"""Two ways through the office from end to end, with everybody who is there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.cases.case import LICENCE, Stage
from chalicelib.cases.events import MandateEnded, PapersMoved
from chalicelib.cases.notices import Notice
from chalicelib.cases.people.mandates import Mandate
from chalicelib.cases.people.parties import Identity, Party
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role, SideKind
from chalicelib.decisions.forms.material import Deferrable
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Milestone, Period
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from chalicelib.services.cases.open_notice import open_notice
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.texts.identity_kinds import IdentityKind
from tests.cases.another_calendar import last_of
from tests.fakes import World, fresh, licang
from tests.services.scene import BY_COURIER, CLERK, PORTAL, Scene
from tests.services.test_extensions import ask, by_the_head
from tests.services.test_pauses import accepted, day_after, end, go_to, rules, without_calendar

FOOD, UNIT = "food-business-licence", "market-supervision"
OWNER = Party(
    name="王秀兰",
    phone="13700001111",
    address="青岛市李沧区振华路3号",
    identity=Identity(kind=IdentityKind.RESIDENT_CARD, number="37021319481212002X"),
)
DAUGHTER = Party(name="李雪", phone="13900002222", address="青岛市李沧区书院路8号")
FOR_HER = Actor(role=Role.AGENT, id="portal")
MONDAY = date(2026, 3, 2)


def lease_may_follow() -> Release:
    """The region's rules, but for the lease of a food business: it may follow before the licence is made."""
    release = licang()
    item = release.items[FOOD]
    later = Deferrable(before=Milestone.MADE, days=20)
    materials = tuple(
        each.model_copy(update={"deferrable": later}) if each.material == "lease" else each
        for each in item.materials
    )
    return fresh(release, items={**release.items, FOOD: item.model_copy(update={"materials": materials})})


def holders(scene: Scene) -> set[str]:
    return {holding.holder for holding in scene.case.custody.values()}


def the(scene: Scene, kind: str) -> Notice:
    (only,) = [each for each in scene.case.notices.values() if each.kind == kind]
    return only


def test_a_daughter_applies_for_her_mother_and_one_paper_is_missing_at_the_door() -> None:
    mandate = Mandate(since=MONDAY, until=MONDAY + timedelta(days=7))
    scene = Scene(FOOD, World(lease_may_follow()), agent=Agent(DAUGHTER, mandate), applicant=OWNER)

    # The daughter submits without the lease, which is owed until before the licence is made.
    for name, need in scene.case.needs.items():
        if need.uploaded and name != "lease":
            scene.upload(name)
    submit_case(scene.world, FOR_HER, scene.loaded, incomplete=True)
    assert scene.case.channel == "inspection_collection"
    assert holders(scene) == {APPLICANT}
    scene.findings("pre-review pass")
    assert set(scene.case.deferred) == {"lease"}
    assert the(scene, "acceptance").to == ("applicant", "agent")
    opened = open_notice(scene.world, scene.loaded, the(scene, "acceptance").id, FOR_HER, "https://t")
    assert OWNER.name in opened.texts.zh

    # Two inspectors take the papers along; the floor plan is not there, and they say so.
    scene.finding("pass", missing=("floor-plan",))
    inspectors = {each for each in holders(scene) if each not in (APPLICANT, HALL)}
    assert inspectors == {UNIT}
    assert scene.case.custody["floor-plan"].holder == APPLICANT
    (owed,) = scene.case.sides_of(SideKind.PAPER_OWED)
    assert owed.about == ("floor-plan",)
    assert the(scene, "papers-owed").values[Placeholder.PAPERS] == ("floor-plan",)
    scene.findings("papers-to-hall received")
    with pytest.raises(NotPossible) as waits:
        scene.finding("pass")
    assert waits.value.code == "papers_missing"

    # It is handed in at the hall; review and decision go on.
    end_task(scene.world, CLERK, scene.no, owed.id, Finding(outcome="received"))
    assert holders(scene) == {HALL}
    scene.findings("review pass", "decision grant")
    assert the(scene, "grant").to == ("applicant", "agent")

    # The mandate runs out: it is on record, the daughter is told so and acts no more.
    go_to(scene, MONDAY + timedelta(days=9))
    assert [event.until for event in scene.events if isinstance(event, MandateEnded)] == [mandate.until]
    with pytest.raises(NotPossible, match="mandate_expired"):
        submit_case(scene.world, FOR_HER, scene.loaded)
    with pytest.raises(NotPossible) as lacking:
        scene.finding("made", number="食-001")
    assert lacking.value.code == "deferred_missing"

    # The owner's lease comes; the licence goes to her, by courier, and nobody else holds a paper.
    scene.upload("lease")
    scene.finding("made", number="食-001")
    scene.settle_effects()
    assert scene.case.custody[LICENCE].holder == HALL
    scene.carry(BY_COURIER[0])
    assert scene.case.custody[LICENCE].holder == PARCEL
    order = scene.world.couriers.orders[-1]
    assert (order.recipient.name, order.recipient.address) == (OWNER.name, OWNER.address)
    scene.carry(*BY_COURIER[1:])
    assert scene.case.custody[LICENCE].holder == APPLICANT
    scene.read_notices()
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 11)
    held = dict.fromkeys((*scene.case.custody, "lease"), APPLICANT) | {LICENCE: HALL}
    for event in [each for each in scene.events if isinstance(each, PapersMoved)]:
        for paper in event.papers:
            assert held[paper] == event.giver, "who gives a paper is who had it"
            held[paper] = event.taker
    assert scene.quiet()


def test_a_hearing_over_a_holiday_and_an_extension_and_the_applicant_has_a_notice_for_each() -> None:
    scene = accepted(date(2026, 4, 13), without_calendar(by_the_head(rules())))
    scene.findings("review hearing")
    go_to(scene, date(2026, 4, 21))
    scene.finding("told", day=date(2026, 5, 8))
    hearing = scene.task
    go_to(scene, date(2026, 4, 29))
    scene.world.releases.put_in_force(by_the_head(rules()))
    ask(scene)
    held = day_after(date(2026, 4, 21), 10)
    go_to(scene, held)
    scene.findings(f"{hearing.step} held")
    end(scene, "extension-1", "grant", by=Staff(id="head", units=("justice",)))
    due = day_after(date(2026, 4, 13), 30, (date(2026, 4, 22), held))
    assert scene.case.clocks["statutory"].due == due

    told = {each.kind: each for each in scene.case.notices.values()}
    assert {"acceptance", "hearing", "continuation", "extension"} <= told.keys()
    assert told["hearing"].values[Placeholder.HEARING_ON] == held
    assert told["extension"].values[Placeholder.STATUTORY_DUE] == due
    assert all(each.to == ("applicant",) and each.number for each in told.values())
    for each in told.values():
        page = open_notice(scene.world, scene.loaded, each.id, PORTAL, "https://t").texts
        assert "{" not in page.zh + page.en, each.kind
    assert last_of(date(2026, 4, 21), Period(working_days=10)) == held

"""Parties of a closed case are erased with all that tells of them; chain, custody and figures stay whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.trail_check import checked
from chalicelib.cases.case import Stage
from chalicelib.cases.commands import EraseParties, RecordTracking
from chalicelib.cases.decide import decide
from chalicelib.cases.events import ErasurePutOff, PartiesErased, PartiesKept, SideEnded
from chalicelib.cases.evolve import erasure_of
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, ErasureReason, Role
from chalicelib.cases.waiting import RETENTION, waiting
from chalicelib.cases.words import ERASED
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.region import Retention
from chalicelib.ports.trail import Damage, Fault
from chalicelib.routes.files import show_files
from chalicelib.routes.views.cases.case import show_case
from chalicelib.routes.views.cases.parties import show_parties
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from chalicelib.services.cases.desk.search_cases import search_cases
from chalicelib.services.cases.files.receive_upload import receive_upload
from chalicelib.services.cases.open_notice import open_notice
from chalicelib.services.cases.people.erase_parties import erase_parties
from chalicelib.services.cases.people.parties_of import applicant_of
from chalicelib.services.errors import ErasedPartiesError
from chalicelib.services.run_effect import run_effect
from tests.fakes import CHAIN, Killed, World, fresh, licang
from tests.services.scene import CLERK, ITEMS, PORTAL, SOMEONE, Scene
from tests.services.test_five_channels import TO_REVIEW, TO_THE_LICENCE, bring, play

OPERATOR = Actor(role=Role.SYSTEM, id="operator")


def keeping(years: int) -> World:
    """An office whose region says how long parties are kept."""
    retention = Retention(years=years, basis=Basis(title="档案法"))
    region = licang().region.model_copy(update={"retention": retention})
    return World(fresh(licang(), region=region))


CALLED = "张三的身份证.pdf"


def closed(channel: str = "fully_online", world: World | None = None, key: str = "") -> Scene:
    """One of the files has a name that its applicant gave it, another was not taken."""
    scene = Scene(ITEMS[channel], world, key=key)
    first = next(iter(scene.case.open_materials), None)
    if first is not None:
        scene.upload(first, place=scene.place(first, CALLED))
        scene.upload("no-such-material", b"text", place=scene.place("no-such-material", CALLED))
    scene.upload_all()
    play(scene, (*TO_REVIEW[channel], *TO_THE_LICENCE))
    bring(scene)
    assert scene.case.stage is Stage.CLOSED
    scene.read_notices()
    return scene


def erase(scene: Scene, reason: ErasureReason = ErasureReason.PURPOSE) -> None:
    erase_parties(scene.world, OPERATOR, scene.no, reason)


def mine(scene: Scene) -> dict[str, Any]:
    return {sk: row for (pk, sk), row in scene.world.cases.rows.items() if pk == f"CASE#{scene.no}"}


def whole(scene: Scene) -> Fault | None:
    return checked(scene.no, mine(scene), CHAIN).fault


def waybills(scene: Scene) -> list[Waybill]:
    return [scene.waybill(parcel.number) for parcel in scene.case.shipments.values() if parcel.number]


def left(scene: Scene) -> list[str]:
    """What is still there that tells of the parties."""
    table, files = scene.world.cases, scene.world.files
    found = [sk for sk in mine(scene) if sk.startswith(("HEAD#PARTIES", "TEXT#", "FILE#"))]
    found += [pk for pk, sk in table.rows if pk.startswith("FIND#") and sk == scene.no]
    found += [each.number for each in waybills(scene) if any(event.text for event in each.events)]
    return found + [k for k in (*(key for key, _ in files.objects), *files.documents) if scene.no in k]


@pytest.mark.parametrize("channel", ITEMS)
def test_whatever_tells_of_the_parties_is_gone_and_the_record_is_whole_at_every_moment(channel: str) -> None:
    scene = closed(channel)
    kept = {sk: row for sk, row in mine(scene).items() if sk.startswith("EVENT#")}
    assert left(scene)
    assert whole(scene) is None
    erase(scene)
    assert whole(scene) is None
    scene.settle_effects()
    assert left(scene), "a place to put a file may still be good"
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    assert left(scene) == []
    assert whole(scene) is None
    assert kept.items() <= mine(scene).items()
    scene.world.clock.pass_by(days=5)
    scene.run_clock()
    assert list(scene.world.cases.due("licang", scene.world.clock.now().replace(year=2099))) == []
    assert whole(scene) is None


def test_another_case_of_the_same_person_stays_as_it_was() -> None:
    one = closed()
    other = closed(world=one.world, key="other")
    before = left(other)
    erase(one)
    one.world.clock.pass_by(hours=2)
    one.run_clock()
    assert left(other) == before
    assert other.world.cases.parties(other.case) is not None


def test_from_the_decision_on_nobody_is_shown_who_they_were_though_the_row_is_still_there() -> None:
    scene = closed()
    before = show_case(scene.world, scene.loaded)
    assert CALLED in {file["file"] for material in before["materials"] for file in material["files"]}
    assert [file["file"] for file in before["refused"]] == [CALLED]
    erase(scene, ErasureReason.CONSENT)
    assert "HEAD#PARTIES" in mine(scene)
    assert show_parties(scene.world, scene.case) is None
    shown = show_case(scene.world, scene.loaded)
    assert shown["documents"] == {}
    assert not any(material["files"] or material["refused"] for material in shown["materials"])
    assert shown["refused"] == []
    assert CALLED not in json.dumps(shown, ensure_ascii=False)
    assert show_files(scene.world, scene.loaded, 0) == ([], None)
    assert search_cases(scene.world, CLERK, SOMEONE.name, str).cases == ()
    assert shown["erased"]["reason"] == "consent-withdrawn"
    assert "撤回同意" in shown["erased"]["text"]["zh"]
    for name in scene.case.notices:
        with pytest.raises(ErasedPartiesError):
            open_notice(scene.world, scene.loaded, name, None, "")
    with pytest.raises(ErasedPartiesError) as told:
        applicant_of(scene.world, scene.case)
    assert "已依法删除" in told.value.zh


def test_an_erasure_that_was_asked_for_twice_is_one() -> None:
    scene = closed()
    erase(scene)
    erase(scene, ErasureReason.UNLAWFUL)
    told = [event.reason for event in scene.events if isinstance(event, PartiesErased)]
    assert told == [ErasureReason.PURPOSE]


@pytest.mark.parametrize("death", ["before", "after"])
def test_an_erasure_that_was_killed_at_any_write_is_done_by_the_next_try(death: str) -> None:
    scene = closed()
    erase(scene)
    scene.world.clock.pass_by(hours=2)
    rows, writes = dict(scene.world.cases.rows), 0
    while True:
        scene.world.cases.rows = dict(rows)
        scene.world.cases.kill = [*[""] * writes, death]
        try:
            run_effect(scene.world, scene.no, erasure_of(scene.no))
        except Killed:
            assert whole(scene) is None
            scene.world.cases.kill = []
            run_effect(scene.world, scene.no, erasure_of(scene.no))
        else:
            break
        assert left(scene) == []
        assert whole(scene) is None
        writes += 1
    assert writes > 5


def test_a_case_that_is_not_closed_keeps_its_parties() -> None:
    scene = Scene(ITEMS["fully_online"])
    with pytest.raises(NotPossible) as told:
        erase(scene)
    assert told.value.code == "not_closed"
    assert scene.world.cases.parties(scene.case) is not None


def test_who_is_still_needed_for_a_task_is_kept() -> None:
    scene = closed()
    with_a_check_to_do(scene)
    with pytest.raises(NotPossible) as told:
        erase(scene)
    assert told.value.code == "still_open"


def closed_by_staff(told: ShipmentStatus) -> Scene:
    """Its carrier told this of the licence's parcel; staff asked, and recorded that it is there."""
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    play(scene, (*TO_REVIEW["outbound_courier"], *TO_THE_LICENCE))
    while scene.task.by != "delivery":
        scene.findings(f"{scene.task.step} done")
    scene.carry(ShipmentStatus.PICKED_UP, told)
    scene.finding("delivered")
    scene.read_notices()
    return scene


@pytest.mark.parametrize("told", ["delivered_proxy", "unclear", "damaged", "returning"])
def test_a_parcel_of_which_staff_found_out_where_it_is_keeps_nobody_for_good(told: str) -> None:
    scene = closed_by_staff(ShipmentStatus(told))
    assert [parcel.status for parcel in scene.case.shipments.values()] == [told]
    assert scene.case.stage is Stage.CLOSED
    erase(scene)
    assert scene.case.erased is not None


def test_an_order_that_is_not_with_its_carrier_yet_still_needs_its_parties() -> None:
    scene = closed_by_staff(ShipmentStatus.DELIVERED_PROXY)
    [(order, parcel)] = scene.case.shipments.items()
    asked = parcel.model_copy(update={"number": None, "status": "requested"})
    case = scene.case.model_copy(update={"shipments": {order: asked}})
    command = EraseParties(at=scene.world.clock.now(), by=OPERATOR, reason=ErasureReason.PURPOSE)
    with pytest.raises(NotPossible) as told:
        decide(case, command, scene.world.releases.get(case.release))
    assert told.value.code == "still_open"
    assert order in told.value.text.en


def with_a_check_to_do(scene: Scene) -> None:
    """A commitment is still to be checked after the close: the head says so."""
    side = {"id": "commitment-check-1", "kind": "commitment-check", "round": 1, "unit": "hall"}
    since = scene.world.clock.now().isoformat()
    with_sides(scene, {"commitment-check-1": side | {"since": since}})


def with_sides(scene: Scene, sides: dict[str, dict[str, Any]]) -> None:
    row = scene.world.cases.rows[f"CASE#{scene.no}", "HEAD"]
    body = json.loads(row["body"]["S"]) | {"sides": sides}
    scene.world.cases.rows[f"CASE#{scene.no}", "HEAD"] = row | {"body": {"S": json.dumps(body)}}


# --- by the region's rule ------------------------------------------------------------------------


def test_without_a_period_of_keeping_nothing_is_erased_by_itself() -> None:
    scene = closed()
    assert scene.case.kept_until is None
    scene.world.clock.pass_by(days=40_000)
    scene.run_clock()
    assert scene.case.erased is None


@pytest.mark.parametrize("how", ["granted", "withdrawn", "given up"])
def test_after_the_period_of_keeping_they_are_erased_by_themselves(how: str) -> None:
    if how == "granted":
        scene = closed(world=keeping(10))
    else:
        scene = Scene(ITEMS["fully_online"], keeping(10))
        if how == "withdrawn":
            withdraw_case(scene.world, PORTAL, scene.loaded)
        else:
            scene.world.clock.pass_by(days=61)
            scene.run_clock()
    assert scene.case.stage is Stage.CLOSED
    scene.read_notices()
    until = scene.case.kept_until
    day = scene.world.clock.now() + timedelta(hours=8)
    assert until == datetime(day.year + 10, day.month, day.day, 16, tzinfo=UTC), "the end of the local day"
    scene.world.clock.at = until - timedelta(seconds=1)
    scene.run_clock()
    assert scene.case.erased is None
    assert whole(scene) is None
    scene.world.clock.at = until
    scene.run_clock()
    assert scene.case.erased is not None
    assert scene.case.erased.reason is ErasureReason.RETENTION
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    assert left(scene) == []
    assert whole(scene) is None


def test_before_its_end_no_command_erases_them_and_the_day_is_told() -> None:
    scene = closed(world=keeping(30))
    for reason in ErasureReason:
        with pytest.raises(NotPossible) as told:
            erase(scene, reason)
        assert told.value.code == "kept_by_law"
        assert "2056-03-" in told.value.text.zh
        assert "2056-03-" in told.value.text.en


def test_where_something_is_still_open_at_its_end_it_is_looked_at_again_and_the_period_stays() -> None:
    scene = closed(world=keeping(10))
    with_a_check_to_do(scene)
    until = scene.case.kept_until
    assert until is not None
    scene.world.clock.at = until
    scene.run_clock()
    assert [event.until for event in scene.events if isinstance(event, PartiesKept)] == [until]
    assert [event.until for event in scene.events if isinstance(event, ErasurePutOff)] == [
        until + timedelta(days=30)
    ]
    assert (scene.case.kept_until, scene.case.erasure_at) == (until, until + timedelta(days=30))
    assert scene.case.erased is None
    assert [each.due for each in waiting(scene.case) if each.id == RETENTION] == [until + timedelta(days=30)]
    with pytest.raises(NotPossible) as told:
        erase(scene)
    assert told.value.code == "still_open", "it is not the law that keeps them"
    with_sides(scene, {})
    erase(scene)
    assert scene.case.erased is not None, "whoever saw to it need not wait for the next look"


# --- files that come late, rows that are missing or come back -------------------------------------


def test_a_message_of_a_file_that_comes_after_the_erasure_brings_no_name_back() -> None:
    scene = closed()
    material = next(name for name, need in scene.case.needs.items() if need.uploaded)
    late = scene.arrival(material, b"x", "王秀英身份证.pdf")
    erase(scene)
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    receive_upload(scene.world, late)
    assert left(scene) == []
    assert scene.world.cases.strays("licang") == []


def test_a_file_that_lands_after_the_erasure_is_removed_from_the_store_with_what_it_replaced() -> None:
    scene = closed()
    material = next(name for name, need in scene.case.needs.items() if need.uploaded)
    erase(scene)
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    late = [scene.arrival(material, b"x") for _ in range(2)]  # sent in the last second of their places
    other = closed(world=scene.world, key="other")
    kept = dict(scene.world.files.objects)
    for each in late:
        receive_upload(scene.world, each)
    assert left(scene) == []
    assert left(other)
    assert len(scene.world.files.objects) == len(kept) - 2


def test_what_is_written_when_a_parcel_comes_back_after_the_erasure_is_not_kept() -> None:
    scene = closed("outbound_courier")
    erase(scene)
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    (order,) = scene.case.shipments
    back = RecordTracking(
        at=scene.world.clock.now(),
        by=Actor(role=Role.COURIER, id="courier"),
        order=order,
        status=ShipmentStatus.RETURNED.value,
    )
    change_case(scene.world, scene.no, None, lambda _: back)
    (side,) = scene.case.sides
    end_task(
        scene.world, CLERK, scene.no, side, Finding(outcome="found", note="欧阳女士不在家", reason="退回")
    )
    assert scene.case.sides == {}
    assert left(scene) == []
    assert whole(scene) is None
    ended = scene.events[-1]
    assert isinstance(ended, SideEnded)
    assert scene.words(ended).reason == ERASED


def test_a_row_of_parties_that_is_missing_is_found_unless_they_were_erased() -> None:
    scene = closed()
    del scene.world.cases.rows[f"CASE#{scene.no}", "HEAD#PARTIES"]
    assert whole(scene) == Fault(Damage.BESIDE, row="HEAD#PARTIES")


def test_what_comes_back_after_an_erasure_is_found() -> None:
    scene = closed()
    before = {sk: row for sk, row in mine(scene).items() if sk.startswith(("HEAD#PARTIES", "FILE#"))}
    assert len(before) > 1
    erase(scene)
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    for sk, row in before.items():
        scene.world.cases.rows[f"CASE#{scene.no}", sk] = row
        assert whole(scene) == Fault(Damage.BESIDE, row=sk)
        del scene.world.cases.rows[f"CASE#{scene.no}", sk]

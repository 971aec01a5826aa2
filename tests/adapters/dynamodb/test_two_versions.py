"""While a new version is deployed, functions of the old one meet rows of the new: they leave them to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.schema import CASE, EFFECT, FILE, WAYBILL, Form
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.cases.files.receive_upload import receive_upload
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import NewerSchemaError
from chalicelib.services.run_due import run_due
from chalicelib.services.run_effect import run_effect
from tests.adapters.moto_cloud import all_rows
from tests.fakes import CHAIN, OneKey, World
from tests.services.scene import ITEMS, PDF, Scene


@contextmanager
def newer(*forms: Form) -> Iterator[None]:
    """What happens in here is done by functions of the new version, which writes these forms otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        for form in forms:
            patch.setitem(form.upcasters, form.number, lambda content: content)
            patch.setattr(form, "number", form.number + 1)
        yield


@pytest.fixture
def scene(dynamodb: Any, table: str) -> Scene:
    world = World()
    world.cases = world.due_rows = CaseStore(dynamodb, table, CHAIN, OneKey)  # type: ignore[assignment]
    return Scene(ITEMS["two_way_courier"], world)


@pytest.fixture
def rows(dynamodb: Any, table: str) -> Callable[[], Any]:
    return lambda: all_rows(dynamodb, table)


def ordering(scene: Scene) -> str:
    """The case has got to where a courier is ordered; the number of the order."""
    scene.upload_all()
    scene.finding("pass")
    return scene.order


def sent_by_the_clock(scene: Scene) -> list[Due]:
    """What the clock finds due, and puts on the queue."""
    run_due(scene.world)
    sent, scene.world.due.waiting = scene.world.due.waiting, []
    return [Due(DueKind(each["kind"]), each["key"]) for each in sent]


def test_an_order_that_the_new_version_wants_is_not_touched_by_the_old_and_done_once_by_the_new(
    scene: Scene, rows: Callable[[], Any]
) -> None:
    with newer(EFFECT):
        order = ordering(scene)
    before = rows()
    for _ in range(3):
        with pytest.raises(NewerSchemaError):
            run_effect(scene.world, scene.no, order)
    assert (rows(), scene.world.couriers.orders) == (before, []), "the message comes again, nothing is done"
    with newer(EFFECT):
        for _ in range(2):
            run_effect(scene.world, scene.no, order)
    assert [each.number for each in scene.world.couriers.orders] == [order]


def test_an_order_whose_message_was_given_up_meanwhile_is_found_by_the_clock_and_done(scene: Scene) -> None:
    with newer(EFFECT):
        order = ordering(scene)
    scene.world.clock.pass_by(minutes=6)
    [due] = sent_by_the_clock(scene)
    assert due == Due(DueKind.EFFECT, f"{scene.no}#{order}")
    with pytest.raises(NewerSchemaError):
        do_due(scene.world, due)
    scene.world.clock.pass_by(hours=1)
    assert sent_by_the_clock(scene) == [due], "it is still due"
    with newer(EFFECT):
        do_due(scene.world, due)
    assert [each.number for each in scene.world.couriers.orders] == [order]
    scene.world.clock.pass_by(minutes=30)
    assert due not in sent_by_the_clock(scene)


def test_a_parcel_of_the_new_version_is_asked_after_again_once_that_is_there(scene: Scene) -> None:
    order = ordering(scene)
    with newer(WAYBILL):
        run_effect(scene.world, scene.no, order)
        waybill = scene.waybill(scene.parcel)
    assert waybill.due is not None
    scene.world.clock.at = waybill.due
    [due] = [each for each in sent_by_the_clock(scene) if each.kind is DueKind.WAYBILL]
    with pytest.raises(NewerSchemaError):
        do_due(scene.world, due)
    do_due(scene.world, due)
    assert scene.world.couriers.asked == [], "the right to ask is taken for half an hour"
    scene.world.clock.pass_by(minutes=30)
    assert sent_by_the_clock(scene) == [due]
    with newer(WAYBILL):
        do_due(scene.world, due)
    assert [number for number, _ in scene.world.couriers.asked] == [waybill.number]


@pytest.mark.parametrize("form", [CASE, FILE], ids=["its case", "another file"])
def test_a_file_that_meets_rows_of_the_new_version_is_received_once_that_is_there(
    scene: Scene, rows: Callable[[], Any], form: Form
) -> None:
    first, second, *_ = [name for name, need in scene.case.needs.items() if need.uploaded]
    with newer(form):
        scene.upload(first)
        scene.submit(incomplete=True)
    arrival, before = scene.arrival(second, PDF), rows()
    with pytest.raises(NewerSchemaError):
        receive_upload(scene.world, arrival)
    assert rows() == before
    with newer(form):
        receive_upload(scene.world, arrival)
        assert scene.files.supplied == tuple(sorted((first, second)))


def test_a_clock_that_runs_out_over_a_case_of_the_new_version_runs_out_once_that_is_there(
    scene: Scene,
) -> None:
    scene = Scene(ITEMS["outbound_courier"], scene.world)
    with newer(CASE):
        scene.upload_all()
        ends = scene.case.clocks["reply"].ends_at
    scene.world.clock.at = ends
    [due] = sent_by_the_clock(scene)
    with pytest.raises(NewerSchemaError):
        do_due(scene.world, due)
    scene.world.clock.pass_by(minutes=16)
    assert sent_by_the_clock(scene) == [due]
    with newer(CASE):
        do_due(scene.world, due)
        assert scene.case.accepted_by_silence


def test_a_kind_of_due_work_that_only_the_new_version_knows_holds_up_nothing_else(
    scene: Scene, dynamodb: Any, table: str
) -> None:
    order = ordering(scene)
    for row in all_rows(dynamodb, table):
        if "due_pk" in row:
            other = row | {"sk": {"S": f"NEW{row['sk']['S']}"}, "due_kind": {"S": "of-tomorrow"}}
            dynamodb.put_item(TableName=table, Item=other)
    scene.world.clock.pass_by(minutes=6)
    assert sent_by_the_clock(scene) == [Due(DueKind.EFFECT, f"{scene.no}#{order}")]

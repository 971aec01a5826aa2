"""Whatever a carrier or a person does, a case can be brought to its end, and to a lawful one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.commands import ChangeCourierConsent
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.unit import APPLICANT, HALL
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import RetryableError
from infra.local.samples import pdf
from tests.fakes import World, fresh, licang
from tests.services.scene import ITEMS, PORTAL, Scene

LICENCE_MADE = ("pre-review pass", "review pass", "decision grant", "licence made")


def with_licence_refused() -> Scene:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    scene.world.couriers.refuses = ["400"] * 9
    scene.findings(*LICENCE_MADE)
    assert scene.step == "delivery-problem"
    return scene


def test_where_no_courier_goes_the_licence_is_collected_at_the_counter() -> None:
    scene = with_licence_refused()
    scene.findings("delivery-problem collect", "delivery-at-counter collected")
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 11)
    assert scene.case.custody["licence"].holder == APPLICANT


def test_consent_can_be_changed_when_every_order_was_refused_and_the_next_delivery_keeps_to_it() -> None:
    scene = with_licence_refused()
    no_courier = ChangeCourierConsent(at=scene.world.clock.now(), by=PORTAL, courier=False)
    change_case(scene.world, scene.no, "consent", lambda _: no_courier)
    scene.finding("again")
    assert scene.step == "delivery-at-counter"


def test_papers_that_nobody_fetches_are_brought_to_the_counter() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.world.couriers.refuses = ["400"]
    scene.upload_all()
    scene.findings("pre-review pass", "pick-up-problem bring", "papers-at-counter received")
    assert scene.step == "acceptance"
    assert set(scene.case.held_by(HALL)) == {n for n, need in scene.case.needs.items() if need.on_paper}


def test_an_order_the_carrier_never_takes_comes_before_staff_after_its_days_and_is_not_tried_any_more() -> (
    None
):
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.silent = ["busy"] * 99
    scene.finding("pass")
    order = scene.order
    with pytest.raises(RetryableError):
        do_due(scene.world, Due(DueKind.EFFECT, f"{scene.no}#{order}"))
    with pytest.raises(NotPossible):
        scene.finding("failed")
    due = scene.next_due
    scene.world.clock.pass_by(days=9)
    do_due(scene.world, due)
    (line,) = scene.on_list("hall", "pick-up")
    assert line.case == scene.no
    scene.finding("failed")
    assert scene.step == "pick-up-problem"
    before = len(scene.world.couriers.orders)
    do_due(scene.world, Due(DueKind.EFFECT, f"{scene.no}#{order}"))
    assert len(scene.world.couriers.orders) == before
    assert scene.world.cases.open_effect(scene.no, order) is None


def test_an_effect_that_fails_is_tried_ever_more_seldom_and_not_at_every_tick() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.silent = ["busy"] * 999
    scene.finding("pass")
    tries = 0
    for _ in range(24 * 60):
        scene.world.clock.pass_by(minutes=1)
        for due in list(scene.world.cases.due("licang", scene.world.clock.now())):
            if due.kind is DueKind.EFFECT:
                tries += 1
                with pytest.raises(RetryableError):
                    do_due(scene.world, due)
    assert 5 <= tries <= 9


def at_acceptance_in_silence() -> Scene:
    """Papers brought to the counter, and nobody answered within five days."""
    scene = Scene(ITEMS["two_way_courier"])
    scene.world.couriers.refuses = ["400"]
    scene.upload_all()
    scene.findings("pre-review pass", "pick-up-problem bring", "papers-at-counter received")
    scene.world.clock.at = scene.case.clocks["reply"].ends_at
    scene.run_clock()
    assert scene.case.accepted_by_silence
    return scene


def test_what_silence_has_accepted_cannot_end_as_not_accepted() -> None:
    scene = at_acceptance_in_silence()
    with pytest.raises(NotPossible) as told:
        scene.finding("refuse", reason="不符合法定形式")
    assert told.value.code == "accepted_already"


def test_what_is_not_handed_in_after_acceptance_is_refused_by_a_decision_not_unaccepted() -> None:
    item = ITEMS["two_way_courier"]
    release = licang()
    accepted = release.items[item].model_copy(update={"acceptance_trigger": "prereview"})
    scene = Scene(item, World(fresh(release, items={**release.items, item: accepted})))
    scene.world.couriers.refuses = ["400"]
    scene.upload_all()
    scene.findings("pre-review pass")
    with pytest.raises(NotPossible) as told:
        scene.finding("given-up", reason="申请人放弃")
    assert told.value.code == "accepted_already"
    scene.findings("pick-up-problem not-handed-in", "refusal refuse")
    assert scene.step == "refusal-delivery"


def test_silence_accepts_nothing_by_a_calendar_that_is_not_published() -> None:
    release = licang()
    known = {year: form for year, form in release.calendars.items() if year < 2026}
    scene = Scene("dog-licence", World(fresh(release, calendars=known)))
    scene.upload_all()
    scene.world.clock.at = scene.case.clocks["reply"].ends_at + timedelta(hours=1)
    assert scene.run_clock() == 1
    assert (scene.step, scene.case.accepted_on) == ("pre-review", None)
    scene.world.releases.put_in_force(release)
    scene.world.clock.pass_by(days=2)
    scene.run_clock()
    assert scene.case.accepted_by_silence, "the calendar is out: what was provisional is firm"


def test_an_officer_who_looked_at_an_older_file_is_asked_to_look_again() -> None:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    looked_at = scene.files.listed.digest
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.upload(name, pdf("another"))
    with pytest.raises(NotPossible) as told:
        scene.finding("pass", files=looked_at)
    assert told.value.code == "case_changed"
    scene.finding("pass", files=scene.files.listed.digest)
    assert scene.step == "review"


def test_a_licence_that_is_handed_out_twice_online_has_two_documents_and_the_second_delivery_ends() -> None:
    """The document of the first delivery is never written; the licence is made anew, and then both are."""
    scene = Scene(ITEMS["fully_online"])
    scene.upload_all()
    scene.findings("pre-review pass", "review pass", "decision grant")
    scene.finding("made", number="证照-001")
    lost, scene.world.cases.stream = scene.world.cases.stream, []
    due = scene.task.due
    assert (scene.step, len(lost)) == ("delivery", 1)
    assert due is not None
    scene.world.clock.at = due
    do_due(scene.world, scene.next_due)
    assert [line.late for line in scene.on_list("hall", "delivery")] == [True]
    scene.findings("delivery failed", "delivery-problem made-again")
    scene.finding("made", number="证照-002")
    assert scene.task.id == "delivery-2"
    scene.world.cases.stream += lost
    scene.settle_effects()
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 11)
    assert set(scene.case.documents) == {f"{scene.no}-delivery-1", f"{scene.no}-delivery-2"}
    assert len(scene.world.files.documents) == 2
    assert scene.quiet()

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import EVENT, ChannelDecided, PapersMoved, TaskStarted
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.time.time_limits import add_period
from chalicelib.decisions.forms.plan import End, Milestone
from tests.fakes import World, fresh, licang
from tests.services.scene import ITEMS, SOMEONE, Scene

BY_COURIER = (S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED)
TO_THE_LICENCE = ("review pass", "decision grant", "licence made")

TO_REVIEW: dict[str, tuple[str, ...]] = {
    "outbound_courier": ("pre-review pass",),
    "two_way_courier": ("pre-review pass", "courier", "receipt complete", "acceptance accept"),
    "inspection_collection": ("pre-review pass", "inspection pass", "papers-to-hall received"),
    "fully_online": ("pre-review pass",),
    "one_visit": ("pre-review pass", "papers-at-counter received", "acceptance accept"),
}
"""What brings a case to its review; "courier" is a parcel from door to door."""


def at_review(channel: str) -> Scene:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    assert scene.case.channel == channel
    play(scene, TO_REVIEW[channel])
    assert scene.step == "review"
    return scene


def play(scene: Scene, steps: tuple[str, ...]) -> None:
    for step in steps:
        scene.world.clock.pass_by(hours=1)
        if step == "courier":
            scene.carry(*BY_COURIER)
        else:
            scene.findings(step)


def bring(scene: Scene) -> None:
    """The result goes out, whichever way the case has taken."""
    if scene.tasks and scene.task.way == "courier":
        scene.carry(*BY_COURIER)
    elif scene.tasks:
        scene.finding("collected")


@pytest.mark.parametrize("channel", ITEMS)
def test_a_granted_case_runs_from_its_opening_to_its_close(channel: str) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    case = scene.case
    assert (case.stage, case.settled, case.state) == (Stage.CLOSED, End.GRANTED, 11)
    assert case.licence == "证照-001"
    assert scene.quiet()


@pytest.mark.parametrize("channel", ITEMS)
def test_in_the_end_the_applicant_holds_licence_and_originals_and_the_office_the_rest(
    channel: str,
) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    for paper, holder in scene.holders().items():
        back = paper == "licence" or scene.case.needs[paper].returned
        assert holder == ("applicant" if back else "hall"), paper


@pytest.mark.parametrize("channel", ITEMS)
def test_with_a_refusal_go_the_papers_that_are_to_be_returned(channel: str) -> None:
    scene = at_review(channel)
    play(scene, ("review fail", "decision refuse"))
    bring(scene)
    assert (scene.step, scene.case.state, scene.case.licence) == ("refused", 13, None)
    for paper, holder in scene.holders().items():
        assert holder == ("applicant" if scene.case.needs[paper].returned else "hall"), paper


def test_papers_go_back_when_acceptance_is_refused() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    play(scene, (*TO_REVIEW["two_way_courier"][:-1], "acceptance refuse"))
    assert scene.step == "papers-back"
    bring(scene)
    assert (scene.step, scene.case.state) == ("not-accepted", 5)
    assert set(scene.holders().values()) == {"applicant"}


WAYS = {
    "two_way_courier": ["applicant", "parcel", "hall", "parcel", "applicant"],
    "inspection_collection": ["applicant", "agriculture", "hall", "parcel", "applicant"],
    "one_visit": ["applicant", "hall", "parcel", "applicant"],
}


@pytest.mark.parametrize("channel", WAYS)
def test_every_hand_over_of_an_original_is_on_record_without_a_gap(channel: str) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    originals = [name for name, need in scene.case.needs.items() if need.returned and need.on_paper]
    assert originals
    for paper in originals:
        assert scene.way_of(paper) == WAYS[channel]
        moves = [each.at for each in scene.events if isinstance(each, PapersMoved) and paper in each.papers]
        assert moves == sorted(moves)
        assert scene.case.custody[paper].since == moves[-1]


@pytest.mark.parametrize("channel", ITEMS)
def test_papers_wait_at_home_until_the_channel_asks_for_them(channel: str) -> None:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    scene.findings("pre-review pass")
    assert set(scene.holders().values()) <= {"applicant"}


def test_parcels_are_ordered_only_where_the_channel_needs_them() -> None:
    found = {}
    for channel in ITEMS:
        scene = at_review(channel)
        play(scene, TO_THE_LICENCE)
        bring(scene)
        found[channel] = scene.orders()
    out = [("outbound", "delivery-1")]
    assert found == {
        "outbound_courier": out,
        "two_way_courier": [("inbound", "pick-up-1"), *out],
        "inspection_collection": out,
        "fully_online": [],
        "one_visit": out,
    }


def test_the_courier_is_told_where_to_fetch_and_where_to_bring() -> None:
    scene = at_review("two_way_courier")
    play(scene, TO_THE_LICENCE)
    fetch, bring_back = scene.world.couriers.orders
    hall = licang().region.hall
    assert (fetch.number, fetch.sender.phone, fetch.recipient) == (
        f"{scene.no}-pick-up-1",
        SOMEONE.phone,
        hall,
    )
    assert (bring_back.number, bring_back.sender, bring_back.recipient.address) == (
        f"{scene.no}-delivery-1",
        hall,
        SOMEONE.address,
    )


@pytest.mark.parametrize("channel", ITEMS)
def test_both_clocks_start_at_the_acceptance_that_the_item_names(channel: str) -> None:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    item = licang().items[ITEMS[channel]]
    steps = TO_REVIEW[channel] if item.acceptance_trigger == "paper" else TO_REVIEW[channel][:1]
    play(scene, steps[:-1])
    assert scene.case.accepted_on is None
    scene.world.clock.pass_by(days=1)
    play(scene, steps[-1:])
    today = (scene.world.clock.now() + timedelta(hours=8)).date()
    calendars = licang().calendars
    assert scene.case.accepted_on == today
    assert scene.case.clocks["promised"].due == add_period(today, item.limits.promised, calendars).date
    assert scene.case.clocks["statutory"].due == add_period(today, item.limits.statutory, calendars).date


def test_an_item_accepted_on_paper_is_accepted_at_pre_review_where_no_paper_comes_in() -> None:
    release = licang()
    item = ITEMS["outbound_courier"]
    other = release.items | {item: release.items[item].model_copy(update={"acceptance_trigger": "paper"})}
    scene = Scene(item, World(fresh(release, items=other)))
    scene.upload_all()
    assert scene.case.milestones[Milestone.RECEIVED] == date(2026, 3, 2)
    scene.findings("pre-review pass")
    assert scene.case.accepted_on == date(2026, 3, 2)


def test_a_failed_inspection_is_put_right_and_passed_the_second_time() -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    play(scene, ("pre-review pass", "inspection fail"))
    assert set(scene.holders().values()) == {"applicant"}
    scene.submit(scene.task.id)
    assert (scene.step, scene.task.round) == ("inspection", 2)
    play(scene, ("inspection pass",))
    assert set(scene.holders().values()) == {"agriculture"}
    play(scene, ("papers-to-hall received", *TO_THE_LICENCE))
    bring(scene)
    assert scene.case.state == 11


def test_what_is_not_put_right_in_time_is_refused_and_the_papers_never_left() -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    play(scene, ("pre-review pass", "inspection fail"))
    scene.world.clock.at = scene.task.due or scene.world.clock.at
    scene.run_clock()
    play(scene, ("refusal refuse",))
    bring(scene)
    assert scene.case.state == 13
    assert all(scene.way_of(paper) == ["applicant"] for paper in scene.case.custody)


def test_the_papers_reach_the_hall_by_the_next_working_day_or_are_reported_late() -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    play(scene, ("pre-review pass", "inspection pass"))
    due = scene.task.due
    assert due is not None
    assert (due + timedelta(hours=8)).isoformat()[:16] == "2026-03-04T00:00"
    scene.world.clock.at = due
    scene.run_clock()
    assert (scene.step, scene.task.late, scene.task.due) == ("papers-to-hall", True, due)
    play(scene, ("papers-to-hall received",))
    assert not scene.task.late


def test_a_secret_item_comes_to_the_counter_with_no_file() -> None:
    scene = Scene("bank-security-facility-approval")
    case = scene.case
    assert (case.channel, case.stage) == ("one_visit", Stage.RUNNING)
    assert case.open_materials == ()
    assert case.missing == ()
    steps = [each.task.step for each in scene.events if isinstance(each, TaskStarted)]
    assert steps == ["pre-review"]
    play(scene, ("pre-review pass", "papers-at-counter received"))
    if scene.step == "acceptance":
        play(scene, ("acceptance accept",))
    play(scene, ("inspection pass", *TO_THE_LICENCE))
    assert scene.step == "delivery-at-counter"
    assert scene.orders() == []
    bring(scene)
    assert scene.case.state == 11


def test_without_consent_the_result_waits_at_the_counter() -> None:
    scene = Scene(ITEMS["outbound_courier"], courier=False)
    scene.upload_all()
    assert scene.case.channel == "one_visit"
    play(scene, ("pre-review pass", *TO_THE_LICENCE))
    assert (scene.step, scene.orders()) == ("delivery-at-counter", [])
    bring(scene)
    assert (scene.case.state, scene.way_of("licence")) == (11, ["hall", "applicant"])


def test_papers_missing_from_the_bag_are_fetched_again_and_only_they_change_hands() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    play(scene, ("pre-review pass", "courier"))
    scene.finding("mismatch", missing=("medical-report-last-six",))
    scene.settle_effects()
    assert (scene.step, scene.task.round) == ("pick-up", 2)
    assert scene.holders() == {
        "registration-form": "hall",
        "physician-qualification-certificate": "hall",
        "medical-report-last-six": "applicant",
    }
    scene.carry(S.PICKED_UP)
    assert [p for p, h in scene.holders().items() if h == "parcel"] == ["medical-report-last-six"]
    scene.carry(S.DELIVERED)
    assert scene.holders()["medical-report-last-six"] == "parcel", "unopened"
    scene.findings("receipt complete")
    assert set(scene.holders().values()) == {"hall"}
    assert not scene.case.sides, "what was owed has come"
    assert [each.number for each in scene.world.couriers.orders] == [
        f"{scene.no}-pick-up-1",
        f"{scene.no}-pick-up-2",
    ]


@pytest.mark.parametrize("given", [True, False])
def test_an_optional_paper_changes_hands_only_if_its_scan_came_in(given: bool) -> None:
    scene = Scene("civil-defence-facility-use")
    optional = "rebuilding-scheme-removal"
    for name, need in scene.case.needs.items():
        if need.uploaded and (given or need.required) and name != optional:
            scene.upload(name)
        if name == optional and given:
            scene.upload(optional)
    held = "hall" if given else "applicant"
    play(scene, TO_REVIEW[scene.case.channel or "one_visit"])
    assert scene.holders()[optional] == held
    assert {who for paper, who in scene.holders().items() if paper != optional} == {"hall"}


def test_an_electronic_licence_lies_ready_and_names_its_release() -> None:
    scene = at_review("fully_online")
    play(scene, TO_THE_LICENCE)
    key = scene.case.documents[f"{scene.no}-delivery-1"]
    document = json.loads(scene.world.files.documents[key])
    assert document["number"] == "证照-001"
    assert document["release"] == scene.case.release == licang().digest
    assert scene.case.stage is Stage.CLOSED


def test_an_electronic_refusal_bears_no_licence_number() -> None:
    scene = at_review("fully_online")
    play(scene, ("review fail", "decision refuse"))
    document = json.loads(scene.world.files.documents[scene.case.documents[f"{scene.no}-refusal-delivery-1"]])
    assert (document["document"]["en"], document["number"]) == ("Refusal", None)


def test_an_electronic_refusal_states_its_reasons_and_the_remedies() -> None:
    scene = at_review("fully_online")
    play(scene, ("review fail",))
    scene.finding("refuse", reason="选址与规划不符")
    scene.settle_effects()
    document = json.loads(scene.world.files.documents[scene.case.documents[f"{scene.no}-refusal-delivery-1"]])
    assert document["reason"] == "选址与规划不符"
    assert "行政复议" in document["remedies"]["zh"]
    assert "行政诉讼" in document["remedies"]["zh"]
    assert date.fromisoformat(document["dated"])


@pytest.mark.parametrize("channel", ITEMS)
def test_the_decision_on_record_names_rule_place_basis_and_release(channel: str) -> None:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    (decided,) = [each for each in scene.events if isinstance(each, ChannelDecided)]
    assert decided.rule
    assert decided.file == "channels.yaml"
    assert decided.line
    assert decided.basis
    assert decided.release == licang().digest


@pytest.mark.parametrize("channel", ITEMS)
def test_every_event_of_a_whole_case_can_be_written_and_read_back(channel: str) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    written = [event for change in scene.world.cases.commits for event in change.events]
    assert [EVENT.validate_json(EVENT.dump_json(each)) for each in written] == written
    assert tuple(written) == scene.events
    assert scene.world.cases.commits[-1].after == scene.case


def test_a_unit_finds_the_case_on_its_list_at_every_step_of_its_own() -> None:
    scene = Scene(ITEMS["one_visit"])
    scene.upload_all()
    handles = licang().items[ITEMS["one_visit"]].units.decides
    for unit, step in ((handles, "pre-review pass"), ("hall", "papers-at-counter received")):
        name = step.split()[0]
        lines = scene.on_list(unit, name)
        assert [line.case for line in lines] == [scene.no]
        play(scene, (step,))
        assert scene.on_list(unit, name) == ()

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import EVENT, ChannelDecided, PapersMoved, StepStarted
from chalicelib.cases.shipments import ShipmentStatus as S
from chalicelib.cases.time_limits import add_working_days
from chalicelib.decisions.form import Channel
from tests.fakes import licang
from tests.services.scene import CLERK, ITEMS, SOMEONE, Scene

BY_COURIER = (S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED)
TO_THE_LICENCE = ("review pass", "decision grant", "licence made")

TO_REVIEW = {
    Channel.OUTBOUND_COURIER: ("pre-review pass", "acceptance accept"),
    Channel.TWO_WAY_COURIER: ("pre-review pass", "courier", "receipt complete", "acceptance accept"),
    Channel.INSPECTION_COLLECTION: (
        "pre-review pass",
        "acceptance accept",
        "inspection pass",
        "papers-to-office received",
    ),
    Channel.FULLY_ONLINE: ("pre-review pass", "acceptance accept"),
    Channel.ONE_VISIT: ("pre-review pass", "appointment agreed", "visit received", "acceptance accept"),
}
"""What brings a case to its review; "courier" is a parcel from door to door."""


def at_review(channel: Channel) -> Scene:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    assert scene.case.channel is channel
    play(scene, TO_REVIEW[channel])
    assert scene.case.step == "review"
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
    if scene.case.way == "courier":
        scene.carry(*BY_COURIER)
    elif scene.case.way == "counter":
        scene.finding("delivered")


@pytest.mark.parametrize("channel", ITEMS)
def test_a_granted_case_runs_from_its_opening_to_its_close(channel: Channel) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    case = scene.case
    assert (case.stage, case.step, case.state) == (Stage.CLOSED, "granted", 11)
    assert case.licence == "证照-001"
    assert case.due is None
    assert list(scene.world.cases.due("licang", scene.world.clock.now() + timedelta(days=900))) == []


@pytest.mark.parametrize("channel", ITEMS)
def test_in_the_end_the_applicant_holds_licence_and_originals_and_the_office_the_rest(
    channel: Channel,
) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    for paper, holder in scene.holders().items():
        back = paper == "licence" or scene.case.needs[paper].return_original
        assert holder == ("applicant" if back else "office"), paper


@pytest.mark.parametrize("channel", ITEMS)
def test_a_refused_case_gives_every_paper_back(channel: Channel) -> None:
    scene = at_review(channel)
    play(scene, ("review fail", "decision refuse"))
    bring(scene)
    assert (scene.case.step, scene.case.state, scene.case.licence) == ("refused", 13, None)
    assert set(scene.holders().values()) <= {"applicant"}


@pytest.mark.parametrize("channel", [Channel.TWO_WAY_COURIER, Channel.ONE_VISIT])
def test_papers_go_back_when_acceptance_is_refused(channel: Channel) -> None:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    play(scene, (*TO_REVIEW[channel][:-1], "acceptance refuse"))
    assert scene.case.step == "papers-back"
    bring(scene)
    assert (scene.case.step, scene.case.state) == ("not-accepted", 5)
    assert set(scene.holders().values()) == {"applicant"}


WAYS = {
    Channel.TWO_WAY_COURIER: ["applicant", "courier", "office", "courier", "applicant"],
    Channel.INSPECTION_COLLECTION: ["applicant", "inspectors", "office", "courier", "applicant"],
    Channel.ONE_VISIT: ["applicant", "office", "courier", "applicant"],
}


@pytest.mark.parametrize("channel", WAYS)
def test_every_hand_over_of_an_original_is_on_record_without_a_gap(channel: Channel) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    originals = [name for name, need in scene.case.needs.items() if need.return_original and need.on_paper]
    assert originals
    for paper in originals:
        assert scene.way_of(paper) == WAYS[channel]
        moves = [each.at for each in scene.events if isinstance(each, PapersMoved) and paper in each.papers]
        assert moves == sorted(moves)
        assert scene.case.custody[paper].since == moves[-1]


@pytest.mark.parametrize("channel", ITEMS)
def test_papers_wait_at_home_until_the_channel_asks_for_them(channel: Channel) -> None:
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
    out = [("outbound", "delivery")]
    assert found == {
        Channel.OUTBOUND_COURIER: out,
        Channel.TWO_WAY_COURIER: [("inbound", "pick-up"), *out],
        Channel.INSPECTION_COLLECTION: out,
        Channel.FULLY_ONLINE: [],
        Channel.ONE_VISIT: out,
    }


def test_the_courier_is_told_where_to_fetch_and_where_to_bring() -> None:
    scene = at_review(Channel.TWO_WAY_COURIER)
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
def test_both_clocks_start_at_the_acceptance_that_the_item_names(channel: Channel) -> None:
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
    assert scene.case.promised_due == add_working_days(today, item.limits.promised, calendars).date
    assert scene.case.statutory_due == add_working_days(today, item.limits.statutory, calendars).date


def test_acceptance_counts_once_and_from_its_first_day() -> None:
    scene = Scene(ITEMS[Channel.INSPECTION_COLLECTION])
    scene.upload_all()
    scene.findings("pre-review pass")
    assert scene.case.accepted_on == date(2026, 3, 2)
    scene.world.clock.pass_by(days=3)
    scene.findings("acceptance accept")
    assert scene.case.accepted_on == date(2026, 3, 2)


def test_a_failed_inspection_is_put_right_and_passed_the_second_time() -> None:
    scene = Scene(ITEMS[Channel.INSPECTION_COLLECTION])
    scene.upload_all()
    play(scene, ("pre-review pass", "acceptance accept", "inspection fail"))
    assert set(scene.holders().values()) == {"applicant"}
    play(scene, ("rectification done",))
    assert (scene.case.step, scene.case.round) == ("inspection", 2)
    play(scene, ("inspection pass",))
    assert set(scene.holders().values()) == {"inspectors"}
    play(scene, ("papers-to-office received", *TO_THE_LICENCE))
    bring(scene)
    assert scene.case.state == 11


def test_what_is_not_put_right_is_refused_and_the_papers_never_left() -> None:
    scene = Scene(ITEMS[Channel.INSPECTION_COLLECTION])
    scene.upload_all()
    play(scene, ("pre-review pass", "acceptance accept", "inspection fail", "rectification given-up"))
    play(scene, ("decision-to-refuse refuse",))
    bring(scene)
    assert scene.case.state == 13
    assert all(scene.way_of(paper) == ["applicant"] for paper in scene.case.custody)


def test_the_papers_reach_the_hall_by_the_next_working_day_or_are_reported_late() -> None:
    scene = Scene(ITEMS[Channel.INSPECTION_COLLECTION])
    scene.upload_all()
    play(scene, ("pre-review pass", "acceptance accept", "inspection pass"))
    due = scene.case.due
    assert due is not None
    assert (due + timedelta(hours=8)).isoformat()[:16] == "2026-03-04T00:00"
    scene.world.clock.at = due
    scene.run_clock()
    assert (scene.case.step, scene.case.late, scene.case.due) == ("papers-to-office", True, due)
    play(scene, ("papers-to-office received",))
    assert not scene.case.late


def test_a_secret_item_goes_straight_to_the_counter_with_no_file_and_no_pre_review() -> None:
    scene = Scene("bank-security-facility-approval")
    case = scene.case
    assert (case.channel, case.stage, case.step) == (Channel.ONE_VISIT, Stage.RUNNING, "appointment")
    assert case.open_materials == ()
    assert case.missing == ()
    steps = [each.step for each in scene.events if isinstance(each, StepStarted)]
    assert steps == ["appointment"]
    play(scene, ("appointment agreed", "visit received", "acceptance accept", "inspection pass"))
    play(scene, TO_THE_LICENCE)
    assert scene.case.way == "counter"
    assert scene.orders() == []
    bring(scene)
    assert scene.case.state == 11


def test_whoever_does_not_come_is_given_another_time() -> None:
    scene = Scene("bank-security-facility-approval")
    play(scene, ("appointment agreed", "visit absent", "appointment agreed"))
    assert (scene.case.step, scene.case.round) == ("visit", 2)
    play(scene, ("visit given-up",))
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 5)


def test_without_consent_the_result_waits_at_the_counter() -> None:
    scene = Scene(ITEMS[Channel.OUTBOUND_COURIER], courier=False)
    scene.upload_all()
    assert scene.case.channel is Channel.ONE_VISIT
    play(
        scene,
        ("pre-review pass", "appointment agreed", "visit received", "acceptance accept", *TO_THE_LICENCE),
    )
    assert (scene.case.way, scene.orders()) == ("counter", [])
    bring(scene)
    assert (scene.case.state, scene.way_of("licence")) == (11, ["office", "applicant"])


def test_papers_missing_from_the_bag_are_fetched_again_and_only_they_change_hands() -> None:
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
    scene.upload_all()
    play(scene, ("pre-review pass", "courier"))
    scene.finding("mismatch", missing=("medical-report-last-six",))
    scene.settle_effects()
    assert (scene.case.step, scene.case.round) == ("pick-up", 2)
    assert scene.holders() == {
        "registration-form": "office",
        "physician-qualification-certificate": "office",
        "medical-report-last-six": "applicant",
    }
    scene.carry(S.PICKED_UP)
    assert [p for p, h in scene.holders().items() if h == "courier"] == ["medical-report-last-six"]
    scene.carry(S.DELIVERED)
    assert set(scene.holders().values()) == {"office"}
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
    held = "office" if given else "applicant"
    play(scene, TO_REVIEW[scene.case.channel or Channel.ONE_VISIT])
    assert scene.holders()[optional] == held
    assert {who for paper, who in scene.holders().items() if paper != optional} == {"office"}


def test_an_electronic_licence_lies_ready_and_names_its_release() -> None:
    scene = at_review(Channel.FULLY_ONLINE)
    play(scene, TO_THE_LICENCE)
    key = scene.case.documents["delivery"]
    document = json.loads(scene.world.files.documents[key])
    assert document["number"] == "证照-001"
    assert document["release"] == scene.case.release == licang().digest
    assert scene.case.stage is Stage.CLOSED


def test_an_electronic_refusal_bears_no_licence_number() -> None:
    scene = at_review(Channel.FULLY_ONLINE)
    play(scene, ("review fail", "decision refuse"))
    document = json.loads(scene.world.files.documents[scene.case.documents["refusal-delivery"]])
    assert (document["document"]["en"], document["number"]) == ("Refusal", None)


def test_an_electronic_refusal_states_its_reasons_and_the_remedies() -> None:
    scene = at_review(Channel.FULLY_ONLINE)
    play(scene, ("review fail",))
    scene.finding("refuse", reason="选址与规划不符")
    scene.settle_effects()
    document = json.loads(scene.world.files.documents[scene.case.documents["refusal-delivery"]])
    assert document["reason"] == "选址与规划不符"
    assert "行政复议" in document["remedies"]["zh"]
    assert "行政诉讼" in document["remedies"]["zh"]
    assert date.fromisoformat(document["dated"])


@pytest.mark.parametrize("channel", ITEMS)
def test_the_decision_on_record_names_rule_place_basis_and_release(channel: Channel) -> None:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    (decided,) = [each for each in scene.events if isinstance(each, ChannelDecided)]
    assert decided.rule
    assert decided.file == "channels.yaml"
    assert decided.line
    assert decided.basis
    assert decided.release == licang().digest


@pytest.mark.parametrize("channel", ITEMS)
def test_every_event_of_a_whole_case_can_be_written_and_read_back(channel: Channel) -> None:
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    bring(scene)
    written = [event for change in scene.world.cases.commits for event in change.events]
    assert [EVENT.validate_json(EVENT.dump_json(each)) for each in written] == written
    assert tuple(written) == scene.events
    assert scene.world.cases.commits[-1].after == scene.case


def test_staff_of_the_department_find_the_case_on_their_list_at_every_step_of_theirs() -> None:
    scene = Scene(ITEMS[Channel.ONE_VISIT])
    scene.upload_all()
    for step in ("pre-review pass", "appointment agreed", "visit received", "acceptance accept"):
        name = step.split()[0]
        lines = scene.world.cases.work("licang", scene.case.department, name)
        assert [line.case for line in lines] == [scene.no]
        play(scene, (step,))
        assert scene.world.cases.work("licang", scene.case.department, name) == ()
    assert CLERK.serves(scene.case.department)

from __future__ import annotations

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import ChannelDecided
from chalicelib.cases.refusals import NotPossible
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.desk.record_outcome import CHANNEL_STEP, Finding, record_outcome
from chalicelib.services.errors import Problem
from infra.local.samples import pdf
from tests.fakes import World, fresh, licang, variant
from tests.services.scene import CLERK, ITEMS, Scene

ITEM = ITEMS["two_way_courier"]


def fact_missing() -> World:
    return World(variant(ITEM, mail_material=None))


def fact_wrong() -> World:
    return World(variant(ITEM, mail_material="perhaps"))


def no_rule() -> World:
    return World(fresh(licang(), rules=()))


def settle(scene: Scene, channel: str | None, note: str | None = "已与申请人电话核实") -> None:
    finding = Finding(outcome="settle", channel=channel, note=note)
    record_outcome(scene.world, CLERK, scene.no, CHANNEL_STEP, finding)


@pytest.fixture(params=[fact_missing, fact_wrong, no_rule])
def scene(request: pytest.FixtureRequest) -> Scene:
    scene = Scene(ITEM, request.param())
    scene.upload_all()
    scene.settle_effects()
    return scene


def test_a_case_that_the_rules_cannot_place_waits_for_a_person_and_no_courier_comes(scene: Scene) -> None:
    case = scene.case
    assert (case.stage, case.channel, case.tasks) == (Stage.UNDETERMINED, "undetermined", {})
    assert (case.shipments, scene.world.couriers.orders) == ({}, [])
    (side,) = case.sides.values()
    (line,) = scene.on_list("health", CHANNEL_STEP)
    assert (line.case, line.due) == (case.no, side.due)
    assert side.due is not None


def test_the_record_says_why_the_rules_could_not_decide() -> None:
    scene = Scene(ITEM, fact_missing())
    scene.upload_all()
    (decided,) = [event for event in scene.events if isinstance(event, ChannelDecided)]
    assert decided.missing == ("item.mail_material",)
    assert (decided.rule, decided.basis) == (None, ())
    wrong = Scene(ITEM, fact_wrong())
    wrong.upload_all()
    (decided,) = [event for event in wrong.events if isinstance(event, ChannelDecided)]
    assert decided.invalid == ("item.mail_material",)


def test_a_person_settles_the_channel_with_a_reason_and_the_plan_runs(scene: Scene) -> None:
    settle(scene, "one_visit")
    case = scene.case
    assert (case.stage, case.channel, scene.step) == (Stage.RUNNING, "one_visit", "pre-review")
    settled = [event for event in scene.events if isinstance(event, ChannelDecided)][-1]
    assert scene.words(settled).note == "已与申请人电话核实"
    assert (settled.because.zh, settled.because.en) == (
        "由工作人员确定，理由见说明",
        "settled by a member of staff; the note says why",
    )
    assert settled.by.id == CLERK.id
    assert scene.on_list("health", CHANNEL_STEP) == ()
    assert case.sides == {}
    scene.findings(
        "pre-review pass", "papers-at-counter received", "acceptance accept", "review pass",
        "decision grant", "licence made",
    )  # fmt: skip
    assert scene.step == "delivery"


def test_a_courier_comes_once_a_person_has_chosen_that_channel() -> None:
    scene = Scene(ITEM, fact_missing())
    scene.upload_all()
    settle(scene, "two_way_courier")
    scene.findings("pre-review pass")
    assert [order.number for order in scene.world.couriers.orders] == [f"{scene.no}-pick-up-1"]


def test_a_person_cannot_send_a_courier_to_an_applicant_who_does_not_want_one() -> None:
    scene = Scene(ITEM, fact_missing(), courier=False)
    scene.upload_all()
    settle(scene, "two_way_courier")
    scene.findings("pre-review pass")
    assert scene.step == "papers-at-counter"
    assert scene.world.couriers.orders == []


def test_undetermined_is_no_answer_of_a_person(scene: Scene) -> None:
    with pytest.raises(NotPossible) as refused:
        settle(scene, "undetermined")
    assert refused.value.code == "no_such_channel"
    assert scene.case.stage is Stage.UNDETERMINED


@pytest.mark.parametrize(("channel", "note"), [(None, "理由"), ("one_visit", None), ("one_visit", "")])
def test_channel_and_reason_are_both_needed(scene: Scene, channel: str | None, note: str | None) -> None:
    with pytest.raises(Problem) as refused:
        settle(scene, channel, note)
    assert (refused.value.status, refused.value.code) == (422, "channel_needed")


def test_a_licence_that_exists_on_paper_only_is_not_sent_online() -> None:
    item = ITEMS["one_visit"]
    scene = Scene(item, World(variant(item, in_person=None)))
    scene.upload_all()
    with pytest.raises(NotPossible) as refused:
        settle(scene, "fully_online")
    assert refused.value.code == "result_on_paper"


def test_a_channel_is_settled_once(scene: Scene) -> None:
    settle(scene, "one_visit")
    with pytest.raises(NotPossible) as refused:
        settle(scene, "fully_online")
    assert refused.value.code == "channel_settled"
    assert scene.case.channel == "one_visit"


def test_a_channel_that_the_rules_decided_is_not_for_a_person_to_settle() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    with pytest.raises(NotPossible):
        settle(scene, "one_visit")


def test_a_channel_is_not_settled_for_a_case_that_has_changed_since(scene: Scene) -> None:
    finding = Finding(outcome="settle", channel="one_visit", note="理由", version=scene.case.version - 1)
    with pytest.raises(NotPossible) as refused:
        record_outcome(scene.world, CLERK, scene.no, CHANNEL_STEP, finding)
    assert (refused.value.code, scene.case.stage) == ("case_changed", Stage.UNDETERMINED)
    record_outcome(scene.world, CLERK, scene.no, CHANNEL_STEP, finding._replace(version=scene.case.version))
    assert scene.case.channel == "one_visit"


def test_another_department_cannot_settle_it(scene: Scene) -> None:
    stranger = Staff(id="clerk-9", units=("water",))
    finding = Finding(outcome="settle", channel="one_visit", note="理由")
    with pytest.raises(Problem) as refused:
        record_outcome(scene.world, stranger, scene.no, CHANNEL_STEP, finding)
    assert refused.value.status == 404


def test_a_step_cannot_be_ended_before_there_is_one(scene: Scene) -> None:
    with pytest.raises(NotPossible) as refused:
        record_outcome(scene.world, CLERK, scene.no, "pre-review", Finding(outcome="pass"))
    assert refused.value.code == "not_running"


def test_files_may_still_come_while_a_person_thinks(scene: Scene) -> None:
    scene.upload("registration-form", pdf("a better copy"), "copy")
    assert len(scene.files.taken("registration-form")) == 2
    assert scene.case.stage is Stage.UNDETERMINED

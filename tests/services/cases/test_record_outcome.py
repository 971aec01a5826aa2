from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.cases.events import SideEnded, TaskEnded
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Line
from chalicelib.ports.cases import ProcessedMessage
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.cases.desk.record_outcome import Finding, record_outcome
from chalicelib.services.cases.desk.search_cases import search_cases
from chalicelib.services.errors import Problem
from infra.local.samples import pdf
from tests.fakes import World, fresh, licang
from tests.services.scene import CLERK, COLLEAGUE, ITEMS, Scene

LINE = Line(material="registration-form", problem="缺少签章", mend="请盖章")


@pytest.fixture
def scene() -> Scene:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    return scene


@pytest.fixture
def unanswered() -> Scene:
    """Accepted by silence: a side task is on the supervisor's list."""
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    scene.world.clock.at = datetime(2026, 3, 10, 1, tzinfo=UTC)
    scene.run_clock()
    return scene


def refused(scene: Scene, step: str, who: Staff = CLERK, **finding: Any) -> NotPossible | Problem:
    before = scene.case
    with pytest.raises((NotPossible, Problem)) as error:
        record_outcome(scene.world, who, scene.no, step, Finding(**finding))
    assert scene.case == before, "nothing has changed"
    problem = error.value
    assert isinstance(problem, NotPossible | Problem)
    assert problem.text.zh
    assert problem.text.en
    return problem


def test_another_unit_cannot_end_a_step(scene: Scene) -> None:
    stranger = Staff(id="clerk-9", units=("water", "finance"))
    error = refused(scene, "pre-review", stranger, outcome="pass")
    assert isinstance(error, Problem)
    assert (error.status, error.code) == (404, "not_found")


def test_the_unit_itself_can(scene: Scene) -> None:
    mine = Staff(id="clerk-2", units=(scene.task.unit,))
    record_outcome(scene.world, mine, scene.no, "pre-review", Finding(outcome="pass"))
    assert scene.step == "pick-up"


def test_an_unknown_case_is_not_found(scene: Scene) -> None:
    with pytest.raises(Problem) as error:
        record_outcome(scene.world, CLERK, "370213202603029999990", "pre-review", Finding(outcome="pass"))
    assert error.value.status == 404


def test_a_case_of_another_region_is_not_found_however_its_department_is_called(scene: Scene) -> None:
    scene.world.region = "demo-linshan"
    error = refused(scene, "pre-review", outcome="pass")
    assert isinstance(error, Problem)
    assert error.status == 404


def test_nor_is_it_shown_or_found_by_search(scene: Scene) -> None:
    mine = Staff(id="clerk-2", units=(scene.task.unit,))
    for who in (mine, CLERK):
        assert find_for_staff(scene.world, who, scene.no)[0].case.no == scene.no
        assert search_cases(scene.world, who, scene.no, str).cases
    scene.world.region = "demo-linshan"
    for who in (mine, CLERK):
        with pytest.raises(Problem) as error:
            find_for_staff(scene.world, who, scene.no)
        assert error.value.status == 404
        assert search_cases(scene.world, who, scene.no, str).cases == ()


REFUSALS: list[tuple[str, str, tuple[str, ...]]] = [
    ("pre-review", "refuse", ()),
    ("review", "fail", ("pre-review pass",)),
]


@pytest.mark.parametrize(("step", "outcome", "before"), REFUSALS)
def test_a_refusal_needs_its_reason(step: str, outcome: str, before: tuple[str, ...]) -> None:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    scene.findings(*before)
    error = refused(scene, step, outcome=outcome)
    assert error.code == "reason_needed"
    assert "第三十八条" in error.text.zh
    scene.finding(outcome, note="不属于本机关职权")
    assert scene.step != step, "a note says why just as well"


def test_a_reason_that_no_outcome_asks_for_is_kept_as_a_note_and_is_no_refusal_s() -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    scene.finding("pass", reason="材料齐全", note="已电话核实")
    ended = scene.words([event for event in scene.events if isinstance(event, TaskEnded)][-1])
    assert (ended.outcome, ended.note, ended.reason) == ("pass", "材料齐全\n已电话核实", None)


def test_every_outcome_that_ends_in_a_refusal_needs_a_reason_in_both_regions() -> None:
    for release in (licang(), load(Path("rules/demo-linshan"))):
        for plan in release.plans.values():
            for step in plan.steps:
                for outcome in step.outcomes:
                    refuses = "不予" in outcome.title.zh and step.by == "staff"
                    says_why = outcome.reason == "required"
                    assert says_why or not refuses, (plan.plan, step.step, outcome.outcome)


@pytest.mark.parametrize("missing", [("lease",), ("application-form",), ("no-such-paper",)])
def test_papers_are_not_named_missing_where_nothing_is_counted(missing: tuple[str, ...]) -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    scene.findings("pre-review pass")
    before = scene.holders()
    error = refused(scene, "inspection", outcome="fail", missing=missing, reason="消防通道堵塞")
    assert error.code == "nothing_counted"
    assert scene.holders() == before


def test_what_a_count_finds_missing_stays_with_the_applicant_and_is_owed_while_the_case_goes_on(
    scene: Scene,
) -> None:
    scene.findings("pre-review pass")
    scene.carry(ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED)
    scene.finding("complete", missing=("registration-form",))
    assert scene.step == "acceptance"
    assert scene.holders()["registration-form"] == "applicant"
    (side,) = scene.case.sides.values()
    assert (side.kind, side.unit, side.about) == ("paper-owed", "hall", ("registration-form",))


def test_a_case_that_stands_elsewhere_is_not_ended(scene: Scene) -> None:
    assert refused(scene, "review", outcome="pass").code == "not_at_step"


def test_an_answer_to_an_earlier_round_is_refused(scene: Scene) -> None:
    scene.correct("registration-form")
    scene.supply("registration-form")
    assert refused(scene, "pre-review", outcome="pass", round=1).code == "not_at_step"
    scene.finding("pass", round=2)
    assert scene.step == "pick-up"


def test_an_outcome_that_the_plan_does_not_have_is_refused_with_those_it_has(scene: Scene) -> None:
    error = refused(scene, "pre-review", outcome="perhaps")
    assert error.code == "no_such_outcome"
    assert all(f"({name})" in error.text.en for name in ("pass", "correct", "refuse"))
    assert "hopeless" not in error.text.en, "only what is accepted already can come to it"


@pytest.mark.parametrize("lines", [(), (LINE.model_copy(update={"material": "passport"}),)])
def test_a_correction_lists_materials_of_the_case(scene: Scene, lines: tuple[Line, ...]) -> None:
    assert refused(scene, "pre-review", outcome="correct", lines=lines).code == "lines_needed"


def test_a_correction_of_an_unknown_material_is_told_which_there_are(scene: Scene) -> None:
    line = LINE.model_copy(update={"material": "passport"})
    error = refused(scene, "pre-review", outcome="correct", lines=(line,))
    assert "passport" in error.text.zh
    assert all(name in error.text.en for name in scene.case.needs)


def test_lines_belong_to_a_correction_only(scene: Scene) -> None:
    assert refused(scene, "pre-review", outcome="pass", lines=(LINE,)).code == "lines_needed"


def test_a_step_of_applicant_or_courier_is_not_ended_by_staff(scene: Scene) -> None:
    scene.correct("registration-form")
    assert refused(scene, "correction", outcome="given-up").code == "ends_by_itself"
    scene.supply("registration-form")
    scene.findings("pre-review pass")
    assert refused(scene, "pick-up", outcome="delivered").code == "ends_by_itself"


def test_a_licence_is_made_with_its_number() -> None:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    scene.findings("pre-review pass", "review pass", "decision grant")
    assert refused(scene, "licence", outcome="made").code == "number_needed"
    assert scene.finding("made", number="证照-7").licence == "证照-7"


def test_a_number_where_no_licence_is_made_is_not_lost_without_a_word(scene: Scene) -> None:
    assert refused(scene, "pre-review", outcome="pass", number="证照-7").code == "no_licence_made"


@pytest.mark.parametrize(
    "said",
    [
        {"lines": (LINE,)},
        {"missing": ("lease",)},
        {"number": "证照-7"},
        {"reason": "又一理由"},
        {"day": date(2026, 5, 1)},
    ],
    ids=["lines", "missing", "number", "reason beside the note", "day"],
)
def test_what_a_settled_channel_would_not_keep_is_refused(said: dict[str, Any]) -> None:
    scene = Scene(ITEMS["two_way_courier"], World(fresh(licang(), rules=())))
    scene.upload_all()
    error = refused(scene, "channel", outcome="x", channel="one_visit", note="材料特殊", **said)
    assert error.code == "not_taken_here"


@pytest.mark.parametrize(
    "said",
    [{"lines": (LINE,)}, {"number": "证照-7"}, {"day": date(2026, 5, 1)}],
    ids=["lines", "number", "day"],
)
def test_what_a_side_task_would_not_keep_is_refused(unanswered: Scene, said: dict[str, Any]) -> None:
    assert refused(unanswered, "silence", outcome="seen", reason="休假", **said).code == "not_taken_here"


def test_a_side_task_of_a_case_that_has_changed_since_is_looked_at_again(unanswered: Scene) -> None:
    assert refused(unanswered, "silence", outcome="seen", reason="休假", version=1).code == "case_changed"


def test_of_a_side_task_both_reason_and_note_are_kept(unanswered: Scene) -> None:
    unanswered.finding("seen", step="silence", reason="休假", note="已安排代班")
    ended = [event for event in unanswered.world.cases.events(unanswered.no) if isinstance(event, SideEnded)]
    assert unanswered.words(ended[-1]).reason == "休假\n已安排代班"


def test_a_day_at_an_outcome_without_one_is_not_lost_without_a_word(scene: Scene) -> None:
    assert refused(scene, "pre-review", outcome="pass", day=date(2026, 5, 1)).code == "no_day_taken"


@pytest.mark.parametrize("reason", ["", "   ", "\u3000", "\n"])
def test_a_reason_says_something(scene: Scene, reason: str) -> None:
    assert refused(scene, "pre-review", outcome="refuse", reason=reason).code == "reason_needed"


def test_a_channel_beside_the_outcome_of_a_step_is_refused(scene: Scene) -> None:
    assert refused(scene, "pre-review", outcome="pass", channel="one_visit").code == "not_taken_here"


def test_a_reason_stands_for_the_note_where_a_channel_is_settled() -> None:
    scene = Scene(ITEMS["two_way_courier"], World(fresh(licang(), rules=())))
    scene.upload_all()
    finding = Finding(outcome="x", channel="one_visit", reason="材料特殊")
    case = record_outcome(scene.world, CLERK, scene.no, "channel", finding).case
    assert case.channel == "one_visit"


@pytest.mark.parametrize("missing", [(), ("passport",), ("registration-form", "passport")])
def test_a_count_names_papers_that_were_booked_as_received(scene: Scene, missing: tuple[str, ...]) -> None:
    scene.findings("pre-review pass")
    scene.carry(ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED)
    assert refused(scene, "receipt", outcome="mismatch", missing=missing).code == "missing_needed"


def test_the_same_key_records_once(scene: Scene) -> None:
    finding = Finding(outcome="pass", key="click-1")
    first = record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)
    assert record_outcome(scene.world, CLERK, scene.no, "pre-review", finding) == first == scene.loaded


def test_the_key_of_a_colleague_gives_nobody_her_case(scene: Scene) -> None:
    finding = Finding(outcome="pass", key="click-1")
    record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)
    stranger = Staff(id="clerk-9", units=("fire-rescue",))
    assert refused(scene, "pre-review", stranger, outcome="pass", key="click-1").code == "not_found"
    assert refused(scene, "pre-review", COLLEAGUE, outcome="pass", key="click-1").code == "not_at_step"


def test_a_key_used_for_another_outcome_is_refused_instead_of_swallowed(scene: Scene) -> None:
    record_outcome(scene.world, CLERK, scene.no, "pre-review", Finding(outcome="pass", key="click-1"))
    error = refused(scene, "pre-review", outcome="refuse", key="click-1")
    assert isinstance(error, Problem)
    assert (error.status, error.code) == (422, "key_reused")


def test_two_clicks_at_the_same_moment_are_one_and_both_are_answered_well(scene: Scene) -> None:
    finding = Finding(outcome="pass", key="click-1")

    def other() -> None:
        record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)

    scene.world.cases.meanwhile.append(other)
    record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)
    assert scene.step == "pick-up"
    assert scene.case.rounds == {"pre-review": 1, "pick-up": 1}


def test_two_members_of_staff_at_the_same_moment_one_is_too_late(scene: Scene) -> None:
    def other() -> None:
        record_outcome(
            scene.world, CLERK, scene.no, "pre-review", Finding(outcome="refuse", reason="不属于本机关职权")
        )

    scene.world.cases.meanwhile.append(other)
    with pytest.raises(NotPossible):
        record_outcome(scene.world, CLERK, scene.no, "pre-review", Finding(outcome="pass"))
    assert scene.step == "not-accepted"


def test_an_outcome_is_for_the_round_that_was_on_the_screen(scene: Scene) -> None:
    def a_whole_correction() -> None:
        scene.correct("registration-form")
        scene.supply("registration-form")

    scene.world.cases.meanwhile.append(a_whole_correction)
    with pytest.raises(NotPossible) as error:
        record_outcome(scene.world, CLERK, scene.no, "pre-review", Finding(outcome="pass"))
    assert error.value.code == "not_at_step"
    assert (scene.step, scene.task.round) == ("pre-review", 2)


def test_a_file_that_comes_in_meanwhile_does_not_stop_the_outcome(scene: Scene) -> None:
    scene.world.cases.meanwhile.append(lambda: scene.upload("registration-form", pdf("new"), "new"))
    record_outcome(scene.world, CLERK, scene.no, "pre-review", Finding(outcome="pass"))
    assert scene.step == "pick-up"
    assert len(scene.files.taken("registration-form")) == 2


def test_a_second_click_that_reads_the_case_after_the_first_has_ended_the_step_is_answered_well(
    scene: Scene,
) -> None:
    finding = Finding(outcome="pass", key="click-1")
    table, seen = scene.world.cases, scene.world.cases.seen

    def quicker(trigger: str) -> ProcessedMessage | None:
        table.seen = seen  # type: ignore[method-assign]
        before = seen(trigger)
        record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)
        return before

    table.seen = quicker  # type: ignore[method-assign]
    record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)
    assert scene.step == "pick-up"
    assert scene.case.rounds == {"pre-review": 1, "pick-up": 1}

"""Plans as lists of parts: what the flat plan of a release is, and where its steps are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.authoring.reading.folder import Folder, read_folder
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.plan import End, Lane, Outcome, Step
from tests.authoring.broken import HEARING, INSPECTION, LOOK
from tests.authoring.region import spoil, write_region

OUT, VISIT = "plans/outbound_courier.yaml", "plans/one_visit.yaml"
USE = "  - {part: decision}\n"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def flat(folder: Path, plan: str = "outbound_courier") -> ReadPlan:
    read: Folder = read_folder(folder)
    assert read.problems == []
    return next(one for one in read.plans if one.form.plan == plan)


def step(plan: ReadPlan, name: str) -> Step:
    return next(one for one in plan.form.steps if one.step == name)


def outcome(plan: ReadPlan, name: str, which: str) -> Outcome:
    return next(one for one in step(plan, name).outcomes if one.outcome == which)


def inspected(folder: Path, use: str) -> Lane:
    """The lane of the inspection, which the small plan has with this line."""
    (folder / LOOK).write_text(INSPECTION, encoding="utf-8")
    spoil(folder, OUT, USE, f"  - {use}\n{USE}")
    spoil(folder, OUT, "exits:\n", "exits:\n  unfit: [{part: refusal}]\n")
    (lane,) = flat(folder).form.lanes
    return lane


def test_a_part_leads_onward_to_the_next_of_its_list_and_by_an_exit_where_the_plan_says(folder: Path) -> None:
    plan = flat(folder)
    assert plan.form.start == "pre-review"
    assert outcome(plan, "pre-review", "pass").next == "decision"
    assert outcome(plan, "pre-review", "decline").next == "papers-back"
    assert outcome(plan, "decision", "grant").next == "licence"
    assert outcome(plan, "decision", "refuse").next == "refusal-delivery"


def test_as_names_the_delivery_of_a_part_and_stands_before_its_other_steps(folder: Path) -> None:
    names = [one.step for one in flat(folder).form.steps if one.part == "hand-out"]
    assert names[:3] == ["delivery", "delivery-problem", "delivery-at-counter"]
    assert step(flat(folder), "delivery").counter == "delivery-at-counter"


def test_as_names_the_first_step_of_a_part_without_delivery(folder: Path) -> None:
    spoil(folder, OUT, "  - {part: licence}\n", "  - {part: pre-review, as: again}\n  - {part: licence}\n")
    names = {one.step for one in flat(folder).form.steps}
    assert {"pre-review", "correction", "again", "again-correction"} <= names


def test_a_list_ends_in_a_flat_end_named_as_it_is(folder: Path) -> None:
    plan = flat(folder)
    assert outcome(plan, "delivery", "delivered").next == "granted"
    assert step(plan, "granted").end is End.GRANTED
    assert {one.step for one in plan.form.steps if one.end} == {
        "granted",
        "not-accepted",
        "refused",
        "withdrawn",
    }


def test_a_list_of_an_exit_may_go_on_at_a_part_of_the_main_list(folder: Path) -> None:
    plan = flat(folder)
    assert outcome(plan, "delivery-problem", "made-again").next == "licence"
    assert plan.form.exits["lost"] == "licence"


def test_withdrawal_has_its_own_way_in_every_plan(folder: Path) -> None:
    for plan in read_folder(folder).plans:
        assert plan.form.exits["withdrawn"] == "papers-withdrawn"


def test_an_outcome_for_what_is_given_is_there_only_where_it_is_given(folder: Path) -> None:
    plan = flat(folder)
    assert [one.outcome for one in step(plan, "papers-back-problem").outcomes] == ["again", "collect"]
    assert step(plan, "papers-back").gives == "papers"
    assert step(plan, "delivery").gives == "licence"


def test_the_ways_out_are_those_of_the_plan(folder: Path) -> None:
    spoil(folder, OUT, "[courier, counter]", "[electronic, courier]")
    assert step(flat(folder), "delivery").ways == ("electronic", "courier")


def test_a_part_s_condition_is_a_gate_on_its_first_step_and_a_step_s_own_comes_after_it(folder: Path) -> None:
    spoil(folder, VISIT, "{part: acceptance}", "{part: acceptance, when: {item.secret: false}}")
    gates = step(flat(folder, "one_visit"), "acceptance").gates
    assert [one.fact for gate in gates for one in gate.when] == ["item.secret", "item.acceptance_trigger"]
    assert [gate.next for gate in gates] == ["decision", "decision"]


def test_a_step_left_out_goes_where_its_first_outcome_goes(folder: Path) -> None:
    spoil(
        folder,
        "parts/pre-review.yaml",
        "    by: applicant\n",
        "    by: applicant\n    when: {item.secret: true}\n",
    )
    (gate,) = step(flat(folder), "correction").gates
    assert gate.next == "pre-review"


def test_each_makes_a_lane_that_is_left_by_onward_or_an_exit(folder: Path) -> None:
    lane = inspected(folder, "{part: inspection, each: inspects, when: {item.secret: false}}")
    assert (lane.lane, lane.each, lane.first, lane.onward) == (
        "inspection",
        "inspects",
        "inspection",
        "decision",
    )
    assert lane.exits == {"unfit": "refusal"}
    assert [test.fact for test in lane.when] == ["item.secret"]
    plan = flat(folder)
    assert step(plan, "inspection").gates == ()  # the lane's condition is asked once, before it
    assert outcome(plan, "inspection", "pass").leaves == "onward"
    assert outcome(plan, "rectification", "given-up").leaves == "unfit"
    assert outcome(plan, "inspection", "fail").next == "rectification"


def test_what_a_part_does_all_of_its_steps_do(folder: Path) -> None:
    inspected(folder, "{part: inspection, each: inspects}")
    assert [one.does for one in flat(folder).form.steps if one.lane] == ["inspection", "inspection"]


@pytest.mark.parametrize(("line", "taken"), [("", False), (", collects_papers: first", True)])
def test_units_take_papers_along_only_where_the_plan_says_so(folder: Path, line: str, taken: bool) -> None:
    collects = "next: onward, hand_over: {what: papers, from: applicant, to: unit}}"
    (folder / LOOK).write_text(
        INSPECTION.replace("en: passed}, next: onward}", f"en: passed}}, {collects}"), "utf-8"
    )
    spoil(folder, OUT, USE, f"  - {{part: inspection, each: inspects{line}}}\n{USE}")
    spoil(folder, OUT, "exits:\n", "exits:\n  unfit: [{part: refusal}]\n")
    assert (outcome(flat(folder), "inspection", "pass").hand_over is not None) is taken


def test_who_has_to_be_another_may_have_ended_a_step_of_another_part(folder: Path) -> None:
    assert step(flat(folder), "decision").other_than == ("pre-review",)


def test_a_part_used_twice_names_its_own_steps_by_the_second_name(folder: Path) -> None:
    spoil(folder, OUT, "  lost: [", "  hearing: [{part: hearing, as: asked}, {go_on: decision}]\n  lost: [")
    (folder / "parts/hearing.yaml").write_text(HEARING, encoding="utf-8")
    spoil(folder, OUT, USE, f"  - {{part: hearing}}\n{USE}")
    spoil(folder, "parts/decision.yaml", "exits: [refused]", "exits: [refused, hearing]")
    more = "    outcomes:\n      - {outcome: ask, title: {zh: 听证, en: heard}, next: hearing}\n"
    spoil(folder, "parts/decision.yaml", "    outcomes:\n", more)
    spoil(folder, VISIT, "  lost: [", "  hearing: [{go_on: decision}]\n  lost: [")
    plan = flat(folder)
    assert outcome(plan, "asked", "told").next == "asked-hearing"
    assert outcome(plan, "asked-hearing", "held").next == "decision"
    assert outcome(plan, "notice", "told").next == "hearing"


def test_a_flat_step_stands_where_its_part_is_written(folder: Path) -> None:
    plan = flat(folder)
    document, node = plan.places["refusal-delivery-at-counter"]
    assert document.file == "parts/hand-out.yaml"
    assert node.map["step"].value == "at-counter"
    assert step(plan, "refusal-delivery-at-counter").where.file == "parts/hand-out.yaml"
    assert plan.uses["refusal-delivery-at-counter"].map["as"].value == "refusal-delivery"
    assert plan.uses["granted"].map["end"].value == "granted"


def test_a_part_that_cannot_be_read_keeps_its_plans_back_and_is_told_alone(folder: Path) -> None:
    spoil(folder, "parts/licence.yaml", "number: required", "number: requird")
    read = read_folder(folder)
    assert [one.file for one in read.problems] == ["parts/licence.yaml"]
    assert read.plans == []


def test_a_channel_may_bear_any_name(folder: Path) -> None:
    text = (folder / OUT).read_text(encoding="utf-8").replace("outbound_courier", "village_agent")
    (folder / "plans/village_agent.yaml").write_text(text, encoding="utf-8")
    assert flat(folder, "village_agent").form.title.en == "Outbound courier"

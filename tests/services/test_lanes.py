"""Every unit of a lane walks it by itself; what failed comes again alone."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.cases.case import Stage
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.desk.record_outcome import Finding, end_task, record_outcome
from chalicelib.services.errors import Problem
from tests.fakes import World, fresh, licang
from tests.services.scene import BY_COURIER, Scene

KINDERGARTEN = "private-kindergarten-licence"
UNITS = licang().items[KINDERGARTEN].units.inspects


def inspected() -> Scene:
    """A kindergarten's case, pre-reviewed: every inspecting unit has a task."""
    scene = Scene(KINDERGARTEN)
    scene.upload_all()
    scene.findings("pre-review pass")
    return scene


def member(unit: str) -> Staff:
    return Staff(id=f"inspector of {unit}", units=(unit,))


def verdict(scene: Scene, unit: str, outcome: str) -> None:
    record_outcome(
        scene.world,
        member(unit),
        scene.no,
        "inspection",
        Finding(outcome=outcome, reason="消防通道堵塞", officers=(f"second of {unit}",)),
    )


def at(scene: Scene) -> set[tuple[str, str]]:
    return {(task.unit, task.step) for task in scene.tasks}


def test_four_units_each_have_the_inspection_on_their_own_list_at_the_same_time() -> None:
    scene = inspected()
    assert len(UNITS) == 4
    assert at(scene) == {(unit, "inspection") for unit in UNITS}
    for unit in UNITS:
        (line,) = scene.on_list(unit, "inspection")
        assert line.case == scene.no
    assert {task.id for task in scene.tasks} == {f"inspection-1-{unit}" for unit in UNITS}


def test_what_failed_is_put_right_and_comes_again_to_its_own_unit_alone() -> None:
    scene = inspected()
    verdict(scene, "health", "fail")
    for unit in UNITS:
        if unit != "health":
            verdict(scene, unit, "pass")
    assert at(scene) == {("health", "rectification")}
    scene.submit(scene.task.id)
    assert (scene.task.id, scene.task.unit) == ("inspection-2-health", "health")
    verdict(scene, "health", "pass")
    assert scene.case.lanes == {}
    assert not any(task.lane for task in scene.tasks)


def test_the_licence_waits_for_the_last_unit_and_the_first_alone_takes_the_papers() -> None:
    scene = inspected()
    papers = {name for name, need in scene.case.needs.items() if need.on_paper}
    for unit in UNITS[1:]:
        verdict(scene, unit, "pass")
    assert scene.case.held_by("applicant") == tuple(scene.case.custody)
    assert at(scene) == {(UNITS[0], "inspection")}
    verdict(scene, UNITS[0], "pass")
    assert set(scene.case.held_by(UNITS[0])) == papers
    assert scene.step == "papers-to-hall"


def test_when_one_unit_s_failing_is_never_put_right_the_licence_is_refused() -> None:
    scene = inspected()
    for unit in UNITS:
        verdict(scene, unit, "fail" if unit == "fire-rescue" else "pass")
    scene.world.clock.at = scene.task.due or scene.world.clock.at
    scene.run_clock()
    assert scene.step == "refusal"
    scene.findings("refusal refuse")
    assert scene.step == "refusal-delivery-bring", "the first unit has the papers"
    scene.findings("refusal-delivery-bring received")
    scene.carry(*BY_COURIER)
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 13)


def test_a_unit_cannot_speak_for_another() -> None:
    scene = inspected()
    with pytest.raises(Problem) as told:
        end_task(
            scene.world,
            member("health"),
            scene.no,
            "inspection-1-fire-rescue",
            Finding(outcome="pass", officers=("x",)),
        )
    assert (told.value.status, told.value.code) == (403, "other_unit")
    assert at(scene) == {(unit, "inspection") for unit in UNITS}


def test_a_lane_without_units_is_passed_by() -> None:
    release = licang()
    item = release.items[KINDERGARTEN]
    none = item.model_copy(update={"units": item.units.model_copy(update={"inspects": ()})})
    scene = Scene(KINDERGARTEN, World(fresh(release, items={**release.items, KINDERGARTEN: none})))
    scene.upload_all()
    scene.findings("pre-review pass")
    assert scene.case.lanes == {}
    assert not any(task.lane for task in scene.tasks)


def test_a_unit_that_was_merged_into_another_gets_no_task_any_more() -> None:
    release = licang()
    tree = tuple(
        unit.model_copy(update={"until": date(2025, 12, 31), "joined": "health"})
        if unit.unit == "fire-rescue"
        else unit
        for unit in release.units
    )
    scene = Scene(KINDERGARTEN, World(fresh(release, units=tree)))
    scene.upload_all()
    scene.findings("pre-review pass")
    merged = [unit for unit in UNITS if unit != "fire-rescue"]
    assert [task.unit for task in scene.tasks] == merged

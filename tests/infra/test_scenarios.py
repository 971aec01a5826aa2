from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.proofs.totals import usual_decisions
from chalicelib.cases.case import Stage
from chalicelib.cases.parcels.status import ShipmentStatus, under_way
from chalicelib.cases.values import Line
from chalicelib.decisions.decide import usual_facts
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End
from chalicelib.decisions.plans import find_outcome, find_step
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.withdraw_case import withdraw_case, withdraw_for_applicant
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from infra.local.__main__ import Wish
from infra.local.scenarios import Scenario
from infra.local.troubles import scenarios
from infra.local.turns import Turn, turns
from tests.fakes import World
from tests.services.scene import BY_COURIER, PORTAL, Scene

TODAY = date(2026, 11, 25)
REGIONS = ["licang", "demo-linshan"]
ACTS = {"cancel": ShipmentStatus.CANCELLED, "return": ShipmentStatus.RETURNED}
"""What the local carrier's acts come to."""


@cache
def region(name: str) -> tuple[Release, dict[str, Decision], dict[str, Scenario]]:
    release = load(Path("rules") / name)
    decisions = usual_decisions(release, TODAY)
    return release, decisions, scenarios(release, decisions)


@pytest.mark.parametrize("name", REGIONS)
def test_every_trouble_is_an_outcome_of_the_plan_it_is_met_in(name: str) -> None:
    release, decisions, found = region(name)
    for code, scenario in found.items():
        for step, outcome in scenario.found.items():
            assert find_outcome(find_step(release.plans[decisions[code].channel], step), outcome) is not None


def answers(release: Release) -> dict[str, FactValue]:
    """What the ordinary applicant says; what is known of her she is not asked."""
    return {name: value for name, value in usual_facts(release).items() if name.startswith("application.")}


@pytest.mark.parametrize("name", REGIONS)
def test_a_region_s_replay_meets_every_kind_of_trouble_and_every_other_case_goes_smoothly(name: str) -> None:
    _, _, found = region(name)
    names = [scenario.name for scenario in found.values()]
    assert set(names) == {
        "首次勘验不合格、整改后通过",
        "清点缺件、再次取件",
        "取件未成、重新预约",
        "送达被退回、重新寄送",
        "先传错文件、再补正",
        "补正一次",
        "不予受理",
        "未交材料、视为放弃",
        "不予许可",
        "申请人撤回",
        "窗口代为撤回",
        "取件途中撤回",
        "顺利办结",
    }
    assert names.count("顺利办结") * 2 >= len(names)


@pytest.mark.parametrize("name", REGIONS)
def test_a_region_s_replay_comes_to_every_end_that_a_case_can_come_to_before_it_is_granted(name: str) -> None:
    _, _, found = region(name)
    assert {scenario.ends for scenario in found.values()} == set(End) - {End.REVOKED}


@pytest.mark.parametrize("name", REGIONS)
def test_every_item_of_a_region_ends_where_its_scenario_ends(name: str) -> None:
    release, decisions, found = region(name)
    now, usual = datetime(2026, 11, 25, 1, tzinfo=UTC), answers(release)
    for code, scenario in found.items():
        scene = Scene(code, World(release, now), says=usual)
        scene.upload_all()
        assert scene.case.channel == decisions[code].channel
        work_through(scene, scenario, release)
        assert scenario.is_met_by(scene.case), (code, scenario.name, scene.case.settled, scene.case.state)
        assert all(scene.case.rounds[step] for step in scenario.found if scenario.unit is None), code
        assert {holding.holder for holding in scene.case.custody.values()}.isdisjoint({"parcel"}), code


def work_through(scene: Scene, scenario: Scenario, release: Release) -> None:
    """Staff, applicant and carrier each do what is theirs until the case is closed; eighty turns do."""
    taken: set[Turn] = set()
    for _ in range(80):
        scene.settle_effects()
        if scene.case.stage is Stage.CLOSED:
            return
        turn = next(iter(turns(scenario, scene.case, taken)), None)
        if turn is None:
            carry_on(scene)
        else:
            taken.add(turn)
            act(scene, scenario, turn, release)
    pytest.fail(f"{scene.case.item} ({scenario.name}) stands at {', '.join(scene.case.tasks)}")


def carry_on(scene: Scene) -> None:
    """The carrier moves the parcel under way one stop further."""
    parcel = next(each for each in scene.case.shipments.values() if under_way(each.status))
    known = ["requested", "booked", *BY_COURIER]
    scene.carry(BY_COURIER[max(known.index(parcel.status) - 1, 0)], number=parcel.number)


def act(scene: Scene, scenario: Scenario, turn: Turn, release: Release) -> None:
    case = scene.case
    match turn.who:
        case "withdrawal" if scenario.at_hall:
            withdraw_for_applicant(scene.world, Staff("hall-1", ("hall",)), case.no, "到大厅提出")
        case "withdrawal":
            withdraw_case(scene.world, PORTAL, scene.loaded)
        case "carrier":
            number, deed = scenario.mishap(case, case.tasks[turn.task]) or ("", "")
            scene.carry(ACTS[deed], number=number)
        case "applicant":
            asked = case.correction if turn.task == case.correction_task else ()
            for line in asked:
                scene.world.clock.pass_by(seconds=1)
                scene.upload(line.material, file="corrected")
            scene.submit(turn.task)
        case "staff":
            record(scene, scenario, turn.task, release)


def record(scene: Scene, scenario: Scenario, name: str, release: Release) -> None:
    """One of the unit records it, who may: another decides than reviewed."""
    case = scene.case
    assert case.channel is not None
    plan, task = release.plans[case.channel], case.tasks[name]
    told = scenario.outcome(case, release, task, "演示", TODAY)
    lines = tuple(Line(**line) for line in told.pop("lines", ()))
    day = date.fromisoformat(told["day"]) if "day" in told else None
    lists = {name: tuple(told.get(name, ())) for name in ("missing", "officers")}
    finding = Finding(**{**told, **lists, "lines": lines, "day": day})
    excluded = {who for step in find_step(plan, task.step).other_than for who in case.ended.get(step, ())}
    who = next(id for id in (f"{task.unit}-1", f"{task.unit}-2") if id not in excluded)
    end_task(scene.world, Staff(who, (task.unit,)), case.no, name, finding)


def test_while_an_application_is_being_taken_back_nobody_does_anything_else() -> None:
    release, _, found = region("licang")
    code = next(code for code, scenario in found.items() if scenario.withdraws)
    scene = Scene(code, World(release, datetime(2026, 11, 25, 1, tzinfo=UTC)), says=answers(release))
    scene.upload_all()
    taken: set[Turn] = set()
    while (turn := turns(found[code], scene.case, taken)[0]).who == "staff":
        taken.add(turn)
        record(scene, found[code], turn.task, release)
    assert turn.who == "withdrawal"
    assert scene.tasks
    assert turns(found[code], scene.case, {*taken, turn}) == ()


def test_a_wish_names_a_region_that_is_there() -> None:
    assert Wish.of({}).region == "licang"
    assert Wish.of({"REGION": "demo-linshan"}).region == "demo-linshan"
    with pytest.raises(ValueError, match=r"REGION=nowhere.*demo-linshan, licang"):
        Wish.of({"REGION": "nowhere"})
    with pytest.raises(ValueError, match="REGION"):
        Wish.of({"REGION": "../rules/licang"})

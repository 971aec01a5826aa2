from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.authoring.load import load
from chalicelib.authoring.totals import usual_decisions
from chalicelib.cases.case import Stage
from chalicelib.cases.values import Line
from chalicelib.decisions.decide import usual_facts
from chalicelib.decisions.model import Release
from chalicelib.decisions.plan import Plan
from chalicelib.decisions.plans import find_outcome, find_step
from chalicelib.services.cases.record_outcome import Finding, record_outcome
from infra.local.__main__ import Wish
from infra.local.scenarios import GRANTED, REFUSED, Scenario, scenario_of
from tests.fakes import World
from tests.services.scene import BY_COURIER, CLERK, Scene

TODAY = date(2026, 11, 25)
REGIONS = ["licang", "demo-linshan"]


def scenarios(region: str) -> list[tuple[Plan, Scenario]]:
    release: Release = load(Path("rules") / region)
    found = []
    for number, (_, decision) in enumerate(sorted(usual_decisions(release, TODAY).items())):
        plan = release.plans[decision.channel]
        found.append((plan, scenario_of(number, plan, decision.facts)))
    return found


@pytest.mark.parametrize("region", REGIONS)
def test_every_trouble_is_an_outcome_of_the_plan_it_is_met_in(region: str) -> None:
    for plan, scenario in scenarios(region):
        for step, outcome in scenario.first.items():
            assert find_outcome(find_step(plan, step), outcome) is not None


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_s_replay_meets_every_kind_of_trouble(region: str) -> None:
    names = {scenario.name for _, scenario in scenarios(region)}
    assert names == {
        "首次勘验不合格、整改后通过",
        "清点缺件、再次取件",
        "先传错文件、再补正",
        "补正一次",
        "不予许可",
        "顺利办结",
    }


@pytest.mark.parametrize("region", REGIONS)
def test_only_a_refusal_ends_as_refused(region: str) -> None:
    for _, scenario in scenarios(region):
        assert (scenario.ends == REFUSED) is (scenario.name == "不予许可")
        assert scenario.ends in {GRANTED, REFUSED}


@pytest.mark.parametrize("region", REGIONS)
def test_every_item_of_a_region_ends_where_its_scenario_ends(region: str) -> None:
    release, now = load(Path("rules") / region), datetime(2026, 11, 25, 1, tzinfo=UTC)
    usual = usual_facts(release)
    for number, (code, decision) in enumerate(sorted(usual_decisions(release, TODAY).items())):
        scenario = scenario_of(number, release.plans[decision.channel], decision.facts)
        scene = Scene(code, World(release, now), says=usual)
        scene.upload_all()
        assert scene.case.channel is decision.channel
        work_through(scene, scenario, release)
        assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, scenario.ends), code
        assert {scene.case.rounds[step] > 1 for step in scenario.first if scenario.ends == GRANTED} <= {True}


def work_through(scene: Scene, scenario: Scenario, release: Release) -> None:
    """Staff, applicant and carrier each do what is theirs until the case is closed; forty turns are ample."""
    for _ in range(40):
        case = scene.case
        if case.stage is Stage.CLOSED:
            return
        assert case.channel is not None
        if case.ended_by == "applicant":
            for material in case.open_materials:
                scene.upload(material, file="corrected")
        elif case.way == "courier":
            scene.carry(*BY_COURIER)
        else:
            told = scenario.outcome(case, release.plans[case.channel], "演示")
            lines = tuple(Line(**line) for line in told.pop("lines", ()))
            finding = Finding(**{**told, "lines": lines, "missing": tuple(told.get("missing", ()))})
            record_outcome(scene.world, CLERK, case.no, case.step or "", finding)
        scene.settle_effects()


def test_a_wish_names_a_region_that_is_there() -> None:
    assert Wish.of({}).region == "licang"
    assert Wish.of({"REGION": "demo-linshan"}).region == "demo-linshan"
    with pytest.raises(ValueError, match=r"REGION=nowhere.*demo-linshan, licang"):
        Wish.of({"REGION": "nowhere"})
    with pytest.raises(ValueError, match="REGION"):
        Wish.of({"REGION": "../rules/licang"})

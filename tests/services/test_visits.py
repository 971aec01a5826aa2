"""What is promised is what happens: real cases by first outcomes, and how often applicants really come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.events import TaskEnded
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.facts.needs import due_papers
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.plans import find_outcome, find_step
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from tests.fakes import World
from tests.services.scene import BY_COURIER, CLERK, COLLEAGUE, PORTAL, Scene

NOW, TODAY = datetime(2026, 11, 25, 1, tzinfo=UTC), date(2026, 11, 25)
REGIONS = ["licang", "demo-linshan"]
Said = dict[str, FactValue]


@cache
def region(name: str) -> Release:
    return load(Path("rules") / name)


def applicants(release: Release) -> Iterator[Said]:
    """Every answer to the yes-or-no questions, near the hall and far from it."""
    asked = [fact for fact in release.facts if fact.fact.startswith("application.")]
    answers = [(False, True) if fact.type == "bool" else (fact.usual, 30) for fact in asked]
    usual = usual_facts(release)
    for values in product(*answers):
        said = dict(zip((fact.fact for fact in asked), values, strict=True))
        yield {name: usual[name] if value is None or name.endswith("expires") else value
               for name, value in said.items()}  # fmt: skip


def promises(release: Release) -> dict[tuple[object, ...], tuple[str, Said, Decision]]:
    """One case of every channel, consent and number of visits that the rules promise anybody."""
    found: dict[tuple[object, ...], tuple[str, Said, Decision]] = {}
    for code in sorted(release.items):
        for said in applicants(release):
            decision = decide(release, code, said, TODAY)
            kind = decision.channel, said["application.courier"], decision.visits
            if decision.visits is not None:
                found.setdefault(kind, (code, said, decision))
    return found


def met(scene: Scene) -> int:
    """How often the applicant of a case has come to the office."""
    plan, come = plan_of(scene), 0
    for event in scene.events:
        if isinstance(event, TaskEnded):
            outcome = find_outcome(find_step(plan, event.step), event.outcome)
            come += outcome is not None and outcome.visit
    return come


def plan_of(scene: Scene) -> Plan:
    assert scene.case.channel is not None
    return scene.world.releases.get(scene.case.release).plans[scene.case.channel]


def promised(scene: Scene) -> int:
    """How often the applicant has to come in all, as she agrees to couriers now."""
    case = scene.case
    release = scene.world.releases.get(case.release)
    return visits(
        ordinary_way(release, plan_of(scene), release.items[case.item], {**case.facts, **case.application})
    )


def work_through(scene: Scene) -> None:
    """Everything goes well: every step comes to its first outcome."""
    while scene.tasks:
        scene.world.clock.pass_by(hours=1)
        task = scene.tasks[0]
        if task.way == "courier":
            scene.settle_effects()
            scene.carry(*BY_COURIER)
        elif task.way == "electronic":
            scene.settle_effects()
        else:
            first = find_step(plan_of(scene), task.step).outcomes[0]
            number = None if first.number is None else "证照-001"
            who = COLLEAGUE if task.step in ("decision", "refusal") else CLERK
            day = scene.world.clock.now().date() + timedelta(days=30)
            finding = Finding(
                outcome=first.outcome,
                number=number,
                day=day if first.date else None,
                officers=scene.others(task.step),
            )
            end_task(scene.world, who, scene.no, task.id, finding)


def opened(release: Release, code: str, said: Said) -> Scene:
    scene = Scene(code, World(release, NOW), courier=said["application.courier"] is True, says=said)
    scene.upload_all()
    return scene


@pytest.mark.parametrize("name", REGIONS)
def test_every_applicant_comes_as_often_as_was_promised(name: str) -> None:
    release = region(name)
    every = promises(release)
    channels = {(kind[0], kind[1]) for kind in every}
    assert len(channels) >= 8 - ("application.village_agent" not in {fact.fact for fact in release.facts})
    for code, said, decision in every.values():
        scene = opened(release, code, said)
        assert scene.case.channel == decision.channel
        assert promised(scene) == decision.visits
        work_through(scene)
        assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 11), (code, said)
        assert met(scene) == decision.visits, (code, said, decision.channel)


@pytest.mark.parametrize("name", REGIONS)
def test_nobody_comes_to_bring_papers_who_has_none_to_bring(name: str) -> None:
    release = region(name)
    said = usual_facts(release) | {"application.courier": False}
    empty_handed = [one for one in release.items.values() if not list(due_papers(one.materials, said))]
    come = {decide(release, one.item, said, TODAY).visits for one in empty_handed}
    assert come - {None} == {0, 1}, "online from end to end, or the result fetched"


def test_whom_the_law_wants_in_person_comes_with_nothing_to_bring_as_well() -> None:
    release = region("licang")
    item = release.items["sole-trader-registration"]
    seen = item.model_copy(update={"facts": {**item.facts, "in_person": True}})
    office = release.model_copy(update={"items": {**release.items, item.item: seen}})
    scene = opened(office, item.item, {"application.courier": True})
    work_through(scene)
    assert [scene.case.channel, met(scene), promised(scene)] == ["one_visit", 1, 1]


def take_back(scene: Scene) -> None:
    consents = commands.ChangeCourierConsent(at=scene.world.clock.now(), by=PORTAL, courier=False)
    change_case(scene.world, scene.no, "consent", lambda _: consents)


@pytest.mark.parametrize("name", REGIONS)
def test_whoever_takes_the_consent_back_is_told_how_often_they_come_now(name: str) -> None:
    release = region(name)
    told = []
    for (channel, consent, _), (code, said, _) in promises(release).items():
        if not consent:
            continue
        scene = opened(release, code, said)
        take_back(scene)
        now = promised(scene)
        work_through(scene)
        assert met(scene) == now, (code, channel)
        told.append((channel, now))
    assert {("outbound_courier", 1), ("two_way_courier", 2), ("fully_online", 0)} <= set(told)

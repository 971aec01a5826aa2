"""A special path is offered on submission and chosen by the applicant; nobody comes unasked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.cases import commands
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.events import ChannelDecided, DecisionTaken
from chalicelib.cases.people.mandates import PartyKind
from chalicelib.cases.people.parties import Identity, Party
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role, SideKind
from chalicelib.decisions.decide import decide
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.views.cases.decisions import show_offers
from chalicelib.routes.views.desk.tasks import show_line, show_sides
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.texts.identity_kinds import IdentityKind
from tests.fakes import World, fresh, whole_licang
from tests.services.scene import PORTAL, SOMEONE, Scene

ITEM, KINDERGARTEN = "sole-trader-registration", "private-kindergarten-licence"
PATH = "special-path"


def born(year: int, *, disabled: bool | None = None) -> Party:
    """Somebody born on the third of March of a year; the number is made up."""
    digits = f"110105{year}0303002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
    identity = Identity(kind=IdentityKind.RESIDENT_CARD, number=f"{digits}{check}")
    return SOMEONE.model_copy(update={"identity": identity, "disabled": disabled})


OLD, YOUNG, ELDERLY = born(1941), born(1990), born(1960)
SHOP = Party(kind=PartyKind.LEGAL, name="青岛海风有限公司", phone="13800000000", address="李沧区示例路 1 号")


def scene(applicant: Party, item: str = ITEM, **says: Any) -> Scene:
    stated = {f"application.{name}": value for name, value in says.items()}
    made = Scene(item, World(whole_licang()), applicant=applicant, says=stated)
    made.upload_all()
    return made


def taken(made: Scene) -> DecisionTaken:
    (found,) = [event for event in made.events if isinstance(event, DecisionTaken)]
    return found


def answer(made: Scene, accept: bool, by: Actor = PORTAL) -> Case:
    at = made.world.clock.now()
    command = commands.AnswerOffer(at=at, by=by, decision=PATH, accept=accept)
    return change_case(made.world, made.case, None, lambda _: command)


def on_list(made: Scene, unit: str) -> list[tuple[str, bool]]:
    work = made.world.cases.work("licang", unit, 100, "")
    return [(line.task, line.side) for line in work if line.case == made.no]


def release(made: Scene) -> Release:
    return made.world.releases.get(made.case.release)


@pytest.mark.parametrize(
    ("applicant", "outcome", "rule"),
    [
        (OLD, "home-call", "cannot-come"),
        (born(1990, disabled=True), "home-call", "cannot-come"),
        (ELDERLY, "agent", "elderly-agent"),
        (YOUNG, "none", "no-special-path"),
        (SHOP, "none", "organisation"),
    ],
)
def test_what_comes_out_on_submission_is_recorded_with_its_rule_basis_and_release(
    applicant: Party, outcome: str, rule: str
) -> None:
    made = scene(applicant)
    event = taken(made)
    assert (event.decision, event.outcome, event.rule, event.by.id) == (PATH, outcome, rule, "rules")
    assert (event.release, event.file) == (made.case.release, "decisions/special-path.yaml")
    assert event.basis
    assert event.offered is (outcome != "none")
    assert [side.kind for side in made.case.sides.values()] == []


def test_what_is_offered_waits_for_the_applicant_and_nobody_is_sent_before() -> None:
    made = scene(OLD)
    (shown,) = show_offers(release(made), made.case, local_day(release(made), made.world.clock.now()))
    assert (shown["outcome"], shown["accepted"], shown["rule"]) == ("home-call", None, "cannot-come")
    assert shown["outcome_title"] == {"zh": "工作人员上门", "en": "a home call"}
    assert (shown["unit"], shown["changeable"]) == ("hall", True)
    assert not made.case.sides
    assert ("offer-1", True) not in on_list(made, "hall")


@pytest.mark.parametrize(("applicant", "unit"), [(OLD, "hall"), (ELDERLY, "hall")])
def test_once_chosen_it_stands_on_the_list_of_the_unit_that_does_it(applicant: Party, unit: str) -> None:
    made = scene(applicant)
    case = answer(made, accept=True)
    (side,) = case.sides_of(SideKind.OFFER)
    assert (side.unit, side.about[0]) == (unit, PATH)
    assert ("offer-1", True) in on_list(made, unit)
    assert answer(made, accept=True).version == case.version, "said twice is said once"
    (line,) = [one for one in made.world.cases.work("licang", unit) if one.task == "offer-1"]
    shown = show_line(made.world, release(made), line)
    assert shown["title"]["zh"].startswith("申请人选择的服务：")
    assert [one["outcome"] for one in shown["outcomes"]] == ["done", "not-done"]
    done = end_task(made.world, Staff("0201", (unit,)), made.no, side.id, Finding(outcome="done")).case
    assert not done.sides
    with pytest.raises(NotPossible, match="offer_done"):
        answer(made, accept=False)


def test_several_departments_and_urgent_gets_the_squad() -> None:
    case = answer(scene(SHOP, KINDERGARTEN, urgent=True), accept=True)
    assert [side.unit for side in case.sides_of(SideKind.OFFER)] == ["squad"]


@pytest.mark.parametrize(
    ("applicant", "outcome"), [(SHOP, "none"), (YOUNG, "none"), (OLD, "home-call"), (SOMEONE, "none")]
)
def test_who_leaves_out_whether_it_is_urgent_and_gives_no_number_has_no_clerk_look_and_loses_nothing_else(
    applicant: Party, outcome: str
) -> None:
    made = scene(applicant, KINDERGARTEN)
    assert (taken(made).outcome, made.case.channel is not None) == (outcome, True)
    assert not made.case.sides, "a second card at the desk"


def test_an_age_that_is_not_known_has_no_clerk_look_in_the_other_region_either() -> None:
    facts = {"applicant.kind": "natural", "applicant.disabled": False, "application.distance_km": 35}
    release = load(Path("rules/demo-linshan"))
    found = decide(release, "food-business-licence", facts, date(2026, 6, 1), decision=PATH)
    assert (found.outcome, found.missing) == ("none", ("applicant.age",))


def test_what_counts_as_no_because_nobody_answered_is_kept_with_the_decision() -> None:
    """So that new rules can be tried on it."""
    for made, urgent in ((scene(YOUNG), False), (scene(YOUNG, urgent=True), True)):
        (kept,) = [one.decided for one in made.world.cases.commits if one.decided is not None]
        assert kept.application["application.urgent"] is urgent


def test_she_may_decline_and_change_her_mind_until_it_is_done() -> None:
    made = scene(OLD)
    assert answer(made, accept=False).offers[PATH].accepted is False
    assert not made.case.sides
    assert answer(made, accept=True).sides
    assert not answer(made, accept=False).sides
    with pytest.raises(NotPossible, match="nothing_offered"):
        answer(scene(YOUNG), accept=True)


def by_a_person() -> Release:
    """The region's rules, by which a person decides wherever a fact is missing."""
    path = whole_licang().decisions[PATH].model_copy(update={"otherwise": UNDETERMINED})
    return fresh(whole_licang(), decisions={**whole_licang().decisions, PATH: path})


def test_where_the_rules_want_it_a_person_decides_and_what_she_decides_is_offered() -> None:
    made = Scene(ITEM, World(by_a_person()), applicant=SOMEONE)
    made.upload_all()
    assert (taken(made).outcome, taken(made).missing) == ("undetermined", ("applicant.age",))
    (side,) = made.case.sides_of(SideKind.UNDECIDED)
    (shown,) = [one for one in show_sides(release(made), made.case) if one["id"] == side.id]
    assert shown["title"]["zh"] == "待人工判断：特事特办方式"
    assert [one["outcome"] for one in shown["outcomes"]] == ["squad", "home-call", "agent", "none"]
    clerk = Staff("0110", (side.unit,))
    with pytest.raises(NotPossible, match="reason_needed"):
        end_task(made.world, clerk, made.no, side.id, Finding(outcome="agent"))
    with pytest.raises(NotPossible, match="no_such_outcome"):
        end_task(made.world, clerk, made.no, side.id, Finding(outcome="robot", reason="x"))
    case = end_task(made.world, clerk, made.no, side.id, Finding(outcome="agent", reason="电话核实")).case
    assert (case.offers[PATH].outcome, case.offers[PATH].rule, dict(case.sides)) == ("agent", None, {})
    (_, by_hand) = [event for event in made.events if isinstance(event, DecisionTaken)]
    assert (by_hand.by.id, by_hand.outcome, made.words(by_hand).note) == ("0110", "agent", "电话核实")


def test_staff_of_another_unit_do_not_end_what_was_chosen() -> None:
    made = scene(OLD)
    answer(made, accept=True)
    with pytest.raises(Problem):
        end_task(made.world, Staff("9", ("health",)), made.no, "offer-1", Finding(outcome="done"))


def test_nobody_but_the_applicant_chooses_for_her_and_no_agent_who_is_none() -> None:
    made = scene(OLD)
    with pytest.raises(NotPossible, match="no_agent"):
        answer(made, accept=True, by=Actor(role=Role.AGENT, id="portal"))


def test_nothing_sensitive_that_was_looked_at_is_kept_and_the_channel_keeps_no_fact_of_hers() -> None:
    made = scene(OLD)
    (channel,) = [event for event in made.events if isinstance(event, ChannelDecided)]
    assert not [name for name in channel.facts if name.startswith("applicant.")]
    said = taken(made).because
    assert "已核对" in said.zh
    assert "85" not in said.zh + said.en
    kept = "".join(repr(row) for row in made.world.cases.rows.values())
    assert "applicant." not in kept


def test_a_case_that_is_withdrawn_sends_nobody_any_more() -> None:
    made = scene(OLD)
    answer(made, accept=True)
    command = commands.Withdraw(at=made.world.clock.now(), by=PORTAL)
    case = change_case(made.world, made.case, None, lambda _: command)
    assert case.stage is Stage.CLOSED
    assert not case.sides

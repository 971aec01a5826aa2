"""The walk of a plan: where a case may stand, and what leads on from there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.checking.plans.walking.at import Holder
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.plans.walking.leads import Leads
from chalicelib.authoring.checking.plans.walking.made_up import made_up
from chalicelib.authoring.checking.plans.walking.outline import Ruling
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End

LICANG = "rules/licang"
NONE: dict[str, FactValue] = {"item.inspection": "none", "item.hearing": False, "item.mail_result": True}


@cache
def release() -> Release:
    return load(Path(LICANG))


def walk(channel: str, *, trigger: str = "prereview", papers: bool = True, **facts: FactValue) -> Walk:
    """The walk of a made-up item; a fact is named without its ``item.``."""
    said = {**NONE, **{f"item.{name}": value for name, value in facts.items()}}
    item = next(
        one
        for one in made_up({"item.type": said.get("item.type", "01")}, ())
        if one.acceptance_trigger == trigger and bool(one.materials) is papers and one.result.form == "paper"
    )
    return Walks(release()).of(release().plans[channel], item, said)


def steps(found: Walk) -> set[str]:
    return {at.step for at in found.edges}


def test_consent_may_change_so_courier_and_counter_are_both_met() -> None:
    assert {"pick-up", "papers-at-counter", "delivery", "delivery-at-counter"} <= steps(
        walk("two_way_courier")
    )


def test_what_a_gate_leaves_out_is_not_met() -> None:
    assert "hearing-notice" not in steps(walk("two_way_courier"))
    assert "hearing-notice" in steps(walk("two_way_courier", hearing=True))
    assert "acceptance" not in steps(walk("two_way_courier"))
    assert "acceptance" in steps(walk("two_way_courier", trigger="paper"))


def test_silence_accepts_a_licence_at_a_step_of_staff_and_nothing_else() -> None:
    def accepted(found: Walk) -> bool:
        return any(at.accepted for at in found.here("pre-review"))

    assert accepted(walk("one_visit"))
    assert not accepted(walk("one_visit", type="20"))


def test_once_its_end_is_settled_nothing_accepts_by_silence() -> None:
    found = walk("one_visit", trigger="paper")
    assert all(not at.accepted for at in found.here(End.GIVEN_UP.value))


def test_where_a_plan_takes_no_paper_in_the_pre_review_accepts_every_item() -> None:
    for trigger in ("prereview", "paper"):
        assert all(at.accepted for at in walk("outbound_courier", trigger=trigger).here("review"))


def test_one_unit_fails_though_another_has_taken_the_papers_along() -> None:
    found = walk("inspection_collection", inspection="joint")
    assert {at.papers for at in found.here("refusal")} >= {Holder.UNIT, Holder.APPLICANT}
    assert all("inspection" in at.done for at in found.here("review"))
    assert all("inspection" not in at.done for at in found.here("refusal"))


def test_papers_counted_as_missing_stay_with_the_applicant_and_the_grant_waits() -> None:
    found = walk("one_visit")
    review = [at for at in found.here("review") if at.papers is Holder.APPLICANT]
    assert review
    possible = {edge.outcome.outcome for at in review for edge in found.edges[at] if edge.outcome}
    assert possible == {"fail", "hearing"}


def test_a_withdrawal_leads_home_from_every_place_before_the_grant() -> None:
    found = walk("two_way_courier")
    for at, edges in found.edges.items():
        back = any(to.step.startswith(("papers-withdrawn", "withdrawn")) for edge in edges for to in edge.to)
        if found.steps[at.step].by != "end":
            assert back or at.ruling is Ruling.GRANTED
    assert {at.papers for at in found.here(End.WITHDRAWN.value)} == {Holder.APPLICANT, Holder.LOST}


def test_a_delivery_that_failed_is_sent_again_only_when_no_parcel_carries_it() -> None:
    found = walk("two_way_courier")
    for at in found.here("delivery-problem"):
        possible = {edge.outcome.outcome for edge in found.edges[at] if edge.outcome}
        assert ("again" in possible) is not at.carried
        assert ("arrived" in possible) is at.carried


def test_an_end_means_what_has_happened() -> None:
    found = walk("two_way_courier", trigger="paper")
    assert {at.ruling for at in found.here(End.GRANTED.value)} == {Ruling.GRANTED}
    assert {at.licence for at in found.here(End.GRANTED.value)} == {Holder.APPLICANT}
    assert {at.ruling for at in found.here(End.REFUSED.value)} == {Ruling.REFUSED}
    assert {at.ruling for at in found.here(End.NOT_ACCEPTED.value)} == {Ruling.DECLINED}
    assert {at.ruling for at in found.here(End.REVOKED.value)} == {Ruling.GRANTED}


def test_a_shortest_way_is_told_by_the_titles_of_its_steps() -> None:
    found = walk("outbound_courier", papers=False)
    assert found.way(found.here(End.GRANTED.value)[0]).zh.startswith("网上预审 → 审查 → 决定 → 制证 → ")


@pytest.mark.parametrize("channel", ["fully_online", "inspection_collection", "one_visit"])
def test_items_come_into_a_channel_only_where_no_rule_before_is_certain_to_decide(channel: str) -> None:
    met = Walks(release()).items_met(release().plans[channel])
    assert 0 < len(met) <= len(release().items)
    secret = [item for item in met if item.facts.get("secret") is True]
    assert bool(secret) is (channel == "one_visit")


@pytest.mark.parametrize("channel", ["two_way_courier", "inspection_collection"])
def test_what_kinds_of_cases_share_changes_no_walk(channel: str) -> None:
    """Each walk beside the same one gone by itself, from which nothing was known of other kinds."""
    walks, plan = Walks(release()), release().plans[channel]
    for shared in (*walks.met(plan), *walks.every(plan)):
        alone = Walk(shared.outline, Leads(shared.outline), shared.kind)
        assert shared.edges == alone.edges

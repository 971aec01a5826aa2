"""Changes of one fact: each claim, and that none is missing, held against deciding every item anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.advice.changes.attributes import AttributeChange, attribute_changes
from chalicelib.authoring.advice.changes.members import WeightedCase, of_cases, of_items
from chalicelib.authoring.advice.changes.rule_changes import rule_changes
from chalicelib.authoring.advice.context import AdviceContext, CaseOutcome
from chalicelib.authoring.advice.effort import NOTHING, Effort
from chalicelib.authoring.advice.moves import Move, Moves
from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.authoring.space.domain import place
from chalicelib.authoring.space.edits import Kind
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.facts.needs import count
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Release
from tests.authoring.advice.regions import TODAY, licang, ordinary, regions

DECLINED: dict[str, FactValue] = {"application.courier": False}


def changes(release: Release, assumed: dict[str, FactValue]) -> list[AttributeChange]:
    return attribute_changes(AdviceContext(release, TODAY), list(of_items(release, assumed)), None)


def cost(release: Release, item: str, facts: dict[str, FactValue]) -> tuple[ChannelName, Effort]:
    """By the decision itself, and by what replaying such a case sums up."""
    facts = {fact.fact: facts[fact.fact] for fact in release.facts if fact.fact in facts}
    decision = what_if(release, item, facts, TODAY)
    if decision.visits is None:
        return decision.channel, Effort(undetermined=1, visits=1)
    sums = replay(release, release, [(Case(item, facts, TODAY), 1)]).new
    named = {fact.computed: fact.fact for fact in release.facts}
    originals = int(
        facts.get(named.get("paper_originals", ""), count(release.items[item], "paper_originals", facts) or 0)
    )
    sheets = originals + (count(release.items[item], "paper_copies", facts) or 0)
    paper = release.plans[decision.channel].paper_in != "none"
    parcels = sums.parcels_in + sums.parcels_out
    return decision.channel, Effort(0, sums.visits, parcels, sheets if paper else 0)


@pytest.mark.parametrize("assumed", [{}, DECLINED])
def test_every_item_stands_where_it_is_decided(assumed: dict[str, FactValue]) -> None:
    context = AdviceContext(licang(), TODAY)
    for member in of_items(licang(), assumed):
        facts = ordinary(licang(), member.item) | assumed
        assert context.standing(member) == cost(licang(), member.item, facts)


@pytest.mark.parametrize("assumed", [{}, DECLINED])
def test_what_is_claimed_is_what_deciding_every_item_with_every_value_finds(
    assumed: dict[str, FactValue],
) -> None:
    release = licang()
    claimed = {
        (change.fact.fact, change.first, move.member.item): (move.becomes.channel, move.saved)
        for change in changes(release, assumed)
        for move in change.items.lifted
    }
    expected = {}
    for item in release.items:
        facts = ordinary(release, item) | assumed
        was, before = cost(release, item, facts)
        for fact, value in _values(release, facts):
            becomes, after = cost(release, item, facts | {fact.fact: value})
            if becomes == "inspection_collection" and release.items[item].acceptance_trigger == "paper":
                continue  # its papers would be taken when there is nothing left to accept
            saved = before.minus(after)
            if saved > NOTHING and was is not becomes:
                expected[fact.fact, value, item] = becomes, saved
    gaining = {(fact, value) for fact, value, _ in claimed}
    assert claimed == {key: one for key, one in expected.items() if key[:2] in gaining}
    assert {key[:2] for key in expected} - gaining <= {("application.courier", False)}


def _values(release: Release, facts: dict[str, FactValue]) -> Iterator[tuple[Fact, FactValue]]:
    """Every value of every fact that is otherwise now; papers only ever fall, and to none."""
    for fact in [each for each in release.facts if each.fact in facts]:  # of an applicant nothing is usual
        now = facts[fact.fact]
        options: list[FactValue] = [False, True] if fact.type == "bool" else [v.value for v in fact.values]
        if fact.computed is not None:
            options = [0] if int(now) else []
        for value in options:
            if value != now:
                yield fact, value


def test_the_radar_of_licang_names_the_reforms_in_order() -> None:
    found = [(change.fact.fact, change.first, change.saved) for change in changes(licang(), {})]
    assert found == [
        ("item.online_depth", "IV", Effort(parcels=46)),
        ("item.paper_originals", 0, Effort(parcels=41, sheets=369)),
    ]


def test_papers_are_taken_at_an_inspection_only_of_items_that_are_accepted_before() -> None:
    release = licang()
    accepted = {
        code: item.model_copy(update={"acceptance_trigger": "prereview"})
        for code, item in release.items.items()
        if item.acceptance_trigger == "paper"
    }
    otherwise = release.model_copy(update={"items": {**release.items, **accepted}})
    lifted = {
        (change.fact.fact, move.member.item)
        for change in changes(otherwise, {})
        for move in change.items.lifted
        if move.becomes.channel == "inspection_collection"
    }
    assert len(lifted) == 12
    assert {fact for fact, _ in lifted} == {"item.papers_at_inspection"}
    assert {code for _, code in lifted} <= accepted.keys()


def test_where_couriers_are_declined_consent_saves_most_errands() -> None:
    first, second = changes(licang(), DECLINED)
    assert (first.fact.fact, first.saved.visits, first.of_item) == ("application.courier", 143, False)
    assert (second.fact.fact, second.saved.visits) == ("item.online_depth", 46)


def test_an_item_is_changed_for_all_its_cases_and_only_if_they_gain_together() -> None:
    def move(item: str, number: int, was: int, becomes: int) -> Move:
        member = WeightedCase(item, {}, frozenset(), number)
        return Move(
            member,
            member,
            CaseOutcome("one_visit", Effort(visits=was)),
            CaseOutcome("fully_online", Effort(visits=becomes)),
        )

    gains, loses = move("a", 3, 1, 0), move("b", 1, 1, 0)
    found = Moves((gains, loses), (worse := move("a", 1, 0, 2), move("b", 1, 0, 2)))
    declared = licang().declared
    of_item, answered = (
        AttributeChange(declared[name], True, None, found, found)
        for name in ("item.mail_result", "application.courier")
    )
    assert of_item.done(found) == Moves((gains,), (worse,))
    assert of_item.saved == Effort(visits=1)
    assert answered.done(found) == found


def test_a_secret_item_is_never_lifted_while_it_is_secret() -> None:
    for assumed in ({}, DECLINED):
        for change in changes(licang(), dict(assumed)):
            assert not [move for move in change.items.lifted if move.member.facts["item.secret"]]


def test_nobody_is_asked_for_more_paper() -> None:
    for change in changes(licang(), DECLINED):
        for move in (*change.items.lifted, *change.items.burdened):
            now = ordinary(licang(), move.member.item)["item.paper_originals"]
            assert int(move.member.facts["item.paper_originals"]) <= int(now)


def test_items_that_would_get_heavier_are_counted_but_not_netted_for_an_item_s_attribute() -> None:
    secret = {code: _secret(licang(), code) for code in ("food-business-licence", "internet-cafe-licence")}
    release = licang().model_copy(update={"items": {**licang().items, **secret}})
    (lifting,) = [
        change
        for change in changes(release, {})
        if (change.fact.fact, change.first) == ("item.secret", False)
    ]
    assert {move.member.item for move in lifting.items.lifted} == secret.keys()
    assert lifting.saved.visits == 2
    assert lifting.fact.set_by == "law"


def _secret(release: Release, code: str) -> object:
    item = release.items[code]
    return item.model_copy(update={"facts": {**item.facts, "secret": True}})


@pytest.mark.parametrize(
    "said",
    [
        {"application.courier": "yes"},
        {"application.courier": None},
        {"application.curier": True, "application.courier": True},
        {"item.inspection": "sometimes", "application.courier": True},
        {"item.secret": True},
        {},
    ],
)
def test_a_past_case_stands_where_it_is_decided_also_if_something_is_wrong(said: dict[str, object]) -> None:
    release = licang()
    for item in list(release.items)[::20]:
        (member,) = of_cases(release, [(Case(item, said, TODAY), 1)], {}, TODAY)
        given = usual_facts(release) | said if set(said) == {"item.secret"} else said
        decision = what_if(release, item, given, TODAY)
        assert AdviceContext(release, TODAY).standing(member).channel == decision.channel


def test_past_cases_weigh_instead_of_items() -> None:
    release = licang()
    cases = [
        (Case("sole-trader-registration", DECLINED, TODAY), 70),
        (Case("food-business-licence", None, TODAY), 5),
    ]
    found = attribute_changes(
        AdviceContext(release, TODAY), list(of_items(release, {})), list(of_cases(release, cases, {}, TODAY))
    )
    assert (found[0].fact.fact, found[0].saved.visits) == ("application.courier", 70)
    papers = next(change for change in found if change.fact.computed)
    assert papers.cases is not None
    assert papers.saved.sheets == 5 * 3


def test_a_fact_without_ordinary_answer_leaves_to_a_person_only_the_items_whose_answer_it_can_change() -> (
    None
):
    elderly = Fact(fact="application.elderly", title=licang().facts[0].title, type="bool")
    brought = (
        Condition(fact=elderly.fact, any_of=(True,)),
        Condition(fact="item.paper_originals", at_least=1),
    )
    first = licang().rules[0].model_copy(update={"rule": "elderly", "when": brought})
    update = {"rules": (first, *licang().rules), "facts": (*licang().facts, elderly), "examples": ()}
    release = licang().model_copy(update=update)
    context = AdviceContext(release, TODAY)
    members = list(of_items(release, {}))
    for member in members:
        assert context.standing(member) == cost(release, member.item, ordinary(release, member.item))
    left = [one for one in members if context.standing(one).channel == UNDETERMINED]
    assert 0 < len(left) < len(members)
    assert all(one.facts["item.paper_originals"] for one in left)
    (dropped,) = [one for one in rule_changes(context, members, None).allowed if one.edit.kind is Kind.ENDED]
    assert {move.member.item for move in dropped.items.lifted} == {one.item for one in left}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_a_claim_is_what_deciding_says(data: st.DataObject) -> None:
    release = data.draw(regions())
    context = AdviceContext(release, TODAY)
    found = attribute_changes(context, list(of_items(release, {})), None)
    for change in found:
        for move in (*change.items.lifted, *change.items.burdened):
            item, facts = move.member.item, ordinary(release, move.member.item)
            value, classes = move.member.facts[change.fact.fact], context.classes[change.fact.fact]
            first = classes[0] if change.first is None else change.first
            assert place(classes, value) == place(classes, first)
            was = cost(release, item, facts)
            becomes = cost(release, item, {**facts, change.fact.fact: value})
            assert (was, becomes) == (move.was, move.becomes)
    order = [change.saved for change in found]
    assert order == sorted(order, reverse=True)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_no_single_change_of_a_closed_fact_is_missed(data: st.DataObject) -> None:
    release = data.draw(regions())
    found = attribute_changes(AdviceContext(release, TODAY), list(of_items(release, {})), None)
    claimed = {
        (change.fact.fact, change.first, move.member.item) for change in found for move in change.items.lifted
    }
    told = {(change.fact.fact, change.first) for change in found}
    for item in release.items:
        facts = ordinary(release, item)
        was, before = cost(release, item, facts)
        for fact in release.facts:
            options = [False, True] if fact.type == "bool" else [one.value for one in fact.values]
            for value in options if fact.fact.startswith("item.") else ():
                becomes, after = cost(release, item, {**facts, fact.fact: value})
                if before.minus(after) > NOTHING and was is not becomes:
                    assert (fact.fact, value) in told
                    assert (fact.fact, value, item) in claimed


def test_the_ordinary_applicant_s_answers_stand_in() -> None:
    (member,) = [one for one in of_items(licang(), {}) if one.item == "food-business-licence"]
    assert usual_facts(licang()).items() <= member.facts.items()

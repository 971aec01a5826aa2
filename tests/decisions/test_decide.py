"""A decision stands on a rule, or it is undetermined: it never falls back."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import durable_rules_engine as native
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space import reference
from chalicelib.decisions import decide as decisions
from chalicelib.decisions.decide import UnknownItemError, decide, item_facts, usual_facts, what_if
from chalicelib.decisions.effect import in_effect, items_on, rules_on
from chalicelib.decisions.facts import question as questions
from chalicelib.decisions.facts.question import Question, facts_of
from chalicelib.decisions.forms.form import UNDETERMINED, Condition, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.memory import Memory
from chalicelib.decisions.release import digest, read

ON = date(2026, 6, 1)
COURIER = "application.courier"


@pytest.fixture(scope="module")
def region() -> Release:
    return load(Path("rules/licang"))


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "_desks", Memory(decisions.DESKS))


def with_item(region: Release, code: str, **changes: object) -> Release:
    """The region with one item changed."""
    item = region.items[code].model_copy(update=changes)
    return region.model_copy(update={"items": region.items | {code: item}})


def test_a_decision_names_rule_place_basis_and_release(region: Release) -> None:
    decision = decide(region, "food-business-licence", {COURIER: True}, ON)
    assert decision.channel == "inspection_collection"
    assert decision.visits == 0
    assert decision.rule == "collect-at-inspection"
    lines = Path("rules/licang", str(decision.file)).read_text(encoding="utf-8").splitlines()
    assert "rule: collect-at-inspection" in lines[(decision.line or 0) - 1]
    assert decision.basis[0].title == "中华人民共和国行政许可法"
    assert decision.release == digest(region.canonical())
    assert decision.facts == item_facts(region, region.items["food-business-licence"], {}) | {COURIER: True}
    assert "第三十四条" in decision.because.zh
    assert "On-site inspection: required" in decision.because.en


def test_the_published_figures_come_out(region: Release) -> None:
    usual = usual_facts(region)
    licences = [code for code, item in items_on(region, ON).items() if item.type == "01"]
    channels = [decide(region, code, usual, ON).channel for code in licences]
    assert {channel: channels.count(channel) for channel in set(channels)} == region.region.published.channels
    assert len(licences) == region.region.published.licence_items


# Every class of bad input that lets other engines send a secret matter to a courier.
BAD: dict[str, dict[str, object]] = {
    "missing": {},
    "not known": {COURIER: None},
    "text for yes": {COURIER: "true"},
    "text for no": {COURIER: "false"},
    "misspelt yes": {COURIER: "treu"},
    "one for yes": {COURIER: 1},
    "a float": {COURIER: 1.0},
    "not a number": {COURIER: float("nan")},
    "a list": {COURIER: [True]},
    "an object": {COURIER: {"value": True}},
    "a misspelt name": {"application.curier": True},
    "a misspelt name beside the right one": {COURIER: True, "application.curier": True},
    "an undeclared name": {COURIER: True, "weather": "rain"},
    "a fact of the item": {COURIER: True, "item.secret": False},
    "a name that is no text": cast("dict[str, object]", {COURIER: True, 5: True}),
}


@pytest.mark.parametrize("application", BAD.values(), ids=BAD.keys())
def test_bad_input_never_gives_a_channel(region: Release, application: dict[str, object]) -> None:
    for code in list(items_on(region, ON))[::10]:
        for _ in range(2):  # the second time it might be remembered
            decision = decide(region, code, application, ON)
            assert decision.channel == UNDETERMINED
            assert decision.visits is None
            assert decision.rule is None
            assert decision.missing or decision.invalid
            assert decision.because.zh.endswith("请工作人员判断办理渠道。")
            assert decision.because.en.endswith("A member of staff will decide the channel.")


def test_a_remembered_yes_does_not_answer_for_what_equals_it(region: Release) -> None:
    assert decide(region, "food-business-licence", {COURIER: True}, ON).rule
    for impostor in (1, 1.0):
        assert decide(region, "food-business-licence", {COURIER: impostor}, ON).rule is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret", "treu"),
        ("secret", "false"),
        ("secret", 0),
        ("inspection", "requird"),
        ("inspection", "Required"),
        ("online_depth", 4),
        ("weather", True),
    ],
)
def test_a_wrong_fact_in_an_item_gives_undetermined(region: Release, name: str, value: object) -> None:
    facts = region.items["food-business-licence"].facts | {name: value}
    spoilt = with_item(region, "food-business-licence", facts=facts)
    decision = decide(spoilt, "food-business-licence", {COURIER: True}, ON)
    assert decision.channel == UNDETERMINED
    assert list(decision.invalid) == [f"item.{name}"]
    assert f"item.{name}" not in decision.facts


@pytest.mark.parametrize("name", ["secret", "in_person", "inspection", "mail_result"])
def test_a_fact_that_an_item_lacks_gives_undetermined(region: Release, name: str) -> None:
    facts = {key: value for key, value in region.items["food-business-licence"].facts.items() if key != name}
    decision = decide(
        with_item(region, "food-business-licence", facts=facts), "food-business-licence", {COURIER: True}, ON
    )
    assert decision.channel == UNDETERMINED
    assert decision.missing == (f"item.{name}",)


def test_a_value_is_never_repeated_in_a_reason(region: Release) -> None:
    decision = decide(region, "food-business-licence", {COURIER: "李四 370213199001011234"}, ON)
    assert "370213" not in json.dumps(decision.as_json(()), ensure_ascii=False)


def test_a_day_before_any_rule_gives_undetermined(region: Release) -> None:
    decision = decide(region, "sole-trader-registration", {COURIER: True}, date(1999, 1, 1))
    assert (decision.channel, decision.missing, decision.invalid) == (UNDETERMINED, (), {})
    assert "没有规则" in decision.because.zh


def test_rules_change_on_the_day_they_say(region: Release) -> None:
    code = "physician-practice-registration"
    rules = [decide(region, code, {COURIER: True}, day).rule for day in (date(2018, 3, 31), date(2018, 4, 1))]
    assert rules == ["papers-to-counter", "courier-both-ways"]


def test_an_unknown_item_is_refused(region: Release) -> None:
    with pytest.raises(UnknownItemError):
        decide(region, "food", {COURIER: True}, ON)


def test_what_if_changes_the_items_own_facts(region: Release) -> None:
    asked: dict[str, object] = {COURIER: True, "item.secret": True}
    assert what_if(region, "food-business-licence", asked, ON).rule == "secret-to-counter"
    asked = {COURIER: True, "item.paper_originals": 0}
    assert what_if(region, "food-business-licence", asked, ON).rule == "courier-out"


@pytest.mark.parametrize("value", ["yes", 1, [], {}])
def test_what_if_with_a_wrong_value_is_undetermined_and_the_items_own_does_not_stand_in(
    region: Release, value: object
) -> None:
    decision = what_if(region, "food-business-licence", {COURIER: True, "item.secret": value}, ON)
    assert decision.channel == UNDETERMINED
    assert "item.secret" not in decision.facts


def test_what_if_a_fact_were_not_known(region: Release) -> None:
    decision = what_if(region, "food-business-licence", {COURIER: True, "item.secret": None}, ON)
    assert decision.missing == ("item.secret",)


@pytest.mark.parametrize("number", [-1, 61, 2**63, 10**400])
def test_a_number_out_of_bounds_is_invalid(region: Release, number: int) -> None:
    decision = what_if(region, "food-business-licence", {COURIER: True, "item.paper_originals": number}, ON)
    assert list(decision.invalid) == ["item.paper_originals"]


def test_paper_is_counted_from_required_materials_on_paper(region: Release) -> None:
    item = region.items["food-business-licence"]
    form, *_ = item.materials
    counted = [
        form.model_copy(update={"material": f"m{n}", "format": kind, "need": need, "originals": 10**n})
        for n, (kind, need) in enumerate(
            [("paper", "required"), ("both", "required"), ("electronic", "required"), ("paper", "optional")]
        )
    ]
    changed = with_item(region, item.item, materials=tuple(counted))
    assert item_facts(changed, changed.items[item.item], {})["item.paper_originals"] == 11


def test_a_fault_of_the_engine_gives_undetermined_and_the_next_case_its_channel(region: Release) -> None:
    code, application = "food-business-licence", {COURIER: True}
    decide(region, code, {COURIER: False}, ON)
    ((ruleset,),) = decisions._desk(region)._rules.on(ON).decider._region._rulesets._answers.values()
    native.delete_state(ruleset._handle, None)
    native.delete_ruleset(ruleset._handle)  # as after a crash inside the library
    failed = decide(region, code, application, ON)
    assert failed.channel == UNDETERMINED
    assert "规则引擎" in failed.because.zh
    assert decide(region, code, application, ON).channel == "inspection_collection"


def test_a_decision_can_be_taken_again_from_the_released_bytes(region: Release) -> None:
    content = region.canonical()
    again = read(content, digest(content))
    for code in list(region.items)[::7]:
        assert decide(again, code, {COURIER: True}, ON) == decide(region, code, {COURIER: True}, ON)


def test_what_is_remembered_is_bounded(region: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "DECISIONS", 50)
    desk = decisions._desk(region)
    for code in region.items:
        for courier in (True, False):
            decide(region, code, {COURIER: courier}, ON)
    assert len(desk._decisions) == 50


def test_what_is_wrong_is_not_remembered(region: Release) -> None:
    desk = decisions._desk(region)
    for number in range(100):
        decide(region, "food-business-licence", {COURIER: "x" * number}, ON)
        decide(region, "food-business-licence", {COURIER: True, f"x{number}": True}, ON)
    assert len(desk._decisions) == 0


def test_a_caller_cannot_change_what_is_remembered(region: Release) -> None:
    decision = decide(region, "food-business-licence", {COURIER: True}, ON)
    with pytest.raises(TypeError):
        decision.facts["item.secret"] = True  # type: ignore[index]
    decision.as_json(())["facts"]["item"]["secret"] = True
    assert decide(region, "food-business-licence", {COURIER: True}, ON).facts["item.secret"] is False


def test_two_releases_do_not_answer_for_each_other(region: Release) -> None:
    secret = region.items["food-business-licence"].facts | {"secret": True}
    other = with_item(region, "food-business-licence", facts=secret)
    assert other.digest != region.digest
    channels = [decide(one, "food-business-licence", {COURIER: True}, ON).channel for one in (region, other)]
    assert channels == ["inspection_collection", "one_visit"]


def test_threads_agree(region: Release) -> None:
    expected = {code: decide(region, code, {COURIER: True}, ON) for code in region.items}
    found: list[bool] = []

    def ask() -> None:
        fresh = region.model_copy(update={"examples": ()})
        found.append(
            all(decide(fresh, code, {COURIER: True}, ON).rule == one.rule for code, one in expected.items())
        )

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 6


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_one_situation_has_one_channel(region: Release, data: st.DataObject) -> None:
    """Whatever was asked before: the same situation gives the same decision, the reference's."""
    code = data.draw(st.sampled_from(sorted(region.items)))
    on = data.draw(st.dates(date(2003, 1, 1), date(2030, 1, 1)))
    courier = data.draw(st.booleans())
    said = usual_facts(region)
    own = item_facts(region, region.items[code], said)
    changed = data.draw(st.lists(st.sampled_from(sorted(own)), max_size=3, unique=True))
    declared = {fact.fact: fact for fact in region.facts}
    facts: dict[str, FactValue] = {**said, COURIER: courier}
    for name in changed:
        fact = declared[name]
        values: list[FactValue] = [value.value for value in fact.values] or (
            [True, False] if fact.type == "bool" else [0, 1, 2, 60]
        )
        facts[name] = data.draw(st.sampled_from(values))
    first, second = what_if(region, code, facts, on), what_if(region, code, dict(reversed(facts.items())), on)
    rules = rules_on(region, on) if in_effect(region.items[code], on) else []
    expected = reference.first(rules, code, own | facts)
    assert first == second
    assert first.channel is (UNDETERMINED if expected is None else expected.choose)
    assert first.rule == (expected and expected.rule)


@pytest.mark.parametrize(
    ("from_", "until"),
    [
        (ON, None),
        (None, ON),
        (ON, ON),
        (None, None),
        (date(2024, 2, 29), date(2028, 2, 29)),
        (date(2026, 6, 2), None),
        (None, date(2026, 5, 31)),
        (date.min, date.max),
    ],
    ids=str,
)
def test_an_item_is_decided_from_its_first_day_to_its_last_and_on_no_other(
    region: Release, from_: date | None, until: date | None
) -> None:
    dated = with_item(region, "food-business-licence", from_=from_, until=until)
    for day in (ON - timedelta(days=1), ON, ON + timedelta(days=1)):
        there = (from_ is None or from_ <= day) and (until is None or day <= until)
        decision = decide(dated, "food-business-licence", {COURIER: True}, day)
        assert (decision.rule is not None) == there
        assert decision.channel == ("inspection_collection" if there else UNDETERMINED)
        assert (decision.missing, decision.invalid) == ((), {})
        if not there:
            named = from_ if from_ is not None and day < from_ else until
            assert str(named) in decision.because.zh
            assert str(named) in decision.because.en


def test_what_counts_for_the_item_is_the_day_of_the_application_and_for_the_rules_the_day_of_the_decision(
    region: Release,
) -> None:
    code, says, late = "food-business-licence", {COURIER: True}, date(2026, 9, 1)
    dated = with_item(region, code, until=ON)
    assert decide(dated, code, says, late).channel == UNDETERMINED
    assert decide(dated, code, says, late, applied=ON).channel == "inspection_collection"
    assert decide(dated, code, says, late).channel == UNDETERMINED  # each by itself
    before = date(2017, 12, 31)  # papers were not collected at the inspection yet
    assert decide(dated, code, says, before, applied=ON).channel == "one_visit"


def test_an_item_that_is_over_has_no_channel_whatever_is_missing_or_wrong(region: Release) -> None:
    dated = with_item(region, "food-business-licence", until=date(2020, 1, 1))
    for application in BAD.values():
        decision = decide(dated, "food-business-licence", application, ON)
        assert decision.channel == UNDETERMINED
        assert "2020-01-01" in decision.because.zh


def test_an_items_own_rules_stand_before_the_regions(region: Release) -> None:
    own = region.rules[1].model_copy(update={"rule": "own", "when": ()})
    item: Item = region.items["food-business-licence"]
    changed = with_item(region, item.item, rules=(own,))
    assert decide(changed, item.item, {COURIER: True}, ON).rule == "own"
    other = next(code for code in region.items if code != item.item)
    assert decide(changed, other, {COURIER: True}, ON).rule != "own"


ELDERLY = Fact(fact="application.elderly", title=Text(zh="年满六十五岁", en="65 or older"), type="bool")


def asking_the_old(rules: Release, place: int) -> Release:
    """With a rule more at a place: whoever is old goes to the counter."""
    when = (Condition(fact=ELDERLY.fact, any_of=(True,)),)
    one = rules.rules[0].model_copy(update={"rule": "elderly-to-counter", "when": when})
    return rules.model_copy(
        update={
            "rules": (*rules.rules[:place], one, *rules.rules[place:]),
            "facts": (*rules.facts, ELDERLY),
        }
    )


def test_what_was_not_said_is_not_missed_where_an_earlier_rule_decides(region: Release) -> None:
    for code in items_on(region, ON):
        here = decide(region, code, usual_facts(region), ON)
        place = next(number for number, rule in enumerate(region.rules) if rule.rule == here.rule)
        behind = decide(asking_the_old(region, place + 1), code, usual_facts(region), ON)
        assert (behind.channel, behind.rule, behind.missing) == (here.channel, here.rule, ())
        assert ELDERLY.fact not in behind.facts


def test_what_was_not_said_is_missed_where_the_rule_that_asks_comes_first(region: Release) -> None:
    rules = asking_the_old(region, 0)
    for code in list(items_on(region, ON))[::10]:
        decision = decide(rules, code, usual_facts(region), ON)
        assert (decision.channel, decision.missing) == (UNDETERMINED, (ELDERLY.fact,))
        said = decide(rules, code, {**usual_facts(region), ELDERLY.fact: False}, ON)
        assert said.channel == decide(region, code, usual_facts(region), ON).channel


def test_what_was_said_wrongly_is_told_even_where_it_could_change_nothing(region: Release) -> None:
    rules = asking_the_old(region, len(region.rules))
    decision = decide(rules, "food-business-licence", {COURIER: True, ELDERLY.fact: "yes"}, ON)
    assert decision.channel == UNDETERMINED
    assert list(decision.invalid) == [ELDERLY.fact]


def test_facts_looked_at_in_one_go_are_those_looked_at_one_by_one(region: Release) -> None:
    for code in region.items:
        for value in (True, False, 1, "yes", None):
            for on in (ON, date(1999, 1, 1)):
                asked = Question(region, code, {**usual_facts(region), COURIER: value}, on, on)
                assert asked.known == facts_of(region)._looked_at(asked)


def test_what_is_remembered_outlives_the_facts_of_its_release_and_answers_no_other_question(
    region: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, days = ("food-business-licence", "sole-trader-registration"), (ON, date(1999, 1, 1))
    asked = [(code, on) for code in codes for on in days]
    expected = [decide(region, code, {COURIER: True}, on) for code, on in asked]
    for (code, on), one in zip(reversed(asked), reversed(expected), strict=True):
        monkeypatch.setattr(questions, "_known", Memory(1))  # as where eight other releases were asked since
        assert decide(region, code, {COURIER: True}, on) == one

"""What is proposed, and what is said of it, held against asking every situation one by one."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.examples.example_set import ExampleSet, from_file
from chalicelib.authoring.examples.propose import Proposed, _Work, propose
from chalicelib.authoring.examples.search.pairs import Contrast
from chalicelib.authoring.examples.search.trials import Trial, Trials
from chalicelib.authoring.examples.sentences import sentence
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Situation, bands
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.decide import item_facts, usual_facts, what_if
from chalicelib.decisions.effect import cut_days, in_effect, written
from chalicelib.decisions.forms.form import UNDETERMINED, Condition, Text
from chalicelib.decisions.forms.model import Example, Fact, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from tests.authoring.examples.small import (
    CHANNELS,
    STARTS,
    TODAY,
    all_rules,
    channel,
    days,
    distinct_items,
    known,
    on_day,
    region,
    regions,
    rule,
    situations,
)
from tests.authoring.sixty import ITEM, YES, drawn, release_of
from tests.decisions.rule_sets import rule as sixty_rule

LICANG = load(Path("rules/licang"))
NOW = date(2026, 6, 1)
FOOD: dict[str, tuple[Situation, tuple[Rule, ...]]] = {
    "food": ({"item.secret": False, "item.kind": "a", "item.papers": 2}, ())
}
SOME = settings(max_examples=30, deadline=None)


def asks(fact: str, *values: bool | int | str) -> Condition:
    return Condition(fact=fact, any_of=values)


def tried(release: Release, on: date = TODAY) -> list[Trial]:
    work = _Work(release, on, TODAY, SpaceCache())
    return list(Trials(work._periods).each(work._mutants, on))


def bring(release: Release) -> Proposed:
    return propose(release, TODAY, TODAY)


@SOME
@given(release=regions())
def test_every_proposed_example_comes_to_what_it_says(release: Release) -> None:
    for one in bring(release).proposals:
        facts = known(release, one.item, one.facts)
        found = reference.first(on_day(all_rules(release), one.on or TODAY), one.item, facts)
        assert found is one.outcome.rule
        assert one.outcome.channel is (UNDETERMINED if found is None else found.choose)


@SOME
@given(release=regions())
def test_an_example_replaces_only_facts_that_differ_from_the_items_own(release: Release) -> None:
    for one in bring(release).proposals:
        own = known(release, one.item, {})
        assert all(own.get(name) != value for name, value in one.facts.items())


@SOME
@given(release=regions())
def test_what_an_example_says_would_change_it_does(release: Release) -> None:
    for one in bring(release).proposals:
        rules = on_day(all_rules(release), one.on or TODAY)
        facts = known(release, one.item, one.facts)
        for apart in one.tells_apart:
            other = facts | apart.changes
            assert reference.first(rules, one.item, other) is apart.becomes.rule
            yes, no = (facts, other) if apart.holds else (other, facts)
            condition = apart.contrast.condition
            assert reference.holds(condition, yes)
            assert not reference.holds(condition, no)
            assert reference.first(rules, one.item, yes) is apart.contrast.rule
            assert reference.first(rules, one.item, no) is not apart.contrast.rule
            if apart.contrast.unique:
                assert list(apart.changes) == [condition.fact]
            if apart.contrast.channel:
                assert channel(rules, one.item, yes) != channel(rules, one.item, no)


Placed = tuple[str, Situation, date]


def makes_a_pair(release: Release, contrast: Contrast, examples: list[Placed]) -> bool:
    """Whether the rule decides one of the examples, and but for the condition would decide another."""
    cuts = cut_days(one for _, one in all_rules(release))
    others = [one for one in contrast.rule.when if one is not contrast.condition]

    def decides(item: str, facts: Situation, day: date) -> bool:
        return reference.first(on_day(all_rules(release), day), item, facts) is contrast.rule

    def would(item: str, facts: Situation, day: date) -> bool:
        mine = [led for led in on_day(all_rules(release), day) if led.item in (None, item)]
        places = [number for number, (_, one) in enumerate(mine) if one is contrast.rule]
        return (
            bool(places)
            and not reference.holds(contrast.condition, facts)
            and reference.first(mine[: places[0]], item, facts) is None
            and all(reference.holds(one, facts) for one in others)
        )

    there = [(item, known(release, item, facts), day) for item, facts, day in examples]
    return any(
        bisect_right(cuts, yes[2]) == bisect_right(cuts, no[2]) and decides(*yes) and would(*no)
        for yes in there
        for no in there
        if yes[0] == no[0] or not (own_on(release, *yes) or own_on(release, *no))
    )


def own_on(release: Release, item: str, facts: Situation, day: date) -> bool:
    return any(owner == item for owner, _ in on_day(all_rules(release), day))


@SOME
@given(release=regions())
def test_with_all_confirmed_a_pair_stands_for_every_condition_that_matters(release: Release) -> None:
    found = bring(release)
    file = [(one.item, dict(one.facts), one.on or TODAY) for one in release.examples]
    new = [(one.item, one.facts, one.on or TODAY) for one in found.proposals]
    for contrast in found.contrasts:
        assert makes_a_pair(release, contrast, [*file, *new])
        if contrast in found.told:
            assert makes_a_pair(release, contrast, file)


@SOME
@given(release=regions())
def test_where_a_rule_for_all_else_decides_the_facts_that_are_told_are_enough(release: Release) -> None:
    for one in bring(release).proposals:
        if one.outcome.rule is not None and one.outcome.rule.when:
            continue
        rules = on_day(all_rules(release), one.on or TODAY)
        facts = known(release, one.item, one.facts)
        told = one.outcome.reasons(facts)
        alike = [other for other in situations() if all(other[name] == facts[name] for name in told)]
        assert all(reference.first(rules, one.item, other) is one.outcome.rule for other in alike)


Kind = tuple[bool, bool]


def best_pair(rules: list[OwnedRule], item: str, rule: Rule, condition: Condition) -> Kind | None:
    """The best kind of pair (unique cause, other channel), by trying all."""
    number = next(n for n, (_, one) in enumerate(rules) if one is rule)
    others = [one for one in rule.when if one is not condition]
    yes, no = list[Situation](), list[Situation]()
    for facts in situations():
        if reference.first(rules, item, facts) is rule:
            yes.append(facts)
        elif (
            reference.first(rules[:number], item, facts) is None
            and all(reference.holds(one, facts) for one in others)
            and not reference.holds(condition, facts)
        ):
            no.append(facts)
    kinds = [
        (
            {name for name in s if s[name] != t[name]} == {condition.fact},
            channel(rules, item, s) != channel(rules, item, t),
        )
        for s in yes
        for t in no
    ]
    return max(kinds, default=None)


@SOME
@given(release=regions())
def test_each_condition_is_told_apart_in_the_best_way_there_is_or_never_matters(release: Release) -> None:
    found = bring(release)
    told = {(id(one.rule), one.condition.fact): one for one in (*found.contrasts, *found.idle)}
    later = [band for band in bands(release) if band.last is None or band.last >= TODAY]
    for item, rule_ in all_rules(release):
        if rule_.until is not None and rule_.until < TODAY:
            assert not any(one.rule is rule_ for one in told.values())
            continue
        for condition in rule_.when:
            kinds = []
            for band in later:
                rules = list(band.rules)
                owners = {owner for owner, _ in rules if owner is not None}
                common = [code for code in release.items if code not in owners]
                every = [*common[:1], *(sorted(owners) if rule_.before_items or not common else ())]
                asked = [item] if item else every
                for code in asked if any(one is rule_ for _, one in rules) else ():
                    mine = [led for led in rules if led.item in (None, code)]
                    kind = best_pair(mine, code, rule_, condition)
                    kinds += [kind] if kind else []
            one = told[id(rule_), condition.fact]
            assert bool(one.places) == bool(kinds)
            if kinds:
                assert (one.unique, one.channel) == max(kinds)


def noticed_anywhere(release: Release, trial: Trial) -> bool:
    """Whether any situation of any item on any day takes another channel."""
    was = all_rules(release)
    made = trial.mutant.led_by(written(release))
    return any(
        channel(before, item, facts) != channel(after, item, facts)
        for day in days(was, made)
        for before, after in [(on_day(was, day), on_day(made, day))]
        if before != after
        for item in distinct_items(release)
        for facts in situations()
    )


def noticed_since(release: Release, trial: Trial, on: date) -> bool:
    """Whether a situation notices a mutant on a day from the one asked about on."""
    was, made = all_rules(release), trial.mutant.led_by(written(release))
    return any(
        notices(release, trial, item, facts, day)
        for day in {on, *days(was, made)}
        if day >= on
        for item in distinct_items(release)
        for facts in situations()
    )


@SOME
@given(release=regions())
def test_a_mutant_is_called_equivalent_exactly_if_no_situation_notices_it(release: Release) -> None:
    for trial in tried(release):
        assert trial.equivalent is not noticed_anywhere(release, trial), trial.mutant.kind


def test_a_slip_in_a_rule_before_the_items_own_is_noticed_where_only_such_an_item_notices_it() -> None:
    own = rule("own", [], CHANNELS[1])
    first = rule("first", [asks("application.courier", False)]).model_copy(update={"before_items": True})
    of_items = {**FOOD, "own": (FOOD["food"][0], (own,))}
    release = region([first, rule("rest", [])], of_items)
    [dropped] = [trial for trial in tried(release) if trial.mutant.kind == "condition-dropped"]
    assert not dropped.equivalent
    assert any(notices(release, dropped, one.item, one.facts, TODAY) for one in bring(release).proposals)


def notices(release: Release, trial: Trial, item: str, facts: Situation, day: date) -> bool:
    was, there = all_rules(release), known(release, item, facts)
    made = trial.mutant.led_by(written(release))
    return channel(on_day(was, day), item, there) != channel(on_day(made, day), item, there)


@SOME
@given(release=regions())
def test_with_all_proposed_every_mistake_that_can_be_noticed_is(release: Release) -> None:
    found = bring(release)
    for trial in tried(release):
        by_file = any(
            notices(release, trial, one.item, dict(one.facts), one.on or TODAY) for one in release.examples
        )
        assert trial.killed(ExampleSet(from_file(release, TODAY))) is by_file
        by_new = any(notices(release, trial, one.item, one.facts, one.on or TODAY) for one in found.proposals)
        assert not ((by_file or by_new) and trial.equivalent)
        assert by_file or by_new is noticed_since(release, trial, TODAY)


@SOME
@given(release=regions())
def test_nothing_proposed_could_be_left_out_and_nothing_is_proposed_twice(release: Release) -> None:
    found = bring(release)
    assert len({one.id for one in found.proposals}) == len(found.proposals)
    names = [*(one.name for one in found.proposals), *(one.name for one in release.examples)]
    assert len(set(names)) == len(names)
    living = [trial for trial in tried(release) if not trial.equivalent]
    for left_out in found.proposals:
        kept = [one for one in found.proposals if one is not left_out]
        shown = [(one.item, dict(one.facts), one.on or TODAY) for one in kept]
        shown += [(one.item, dict(one.facts), one.on or TODAY) for one in release.examples]
        mutants = all(any(notices(release, trial, *one) for one in shown) for trial in living)
        assert not mutants or left_out.tells_apart


# the real region


@pytest.fixture(scope="module")
def licang() -> Proposed:
    return propose(LICANG, NOW, NOW)


def test_licangs_examples_come_out_alike_by_the_engine_that_decides_cases(licang: Proposed) -> None:
    assert licang.proposals
    for one in licang.proposals:
        given_ = {"application.courier": True} | one.facts
        decision = what_if(LICANG, one.item, given_, one.on or NOW)
        assert (decision.channel, decision.rule) == (one.outcome.channel, one.outcome.name)


def test_licangs_conditions_all_matter_and_are_told_apart_by_one_fact_each(licang: Proposed) -> None:
    assert len(licang.contrasts) == sum(len(one.when) for one in LICANG.rules)
    assert all(one.unique and one.channel for one in licang.contrasts)
    assert licang.idle == ()


def test_conditions_that_never_matter_are_told() -> None:
    rules = [
        rule("papers", [Condition(fact="item.papers", at_least=1)]),
        rule("none", [asks("item.papers", 0), asks("item.secret", True)], CHANNELS[1]),
        rule("dead", [asks("item.papers", 0), asks("item.secret", True)], CHANNELS[2]),
        rule("rest", [], CHANNELS[2]),
    ]
    release = region(rules, FOOD)
    assert [(one.rule.rule, one.condition.fact) for one in bring(release).idle] == [
        ("none", "item.papers"),
        ("dead", "item.papers"),
        ("dead", "item.secret"),
    ]


def test_of_real_items_those_are_taken_that_need_the_fewest_changes(licang: Proposed) -> None:
    assert max(len(one.facts) for one in licang.proposals) <= 2
    assert sum(not one.facts for one in licang.proposals) >= len(licang.proposals) // 5


def test_nothing_is_proposed_of_a_day_before_the_one_that_is_asked_about(licang: Proposed) -> None:
    """Nobody confirms what came out years ago, nor what an item that is over would come out as."""
    assert [one.on for one in licang.proposals if one.on is not None and one.on < NOW] == []
    assert all(in_effect(LICANG.items[one.item], one.on or NOW) for one in licang.proposals)


def test_an_example_is_a_sentence_with_channel_rule_basis_and_what_would_change_it(licang: Proposed) -> None:
    (one,) = [one for one in licang.proposals if one.facts == {"item.mail_material": False}]
    assert one.words.zh == (
        "户口迁移审批：“支持申报材料邮寄”为“否”（假设），“须收取的纸质原件份数”为“2” → 最多跑一次"
        "（规则 papers-to-counter，依据《中华人民共和国行政许可法》第二十九条）。"
        "若“支持申报材料邮寄”改为“是”，则走“网上预审+双向快递”（规则 courier-both-ways）。"
    )
    assert one.words.en.endswith(
        'If "papers may be sent by courier" is "yes" instead, it is "Online pre-review, courier both ways" '
        "(rule courier-both-ways)."
    )
    assert one.name == "户口迁移审批，支持申报材料邮寄：否"


def test_no_example_assumes_away_what_the_law_demands_of_its_item(licang: Proposed) -> None:
    demanded = Demanded(LICANG)
    for one in licang.proposals:
        known = item_facts(LICANG, LICANG.items[one.item], one.facts)
        assert not demanded.lifted(known, known | one.facts), one.name


def test_what_the_file_shows_already_is_not_proposed_again(licang: Proposed) -> None:
    with_all = LICANG.model_copy(
        update={
            "examples": (
                *LICANG.examples,
                *(
                    LICANG.examples[0].model_copy(
                        update={
                            "name": one.name,
                            "item": one.item,
                            "facts": one.facts,
                            "on": one.on,
                            "expect": one.outcome.channel,
                            "by": one.outcome.name,
                        }
                    )
                    for one in licang.proposals
                ),
            )
        }
    )
    found = propose(with_all, NOW, NOW)
    assert found.proposals == ()
    assert found.told == frozenset(found.contrasts)


def test_ids_hold_while_examples_are_added_and_change_with_the_rules(licang: Proposed) -> None:
    fewer = LICANG.model_copy(update={"examples": LICANG.examples[1:]})
    ids = {one.id: one for one in propose(fewer, NOW, NOW).proposals}
    same = [one for one in licang.proposals if one.id in ids]
    assert same
    assert all((ids[one.id].item, ids[one.id].facts) == (one.item, one.facts) for one in same)
    (first, *rest) = LICANG.rules
    retitled = first.model_copy(update={"title": Text(zh="涉密", en="secret")})
    changed = propose(LICANG.model_copy(update={"rules": (retitled, *rest)}), NOW, NOW)
    assert not {one.id for one in changed.proposals} & {one.id for one in licang.proposals}


def test_ids_are_the_same_tomorrow() -> None:
    rules = [
        rule("now", [asks("item.secret", True)], until=date(2022, 12, 31)),
        rule("soon", [Condition(fact="item.papers", at_least=2)], CHANNELS[1], from_=STARTS[2]),
        rule("rest", [], CHANNELS[2]),
    ]
    release = region(rules, FOOD)
    today, tomorrow = (propose(release, day, day).proposals for day in (TODAY, TODAY + timedelta(days=1)))
    assert any(one.on is not None for one in today)
    assert [(one.id, one.name, one.words) for one in today] == [
        (one.id, one.name, one.words) for one in tomorrow
    ]


# what a region may hold


def test_where_an_earlier_rule_takes_every_partner_the_pair_is_told_as_masked() -> None:
    rules = [
        rule("early", [asks("item.kind", "a"), Condition(fact="item.papers", at_least=2)]),
        rule("also", [asks("item.kind", "b", "c"), Condition(fact="item.papers", at_most=1)]),
        rule("then", [asks("item.kind", "a")], CHANNELS[1]),
        rule("rest", [], CHANNELS[2]),
    ]
    release = region(rules, FOOD)
    found = bring(release)
    (masked,) = [one for one in found.contrasts if not one.unique]
    assert (masked.rule.rule, masked.condition.fact) == ("then", "item.kind")
    one = next(one for one in found.proposals if masked in {apart.contrast for apart in one.tells_apart})
    (apart,) = [apart for apart in one.tells_apart if apart.contrast is masked]
    words = sentence(release, one.shown, one.outcome, [apart], [])
    assert words.zh.endswith("（只改一项时由更前的规则决定，所以同时改了别的。）")
    assert words.en.endswith("(Changed alone, earlier rules decide; so more is changed.)")


@pytest.mark.parametrize(("shown", "told"), [("b", False), ("a", False), ("ab", True)])
def test_a_masked_pair_needs_both_sides_to_be_shown(shown: str, told: bool) -> None:
    rules = [
        rule("early", [asks("item.kind", "a"), Condition(fact="item.papers", at_least=2)]),
        rule("also", [asks("item.kind", "b", "c"), Condition(fact="item.papers", at_most=1)]),
        rule("then", [asks("item.kind", "a")], CHANNELS[1]),
        rule("rest", [], CHANNELS[2]),
    ]
    facts = {"a": {"item.kind": "a", "item.papers": 1}, "b": {"item.kind": "b", "item.papers": 3}}
    examples = [
        Example(name=kind, item="food", facts=facts[kind], expect=CHANNELS[1], where=rules[0].where)
        for kind in shown
    ]
    found = bring(region(rules, FOOD, examples))
    (masked,) = [one for one in found.contrasts if not one.unique]
    assert (masked in found.told) is told


def test_a_number_or_day_is_named_that_is_nearest_to_the_items_own() -> None:
    day = Fact(fact="application.day", title=Text(zh="日期", en="day"), type="date")
    number = Fact(fact="item.papers", title=Text(zh="份数", en="papers"), type="whole_number")
    rules = [
        rule("few", [Condition(fact="item.papers", at_most=10)], CHANNELS[1]),
        rule("old", [Condition(fact="application.day", at_most="2019-12-31")], CHANNELS[2]),
        rule("rest", []),
    ]
    found = bring(region(rules, {"food": ({"item.papers": 30}, ())}, facts=(number, day)))
    numbers = {one.facts["item.papers"] for one in found.proposals if "item.papers" in one.facts}
    assert 10 in numbers
    assert numbers <= {8, 9, 10, 11, 12}
    days_ = {one.facts["application.day"] for one in found.proposals if "application.day" in one.facts}
    assert days_ <= {"2019-12-29", "2019-12-30", "2019-12-31", "2020-01-01", "2020-01-02"}
    assert "2019-12-31" in days_


def test_a_rule_of_the_future_is_shown_on_its_first_day() -> None:
    rules = [
        rule("now", [Condition(fact="item.secret", any_of=(True,))]),
        rule("soon", [Condition(fact="item.papers", at_least=2)], CHANNELS[1], from_=STARTS[2]),
        rule("rest", [], CHANNELS[2]),
    ]
    found = bring(region(rules, FOOD))
    assert ("soon", "item.papers") in {(one.rule.rule, one.condition.fact) for one in found.contrasts}
    (soon,) = [one for one in found.proposals if one.outcome.name == "soon"]
    assert soon.on == STARTS[2]
    assert not any(trial.mutant.rule.rule == "soon" for trial in tried(region(rules, FOOD)))


def test_of_a_day_gone_by_the_rules_of_that_day_are_asked() -> None:
    rules = [
        rule("old", [Condition(fact="item.secret", any_of=(True,))], until=date(2020, 12, 31)),
        rule("new", [Condition(fact="item.secret", any_of=(True,))], CHANNELS[1], from_=STARTS[1]),
        rule("rest", [], CHANNELS[2]),
    ]
    release = region(rules, FOOD)
    then = propose(release, date(2020, 6, 1), TODAY)
    assert "old" in {one.rule.rule for one in then.contrasts}
    assert {trial.mutant.rule.rule for trial in tried(release, date(2020, 6, 1))} == {"old", "rest"}
    assert all(one.on is not None for one in then.proposals if one.outcome.name == "old")
    assert "old" not in {one.rule.rule for one in bring(release).contrasts}


def test_two_dozen_facts_of_one_rule_are_each_told_apart() -> None:
    facts = tuple(
        Fact(fact=f"application.f{n}", title=Text(zh="要素", en="fact"), type="bool") for n in range(24)
    )
    rules = [
        rule("all", [Condition(fact=fact.fact, any_of=(True,)) for fact in facts]),
        rule("rest", [], CHANNELS[1]),
    ]
    found = bring(region(rules, {"food": ({}, ())}, facts=facts))
    assert {one.condition.fact for one in found.contrasts} == {fact.fact for fact in facts}
    assert len(found.proposals) >= 25  # all of them, and all but each


@pytest.mark.parametrize("late", [False, True], ids=["searched", "searched after diagrams grew too large"])
def test_of_rules_that_are_searched_each_that_ever_decides_has_an_example(
    late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred rules over sixty facts those that hide another are known beforehand."""
    never = sixty_rule(100, YES[:4], "one_visit")
    rules = [sixty_rule(101, YES[:3], "fully_online"), never, *drawn(20 if late else 100, ("one_visit",))]
    release = release_of(LICANG, rules)
    if late:
        monkeypatch.setattr(Trials, "each", _too_many)
    found = propose(release, NOW, NOW)
    assert not found.whole
    assert {one.outcome.name for one in found.proposals} == {
        None,
        *(one.rule for one in rules if one is not never),
    }
    for one in found.proposals:
        decision = what_if(release, one.item, usual_facts(release) | one.facts, NOW)
        assert (decision.rule, decision.channel) == (one.outcome.name, one.outcome.channel)
    shown = tuple(
        Example(name=one.name, item=ITEM, facts=one.facts, expect=one.outcome.channel, where=never.where)
        for one in found.proposals
    )
    assert propose(release.model_copy(update={"examples": shown}), NOW, NOW).proposals == ()


def _too_many(_: object, mutants: object, on: date) -> list[Trial]:
    raise TooManySituationsError("more than memory holds")

"""Why a channel, why not another, and the nearest change: each held against asking every situation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.explaining.goals import weight
from chalicelib.authoring.explaining.nearest import nearest
from chalicelib.authoring.explaining.why_not import why_not
from chalicelib.authoring.findings.telling import so
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import place
from chalicelib.authoring.space.explained import Explained, deciding, explained
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Condition, FactValue
from chalicelib.decisions.forms.material import Committed
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision
from tests.authoring.region import spoil, write_region
from tests.decisions.rule_sets import CHANNELS, fact, rule
from tests.fakes import fresh

TODAY = date(2026, 6, 1)
ITEMS = [
    "teacher-qualification",
    "food-business-licence",
    "physician-practice-registration",
    "sole-trader-registration",
    "investment-project-filing",
    "bank-security-facility-approval",
]


@pytest.fixture(params=["drawn", "searched"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The situations as diagrams, or searched as where these would be too large."""
    if request.param == "searched":
        monkeypatch.setattr(SpaceCache, "_has_too_large", lambda _, __: True)


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


def asked(release: Release, item: str, on: date = TODAY, **facts: object) -> Explained:
    given = usual_facts(release) | {f"application.{name}": value for name, value in facts.items()}
    return explained(release, what_if(release, item, given, on), on)


def channel(found: Explained, facts: Mapping[str, object]) -> ChannelName:
    return what_if(found.release, found.decision.item, facts, TODAY).channel


def visits(found: Explained, facts: Mapping[str, object]) -> int | None:
    return what_if(found.release, found.decision.item, facts, TODAY).visits


def heavy(found: Explained, facts: Mapping[str, object]) -> tuple[int, ...]:
    """Undetermined is heavier than any."""
    come = visits(found, facts)
    return (9,) if come is None else weight(found.release, channel(found, facts), come)


def of_many_facts(licang: Release) -> Release:
    """Twenty yes-or-no facts: eight that are all yes make it a courier, all else is the counter's."""
    facts = tuple(fact(f"application.x{n}", "bool") for n in range(20))
    yes = tuple(Condition(fact=one.fact, any_of=(True,)) for one in facts[:8])
    couriers = rule(0, yes, "outbound_courier")
    counter = [rule(n, (Condition(fact=one.fact, any_of=(False,)),)) for n, one in enumerate(facts, 1)]
    rules = (couriers, *counter, rule(99, ()))
    items = {ITEMS[1]: licang.items[ITEMS[1]].model_copy(update={"facts": {}, "rules": ()})}
    update = {"facts": facts, "items": items, "rules": rules, "invariants": (), "digest": "many facts"}
    return licang.model_copy(update=update)


@pytest.mark.usefixtures("kind")
def test_of_many_facts_the_few_that_decide_are_found_without_trying_all(licang: Release) -> None:
    release = of_many_facts(licang)
    given = dict.fromkeys((one.fact for one in release.facts), True)
    found = explained(release, what_if(release, ITEMS[1], given, TODAY), TODAY)
    assert list(deciding(found)) == [one.fact for one in release.facts[:8]]


@pytest.mark.usefixtures("kind")
def test_a_change_of_many_facts_is_found_without_trying_all(licang: Release) -> None:
    release = of_many_facts(licang)
    given = dict.fromkeys((one.fact for one in release.facts), False)
    found = explained(release, what_if(release, ITEMS[1], given, TODAY), TODAY)
    (change,) = nearest(found)
    assert change.change == dict.fromkeys((one.fact for one in release.facts[:8]), True)
    assert change.channel == "outbound_courier"


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("courier", [True, False])
def test_the_deciding_facts_force_the_channel_and_no_fewer_do(
    licang: Release, item: str, courier: bool
) -> None:
    found = asked(licang, item, courier=courier)
    forced = deciding(found)
    situations = [
        (situation, reference.first([(None, rule) for rule in found.rules], None, situation))
        for situation in found.space.each(found.space.all)
    ]

    def forces(names: tuple[str, ...]) -> bool:
        values = {name: found.space.classes[name] for name in names}
        here = {name: each[place(each, found.known[name]) or 0] for name, each in values.items()}
        return all(
            rule is not None and rule.choose is found.decision.channel
            for situation, rule in situations
            if here.items() <= situation.items()
        )

    assert forces(tuple(forced))
    assert not any(forces(fewer) for fewer in combinations(found.known, len(forced) - 1))


def test_one_fact_may_be_all_that_decides(licang: Release) -> None:
    assert deciding(asked(licang, "teacher-qualification")) == {"item.in_person": True}


def test_where_a_fact_is_missing_nothing_decides(licang: Release) -> None:
    found = asked(licang, "sole-trader-registration", courier=None)
    assert found.decision.channel == UNDETERMINED
    assert deciding(found) == {}


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("courier", [True, False, None])
def test_each_nearest_change_leads_where_it_says(licang: Release, item: str, courier: bool | None) -> None:
    found = asked(licang, item, courier=courier)
    for change in nearest(found):
        facts = dict(found.decision.facts) | change.change
        assert channel(found, facts) == change.channel
        assert change.visits == visits(found, facts)
        assert heavy(found, facts) < heavy(found, dict(found.decision.facts))


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("item", ITEMS)
def test_no_smaller_change_than_the_first_saves_anything(licang: Release, item: str) -> None:
    found = asked(licang, item, courier=False)
    here = heavy(found, dict(found.decision.facts))
    least = min(
        (
            sum(not found.space.with_value(name, value) & found.space.with_value(name, known)
                for name, value, known in ((n, situation[n], found.known[n]) for n in situation))
            for situation in found.space.each(found.space.all)
            if heavy(found, dict(found.decision.facts) | situation) < here
            and not Demanded(licang).lifted(found.decision.facts, dict(found.decision.facts) | situation)
        ),
        default=None,
    )  # fmt: skip
    changes = nearest(found)
    assert (len(changes[0].change) if changes else None) == least
    sizes = [len(change.change) for change in changes]
    assert sizes == sorted(sizes)


def test_consent_alone_saves_the_errand(licang: Release) -> None:
    first = nearest(asked(licang, "sole-trader-registration", courier=False))[0]
    assert (first.change, first.channel, first.visits) == (
        {"application.courier": True},
        "outbound_courier",
        0,
    )
    assert first.words.zh == "若申请人同意使用快递，则走“网上预审+出件快递”，不用跑腿。"


def test_in_the_same_channel_consent_saves_the_way_to_the_counter(licang: Release) -> None:
    found = asked(licang, "food-business-licence", courier=False)
    first = nearest(found)[0]
    assert found.decision.visits == 1
    assert (first.change, first.channel, first.visits) == (
        {"application.courier": True},
        "inspection_collection",
        0,
    )


@pytest.mark.parametrize("region", ["rules/licang", "rules/demo-linshan"])
def test_no_nearest_change_takes_an_inspection_away(region: str) -> None:
    release = load(Path(region))
    demanded = Demanded(release)
    for code in list(release.items)[::3]:
        for courier in (True, False):
            found = asked(release, code, courier=courier)
            for change in nearest(found):
                after = {**found.decision.facts, **change.change}
                assert not demanded.lost(found.decision.facts, after, change.channel)


def test_a_computed_fact_is_changed_by_the_materials_that_make_it(licang: Release) -> None:
    change = nearest(asked(licang, "food-business-licence"))[0]
    assert change.change == {"item.paper_originals": 0}
    assert "若不再收取纸质原件（食品经营许可申请书、经营场所平面布局图）" in change.words.zh
    assert "(Application form, Floor plan of the premises)" in change.words.en


def test_what_the_applicant_may_promise_is_a_change_by_itself_and_its_papers_follow(licang: Release) -> None:
    promise = {
        "when": [{"fact": "application.commitment", "any_of": [True]}],
        "checked_within": {"days": 60},
    }
    item = licang.items["travel-agency-licence"]
    paper = item.materials[0].model_copy(update={"committed": Committed.model_validate(promise)})
    release = fresh(
        licang, items={**licang.items, item.item: item.model_copy(update={"materials": (paper,)})}
    )
    found = nearest(asked(release, item.item))
    changes = [one.change for one in found]
    assert {"application.commitment": True} in changes
    assert all(one.keys() != {"application.commitment", "item.paper_originals"} for one in changes)
    for one in found:
        given = usual_facts(release) | one.change
        assert what_if(release, item.item, given, TODAY).channel == one.channel


def test_no_nearest_change_leads_to_a_decision_before_acceptance(licang: Release) -> None:
    found = nearest(asked(licang, "aquaculture-permit", courier=False))
    assert licang.items["aquaculture-permit"].acceptance_trigger == "paper"
    assert all(change.channel != "inspection_collection" for change in found)


def test_what_only_a_law_could_change_is_told_last_and_as_such(licang: Release) -> None:
    permit = licang.items["aquaculture-permit"].model_copy(update={"acceptance_trigger": "prereview"})
    release = licang.model_copy(update={"items": {**licang.items, "aquaculture-permit": permit}})
    found = nearest(asked(release, "aquaculture-permit", courier=False))
    assert (found[0].by_law, found[1].change) == ((), {"item.papers_at_inspection": True})
    assert found[1].words.zh == (
        "若勘验时可当场收取纸质材料，则走“网上预审+现场勘查收取材料+出件快递”，跑 1 次。"
    )
    in_person = nearest(asked(licang, "teacher-qualification"))[0]
    assert in_person.by_law == ("item.in_person",)
    assert "若依法不须本人到场" in in_person.words.zh
    assert in_person.words.zh.endswith("（“依法须本人到场”由法律规定，本机关不能自行改变。）")


def test_of_changes_of_as_many_facts_those_against_a_law_come_last(licang: Release) -> None:
    for item in licang.items:
        found = nearest(asked(licang, item, courier=False))
        told = [(len(change.change), len(change.by_law)) for change in found]
        assert told == sorted(told)


def test_of_a_class_of_numbers_the_nearest_is_named(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "licang")
    spoil(folder, "channels.yaml", "{at_most: 0}", "{at_most: 3}")
    release = load(folder)
    given = usual_facts(release) | {"item.paper_originals": 9}
    found = explained(release, what_if(release, "food", given, TODAY), TODAY)
    assert nearest(found)[0].change == {"item.paper_originals": 3}


def test_nothing_is_lighter_than_online_from_end_to_end(licang: Release) -> None:
    assert nearest(asked(licang, "investment-project-filing")) == []


def test_what_is_not_known_has_to_be_told_in_every_change(licang: Release) -> None:
    changes = nearest(asked(licang, "sole-trader-registration", courier=None))
    assert changes[0].change == {"application.courier": True}
    assert all("application.courier" in change.change for change in changes)


def test_the_failing_conditions_of_each_rule_are_named(licang: Release) -> None:
    found = asked(licang, "sole-trader-registration", courier=False)
    (one,) = why_not(found, "two_way_courier")
    assert [condition.fact for condition in one.failing] == ["item.paper_originals", "application.courier"]
    assert one.rule is not None
    assert one.words.zh == (
        f"规则“{one.rule.title.zh}”不符合：“须收取的纸质原件份数”须不少于 1，现为“0”；"
        "“申请人同意使用快递”须为“是”，现为“否”。"
    )


def test_an_earlier_rule_that_decides_first_is_named(licang: Release) -> None:
    (one,) = why_not(asked(licang, "food-business-licence"), "two_way_courier")
    assert one.failing == ()
    assert one.earlier is not None
    assert one.earlier.rule == "collect-at-inspection"


def test_a_rule_not_yet_in_effect_is_told_with_its_date(licang: Release) -> None:
    found = asked(licang, "physician-practice-registration", on=date(2017, 1, 1))
    (one,) = why_not(found, "two_way_courier")
    assert "自 2018-04-01 起有效" in one.words.zh
    assert "from 2018-04-01" in one.words.en


def test_a_channel_that_no_rule_chooses_is_told_so(tmp_path: Path) -> None:
    release = load(write_region(tmp_path / "licang"))
    (one,) = why_not(asked(release, "food"), "fully_online")
    assert (one.rule, one.words.zh) == (None, "没有规则选择“fully_online”。")


def test_there_is_no_obstacle_to_the_channel_itself(licang: Release) -> None:
    assert list(why_not(asked(licang, "food-business-licence"), "inspection_collection")) == []


def test_an_items_own_rule_takes_part(tmp_path: Path) -> None:
    release = load(write_region(tmp_path / "licang"))
    on = date(2019, 1, 1)
    found = explained(release, what_if(release, "vault", usual_facts(release), on), on)
    assert found.rules[0].rule == "vault-always"
    assert found.channel == found.decision.channel
    assert "vault-always" not in {rule.rule for rule in asked(release, "food", on=on).rules}


def test_what_nobody_can_change_is_advised_to_nobody() -> None:
    release = load(Path("rules/demo-linshan"))
    found = explained(
        release, what_if(release, "rural-homestead-approval", usual_facts(release), TODAY), TODAY
    )
    assert found.space.classes["application.distance_km"]
    changes = nearest(found)
    assert changes
    assert not any("application.distance_km" in one.change for one in changes)


@pytest.mark.usefixtures("kind")
def test_an_age_that_is_not_known_is_changed_by_nobody_and_makes_no_difference_to_what_is_advised() -> None:
    release = as_decision(load(Path("rules/demo-linshan")), "special-path")
    facts: dict[str, FactValue] = {"applicant.kind": "legal", "applicant.disabled": False}
    found = explained(release, what_if(release, "food-business-licence", facts, TODAY), TODAY)
    assert "applicant.age" in found.space.classes
    assert nearest(found) == []  # who applies, how old she is and where she lives nobody can change
    changeable = tuple(
        one.model_copy(update={"set_by": "office"}) if one.fact != "applicant.age" else one
        for one in release.facts
    )
    release = release.model_copy(update={"facts": changeable})
    found = explained(release, what_if(release, "food-business-licence", facts, TODAY), TODAY)
    changes = nearest(found)
    assert {"applicant.kind": "natural", "applicant.disabled": True} in [one.change for one in changes]
    for one in changes:
        assert "applicant.age" not in one.change
        for age in (30, 65, 90):
            told = {**facts, "application.distance_km": 1, **one.change, "applicant.age": age}
            assert what_if(release, "food-business-licence", told, TODAY).outcome == one.channel


@pytest.mark.usefixtures("kind")
def test_what_comes_out_whatever_an_unknown_fact_is_that_nobody_can_change_is_no_change() -> None:
    release = as_decision(load(Path("rules/demo-linshan")), "special-path")
    rules = tuple(rule for rule in release.rules if rule.rule in ("cannot-come", "no-special-path"))
    release = release.model_copy(update={"rules": (rules[0].model_copy(update={"choose": "none"}), rules[1])})
    facts: dict[str, FactValue] = {"applicant.kind": "natural"}
    found = explained(release, what_if(release, "food-business-licence", facts, TODAY), TODAY)
    assert found.decision.missing
    assert nearest(found) == []


def test_one_original_is_told_in_the_singular() -> None:
    fact = next(fact for fact in load(Path("rules/licang")).facts if fact.computed == "paper_originals")
    said = [so(fact, number).en for number in (0, 1, 2)]
    assert said == [
        "no paper originals are asked for any more",
        "1 paper original is asked for in all",
        "2 paper originals are asked for in all",
    ]


def test_that_no_originals_are_asked_for_is_not_told_as_a_change_where_it_is_so_already() -> None:
    fact = next(fact for fact in load(Path("rules/licang")).facts if fact.computed == "paper_originals")
    said = so(fact, 0, changed=False)
    assert (said.zh, said.en) == ("不收取纸质原件", "no paper originals are asked for")


def test_what_fails_is_told_with_the_earlier_rule_that_would_decide_even_so(licang: Release) -> None:
    found = asked(licang, "food-business-licence", courier=False)
    (one,) = why_not(found, "two_way_courier")
    assert [condition.fact for condition in one.failing] == ["application.courier"]
    assert one.earlier is not None
    assert one.earlier.rule == "collect-at-inspection"
    assert "仍由" in one.words.zh
    assert "collect-at-inspection" in one.words.zh
    assert "collected at the inspection" in one.words.en.lower() or "collect-at-inspection" in one.words.en


def test_where_what_fails_is_all_that_stands_in_the_way_no_earlier_rule_is_named(licang: Release) -> None:
    found = asked(licang, "physician-practice-registration", courier=False)
    one = next(iter(why_not(found, "two_way_courier")))
    assert [condition.fact for condition in one.failing] == ["application.courier"]
    assert (one.earlier, one.before) == (None, ())


def with_rules_before(licang: Release, *names: str) -> Release:
    model = licang.rules[-1]
    more = [model.model_copy(update={"rule": name}) for name in names]
    return licang.model_copy(update={"rules": (*more, *licang.rules)})


@pytest.mark.usefixtures("kind")
def test_of_two_earlier_rules_both_are_named_in_their_order(licang: Release) -> None:
    rules = with_rules_before(licang, "one", "two")
    found = asked(rules, "physician-practice-registration", courier=False)
    one = next(iter(why_not(found, "two_way_courier")))
    assert [rule.rule for rule in one.before] == ["one", "two"]
    assert one.as_json(found)["before"][1] == {"rule": "two", "channel": "one_visit"}


def test_an_item_s_own_rule_that_would_decide_is_named(licang: Release) -> None:
    item = licang.items["physician-practice-registration"]
    own = licang.rules[-1].model_copy(update={"rule": "own"})
    items = {**licang.items, item.item: item.model_copy(update={"rules": (own,)})}
    rules = licang.model_copy(update={"items": items})
    found = asked(rules, item.item, courier=False)
    one = next(iter(why_not(found, "two_way_courier")))
    assert one.earlier is not None
    assert one.earlier.rule == "own"


def test_earlier_rules_each_with_a_part_of_what_could_be_leave_nothing_together(licang: Release) -> None:
    """The rule needs an inspection, of either kind; two rules before it take one kind each."""
    last = licang.rules[-1]
    kinds = [
        last.model_copy(update={"rule": kind, "when": (Condition(fact="item.inspection", any_of=(kind,)),)})
        for kind in ("required", "joint")
    ]
    wanted = last.model_copy(
        update={
            "rule": "wanted",
            "choose": "fully_online",
            "when": (Condition(fact="item.inspection", any_of=("required", "joint")),),
        }
    )
    item = "sole-trader-registration"
    both, half = (
        licang.model_copy(update={"rules": (*some, wanted, *licang.rules)}) for some in (kinds, kinds[:1])
    )
    one = next(one for one in why_not(asked(both, item), "fully_online") if one.rule is wanted)
    assert [rule.rule for rule in one.before] == ["required", "joint"]
    one = next(one for one in why_not(asked(half, item), "fully_online") if one.rule is wanted)
    assert one.before == ()


def test_a_rule_of_another_day_is_told_with_what_stands_in_its_way_then(licang: Release) -> None:
    rule = licang.rules[-1].model_copy(
        update={
            "rule": "later",
            "choose": "fully_online",
            "from_": date(2030, 1, 1),
            "when": (Condition(fact="application.courier", any_of=(True,)),),
        }
    )
    rules = tuple(one for one in licang.rules if one.choose != "fully_online")
    later = licang.model_copy(update={"rules": (*rules, rule)})
    found = asked(later, "food-business-licence", courier=False)
    (one,) = why_not(found, "fully_online")
    assert "2030-01-01" in one.words.zh
    assert [condition.fact for condition in one.failing] == ["application.courier"]
    assert one.earlier is not None
    assert one.earlier.rule == "collect-at-inspection"


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("item", ITEMS[1:4])
@pytest.mark.parametrize("courier", [True, False])
def test_how_far_off_a_rule_is_agrees_with_asking_every_situation(
    licang: Release, item: str, courier: bool
) -> None:
    found = asked(licang, item, courier=courier)
    here = {name: place(found.space.classes[name], value) for name, value in found.known.items()}
    nearest_by_rule: dict[str, int] = {}
    for situation in found.space.each(found.space.all):
        rule = reference.first([(None, one) for one in found.rules], None, situation)
        if rule is not None:
            apart = sum(place(found.space.classes[name], situation[name]) != at for name, at in here.items())
            nearest_by_rule[rule.rule] = min(apart, nearest_by_rule.get(rule.rule, apart))
    obstacles = [one for name in found.release.plans for one in why_not(found, name)]
    in_effect = {one.rule.rule: one.facts_off for one in obstacles if one.rule in found.rules}
    assert len(in_effect) >= 4
    assert in_effect == {name: nearest_by_rule.get(name) for name in in_effect}


def test_a_rule_whose_conditions_all_hold_behind_many_others_is_further_off_than_one_that_lacks_a_fact(
    licang: Release,
) -> None:
    """The first two of four rules stand before the third, which needs nothing; the last lacks one fact."""
    facts = tuple(fact(f"application.x{n}", "bool") for n in range(3))
    no = [Condition(fact=one.fact, any_of=(False,)) for one in facts]
    rules = (
        rule(1, (no[0],)),
        rule(2, (Condition(fact=facts[0].fact, any_of=(True,)), no[1], no[2]), "outbound_courier"),
        rule(3, (no[1],)),
        rule(4, (), "outbound_courier"),
    )
    items = {ITEMS[1]: licang.items[ITEMS[1]].model_copy(update={"facts": {}, "rules": ()})}
    update = {"facts": facts, "items": items, "rules": rules, "invariants": (), "digest": "behind"}
    release = licang.model_copy(update=update)
    given = dict.fromkeys((one.fact for one in facts), False)
    found = explained(release, what_if(release, ITEMS[1], given, TODAY), TODAY)
    lacking, behind = why_not(found, "outbound_courier")
    assert (len(lacking.failing), len(behind.failing)) == (1, 0)
    assert (lacking.facts_off, behind.facts_off) == (1, 2)
    assert min((behind, lacking), key=lambda one: one.far) is lacking


def test_what_rules_that_are_searched_say_is_what_the_plain_evaluator_says(licang: Release) -> None:
    """Of a hundred rules that each look at three of sixty facts, drawn at random, no diagram is drawn."""
    chance = Random(1)  # noqa: S311  # the same rules each time
    facts = tuple(fact(f"application.x{n}", "bool") for n in range(60))
    yes = [Condition(fact=one.fact, any_of=(True,)) for one in facts]
    rules = [rule(n, tuple(chance.sample(yes, 3)), chance.choice(CHANNELS)) for n in range(100)]
    items = {ITEMS[1]: licang.items[ITEMS[1]].model_copy(update={"facts": {}, "rules": ()})}
    update = {"facts": facts, "items": items, "rules": (*rules, rule(100, ())), "invariants": ()}
    release = licang.model_copy(update={**update, "digest": "drawn at random"})
    applications = ({one.fact: chance.random() < 0.2 for one in facts} for _ in range(100))
    each = ((given, what_if(release, ITEMS[1], given, TODAY)) for given in applications)
    given, decision = next(one for one in each if one[1].channel == "one_visit")
    found = explained(release, decision, TODAY)
    assert not found.space.drawn
    kept, now = deciding(found), channel(found, given)
    for _ in range(200):
        other = {**given, **{one.fact: chance.random() < 0.4 for one in facts}, **kept}
        assert channel(found, other) == now
    changes = nearest(found)
    assert changes
    assert all(channel(found, {**given, **one.change}) == one.channel for one in changes)
    single = [{name: not value} for name, value in given.items()]
    lighter = [one for one in single if heavy(found, {**given, **one}) < heavy(found, given)]
    assert [one for one in lighter if one not in [change.change for change in changes]] == []
    for one in why_not(found, "one_visit"):
        assert one.rule is not None
        enough = {**given, **{test.fact: True for test in one.rule.when}}
        assert (what_if(release, ITEMS[1], enough, TODAY).rule == one.rule.rule) is not bool(one.before)

"""What an application needs, against every way in which what is not said could be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from chalicelib.authoring.space import reference
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.facts.asked import CONSENT, asked
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.facts.needs import Need, count, hangs_on, needs_of
from chalicelib.decisions.forms.form import UNDETERMINED, Condition, FactValue, Text
from chalicelib.decisions.forms.material import Committed, Material, Shared
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.forms.plan import Period
from tests.fakes import fresh, licang

TODAY = date(2026, 11, 25)
AGENT, PROMISED, AGE = "application.by_agent", "application.commitment", "application.age"
VALUES: Mapping[str, tuple[FactValue, ...]] = {
    AGENT: (False, True),
    PROMISED: (False, True),
    AGE: (17, 18, 60),
}
NAME = Text(zh="材料", en="material")
HYGIENE = "public-venue-hygiene-licence"

_tests = st.one_of(
    st.builds(
        lambda name, yes: Condition(fact=name, any_of=(yes,)),
        st.sampled_from([AGENT, PROMISED]),
        st.booleans(),
    ),
    st.builds(lambda least: Condition(fact=AGE, at_least=least), st.sampled_from([18, 60])),
    st.just(Condition(fact=AGE, none_of=(18,))),
)


@st.composite
def _materials(draw: st.DrawFn) -> tuple[Material, ...]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        promised = tuple(draw(st.lists(_tests, min_size=1, max_size=2))) if draw(st.booleans()) else ()
        shared = draw(st.integers(0, 5)) == 0
        found.append(
            Material(
                material=f"material-{number}",
                name=NAME,
                when=tuple(draw(st.lists(_tests, max_size=2))),
                format=draw(st.sampled_from(["paper", "electronic", "both"])),
                originals=draw(st.integers(0, 2)),
                copies=draw(st.integers(0, 2)),
                original=draw(st.sampled_from(["kept", "returned", "seen"])),
                need=draw(st.sampled_from(["required", "required", "optional"])),
                shared=Shared(from_="hall") if shared else None,
                committed=Committed(when=promised, checked_within=Period(days=60)) if promised else None,
            )
        )
    return tuple(found)


@st.composite
def _said(draw: st.DrawFn) -> dict[str, FactValue]:
    names = draw(st.lists(st.sampled_from(list(VALUES)), unique=True))
    return {name: draw(st.sampled_from(VALUES[name])) for name in names}


def _item(*materials: Material) -> Item:
    return licang().items["food-business-licence"].model_copy(update={"materials": materials})


def _answers(said: Mapping[str, FactValue]) -> Iterator[dict[str, FactValue]]:
    """Every way in which all that is not said could be answered."""
    for values in product(*((said[name],) if name in said else each for name, each in VALUES.items())):
        yield dict(zip(VALUES, values, strict=True))


def _originals(materials: tuple[Material, ...], answers: Mapping[str, FactValue]) -> int:
    """Counted by hand: the originals that somebody really has to hand in."""
    found = 0
    for one in materials:
        needed = all(reference.holds(test, answers) for test in one.when)
        promised = one.committed and all(reference.holds(test, answers) for test in one.committed.when)
        handed_in = one.shared is None and one.format in ("paper", "both") and one.original != "seen"
        if needed and not promised and handed_in and one.need == "required":
            found += one.originals
    return found


@given(_materials(), _said())
def test_a_count_that_is_known_is_right_whatever_else_is_answered(
    materials: tuple[Material, ...], said: dict[str, FactValue]
) -> None:
    found = count(_item(*materials), "paper_originals", said)
    possible = {_originals(materials, answers) for answers in _answers(said)}
    assert found is None or possible == {found}
    if said.keys() == VALUES.keys():
        assert found is not None, "nothing is left open once everything is said"


@given(_materials(), _said())
def test_what_an_application_needs_is_what_its_facts_say_one_material_at_a_time(
    materials: tuple[Material, ...], said: dict[str, FactValue]
) -> None:
    needs = needs_of(_item(*materials), said)
    assert list(needs) == [
        one.material for one in materials if all(reference.holds(t, said) for t in one.when)
    ]
    for one in materials:
        need = needs.get(one.material)
        if need is None:
            continue
        if one.shared is not None:
            assert {need.required, need.uploaded, need.on_paper} == {False}, "nobody asks for it"
        if one.format == "electronic":
            assert not need.on_paper
        if one.original == "seen" and not one.copies:
            assert not need.on_paper, "what is only seen is never taken"
        assert not (need.committed and need.required)
        assert not need.due or need.on_paper


@given(_materials(), _said())
def test_whoever_answers_what_is_asked_leaves_no_need_open(
    materials: tuple[Material, ...], said: dict[str, FactValue]
) -> None:
    age = Fact(fact=AGE, title=NAME, type="whole_number", at_least=0, at_most=120)
    rules = licang()
    release = fresh(rules, facts=(*rules.facts, age), items={"any": _item(*materials)})
    wanted = {fact.fact for fact in asked(release, "any", TODAY, said)} & VALUES.keys()
    for answers in _answers(said):
        told = said | {name: answers[name] for name in wanted}
        assert needs_of(_item(*materials), told) == needs_of(_item(*materials), answers)


@given(st.builds(Need, **dict.fromkeys(Need.model_fields, st.booleans())))
def test_a_need_is_a_few_letters_and_comes_back_as_it_was(need: Need) -> None:
    adapter: TypeAdapter[Need] = TypeAdapter(Need)
    written = adapter.dump_json(need)
    assert len(written) <= len(Need.model_fields) + 2
    assert adapter.validate_json(written) == need


def test_two_hundred_needs_take_no_more_than_six_kilobytes() -> None:
    real = {one.material: one for item in licang().items.values() for one in item.materials}
    needs = needs_of(_item(*list(real.values())[:200]), {AGENT: True, PROMISED: True})
    assert len(needs) == 200
    assert len(TypeAdapter(dict[str, Need]).dump_json(needs)) <= 6 * 1024


def test_a_need_in_other_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="letters"):
        Need.model_validate("rx")


# --- decisions ------------------------------------------------------------------------------------


def _region(*materials: Material) -> Release:
    """A licence without an inspection that is mailed, and needs these materials."""
    rules = licang()
    item = rules.items["travel-agency-licence"].model_copy(update={"materials": materials})
    return fresh(rules, items={**rules.items, item.item: item})


def _promised(**more: object) -> Material:
    said = {"material": "proof", "name": NAME, "format": "both", "originals": 1, **more}
    return Material.model_validate(said)


def test_a_promise_in_place_of_the_only_paper_spares_the_courier_who_would_have_fetched_it() -> None:
    committed = {
        "when": [{"fact": PROMISED, "any_of": [True]}],
        "checked_within": {"days": 60},
    }
    release = _region(_promised(committed=committed))
    said: dict[str, FactValue] = {CONSENT: True}
    assert (
        decide(release, "travel-agency-licence", {**said, PROMISED: False}, TODAY).channel
        == "two_way_courier"
    )
    decision = decide(release, "travel-agency-licence", {**said, PROMISED: True}, TODAY)
    assert decision.channel == "outbound_courier"
    assert decision.facts["item.paper_originals"] == 0
    unknown = decide(release, "travel-agency-licence", said, TODAY)
    assert (unknown.channel, unknown.missing) == (UNDETERMINED, (PROMISED,))


def test_what_is_not_said_is_not_missed_where_the_count_can_change_nothing() -> None:
    item = licang().items[HYGIENE]
    secret = item.model_copy(update={"facts": {**item.facts, "secret": True}})
    release = fresh(licang(), items={**licang().items, HYGIENE: secret})
    decision = decide(release, HYGIENE, {CONSENT: True}, TODAY)
    assert decision.channel == "one_visit"
    assert "item.paper_originals" not in decision.facts


def test_of_what_is_not_said_only_that_is_missed_on_which_the_count_hangs() -> None:
    decision = decide(licang(), HYGIENE, {CONSENT: True}, TODAY)
    assert (decision.channel, decision.missing) == (UNDETERMINED, (PROMISED,))


def test_every_decision_counts_the_papers_of_its_own_application() -> None:
    release = licang()
    usual = usual_facts(release)
    hanging = [item for item in release.items.values() if hangs_on(item)]
    assert len(hanging) >= 3, "the demonstration region shows it"
    for item in hanging:
        for values in product((False, True), repeat=len(hangs_on(item))):
            said = {**usual, **dict(zip(hangs_on(item), values, strict=True))}
            decision = decide(release, item.item, said, TODAY)
            assert decision.facts["item.paper_originals"] == _originals(item.materials, said)
            assert decision.facts == {**item_facts(release, release.items[item.item], said), **said}


def test_an_item_asks_only_for_what_its_own_materials_hang_on() -> None:
    release = licang()
    asking = {code for code in release.items if AGENT in {one.fact for one in asked(release, code, TODAY)}}
    assert asking == {code for code, item in release.items.items() if AGENT in hangs_on(item)}
    assert asking

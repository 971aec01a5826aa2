"""Rules change while a case waits for its files: it is told, may go on under them, and never has to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.evolve import replay
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.services.cases.applying.open_case import Request, open_case
from chalicelib.services.cases.rules.adopt_release import adopt_release
from chalicelib.services.cases.rules.newer_release import newer_release
from chalicelib.services.errors import Problem
from tests.fakes import World, fresh, licang, unmasked, variant
from tests.services.scene import ITEMS, PDF, PORTAL, SOMEONE, Scene

ITEM = ITEMS["two_way_courier"]
PLAN = Material(
    material="new-plan", name=Text(zh="新方案", en="New plan"), format="both", originals=1, need="required"
)
QUESTION = Fact(
    fact="application.second_home", title=Text(zh="另有住址", en="a second address"), type="bool", usual=False
)


def with_materials(*materials: Material, **facts: object) -> Release:
    base = variant(ITEM, **facts)
    item = base.items[ITEM].model_copy(update={"materials": materials})
    return fresh(base, items={**base.items, ITEM: item})


def asking(rules: Release) -> Release:
    """The same rules with a rule that asks one question more of the item's applicants."""
    item, model = rules.items[ITEM], rules.rules[0]
    test = Condition(fact=QUESTION.fact, any_of=(True,))
    own = model.model_copy(update={"rule": "second-home-to-counter", "when": (test,)})
    items = {**rules.items, ITEM: item.model_copy(update={"rules": (own,)})}
    return fresh(rules, items=items, facts=(*rules.facts, QUESTION))


def usual() -> tuple[Material, ...]:
    return licang().items[ITEM].materials


def with_plan() -> Release:
    """Rules that ask for one more material, no longer for the first one, and send everyone to the counter."""
    return with_materials(*usual()[1:], PLAN, in_person=True)


def draft(*uploaded: str) -> Scene:
    scene = Scene(ITEM, World())
    for material in uploaded:
        scene.upload(material)
    return scene


def adopt(scene: Scene, digest: str | None = None, **said: Any) -> Case:
    facts = {f"application.{name}": value for name, value in said.items()}
    return adopt_release(scene.world, PORTAL, scene.loaded, digest or scene.world.releases.digest, facts)


def refused(do: Callable[[], object]) -> str:
    with pytest.raises((Problem, NotPossible)) as caught:
        do()
    assert isinstance(caught.value, Problem | NotPossible)
    return str(caught.value.code)


# --- being told ----------------------------------------------------------------------------------


def test_a_draft_under_the_release_in_force_is_told_nothing() -> None:
    scene = draft()
    assert newer_release(scene.world, scene.case) is None


def test_a_draft_is_told_what_newer_rules_ask_for_besides() -> None:
    scene, rules = draft(), asking(with_plan())
    scene.world.releases.put_in_force(rules)
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert told.digest == rules.digest
    assert [material.material for material in told.added] == ["new-plan"]
    assert told.removed == (usual()[0].material,)
    assert told.facts == (QUESTION,)
    assert "新规则" in told.note.zh
    assert scene.case.release == licang().digest


def test_a_material_that_becomes_required_is_told_of() -> None:
    first, *others = usual()
    scene = Scene(ITEM, World(with_materials(first.model_copy(update={"need": "optional"}), *others)))
    scene.world.releases.put_in_force(licang())
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert [material.material for material in told.added] == [first.material]
    assert told.removed == ()


def test_a_decided_case_keeps_its_rules_and_is_told_of_no_others() -> None:
    scene = draft()
    scene.upload_all()
    assert scene.case.stage is Stage.RUNNING
    scene.world.releases.put_in_force(with_plan())
    assert newer_release(scene.world, scene.case) is None
    assert refused(lambda: adopt(scene)) == "channel_settled"
    assert scene.case.release == licang().digest


# --- going on under them -------------------------------------------------------------------------


def test_a_draft_that_adopts_keeps_its_files_and_is_decided_by_the_new_rules() -> None:
    first, second, *_ = [material.material for material in usual()]
    scene = draft(first, second)
    scene.world.releases.put_in_force(with_plan())
    case = adopt(scene)
    assert (case.stage, case.release) == (Stage.MATERIALS, with_plan().digest)
    assert (first in case.needs, second in scene.files.supplied) == (False, True)
    assert "new-plan" in scene.missing
    assert case.custody["new-plan"].holder == "applicant"
    assert first not in case.custody
    assert newer_release(scene.world, case) is None
    for material in scene.missing:
        scene.upload(material)
    assert (scene.case.channel, scene.case.release) == ("one_visit", with_plan().digest)
    assert replay(scene.events) == unmasked(scene.case)


def test_a_draft_that_does_nothing_is_decided_by_the_rules_of_its_opening() -> None:
    scene = draft()
    scene.world.releases.put_in_force(with_plan())
    scene.upload_all()
    assert (scene.case.channel, scene.case.release) == ("two_way_courier", licang().digest)


def test_where_the_new_rules_ask_for_nothing_more_they_decide_at_once() -> None:
    *others, last = [material.material for material in usual()]
    scene = draft(*others)
    scene.world.releases.put_in_force(with_materials(*usual()[:-1], in_person=True))
    case = adopt(scene)
    assert (case.stage, case.channel) == (Stage.RUNNING, "one_visit")
    assert last not in case.needs
    assert replay(scene.events) == unmasked(scene.case)


def test_facts_that_the_new_rules_ask_for_must_be_stated_and_others_are_dropped() -> None:
    scene = draft()
    scene.world.releases.put_in_force(asking(with_plan()))
    assert refused(lambda: adopt(scene)) == "facts_needed"
    assert refused(lambda: adopt(scene, second_home="perhaps")) == "facts_needed"
    assert refused(lambda: adopt(scene, second_home=True, third_home=True)) == "facts_needed"
    assert scene.case.release == licang().digest
    case = adopt(scene, second_home=True)
    assert case.application == {"application.courier": True, "application.second_home": True}
    scene.world.releases.put_in_force(licang())
    assert adopt(scene).application == {"application.courier": True}


def test_only_the_release_in_force_can_be_adopted_and_only_the_one_that_was_shown() -> None:
    scene = draft()
    shown = with_plan()
    scene.world.releases.put_in_force(shown)
    scene.world.releases.put_in_force(variant(ITEM, in_person=True))
    assert refused(lambda: adopt(scene, shown.digest)) == "overtaken"
    assert scene.case.release == licang().digest


def test_an_item_that_is_gone_goes_on_under_its_own_rules() -> None:
    scene = draft()
    items = {code: item for code, item in licang().items.items() if code != ITEM}
    scene.world.releases.put_in_force(fresh(licang(), items=items))
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert (told.item, told.added, told.removed, told.facts) == (None, (), (), ())
    assert "仍按申请时的规则" in told.note.zh
    assert refused(lambda: adopt(scene)) == "item_gone"
    scene.upload_all()
    assert scene.case.channel == "two_way_courier"


def test_adopting_twice_is_adopting_once_and_back_again_is_possible() -> None:
    scene = draft()
    scene.world.releases.put_in_force(with_plan())
    first, second = adopt(scene), adopt(scene)
    assert first == second
    scene.world.releases.put_in_force(licang())
    assert set(adopt(scene).needs) == {material.material for material in usual()}
    scene.world.releases.put_in_force(with_plan())
    assert adopt(scene).needs == first.needs


def test_adopting_again_with_other_facts_is_refused_and_with_the_same_changes_nothing() -> None:
    scene = draft()
    scene.world.releases.put_in_force(asking(with_plan()))
    case = adopt(scene, second_home=True)
    assert adopt(scene, second_home=True) == case
    assert adopt(scene) == case
    assert refused(lambda: adopt(scene, second_home=False)) == "facts_taken"
    assert refused(lambda: adopt(scene, courier=False)) == "facts_taken"
    assert scene.case == case


def test_of_two_adoptions_at_once_with_other_facts_the_later_one_is_told() -> None:
    scene = draft()
    scene.world.releases.put_in_force(asking(with_plan()))
    scene.world.cases.meanwhile.append(lambda: adopt(scene, second_home=True))
    assert refused(lambda: adopt(scene, second_home=False)) == "facts_taken"
    assert scene.case.application["application.second_home"] is True
    other = draft()
    other.world.releases.put_in_force(asking(with_plan()))
    other.world.cases.meanwhile.append(lambda: adopt(other, second_home=True))
    assert adopt(other, second_home=True) == other.case


@pytest.mark.parametrize(
    ("rules", "channel"), [(with_plan, None), (lambda: variant(ITEM, in_person=True), "one_visit")]
)
def test_a_last_file_that_finds_newer_rules_adopted_is_counted_under_them(
    rules: Callable[[], Release], channel: str | None
) -> None:
    *others, last = [material.material for material in usual()]
    scene = draft(*others)
    scene.world.releases.put_in_force(rules())
    scene.world.cases.meanwhile.append(lambda: adopt(scene))
    scene.upload(last, PDF)
    assert (scene.case.channel, scene.case.release) == (channel, rules().digest)
    assert last in scene.files.supplied
    assert replay(scene.events) == unmasked(scene.case)


def test_a_last_file_that_arrives_meanwhile_wins_and_the_case_keeps_what_was_decided() -> None:
    *others, last = [material.material for material in usual()]
    scene = draft(*others)
    scene.world.releases.put_in_force(with_plan())
    scene.world.cases.meanwhile.append(lambda: scene.upload(last, PDF))
    assert refused(lambda: adopt(scene)) == "channel_settled"
    assert (scene.case.channel, scene.case.release) == ("two_way_courier", licang().digest)


# --- a question more ------------------------------------------------------------------------------

ELDERLY = Fact(
    fact="application.elderly", title=Text(zh="年满六十五岁", en="65 or older"), type="bool", usual=False
)
OLD = Condition(fact=ELDERLY.fact, any_of=(True,))


def asking_the_old(*more: Condition, place: int = 0) -> Release:
    """The rules with one more of the region: ``place`` rules stand before it."""
    base = licang()
    one = base.rules[0].model_copy(update={"rule": "elderly-to-counter", "when": (OLD, *more)})
    rules = (*base.rules[:place], one, *base.rules[place:])
    return fresh(base, rules=rules, facts=(*base.facts, ELDERLY))


def test_a_draft_is_not_asked_what_an_earlier_rule_leaves_without_effect_and_is_decided() -> None:
    scene, rules = draft(), asking_the_old(place=len(licang().rules))
    scene.world.releases.put_in_force(rules)
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert told.facts == ()
    adopt(scene)
    scene.upload_all()
    assert scene.case.channel == "two_way_courier"


def test_a_draft_is_asked_what_can_change_its_answer_and_refused_without() -> None:
    scene, rules = draft(), asking_the_old()
    scene.world.releases.put_in_force(rules)
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert told.facts == (ELDERLY,)
    assert refused(lambda: adopt(scene)) == "facts_needed"
    adopt(scene, elderly=False)
    scene.upload_all()
    assert scene.case.channel == "two_way_courier"


def test_an_opening_without_a_new_fact_is_taken_where_it_can_change_nothing() -> None:
    papers = Condition(fact="item.paper_originals", at_least=1)
    world = World()
    world.releases.put_in_force(asking_the_old(papers))
    taken, asked_for = ITEMS["outbound_courier"], ITEMS["two_way_courier"]
    opened = open_case(world, PORTAL, Request(taken, SOMEONE, {"application.courier": True}, key=None))
    assert opened.case.item == taken
    request = Request(asked_for, SOMEONE, {"application.courier": True}, key=None)
    assert refused(lambda: open_case(world, PORTAL, request)) == "facts_needed"

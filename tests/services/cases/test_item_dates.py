"""An item can be applied for within its dates, by the office's clock; what came in time goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.routes.views.cases.materials import list_materials
from chalicelib.services.cases.applying.application import find_item
from chalicelib.services.cases.applying.open_case import Request, open_case
from chalicelib.services.cases.applying.preview_channel import preview_channel
from chalicelib.services.cases.rules import run_shadow
from chalicelib.services.cases.rules.adopt_release import adopt_release
from chalicelib.services.cases.rules.newer_release import newer_release
from chalicelib.services.errors import Problem
from chalicelib.services.items.look_at_item import look_at_item
from tests.fakes import World, fresh, licang
from tests.services.scene import ITEMS, PORTAL, SOMEONE, Scene

ITEM = ITEMS["two_way_courier"]
OTHER = ITEMS["outbound_courier"]
LAST = date(2026, 3, 31)
EVENING = datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
"""A second to midnight in Licang, on the last day; in UTC the day has eight hours to go."""
MIDNIGHT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)


def dated(from_: date | None = None, until: date | None = None, replaced_by: str | None = None) -> Release:
    """Licang's rules with other dates of effect of one item."""
    dates = {"from_": from_, "until": until, "replaced_by": replaced_by}
    return fresh(licang(), items={**licang().items, ITEM: licang().items[ITEM].model_copy(update=dates)})


def at(moment: datetime, rules: Release) -> World:
    world = World(rules)
    world.clock.at = moment
    return world


def ask(world: World, key: str | None = None) -> object:
    return open_case(world, PORTAL, Request(ITEM, SOMEONE, {"application.courier": True}, key))


def refused(world: World) -> Problem:
    with pytest.raises(Problem) as caught:
        ask(world)
    assert (caught.value.status, caught.value.code) == (409, "item_not_in_effect")
    assert world.cases.rows == {}
    return caught.value


# --- opening -------------------------------------------------------------------------------------


def test_a_case_is_opened_to_the_last_second_of_the_last_day_by_the_offices_clock() -> None:
    rules = dated(until=LAST)
    assert ask(at(EVENING, rules))
    told = refused(at(MIDNIGHT, rules))
    assert "2026-03-31" in told.text.zh
    assert "2026-03-31" in told.text.en


def test_a_case_is_opened_from_the_first_second_of_the_first_day_by_the_offices_clock() -> None:
    rules = dated(from_=date(2026, 4, 1))
    assert "2026-04-01" in refused(at(EVENING, rules)).text.zh
    assert "2026-04-01" in refused(at(EVENING, rules)).text.en
    assert ask(at(MIDNIGHT, rules))


def test_whoever_is_refused_is_told_what_stands_in_the_items_place() -> None:
    told = refused(at(MIDNIGHT, dated(until=LAST, replaced_by=OTHER)))
    assert licang().items[OTHER].name.zh in told.text.zh
    assert licang().items[OTHER].name.en in told.text.en
    assert OTHER in told.text.zh


def test_whoever_comes_too_early_is_told_what_stands_in_its_place_until_then() -> None:
    rules = dated(from_=date(2026, 4, 1))
    other = rules.items[OTHER].model_copy(update={"until": LAST, "replaced_by": ITEM})
    told = refused(at(EVENING, fresh(rules, items={**rules.items, OTHER: other})))
    assert other.name.zh in told.text.zh


THIRD = ITEMS["inspection_collection"]
BEFORE, LATER = date(2026, 1, 31), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("other", "third", "told"),
    [
        ({"until": LAST, "replaced_by": THIRD}, {}, THIRD),
        ({"until": BEFORE, "replaced_by": THIRD}, {"from_": LAST}, THIRD),
        ({"until": BEFORE, "replaced_by": THIRD}, {"until": BEFORE, "replaced_by": OTHER}, None),
        ({"until": BEFORE, "replaced_by": ITEM}, {}, None),
        ({"until": LAST}, {}, None),
        ({"from_": LATER}, {}, OTHER),
        ({"until": BEFORE, "replaced_by": THIRD}, {"from_": LATER}, THIRD),
    ],
    ids=[
        "over",
        "over long ago",
        "circle of two",
        "circle back",
        "nothing after",
        "to come",
        "over, to come",
    ],
)
def test_whoever_is_refused_is_sent_only_where_one_can_or_will_be_able_to_apply(
    other: dict[str, object], third: dict[str, object], told: str | None
) -> None:
    rules, dates = dated(until=LAST, replaced_by=OTHER), {OTHER: other, THIRD: third}
    changed = {code: rules.items[code].model_copy(update=update) for code, update in dates.items()}
    text = refused(at(MIDNIGHT, fresh(rules, items={**rules.items, **changed}))).text
    assert [code for code in (OTHER, THIRD) if f"（{code}）代替" in text.zh] == [told] * (told is not None)
    to_come = LATER in (*other.values(), *third.values())
    assert (f"自 {LATER} 起由" in text.zh, f"from {LATER} on" in text.en) == (to_come, to_come)
    assert "现由" in text.zh or to_come or told is None


def test_an_item_in_its_own_place_is_named_to_nobody() -> None:
    assert "代替" not in refused(at(MIDNIGHT, dated(until=LAST, replaced_by=ITEM))).text.zh


def test_whoever_comes_too_early_is_told_what_stands_in_the_place_of_what_will_come_in_the_end() -> None:
    rules = dated(from_=LATER)
    other = rules.items[OTHER].model_copy(update={"until": LATER, "replaced_by": THIRD})
    third = rules.items[THIRD].model_copy(update={"from_": BEFORE, "until": BEFORE, "replaced_by": ITEM})
    told = refused(at(EVENING, fresh(rules, items={**rules.items, OTHER: other, THIRD: third})))
    assert f"{other.name.zh}”（{OTHER}）" in told.text.zh


@pytest.mark.parametrize("day", [date(2028, 2, 29), LAST], ids=str)
def test_an_item_of_a_single_day_can_be_applied_for_on_that_day_alone(day: date) -> None:
    rules = dated(from_=day, until=day)
    noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    assert ask(at(noon, rules))
    for hours in (-24, 24):
        world = at(noon, rules)
        world.clock.pass_by(hours=hours)
        refused(world)


def test_an_item_that_was_over_when_its_rules_came_into_force_is_refused_at_once() -> None:
    world = World()
    world.releases.put_in_force(dated(until=date(2020, 1, 1)))
    refused(world)


def test_asking_again_with_the_same_key_after_the_item_is_over_gives_the_same_case() -> None:
    world = at(EVENING, dated(until=LAST))
    first = ask(world, "once")
    world.clock.at = MIDNIGHT
    assert ask(world, "once") == first
    with pytest.raises(Problem):
        ask(world, "another")


def test_a_new_key_for_the_same_item_is_no_way_round() -> None:
    world = at(EVENING, dated(until=LAST))
    ask(world, "once")
    world.clock.at = MIDNIGHT
    with pytest.raises(Problem) as caught:
        ask(world, None)
    assert caught.value.code == "item_not_in_effect"


# --- what was applied for in time ----------------------------------------------------------------


def draft(rules: Release) -> Scene:
    """A case opened a second before its item is over; its files are still to come."""
    return Scene(ITEM, at(EVENING, rules))


def test_an_application_of_the_last_day_whose_files_come_later_is_decided_and_goes_on() -> None:
    scene = draft(dated(until=LAST))
    scene.world.clock.pass_by(days=30)
    case = scene.upload_all()
    assert (case.stage, case.channel) == (Stage.RUNNING, "two_way_courier")


def test_an_item_that_ends_while_drafts_are_open_leaves_them_their_own_rules() -> None:
    scene = Scene(ITEM, at(MIDNIGHT, licang()))
    scene.world.releases.put_in_force(dated(until=LAST))
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert told.item is None
    assert "不办理" in told.note.zh
    assert scene.upload_all().channel == "two_way_courier"
    assert scene.case.release == licang().digest


def test_a_draft_cannot_go_on_under_rules_in_which_its_item_was_over_on_the_day_it_was_opened() -> None:
    scene = Scene(ITEM, at(MIDNIGHT, licang()))
    rules = dated(until=LAST)
    scene.world.releases.put_in_force(rules)
    with pytest.raises(Problem) as caught:
        adopt_release(scene.world, PORTAL, scene.loaded, rules.digest, {})
    assert caught.value.code == "item_not_in_effect"
    assert scene.case.release == licang().digest


def test_a_draft_of_the_last_day_may_go_on_under_the_rules_that_end_its_item() -> None:
    scene = Scene(ITEM, at(EVENING, licang()))
    scene.world.clock.pass_by(days=3)
    rules = dated(until=LAST)
    scene.world.releases.put_in_force(rules)
    told = newer_release(scene.world, scene.case)
    assert told is not None
    assert told.item is not None
    assert adopt_release(scene.world, PORTAL, scene.loaded, rules.digest, {}).release == rules.digest
    assert scene.upload_all().channel == "two_way_courier"


def test_a_case_under_way_when_its_item_ends_is_worked_through() -> None:
    scene = draft(dated(until=date(2026, 4, 30)))
    scene.upload_all()
    scene.world.clock.pass_by(days=40)
    scene.finding("pass")
    assert scene.case.stage is Stage.RUNNING


# --- asking, without a case ----------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "channel"), [(EVENING, ITEM), (MIDNIGHT, None)], ids=["last day", "over"])
def test_the_channel_of_an_item_that_is_over_is_nobodys(moment: datetime, channel: str | None) -> None:
    decision = preview_channel(at(moment, dated(until=LAST)), ITEM, {})
    assert (decision.channel != "undetermined") == (channel is not None)
    assert ("2026-03-31" in decision.because.zh) == (channel is None)


def test_facts_given_for_an_item_that_is_over_open_no_way_to_a_channel() -> None:
    world = at(MIDNIGHT, dated(until=LAST))
    given: list[dict[str, FactValue]] = [
        {"item.secret": True},
        {"item.online_depth": "IV", "item.paper_originals": 0},
    ]
    for facts in given:
        assert preview_channel(world, ITEM, facts).channel == "undetermined"


def test_a_shadow_that_ends_the_item_is_a_difference_only_for_what_it_would_not_have_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_shadow, "SECONDS", 300.0)  # however busy the machine is
    for until, channel in ((LAST, "two_way_courier"), (date(2026, 3, 30), "undetermined")):
        scene = draft(licang())
        rules = dated(until=until)
        scene.world.releases.releases[rules.digest] = rules
        scene.world.releases.in_shadow = rules.digest
        scene.world.clock.pass_by(days=2)
        scene.upload_all()
        shadow = next(one.shadow for one in scene.world.cases.commits if one.shadow is not None)
        assert shadow.channel == channel


# --- materials that change on a day --------------------------------------------------------------


def changing() -> Release:
    """What is handed in on paper is uploaded from the day after the last on."""
    item = licang().items[ITEM]
    papers = [one for one in item.materials if one.on_paper]
    others = [one for one in item.materials if not one.on_paper]
    after = LAST + timedelta(days=1)
    ended = [one.model_copy(update={"until": LAST}) for one in papers]
    uploads = {"from_": after, "format": "electronic", "originals": 0, "copies": 0, "original": "kept"}
    begun = [one.model_copy(update=uploads) for one in papers]
    changed = item.model_copy(update={"materials": (*ended, *begun, *others)})
    return fresh(licang(), items={**licang().items, ITEM: changed})


def test_a_case_keeps_the_materials_of_the_day_on_which_it_was_opened() -> None:
    rules = changing()
    scenes = [Scene(ITEM, at(moment, rules)) for moment in (EVENING, MIDNIGHT)]
    owed = [[name for name, need in scene.case.needs.items() if need.on_paper] for scene in scenes]
    assert (bool(owed[0]), owed[1]) == (True, [])
    scenes[0].world.clock.pass_by(days=3)
    channels = [scene.upload_all().channel for scene in scenes]
    assert channels == ["two_way_courier", "outbound_courier"]
    shown = [{one["material"] for one in list_materials(scene.loaded, rules)} for scene in scenes]
    assert shown[0] == shown[1] == set(scenes[0].case.needs)


def test_an_item_is_shown_with_the_materials_of_today() -> None:
    rules, day = changing(), LAST
    for on, papers in ((day, True), (day + timedelta(days=1), False)):
        item = find_item(rules, ITEM, on)
        assert any(one.on_paper for one in item.materials) is papers
        seen = look_at_item(rules, item, {}, on)
        assert (seen.decision.channel == "two_way_courier") is papers


def test_new_rules_ask_a_draft_for_no_fact_of_a_material_that_began_after_it() -> None:
    """What the page asks, and what is taken as whole, go by the day of the application both."""
    item, agent = licang().items[ITEM], "application.by_agent"
    when = (Condition(fact=agent, any_of=(True,)),)
    begun = item.materials[0].model_copy(
        update={"material": "mandate", "from_": LAST + timedelta(days=1), "when": when}
    )
    changed = item.model_copy(update={"materials": (*item.materials, begun)})
    rules = fresh(licang(), items={**licang().items, ITEM: changed})
    for moment, asked in ((EVENING, []), (MIDNIGHT, [agent])):
        scene = Scene(ITEM, at(moment, licang()))
        scene.world.clock.pass_by(days=3)
        scene.world.releases.put_in_force(rules)
        told = newer_release(scene.world, scene.case)
        assert told is not None
        assert [fact.fact for fact in told.facts] == asked
        said: dict[str, FactValue] = dict.fromkeys(asked, False)
        assert adopt_release(scene.world, PORTAL, scene.loaded, rules.digest, said).release == rules.digest

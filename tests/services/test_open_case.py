from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import ChannelDecided
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.values import Person
from chalicelib.decisions.form import Channel
from chalicelib.services.adopt_release import adopt_release
from chalicelib.services.errors import Problem
from chalicelib.services.newer_release import newer_release
from chalicelib.services.open_case import Request, open_case
from tests.fakes import Killed, World, fresh, licang, variant
from tests.services.scene import ITEMS, PORTAL, SOMEONE, Scene

ITEM = ITEMS[Channel.TWO_WAY_COURIER]
REQUEST = Request(ITEM, SOMEONE, {"application.courier": True}, key="portal-1")


def refused(world: World, request: Request) -> Problem:
    with pytest.raises(Problem) as error:
        open_case(world, PORTAL, request)
    assert error.value.text.zh
    assert error.value.text.en
    return error.value


def test_a_new_case_asks_for_its_materials_and_keeps_the_release_it_began_under() -> None:
    world = World()
    case = open_case(world, PORTAL, REQUEST).case
    assert is_case_number(case.no)
    assert (case.stage, case.version, case.channel) == (Stage.MATERIALS, 1, None)
    assert case.release == licang().digest
    assert set(case.needs) == {material.material for material in licang().items[ITEM].materials}
    assert {holding.holder.value for holding in case.custody.values()} == {"applicant"}


def test_asking_twice_with_one_key_opens_one_case_with_one_code() -> None:
    world = World()
    first, second = (open_case(world, PORTAL, REQUEST) for _ in range(2))
    assert first == second
    assert world.cases.serial == 1


def test_asking_without_a_key_opens_a_new_case_every_time() -> None:
    world = World()
    request = replace(REQUEST, key=None)
    assert open_case(world, PORTAL, request).case.no != open_case(world, PORTAL, request).case.no


def test_two_requests_with_one_key_at_the_same_moment_open_one_case() -> None:
    world = World()
    other = []
    world.cases.meanwhile.append(lambda: other.append(open_case(world, PORTAL, REQUEST)))
    assert open_case(world, PORTAL, REQUEST) == other[0]
    assert len([row for row in world.cases.rows if row[1] == "HEAD"]) == 1


def test_a_release_that_comes_into_force_at_the_very_moment_is_one_the_draft_is_told_of() -> None:
    world, other = World(), variant(ITEM, in_person=True)
    world.cases.meanwhile.append(lambda: world.releases.put_in_force(other))
    case = open_case(world, PORTAL, REQUEST).case
    assert (case.stage, case.release) == (Stage.MATERIALS, licang().digest)
    told = newer_release(world, case)
    assert told is not None
    assert told.digest == other.digest
    assert adopt_release(world, PORTAL, case, told.digest, {}).release == other.digest


def test_a_case_decided_at_its_opening_names_the_release_that_decided_it_whatever_comes_meanwhile() -> None:
    bare = {**licang().items, ITEM: licang().items[ITEM].model_copy(update={"materials": ()})}
    rules, other = fresh(licang(), items=bare), variant(ITEM, in_person=True)
    world = World(rules)
    world.cases.meanwhile.append(lambda: world.releases.put_in_force(other))
    case = open_case(world, PORTAL, REQUEST).case
    assert (case.channel, case.release) == (Channel.OUTBOUND_COURIER, rules.digest)
    [decided] = [event for event in world.cases.events(case.no) if isinstance(event, ChannelDecided)]
    assert decided.release == rules.digest
    assert newer_release(world, case) is None


@pytest.mark.parametrize("death", ["before", "after"])
def test_a_request_cut_off_in_the_middle_is_answered_when_it_comes_again(death: str) -> None:
    world = World()
    world.cases.kill = [death]
    with pytest.raises(Killed):
        open_case(world, PORTAL, REQUEST)
    opened = open_case(world, PORTAL, REQUEST)
    assert opened.case.version == 1
    assert len([row for row in world.cases.rows if row[1] == "HEAD"]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"item": "sole-trader-registration"},
        {"application": {"application.courier": False}},
        {"applicant": Person(name="另一人", phone="13900000000", address="青岛市李沧区演示路2号")},
    ],
    ids=["item", "facts", "person"],
)
def test_a_key_cannot_be_used_for_something_else(changed: dict[str, object]) -> None:
    world = World()
    open_case(world, PORTAL, REQUEST)
    problem = refused(world, replace(REQUEST, **changed))  # type: ignore[arg-type]
    assert (problem.status, problem.code) == (422, "key_reused")
    assert "另一人" not in str(problem)


def test_an_unknown_item_is_not_found() -> None:
    world = World()
    assert refused(world, replace(REQUEST, item="no-such-item")).status == 404
    assert world.cases.rows == {}


@pytest.mark.parametrize(
    ("application", "named"),
    [
        ({}, "application.courier"),
        ({"application.courier": "true"}, "application.courier"),
        ({"application.courier": 1}, "application.courier"),
        ({"application.courier": True, "application.colour": "red"}, "application.colour"),
        ({"application.courier": True, "item.secret": False}, "item.secret"),
    ],
)
def test_facts_that_lack_or_are_wrong_are_named_in_both_languages(
    application: dict[str, bool | int | str], named: str
) -> None:
    world = World()
    problem = refused(world, replace(REQUEST, application=application))
    assert (problem.status, problem.code) == (422, "facts_needed")
    (detail,) = problem.details
    assert named in detail.zh
    assert named in detail.en
    assert world.cases.rows == {}


def test_a_refused_request_does_not_use_up_its_key() -> None:
    world = World()
    refused(world, replace(REQUEST, application={}))
    assert open_case(world, PORTAL, REQUEST).case.version == 1


def test_the_code_itself_is_kept_nowhere() -> None:
    world = World()
    opened = open_case(world, PORTAL, REQUEST)
    assert opened.code not in repr(world.cases.rows)


def test_numbers_of_one_day_differ() -> None:
    world = World()
    numbers = {Scene(item, world).no for item in ITEMS.values()}
    assert len(numbers) == len(ITEMS)


def test_a_code_that_would_no_longer_fit_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    opened = open_case(world, PORTAL, REQUEST)
    monkeypatch.setattr(type(world.codes), "query_code", lambda _, case: f"{case}-by-another-key")
    assert refused(world, REQUEST).code == "code_withheld"
    assert world.cases.load(opened.case.no) == opened.case

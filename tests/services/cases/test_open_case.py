from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import ChannelDecided
from chalicelib.cases.numbers import LARGEST_SERIAL, is_case_number
from chalicelib.cases.people.parties import Party
from chalicelib.cases.uploads.files import CaseFiles
from chalicelib.decisions.forms.region import Most, Openings
from chalicelib.ports.cases import Loaded
from chalicelib.services.cases.applying.open_case import Request, open_case
from chalicelib.services.cases.people.query_codes import code_arrived
from chalicelib.services.cases.rules.adopt_release import adopt_release
from chalicelib.services.cases.rules.newer_release import newer_release
from chalicelib.services.details import place_of
from chalicelib.services.errors import Problem
from tests.fakes import Killed, World, fresh, licang, variant
from tests.services.scene import ITEMS, PORTAL, SOMEONE, Scene

ITEM = ITEMS["two_way_courier"]
REQUEST = Request(ITEM, SOMEONE, {"application.courier": True}, key="portal-1")


def refused(world: World, request: Request) -> Problem:
    with pytest.raises(Problem) as error:
        open_case(world, PORTAL, request)
    assert error.value.text.zh
    assert error.value.text.en
    return error.value


def opened(world: World) -> int:
    """How many cases there are."""
    return sum(sk == "HEAD" and pk.startswith("CASE#") for pk, sk in world.cases.rows)


def test_a_new_case_asks_for_its_materials_and_keeps_the_release_it_began_under() -> None:
    world = World()
    case = open_case(world, PORTAL, REQUEST).case
    assert is_case_number(case.no)
    assert (case.stage, case.version, case.channel) == (Stage.MATERIALS, 1, None)
    assert case.release == licang().digest
    assert set(case.needs) == {material.material for material in licang().items[ITEM].materials}
    assert {holding.holder for holding in case.custody.values()} == {"applicant"}


def test_asking_twice_with_one_key_opens_one_case_with_one_code() -> None:
    world = World()
    first, second = (open_case(world, PORTAL, REQUEST) for _ in range(2))
    assert first == second
    assert opened(world) == 1


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
    assert adopt_release(world, PORTAL, Loaded(case, CaseFiles()), told.digest, {}).release == other.digest


def test_a_case_decided_at_its_opening_names_the_release_that_decided_it_whatever_comes_meanwhile() -> None:
    bare = {**licang().items, ITEM: licang().items[ITEM].model_copy(update={"materials": ()})}
    rules, other = fresh(licang(), items=bare), variant(ITEM, in_person=True)
    world = World(rules)
    world.cases.meanwhile.append(lambda: world.releases.put_in_force(other))
    case = open_case(world, PORTAL, REQUEST).case
    assert (case.channel, case.release) == ("outbound_courier", rules.digest)
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
        {"applicant": SOMEONE.model_copy(update={"address": "青岛市李沧区演示路2号"})},
    ],
    ids=["item", "facts", "address"],
)
def test_a_key_cannot_be_used_for_something_else(changed: dict[str, object]) -> None:
    world = World()
    open_case(world, PORTAL, REQUEST)
    problem = refused(world, replace(REQUEST, **changed))  # type: ignore[arg-type]
    assert (problem.status, problem.code) == (422, "key_reused")
    assert "演示路2号" not in str(problem)


def test_a_key_is_its_user_s_own_another_applicant_with_the_same_one_gets_another_case() -> None:
    world = World()
    mine = open_case(world, PORTAL, REQUEST)
    other = replace(REQUEST, applicant=Party(name="另一人", phone="13900000000", address="演示路2号3单元"))
    theirs = open_case(world, PORTAL, other)
    assert (theirs.case.no, theirs.code) != (mine.case.no, mine.code)
    assert open_case(world, PORTAL, REQUEST) == mine


def test_the_same_key_and_data_from_elsewhere_get_no_code_and_open_nothing() -> None:
    world = World()
    open_case(world, PORTAL, replace(REQUEST, source="198.51.100.7"))
    for source in ("198.51.100.8", "2001:db8::1", None):
        problem = refused(world, replace(REQUEST, source=source))
        assert (problem.status, problem.code) == (409, "code_withheld")
    assert opened(world) == 1


@pytest.mark.parametrize("source", ["2001:db8:1:2:ffff::9", "2001:0db8:0001:0002::"])
def test_a_network_of_ipv6_is_its_first_half(source: str) -> None:
    world = World()
    first = open_case(world, PORTAL, replace(REQUEST, source="2001:db8:1:2::1"))
    assert open_case(world, PORTAL, replace(REQUEST, source=source)) == first
    assert refused(world, replace(REQUEST, source="2001:db8:1:3::1")).code == "code_withheld"


def test_a_random_uuid_shows_the_same_client_on_another_network() -> None:
    world = World()
    request = replace(REQUEST, key=str(uuid4()), source="198.51.100.7")
    first = open_case(world, PORTAL, request)
    assert open_case(world, PORTAL, replace(request, source="203.0.113.9")) == first


@pytest.mark.parametrize(
    "key", ["1", "k" * 36, "0" * 32, "00000000-0000-0000-0000-000000000000", "2026-03-02"]
)
def test_a_key_that_can_be_guessed_shows_nothing(key: str) -> None:
    world = World()
    open_case(world, PORTAL, replace(REQUEST, key=key, source="198.51.100.7"))
    assert refused(world, replace(REQUEST, key=key, source="203.0.113.9")).code == "code_withheld"


def test_a_code_that_was_used_is_not_given_again() -> None:
    world = World()
    request = replace(REQUEST, key=str(uuid4()))
    code_arrived(world, Loaded(open_case(world, PORTAL, request).case, CaseFiles()))
    assert refused(world, request).code == "code_withheld"


def test_the_code_of_a_case_that_got_a_file_is_not_given_again() -> None:
    scene = Scene(ITEM)
    scene.upload(next(name for name, need in scene.case.needs.items() if need.uploaded))
    assert refused(scene.world, scene.request).code == "code_withheld"


def test_a_code_is_not_given_again_on_the_day_after() -> None:
    world = World()
    first = open_case(world, PORTAL, REQUEST)
    world.clock.pass_by(hours=23)
    assert open_case(world, PORTAL, REQUEST) == first
    world.clock.pass_by(hours=1)
    assert refused(world, REQUEST).code == "code_withheld"


def test_neither_key_nor_telephone_nor_network_lies_in_the_rows_that_count_and_remember() -> None:
    world = World()
    open_case(world, PORTAL, replace(REQUEST, key="key-13800000000", source="198.51.100.7"))
    kept = repr([row for row in world.cases.rows.items() if not row[0][0].startswith("CASE#")])
    assert not [word for word in ("key-1", SOMEONE.phone, SOMEONE.name, "198.51.100.7") if word in kept]


# --- how many ------------------------------------------------------------------------------------


def bounded(phone: int = 100, source: int = 100, days: int = 100) -> World:
    openings = Openings(phone=Most(hour=phone, day=days), source=Most(hour=source, day=days))
    return World(fresh(licang(), region=licang().region.model_copy(update={"openings": openings})))


def several(world: World, count: int, **changes: object) -> None:
    for _ in range(count):
        open_case(world, PORTAL, replace(REQUEST, key=None, **changes))  # type: ignore[arg-type]


def too_many(world: World, **changes: object) -> Problem:
    problem = refused(world, replace(REQUEST, key=None, **changes))  # type: ignore[arg-type]
    assert (problem.status, problem.code) == (429, "too_many_openings")
    assert problem.retry_after is not None
    assert 0 < problem.retry_after <= 3601
    return problem


def test_a_telephone_opens_so_many_in_an_hour_and_then_the_next_hour_again() -> None:
    world = bounded(phone=3)
    several(world, 3)
    assert "此联系电话" in too_many(world).text.zh
    assert opened(world) == 3
    several(world, 1, applicant=SOMEONE.model_copy(update={"phone": "13900000000"}))
    world.clock.pass_by(hours=1)
    several(world, 3)
    too_many(world)


@pytest.mark.parametrize("phone", ["13900000000", "0532-88888888", "+85221234567", "4008888888"])
def test_extensions_of_a_telephone_are_one(phone: str) -> None:
    world = bounded(phone=3)
    for extension in ("", "-1", "-22"):
        several(world, 1, applicant=SOMEONE.model_copy(update={"phone": f"{phone}{extension}"}))
    too_many(world, applicant=SOMEONE.model_copy(update={"phone": f"{phone}-333"}))
    several(world, 1, applicant=SOMEONE.model_copy(update={"phone": f"{phone[:-1]}1"}))


def test_a_telephone_opens_so_many_on_a_day_whatever_the_hour() -> None:
    world = bounded(phone=2, days=5)
    for count in (2, 2, 1):
        several(world, count)
        world.clock.pass_by(hours=1)
    too_many(world)
    world.clock.pass_by(days=1)
    several(world, 1)


def test_a_network_opens_so_many_whoever_applies() -> None:
    world = bounded(source=2)
    people = [SOMEONE.model_copy(update={"phone": f"1390000000{n}"}) for n in range(3)]
    several(world, 1, applicant=people[0], source="198.51.100.7")
    several(world, 1, applicant=people[1], source="::ffff:198.51.100.7")
    assert "此网络地址" in too_many(world, applicant=people[2], source="198.51.100.7").text.zh
    several(world, 1, applicant=people[2], source="198.51.100.8")
    several(world, 1, applicant=people[2], source="test-invoke-source-ip")


def test_an_answer_asked_for_again_and_a_refused_request_are_not_counted() -> None:
    world = bounded(phone=2)
    for _ in range(5):
        open_case(world, PORTAL, REQUEST)
        refused(world, replace(REQUEST, key=None, application={}))
    several(world, 1)
    too_many(world)


def test_a_region_that_says_nothing_has_the_usual_bounds() -> None:
    world = World(fresh(licang(), region=licang().region.model_copy(update={"openings": Openings()})))
    several(world, 20)
    too_many(world)


def test_a_day_has_numbers_beyond_the_six_digits_and_says_when_none_is_left() -> None:
    world = World()
    world.cases.serial = 999_999
    number = open_case(world, PORTAL, REQUEST).case.no
    assert len(number) == 22
    assert is_case_number(number)
    assert world.cases.load(number) is not None
    world.cases.serial = LARGEST_SERIAL
    problem = refused(world, replace(REQUEST, key=None))
    assert (problem.status, problem.code) == (503, "numbers_used_up")


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
    assert place_of(detail) == named
    assert named not in detail.zh + detail.en, "a title is told, and the name of the field is beside it"
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
    monkeypatch.setattr(
        type(world.codes), "query_code", lambda _, case, _replaced=0: f"{case}-by-another-key"
    )
    assert refused(world, REQUEST).code == "code_withheld"
    assert world.cases.load(opened.case.no) == opened.case

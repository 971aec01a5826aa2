"""A party is found elsewhere from now on; what was ordered goes where it was ordered to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.adapters.dynamodb.people.find_rows import find_pk
from chalicelib.cases.events import ContactChanged, MandateEnded, MandateRevoked
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.people.mandates import Mandate
from chalicelib.cases.people.parties import FindKind, Parties, Party
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role, SideKind
from chalicelib.cases.waiting import MANDATE, waiting
from chalicelib.routes.views.cases.case import show_case
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.people.change_contact import Contact, change_contact
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.services.cases.people.revoke_mandate import revoke_mandate
from chalicelib.services.errors import Problem
from tests.fakes import Killed, OneKey, World, fresh, licang
from tests.services.scene import CLERK, ITEMS, PORTAL, SOMEONE, Scene
from tests.services.test_five_channels import TO_REVIEW, TO_THE_LICENCE, bring, play

NEW = Contact("applicant", phone="13700000000", address="李沧区新址路 9 号")
DEPUTY = Party(name="李强", phone="13900000000", address="李沧区京口路 2 号")
ACTS = Actor(role=Role.AGENT, id="portal")


def parties(scene: Scene) -> Parties:
    found = scene.world.cases.parties(scene.case)
    assert found is not None
    return found


def change(scene: Scene, contact: Contact = NEW, who: Actor = PORTAL, key: str | None = None) -> None:
    change_contact(scene.world, who, scene.loaded, contact, key)


def represented(channel: str = "two_way_courier", until: date = date(2026, 3, 31)) -> Scene:
    mandate = Mandate(since=date(2026, 3, 1), until=until)
    return Scene(ITEMS[channel], agent=Agent(DEPUTY, mandate))


def changes(scene: Scene) -> list[ContactChanged]:
    return [event for event in scene.events if isinstance(event, ContactChanged)]


# --- contact -------------------------------------------------------------------------------------


def test_before_a_courier_is_ordered_phone_and_address_change_and_nothing_else() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    masked = scene.case.applicant.masked
    change(scene, Contact("applicant", phone="13700000000"))
    assert parties(scene).applicant == SOMEONE.model_copy(update={"phone": "13700000000"})
    change(scene)
    assert parties(scene).applicant.address == NEW.address
    assert parties(scene).are(scene.case.applicant, scene.case.agent)
    assert scene.case.applicant.masked == masked
    kept = repr(scene.world.cases.rows)
    assert not [word for word in (NEW.phone, NEW.address) if str(word) in kept]


def test_the_courier_that_is_ordered_afterwards_comes_to_the_new_address() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    change(scene)
    scene.upload_all()
    scene.findings("pre-review pass")
    (order,) = scene.world.couriers.orders
    assert (order.sender.phone, order.sender.address) == (NEW.phone, NEW.address)


def test_once_a_courier_is_ordered_the_hall_alone_changes_it_until_the_parcel_has_come() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.findings("pre-review pass")
    with pytest.raises(NotPossible) as refused:
        change(scene)
    assert refused.value.code == "courier_under_way"
    assert licang().region.hall.phone in refused.value.text.zh
    assert parties(scene).applicant == SOMEONE
    change(scene, who=CLERK.actor)
    assert parties(scene).applicant.phone == NEW.phone
    assert changes(scene)[-1].by == CLERK.actor
    (order,) = scene.world.couriers.orders
    assert order.sender.address == SOMEONE.address
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.findings("receipt complete")
    change(scene, Contact("applicant", address="李沧区第三处 3 号"))
    assert parties(scene).applicant.address == "李沧区第三处 3 号"


def test_a_parcel_is_asked_after_by_the_phone_that_it_was_ordered_with() -> None:
    world = World()
    region = licang().region.model_copy(update={"carrier": "shunfeng"})
    world.releases.put_in_force(fresh(licang(), region=region))
    scene = Scene(ITEMS["two_way_courier"], world)
    scene.upload_all()
    scene.findings("pre-review pass")
    change(scene, who=CLERK.actor)
    change(scene, Contact("applicant", phone="13711111111"), CLERK.actor)
    scene.carry(S.PICKED_UP)
    assert {phone for _, phone in world.couriers.asked} == {SOMEONE.phone}


def ordering(carrier: str = "shunfeng") -> Scene:
    """A courier is wanted and not ordered yet, of a carrier that wants to know the phone of an order."""
    world = World()
    world.releases.put_in_force(
        fresh(licang(), region=licang().region.model_copy(update={"carrier": carrier}))
    )
    scene = Scene(ITEMS["two_way_courier"], world)
    scene.upload_all()
    scene.finding("pass", step="pre-review")
    return scene


def in_trouble(scene: Scene) -> list[str]:
    return [order for side in scene.case.sides_of(SideKind.PARCEL_TROUBLE) for order in side.about]


def test_an_order_that_waits_carries_what_holds_when_it_is_given() -> None:
    scene = ordering()
    change(scene, who=CLERK.actor)
    scene.settle_effects()
    (order,) = scene.world.couriers.orders
    assert (order.sender.phone, order.sender.address) == (NEW.phone, NEW.address)
    change(scene, Contact("applicant", phone="13711111111"), CLERK.actor)
    scene.carry(S.PICKED_UP)
    assert {phone for _, phone in scene.world.couriers.asked} == {NEW.phone}
    assert in_trouble(scene) == []


def test_who_is_found_elsewhere_while_an_order_is_with_the_carrier_comes_before_the_hall() -> None:
    scene = ordering()
    scene.world.cases.meanwhile.append(lambda: change(scene, who=CLERK.actor))
    scene.settle_effects()
    (order,) = scene.world.couriers.orders
    assert order.sender.address == SOMEONE.address
    assert parties(scene).applicant.address == NEW.address
    assert in_trouble(scene) == [order.number], "the parcel goes where she was"
    assert scene.case.shipments[order.number].to_former_contact
    change(scene, Contact("applicant", phone="13711111111"), CLERK.actor)
    scene.carry(S.PICKED_UP)
    assert {phone for _, phone in scene.world.couriers.asked} == {SOMEONE.phone}


def test_an_order_that_got_to_the_carrier_before_a_change_and_is_found_afterwards_comes_before_the_hall() -> (
    None
):
    scene = ordering()
    scene.world.cases.kill = ["before"]
    with pytest.raises(Killed):
        scene.settle_effects()
    scene.world.clock.pass_by(minutes=1)
    change(scene, who=CLERK.actor)
    scene.world.clock.pass_by(minutes=10)
    scene.run_clock()
    first, second = scene.world.couriers.orders
    assert (first.sender.address, second.sender.address) == (SOMEONE.address, NEW.address)
    assert in_trouble(scene) == [first.number]
    scene.carry(S.PICKED_UP)
    assert {phone for _, phone in scene.world.couriers.asked} == {SOMEONE.phone}


def test_an_applicant_whose_courier_is_wanted_meanwhile_changes_nothing() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.cases.meanwhile.append(lambda: scene.finding("pass", step="pre-review"))
    with pytest.raises(NotPossible) as refused:
        change(scene)
    assert refused.value.code == "courier_under_way"
    scene.settle_effects()
    (order,) = scene.world.couriers.orders
    assert order.sender.address == SOMEONE.address == parties(scene).applicant.address


def test_the_case_is_found_by_the_new_phone_and_by_the_old_one_no_more() -> None:
    scene = Scene(ITEMS["two_way_courier"])

    def found(phone: str) -> bool:
        pk = find_pk(scene.case.region, FindKind.PHONE, phone, OneKey())
        return (pk, scene.no) in scene.world.cases.rows

    assert found(SOMEONE.phone)
    change(scene, Contact("applicant", phone="13700000000"))
    assert found("13700000000")
    assert not found(SOMEONE.phone)


def test_the_same_contact_again_changes_nothing_and_a_key_is_good_for_one_change() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    change(scene, key="once")
    change(scene)
    change(scene, key="once")
    assert len(changes(scene)) == 1
    with pytest.raises(Problem) as refused:
        change(scene, Contact("applicant", phone="13711111111"), key="once")
    assert refused.value.code == "key_reused"
    with pytest.raises(Problem) as nothing:
        change(scene, Contact("applicant"))
    assert nothing.value.code == "contact_needed"


def test_two_who_change_it_at_once_are_both_heard() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    loaded = scene.loaded
    scene.world.cases.meanwhile.append(lambda: change(scene, Contact("applicant", phone="13711111111")))
    change_contact(scene.world, PORTAL, loaded, Contact("applicant", address="李沧区新址路 9 号"))
    applicant = parties(scene).applicant
    assert (applicant.phone, applicant.address) == ("13711111111", "李沧区新址路 9 号")
    assert parties(scene).are(scene.case.applicant, scene.case.agent)


def test_an_agent_is_found_elsewhere_also_while_a_parcel_is_under_way_but_never_is_the_applicant() -> None:
    scene = represented()
    scene.upload_all()
    scene.findings("pre-review pass")
    change(scene, Contact("agent", phone="13711111111"))
    agent = parties(scene).agent
    assert agent is not None
    assert agent.phone == "13711111111"
    alone = Scene(ITEMS["fully_online"])
    with pytest.raises(NotPossible, match="no_agent"):
        change(alone, Contact("agent", phone="13711111111"))


def test_an_agent_cannot_become_the_applicant_by_a_change_of_phone() -> None:
    twin = DEPUTY.model_copy(update={"name": SOMEONE.name})
    mandate = Mandate(since=date(2026, 3, 1), until=date(2026, 3, 31))
    scene = Scene(ITEMS["two_way_courier"], agent=Agent(twin, mandate))
    with pytest.raises(NotPossible, match="agent_is_applicant"):
        change(scene, Contact("agent", phone=SOMEONE.phone))
    assert changes(scene) == []


def test_of_a_closed_case_the_contact_is_the_hall_s_to_change() -> None:
    scene = Scene(ITEMS["fully_online"])
    withdraw_case(scene.world, PORTAL, scene.loaded)
    with pytest.raises(NotPossible, match="case_closed"):
        change(scene)
    change(scene, who=CLERK.actor)
    assert parties(scene).applicant.phone == NEW.phone


def test_parties_that_were_erased_are_not_changed() -> None:
    scene = Scene(ITEMS["fully_online"])
    del scene.world.cases.rows[f"CASE#{scene.no}", "HEAD#PARTIES"]
    with pytest.raises(Problem) as refused:
        change(scene)
    assert (refused.value.status, refused.value.code) == (409, "parties_erased")


# --- mandates ------------------------------------------------------------------------------------


def test_the_day_after_a_mandate_the_case_knows_that_it_ran_out_and_the_agent_acts_no_more() -> None:
    scene = represented(until=date(2026, 3, 4))
    (timer,) = [each for each in waiting(scene.case) if each.id == MANDATE]
    assert timer.due == datetime(2026, 3, 4, 16, tzinfo=UTC)
    scene.world.clock.at = timer.due - timedelta(seconds=1)
    scene.run_clock()
    submit_case(scene.world, ACTS, scene.loaded, incomplete=True)
    scene.world.clock.at = timer.due
    scene.run_clock()
    (ended,) = [event for event in scene.events if isinstance(event, MandateEnded)]
    assert ended.until == date(2026, 3, 4)
    with pytest.raises(NotPossible, match="mandate_expired"):
        change(scene, who=ACTS)
    change(scene)
    scene.run_clock()
    assert len([event for event in scene.events if isinstance(event, MandateEnded)]) == 1


def test_a_mandate_that_is_revoked_ends_that_day_and_its_timer_with_it() -> None:
    scene = represented()
    revoke_mandate(scene.world, PORTAL, scene.loaded, "once")
    revoke_mandate(scene.world, PORTAL, scene.loaded, "once")
    assert [event.on for event in scene.events if isinstance(event, MandateRevoked)] == [date(2026, 3, 2)]
    with pytest.raises(NotPossible, match="mandate_revoked"):
        submit_case(scene.world, ACTS, scene.loaded, incomplete=True)
    scene.world.clock.at = datetime(2026, 4, 1, tzinfo=UTC)
    scene.run_clock()
    assert not [event for event in scene.events if isinstance(event, MandateEnded)]


@pytest.mark.parametrize("revoked", [True, False])
def test_a_file_that_comes_after_a_mandate_submits_nothing_and_the_applicant_does(*, revoked: bool) -> None:
    """The agent may hold an address that she was given before, which is good for up to an hour."""
    scene = represented("fully_online", until=date(2026, 3, 4))
    *most, last = scene.case.needs
    for material in most:
        scene.upload(material)
    assert show_case(scene.world, scene.loaded)["submit"] == "when_complete"
    if revoked:
        revoke_mandate(scene.world, PORTAL, scene.loaded, "once")
    else:  # at midnight, before its timer has run
        scene.world.clock.at = datetime(2026, 3, 4, 16, tzinfo=UTC)
    scene.upload(last)
    assert not scene.case.lacking(scene.loaded.files.supplied)
    assert not scene.case.submitted
    assert show_case(scene.world, scene.loaded)["submit"] == "explicit"
    submit_case(scene.world, PORTAL, scene.loaded)
    assert scene.case.submitted


def test_a_case_that_closed_waits_for_no_mandate() -> None:
    scene = represented("fully_online", until=date(2026, 12, 31))
    scene.upload_all()
    assert MANDATE in {each.id for each in waiting(scene.case)}
    play(scene, (*TO_REVIEW["fully_online"], *TO_THE_LICENCE))
    bring(scene)
    assert MANDATE not in {each.id for each in waiting(scene.case)}
    assert scene.quiet()


def test_whoever_writes_the_last_day_of_all_gives_a_mandate_without_an_end() -> None:
    scene = represented(until=date.max)
    assert MANDATE not in {each.id for each in waiting(scene.case)}
    submit_case(scene.world, ACTS, scene.loaded, incomplete=True)
    assert scene.case.submitted


# --- who holds what ------------------------------------------------------------------------------


def kinds(scene: Scene) -> set[str]:
    shown = show_case(scene.world, scene.loaded)["custody"]
    return {held["holder_kind"] for held in shown.values()}


def test_a_paper_is_with_a_party_a_parcel_or_a_unit_on_its_way_to_the_hall() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    assert kinds(scene) == {"party"}
    scene.upload_all()
    scene.findings("pre-review pass")
    scene.carry(S.PICKED_UP)
    assert kinds(scene) == {"parcel"}
    scene.carry(S.DELIVERED)
    scene.findings("receipt complete")
    assert kinds(scene) == {"unit"}


def test_a_paper_that_inspectors_took_along_is_with_inspectors() -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    scene.findings("pre-review pass", "inspection pass")
    assert "inspectors" in kinds(scene)
    scene.findings("papers-to-hall received")
    assert kinds(scene) == {"unit"}


def test_an_agent_does_not_change_where_the_licence_goes_but_where_she_is_found_herself() -> None:
    scene = represented()
    before = parties(scene)
    with pytest.raises(NotPossible, match="contact_of_applicant"):
        change(scene, who=ACTS)
    assert parties(scene) == before
    change(scene, Contact("agent", phone="13600000000"), who=ACTS)
    found = parties(scene).agent
    assert found is not None
    assert found.phone == "13600000000"

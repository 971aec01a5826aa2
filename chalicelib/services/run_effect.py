"""Do one effect in the world, then record what came of it in the same commit that closes it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import assert_never

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import Book, Issue, Reject
from chalicelib.cases.values import Actor, CourierOrder, Direction, DocumentIssue, Role
from chalicelib.cases.waybill import Waybill
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Release
from chalicelib.decisions.region import Address
from chalicelib.services.change_case import change_case
from chalicelib.services.days import local_day
from chalicelib.services.errors import PermanentError
from chalicelib.services.ports import Order, World

_REMEDIES = Text(
    zh="如不服本决定，可以自收到之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。",
    en="You may ask for administrative review within sixty days of receiving this decision, or sue in the "
    "people's court within six months.",
)
"""行政复议法 (2023) art. 20, 行政诉讼法 art. 46; a special law may set other periods."""

_FIRST_QUERY = timedelta(hours=2)
_COURIER = Actor(role=Role.COURIER, id="courier")
_OFFICE = Actor(role=Role.SYSTEM, id="documents")


def run_effect(world: World, no: str, effect_id: str) -> None:
    """
    Do the effect if it is still open. Its number is the order number outside, so that doing it
    twice is doing it once.

    Raises:
        RetryableError: the outside did not answer; the queue brings the effect again.
        PermanentError: there is no such case.
    """
    effect = world.cases.open_effect(no, effect_id)
    if effect is None:
        return
    case = world.cases.load(no)
    if case is None:
        raise PermanentError(f"no case {no}")
    release = world.releases.get(case.release)
    match effect:
        case CourierOrder():
            _order(world, case, release, effect)
        case DocumentIssue():
            _issue(world, case, release, effect)
        case _:
            assert_never(effect)


def _order(world: World, case: Case, release: Release, effect: CourierOrder) -> None:
    trigger = f"effect#{effect.effect}"
    wanted = case.order == effect.effect and case.stage is Stage.RUNNING
    if not wanted and _called_off(world, effect.effect):
        nobody = Reject(at=world.clock.now(), by=_OFFICE, order=effect.effect, reason="not_wanted_any_more")
        change_case(world, case.no, trigger, lambda _: nobody, done=effect.effect)
        return
    carrier = case.shipments[effect.effect].carrier
    booking = world.couriers.book(_parcel(case, release, effect, carrier))
    now = world.clock.now()
    if booking.number is None:
        refusal = Reject(at=now, by=_COURIER, order=effect.effect, reason=booking.refusal or "refused")
        change_case(world, case.no, trigger, lambda _: refusal, done=effect.effect)
        return
    number = booking.number
    booked = Book(at=now, by=_COURIER, order=effect.effect, number=number)
    waybill = Waybill(
        carrier=carrier,
        number=number,
        order=effect.effect,
        case=case.no,
        region=case.region,
        booked_at=now,
        due=now + _FIRST_QUERY,
    )
    change_case(world, case.no, trigger, lambda _: booked, done=effect.effect, waybill=lambda _: waybill)


def _called_off(world: World, order: str) -> bool:
    """
    The case has gone on without this order. The carrier may have it all the same, from a try whose
    end we never saw; if a courier has even fetched it, it is ours and is followed.
    """
    try:
        world.couriers.cancel(order)
    except PermanentError:
        return False
    return True


def _parcel(case: Case, release: Release, effect: CourierOrder, carrier: str) -> Order:
    person = case.applicant
    applicant = Address(name=person.name, phone=person.phone, address=person.address)
    hall = release.region.hall
    inbound = effect.direction is Direction.INBOUND
    return Order(
        number=effect.effect,
        direction=effect.direction,
        carrier=release.couriers[carrier].code,
        sender=applicant if inbound else hall,
        recipient=hall if inbound else applicant,
        goods="申请材料" if inbound else "证照文书",
    )


def _issue(world: World, case: Case, release: Release, effect: DocumentIssue) -> None:
    """
    The electronic document: what was decided, on which day, under which release. A refusal states its
    reasons and the remedies (行政许可法 art. 38).
    """
    item = release.items[case.item]
    key = f"documents/{case.no}/{effect.step}.json"
    content = {
        "document": item.result.name.model_dump()
        if case.licence
        else {"zh": "不予许可决定", "en": "Refusal"},
        "number": case.licence,
        "case": case.no,
        "item": item.name.model_dump(),
        "holder": case.applicant.name,
        "authority": next(
            d.name.model_dump() for d in release.region.departments if d.department == case.department
        ),
        "release": case.release,
        "dated": local_day(release, world.clock.now()).isoformat(),
    }
    if case.licence is None:
        content |= {"reason": case.reason, "remedies": _REMEDIES.model_dump()}
    world.files.put_document(key, json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
    command = Issue(at=world.clock.now(), by=_OFFICE, effect=effect.effect, step=effect.step, key=key)
    change_case(world, case.no, f"effect#{effect.effect}", lambda _: command, done=effect.effect)

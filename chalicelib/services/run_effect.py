"""Do one effect in the world, then record what came of it in the same commit that closes it."""

from __future__ import annotations

import json
from typing import assert_never

from chalicelib.cases.case import Case
from chalicelib.cases.commands import Issue
from chalicelib.cases.remedies import REMEDIES
from chalicelib.cases.values import Actor, CourierOrder, DocumentIssue, Role
from chalicelib.decisions.model import Release
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.days import local_day
from chalicelib.services.errors import PermanentError
from chalicelib.services.parcels.order_courier import order_courier

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
            order_courier(world, case, release, effect)
        case DocumentIssue():
            _issue(world, case, release, effect)
        case _:
            assert_never(effect)


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
        content |= {"reason": case.reason, "remedies": REMEDIES.model_dump()}
    world.files.put_document(key, json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
    command = Issue(at=world.clock.now(), by=_OFFICE, effect=effect.effect, step=effect.step, key=key)
    change_case(world, case.no, f"effect#{effect.effect}", lambda _: command, done=effect.effect)

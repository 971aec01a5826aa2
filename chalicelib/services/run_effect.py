"""Do one effect in the world, then record what came of it in the same commit that closes it."""

from __future__ import annotations

import json
from datetime import date
from typing import assert_never

from chalicelib.cases.case import Case
from chalicelib.cases.commands import RecordDocumentIssued
from chalicelib.cases.values import Actor, CourierOrder, CourierRecall, DocumentIssue, PartiesErasure, Role
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.roles import units_of
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.people.erase_parties import delete_parties
from chalicelib.services.cases.people.parties_of import applicant_of, reason_of
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.parcels.order_courier import order_courier, recall_courier

_OFFICE = Actor(role=Role.SYSTEM, id="documents")


def run_effect(ports: Ports, no: str, effect_id: str) -> None:
    """
    Do the effect if it is still open. Its number is the order number outside, so that doing it
    twice is doing it once.

    Raises:
        RetryableError: the outside did not answer; the queue brings the effect again.
        PermanentError: there is no such case or effect.
    """
    found = ports.cases.load_effect(no, effect_id)
    if found is None:
        return
    case, effect = found
    release = rules_of(ports, case.release)
    match effect:
        case CourierOrder():
            order_courier(ports, case, release, effect)
        case CourierRecall():
            recall_courier(ports, case, effect)
        case DocumentIssue():
            _issue(ports, case, release, effect)
        case PartiesErasure():
            delete_parties(ports, case, effect)
        case _:
            assert_never(effect)


def _issue(ports: Ports, case: Case, release: Release, effect: DocumentIssue) -> None:
    """
    The electronic document: what was decided, on which day, under which release. A refusal states its
    reasons and the remedies (行政许可法 art. 38).
    """
    item, today = release.items[case.item], local_day(release, ports.clock.now())
    key = f"documents/{case.no}/{effect.task}.json"
    content = {
        "document": item.result.name.model_dump()
        if case.licence
        else {"zh": "不予许可决定", "en": "Refusal"},
        "number": case.licence,
        "case": case.no,
        "item": item.name.model_dump(),
        "holder": applicant_of(ports, case).name,
        "authority": _authority(release, item, today),
        "release": case.release,
        "dated": today.isoformat(),
    }
    if case.licence is None:
        remedies = release.region.told_remedies.model_dump()
        content |= {"reason": reason_of(ports, case), "remedies": remedies}
    ports.files.put_document(key, json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
    command = RecordDocumentIssued(at=ports.clock.now(), by=_OFFICE, effect=effect.effect, key=key)
    change_case(ports, case, None, lambda _: command, done=effect.effect)


def _authority(release: Release, item: Item, day: date) -> dict[str, str]:
    """Who decides, by name; of units that were merged the one that has their work on that day."""
    (decides,) = units_of(item, "decides", release.units, day)
    return next(unit.name.model_dump() for unit in every_unit(release.units) if unit.unit == decides)

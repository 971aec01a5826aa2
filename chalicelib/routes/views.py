"""How a case and an item are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case
from chalicelib.cases.remedies import REMEDIES
from chalicelib.cases.values import Shipment
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.decision import nested
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import not_in_effect
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import Fact, Item, Release
from chalicelib.decisions.plans import find_step, ordinary_way, visits
from chalicelib.ports.world import World
from chalicelib.routes.bodies import FileBody
from chalicelib.routes.files import show_documents, show_place, show_refusal
from chalicelib.services.cases.newer_release import Newer, newer_release

_REFUSED = {5, 13}
"""Ends of a plan: acceptance refused, or given up before it 不予受理; the licence refused 不予许可."""


def show_notice(release: Release) -> str | None:
    """What the region says of every attribute of its items; None once they are settled."""
    notice = release.region.notice
    return None if notice is None else f"{notice.en} {notice.zh}"


def show_item(release: Release, item: Item, asks: tuple[Fact, ...], on: date) -> dict[str, Any]:
    """
    An item, whether it is ``in_effect`` on a day and if not why, and in ``asks`` what POST /cases wants to
    know of the application for it.
    """
    content = item.model_dump(mode="json", by_alias=True, exclude={"where", "rules"})
    questions = [fact.model_dump(mode="json", exclude={"usual"}, exclude_defaults=True) for fact in asks]
    stands = in_effect(item, on)
    return {
        "code": content.pop("item"),
        **content,
        "in_effect": stands,
        "not_in_effect": None if stands else not_in_effect(release, item, on).model_dump(),
        "asks": questions,
        "attributes": show_notice(release),
    }


def list_item(item: Item) -> dict[str, Any]:
    return {
        "code": item.item,
        "name": item.name.model_dump(),
        "department": item.department,
        "type": item.type.value,
        "from": _day(item.from_),
        "until": _day(item.until),
    }


def show_case(world: World, case: Case) -> dict[str, Any]:
    """A case as its applicant may see it; times in the region's zone."""
    release = world.releases.get(case.release)
    zone = ZoneInfo(release.region.time_zone)
    return {
        "no": case.no,
        "item": case.item,
        "department": case.department,
        "release": case.release,
        "newer_release": _newer(newer_release(world, case)),
        "stage": case.stage.value,
        "channel": case.channel,
        "visits": _visits(case, release),
        "step": case.step,
        "step_title": _title(case, release),
        "round": case.round or None,
        "way": case.way,
        "state": case.state,
        "version": case.version,
        "opened_at": case.opened_at.astimezone(zone).isoformat(timespec="seconds"),
        "accepted_on": _day(case.accepted_on),
        "accepted_by_silence": case.accepted_by_silence,
        "due": case.due and case.due.astimezone(zone).isoformat(timespec="seconds"),
        "late": case.late,
        "promised_due": _day(case.promised_due),
        "statutory_due": _day(case.statutory_due),
        "provisional": case.provisional,
        "facts": nested(case.facts),
        "materials": [show_material(case, release, name) for name in case.needs],
        "refused": [
            {"material": name, **show_refusal(refusal, release.region.uploads)}
            for name, refusal in case.refusals.items()
            if name not in case.needs
        ],
        "correction": [line.model_dump() for line in case.correction],
        "custody": {
            paper: {
                "holder": holding.holder.value,
                "since": holding.since.astimezone(zone).isoformat(timespec="seconds"),
            }
            for paper, holding in case.custody.items()
        },
        "shipments": [_shipment(order, parcel, zone) for order, parcel in case.shipments.items()],
        "licence": case.licence,
        "refusal": _refusal(case),
        "documents": show_documents(world, case, release),
        "rating": case.rating,
    }


def _refusal(case: Case) -> dict[str, Any] | None:
    """
    Why the office closed the case without a licence, and what can be done against it (行政许可法 art. 32,
    38); None while nothing is final, and for what the applicant took back.
    """
    if case.state not in _REFUSED or case.reason is None:
        return None
    return {"reason": case.reason, "remedies": REMEDIES.model_dump()}


def _shipment(order: str, parcel: Shipment, zone: ZoneInfo) -> dict[str, Any]:
    """A parcel, and when its courier is to come: an applicant has to be at home."""
    pick_up = parcel.pick_up and {
        "from": parcel.pick_up.start.astimezone(zone).isoformat(timespec="seconds"),
        "until": parcel.pick_up.end.astimezone(zone).isoformat(timespec="seconds"),
    }
    shown = parcel.model_dump(mode="json", exclude={"ordered_at", "pick_up"})
    return {"order": order, **shown, "pick_up": pick_up}


def show_materials(world: World, case: Case, files: Mapping[str, FileBody]) -> list[dict[str, Any]]:
    """The materials of a new case, each with a place to PUT its file, as declared in ``files``."""
    release = world.releases.get(case.release)
    undeclared = FileBody()
    return [
        {
            **show_material(case, release, name),
            "upload": show_place(world, case, name, files.get(name, undeclared)) if need.uploaded else None,
        }
        for name, need in case.needs.items()
    ]


def show_material(case: Case, release: Release, name: str) -> dict[str, Any]:
    need = case.needs[name]
    refusal = case.refusals.get(name)
    return {
        "material": name,
        "required": need.required,
        "uploaded_by_applicant": need.uploaded,
        "on_paper": need.on_paper,
        "open": name in case.open_materials,
        "files": [
            {
                "file": upload.key.rsplit("/", 1)[-1],
                "kind": upload.kind,
                "size": upload.size,
                "sha256": upload.sha256,
            }
            for upload in case.uploads.get(name, {}).values()
        ],
        "refused": None if refusal is None else show_refusal(refusal, release.region.uploads),
    }


def _visits(case: Case, release: Release) -> int | None:
    """How often the applicant comes if nothing goes wrong, by the consent to couriers as it is now."""
    plan = None if case.channel is None else release.plans.get(case.channel)
    if plan is None:
        return None
    facts = {**case.facts, CONSENT: case.application.get(CONSENT) is True}
    return visits(ordinary_way(release, plan, release.items[case.item], facts))


def _title(case: Case, release: Release) -> dict[str, str] | None:
    plan = release.plans.get(case.channel) if case.channel else None
    if plan is None or case.step is None or case.channel is Channel.UNDETERMINED:
        return None
    if all(step.step != case.step for step in plan.steps):
        return {"zh": "申请人已撤回", "en": "withdrawn by the applicant"}
    return find_step(plan, case.step).title.model_dump()


def _newer(newer: Newer | None) -> dict[str, Any] | None:
    """What the applicant is told of rules that came into force since, and what they ask for."""
    if newer is None:
        return None
    return {
        "digest": newer.digest,
        "note": newer.note.model_dump(),
        "can_adopt": newer.item is not None,
        "materials_added": [
            {"material": m.material, "name": m.name.model_dump(), "required": m.need == "required"}
            for m in newer.added
        ],
        "materials_removed": list(newer.removed),
        "facts_needed": [
            {"fact": fact.fact.removeprefix("application."), "title": fact.title.model_dump()}
            for fact in newer.facts
        ],
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)

"""How a case changes with each event, and what an event wants done in the world."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatch

from chalicelib.cases import events as happened
from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.cases.values import (
    CourierOrder,
    DocumentIssue,
    Effect,
    Holding,
    Need,
    Refusal,
    Shipment,
    later,
)
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.form import Channel
from chalicelib.decisions.plan import Party

Changes = dict[str, object]

MOST_UNKNOWN = 10
"""Materials that an item does not have whose last refusal a case still knows."""


def evolve(case: Case | None, event: happened.Event) -> Case:
    """The case after ``event``. Knows no rule: whatever has happened is true."""
    if isinstance(event, happened.CaseOpened):
        return _opened(event)
    if case is None:
        raise ValueError(f"a case begins with case_opened, not with {event.kind}")
    return case.model_copy(update={**_change(event, case), "version": case.version + 1})


def replay(events: tuple[happened.Event, ...]) -> Case:
    """
    The case that these events tell.

    Raises:
        ValueError: there are none, or the first is not an opening.
    """
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    if case is None:
        raise ValueError("a case without events")
    return case


def effects(case: Case, event: happened.Event) -> tuple[Effect, ...]:
    """What must be done in the world because of ``event``; ``case`` is the case after it."""
    match event:
        case happened.ShipmentOrdered():
            return (CourierOrder(effect=event.order, direction=event.direction, step=event.step),)
        case happened.StepStarted(way="electronic"):
            return (DocumentIssue(effect=case.order, step=event.step),)
        case _:
            return ()


def _opened(event: happened.CaseOpened) -> Case:
    return Case(
        no=event.no,
        version=1,
        stage=Stage.MATERIALS,
        region=event.region,
        item=event.item,
        department=event.department,
        release=event.release,
        applicant=event.applicant,
        application=event.application,
        code_digest=event.code_digest,
        opened_at=event.at,
        needs={need.material: need for need in event.needs},
        open_materials=_to_upload(event.needs),
        custody=_with_applicant(event.needs, event.at),
    )


def _to_upload(needs: tuple[Need, ...]) -> tuple[str, ...]:
    return tuple(need.material for need in needs if need.uploaded)


def _with_applicant(needs: tuple[Need, ...], since: datetime) -> dict[str, Holding]:
    """Before anything has moved the applicant holds every paper."""
    return {need.material: Holding(holder=Party.APPLICANT, since=since) for need in needs if need.on_paper}


@singledispatch
def _change(event: happened.Event, case: Case) -> Changes:
    """What ``event`` changes in the case, field by field."""
    raise ValueError(f"unknown event {event.kind}")


@_change.register
def _(event: happened.ReleaseAdopted, case: Case) -> Changes:
    """Files of materials that are still asked for go on counting."""
    asked = _to_upload(event.needs)
    return {
        "release": event.release,
        "department": event.department,
        "application": event.application,
        "needs": {need.material: need for need in event.needs},
        "open_materials": asked,
        "custody": _with_applicant(event.needs, case.opened_at),
        "uploads": {name: files for name, files in case.uploads.items() if name in asked},
        "refusals": {name: refusal for name, refusal in case.refusals.items() if name in asked},
    }


@_change.register
def _(event: happened.MaterialReceived, case: Case) -> Changes:
    upload, material = event.upload, event.material
    files = {**case.uploads.get(material, {}), upload.key: upload}
    changes: Changes = {"uploads": {**case.uploads, material: files}}
    refused = case.refusals.get(material)
    if refused is not None and not (refused.key == upload.key and later(refused.sequencer, upload.sequencer)):
        changes["refusals"] = {name: each for name, each in case.refusals.items() if name != material}
    if case.correction:
        changes["open_materials"] = tuple(name for name in case.open_materials if name != material)
    return changes


@_change.register
def _(event: happened.UploadRefused, case: Case) -> Changes:
    refusal = Refusal(
        reason=event.reason,
        key=event.key,
        version=event.version,
        sequencer=event.sequencer,
        at=event.at,
        size=event.size,
        kind=event.file_kind,
        active=event.active,
    )
    kept = {name: each for name, each in case.refusals.items() if name != event.material}
    return {"refusals": {**_known_or_last(case, kept, event.material), event.material: refusal}}


def _known_or_last(case: Case, refusals: dict[str, Refusal], material: str) -> dict[str, Refusal]:
    """Of materials that the item does not have only so many are kept in mind: their names have no end."""
    unknown = [name for name in refusals if name not in case.needs]
    room = MOST_UNKNOWN - (material not in case.needs)
    dropped = set(unknown[: max(0, len(unknown) - room)])
    return {name: each for name, each in refusals.items() if name not in dropped}


@_change.register
def _(event: happened.ChannelDecided, case: Case) -> Changes:
    undetermined = event.channel is Channel.UNDETERMINED
    return {
        "stage": Stage.UNDETERMINED if undetermined else Stage.RUNNING,
        "channel": event.channel,
        "facts": event.facts,
    }


@_change.register
def _(event: happened.StepStarted, case: Case) -> Changes:
    return {
        "step": event.step,
        "started_at": event.at,
        "ended_by": event.ended_by,
        "way": event.way,
        "due": event.due,
        "late": False,
        "rounds": {**case.rounds, event.step: event.round},
    }


@_change.register
def _(event: happened.StepEnded, case: Case) -> Changes:
    ended: Changes = {"due": None, "late": False, "open_materials": (), "correction": ()}
    return ended if event.reason is None else ended | {"reason": event.reason}


@_change.register
def _(event: happened.StepLate, case: Case) -> Changes:
    return {"late": True}


@_change.register
def _(event: happened.CorrectionAsked, case: Case) -> Changes:
    return {"correction": event.lines, "open_materials": tuple(line.material for line in event.lines)}


@_change.register
def _(event: happened.CaseAccepted, case: Case) -> Changes:
    dates = event.model_dump(include={"accepted_on", "promised_due", "statutory_due", "provisional"})
    return dates | {"accepted_by_silence": event.by_silence}


@_change.register
def _(event: happened.PapersMoved, case: Case) -> Changes:
    now = Holding(holder=event.taker, since=event.at, parcel=event.parcel)
    return {"custody": {**case.custody, **dict.fromkeys(event.papers, now)}}


@_change.register
def _(event: happened.LicenceMade, case: Case) -> Changes:
    sheet = {LICENCE: Holding(holder=Party.OFFICE, since=event.at)} if event.on_paper else {}
    return {"licence": event.number, "custody": {**case.custody, **sheet}}


@_change.register
def _(event: happened.DocumentIssued, case: Case) -> Changes:
    return {"documents": {**case.documents, event.step: event.key}}


@_change.register
def _(event: happened.ShipmentOrdered, case: Case) -> Changes:
    parcel = Shipment(direction=event.direction, step=event.step, carrier=event.carrier, ordered_at=event.at)
    return {"shipments": {**case.shipments, event.order: parcel}}


@_change.register
def _(event: happened.ShipmentBooked, case: Case) -> Changes:
    return _parcel(case, event.order, number=event.number, pick_up=event.pick_up)


@_change.register
def _(event: happened.ShipmentMisnumbered, case: Case) -> Changes:
    return _parcel(case, event.order, status=ShipmentStatus.MISNUMBERED.value)


@_change.register
def _(event: happened.ShipmentMoved, case: Case) -> Changes:
    return _parcel(case, event.order, status=event.status)


@_change.register
def _(event: happened.ShipmentRefused, case: Case) -> Changes:
    return _parcel(case, event.order, status="refused")


@_change.register
def _(event: happened.ConsentChanged, case: Case) -> Changes:
    return {"application": {**case.application, CONSENT: event.courier}}


@_change.register
def _(event: happened.CaseRated, case: Case) -> Changes:
    return {"rating": event.score}


@_change.register
def _(event: happened.CaseClosed, case: Case) -> Changes:
    return {
        "stage": Stage.CLOSED,
        "step": event.step,
        "ended_by": None,
        "way": None,
        "due": None,
        "late": False,
        "open_materials": (),
        "correction": (),
        "state": event.state,
    }


def _parcel(case: Case, order: str, **changes: object) -> Changes:
    parcel = case.shipments[order].model_copy(update=changes)
    return {"shipments": {**case.shipments, order: parcel}}

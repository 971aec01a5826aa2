"""How a case changes with each event, and what an event wants done in the world."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

from chalicelib.cases import events
from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.notices import Notice, Served, come_back, put_away, reached
from chalicelib.cases.parcels.shipments import ShipmentStatus
from chalicelib.cases.people.mandates import Commitment, party_of
from chalicelib.cases.values import (
    CourierOrder,
    CourierRecall,
    DocumentIssue,
    Effect,
    Erasure,
    Extension,
    Holding,
    Offer,
    PartiesErasure,
    Role,
    Shipment,
    SideKind,
)
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.plan import End, Milestone
from chalicelib.decisions.forms.unit import APPLICANT

Changes = dict[str, object]

V = TypeVar("V")

DRAFT = timedelta(days=60)
"""So long an application may lie unsubmitted after its applicant last did something; no law says how long."""

_HERSELF = (Role.APPLICANT, Role.AGENT)


def evolve(case: Case | None, event: AnyEvent) -> Case:
    """The case after ``event``. Knows no rule: whatever has happened is true."""
    if isinstance(event, events.CaseOpened):
        return _drafted(_opened(event), event)
    if case is None:
        raise ValueError(f"a case begins with case_opened, not with {event.kind}")
    after = case.model_copy(update={**_changes(case, event), "version": case.version + 1})
    return _drafted(_closed(case, after, event.at), event)


def _closed(before: Case, after: Case, at: datetime) -> Case:
    """The case with the moment since which it takes no more files of a material that was open until then."""
    if before.open_materials == after.open_materials:
        return after
    still = {name: since for name, since in after.closed.items() if name not in after.open_materials}
    ended = [name for name in before.open_materials if name not in after.open_materials]
    return after.model_copy(update={"closed": still | dict.fromkeys(ended, at)})


def _drafted(case: Case, event: AnyEvent) -> Case:
    """The case with the time until which it may stay unsubmitted, counted from what its applicant does."""
    until = case.draft_until
    if case.stage is not Stage.MATERIALS or case.submitted:
        until = None
    elif isinstance(event, events.DraftProlonged):
        until = event.until
    elif until is None or event.by.role in _HERSELF:
        until = event.at + DRAFT
    return case if until == case.draft_until else case.model_copy(update={"draft_until": until})


def draft_until(case: Case, last_file: datetime | None) -> datetime | None:
    """
    Until when a draft may lie, where its newest file is of ``last_file``: the case does not know of files
    until it is looked at. None once it is submitted.
    """
    known = case.draft_until
    return known if known is None or last_file is None else max(known, last_file + DRAFT)


def replay(told: tuple[AnyEvent, ...]) -> Case:
    """
    The case that these events tell.

    Raises:
        ValueError: there are none, or the first is not an opening.
    """
    case: Case | None = None
    for event in told:
        case = evolve(case, event)
    if case is None:
        raise ValueError("a case without events")
    return case


def effects(case: Case, event: AnyEvent) -> tuple[Effect, ...]:
    """What must be done in the world because of ``event``; ``case`` is the case after it."""
    match event:
        case events.ShipmentOrdered():
            return (CourierOrder(effect=event.order, direction=event.direction, task=event.task),)
        case events.ShipmentRecalled():
            return (CourierRecall(effect=f"{event.order}-recall", order=event.order),)
        case events.TaskStarted() if event.task.way == "electronic":
            return (DocumentIssue(effect=case.order(event.task.id), task=event.task.id),)
        case events.PartiesErased():
            return (PartiesErasure(effect=erasure_of(case.no)),)
        case _:
            return ()


def erasure_of(no: str) -> str:
    """The number of the effect that erases the parties of a case: there is one in its life."""
    return f"{no}-erasure"


def _opened(event: events.CaseOpened) -> Case:
    return Case(
        no=event.no,
        version=1,
        stage=Stage.MATERIALS,
        region=event.region,
        item=event.item,
        release=event.release,
        world=event.world,
        applicant=event.applicant,
        agent=event.agent,
        mandate=event.mandate,
        application=event.application,
        stated_by=party_of(event.by),
        code_digest=event.code_digest,
        submit=event.submit,
        opened_at=event.at,
        needs=event.needs,
        open_materials=_to_upload(event.needs),
        custody=_with_applicant(event.needs, event.at),
    )


def _to_upload(needs: dict[str, Need]) -> tuple[str, ...]:
    return tuple(name for name, need in needs.items() if need.uploaded)


def _with_applicant(needs: dict[str, Need], since: datetime) -> dict[str, Holding]:
    """Before anything has moved the applicant holds every paper."""
    return {name: Holding(holder=APPLICANT, since=since) for name, need in needs.items() if need.on_paper}


def _changes(case: Case, event: AnyEvent) -> Changes:  # noqa: C901 - one line an event
    """What ``event`` changes in the case, field by field."""
    match event:
        case events.CaseOpened():
            raise ValueError("a case is opened once")
        case events.ReleaseAdopted():
            return _release_adopted(case, event)
        case events.WorldFollowed():
            return {"world": event.world}
        case events.DraftProlonged():
            return {"draft_until": event.until}
        case events.ApplicationSubmitted() | events.MaterialsSupplied():
            supplied = case.of_needs(event.files.supplied)
            return {"supplied": supplied} | _owed_no_more(case, supplied)
        case events.CommitmentMade():
            return {"commitment": Commitment(at=event.at, party=event.party)}
        case events.ChannelDecided():
            stage = Stage.UNDETERMINED if event.channel == UNDETERMINED else Stage.RUNNING
            return {"stage": stage, "channel": event.channel, "facts": event.facts}
        case events.DecisionTaken():
            offer = Offer(outcome=event.outcome, rule=event.rule, since=event.on, offered=event.offered)
            return {"offers": {**case.offers, event.decision: offer}}
        case events.OfferAnswered():
            answered = case.offers[event.decision].model_copy(update={"accepted": event.accepted})
            return {"offers": {**case.offers, event.decision: answered}}
        case events.TaskStarted():
            return _task_started(case, event)
        case events.TaskEnded():
            return _task_ended(case, event)
        case events.TaskLate():
            return _task(case, event.task, late=True)
        case events.TaskDueChanged():
            return _task(case, event.task, due=event.due, late=False)
        case events.TaskClaimed():
            return (
                _task(case, event.task, claimed_by=event.by.id) | _answerable(case, event) | _taken_up(case)
            )
        case events.TaskReleased():
            return _task(case, event.task, claimed_by=None)
        case events.LaneEntered():
            return {"lanes": {**case.lanes, event.lane: {}}}
        case events.LaneLeft():
            return {"lanes": {**case.lanes, event.lane: {**case.lanes[event.lane], event.unit: event.exit}}}
        case events.LaneEnded():
            return {"lanes": _without(case.lanes, event.lane)}
        case events.SideOpened():
            return _side_opened(case, event)
        case events.SideEnded():
            return {"sides": _without(case.sides, event.side)} | _answerable(case, event)
        case events.CorrectionAsked():
            return _correction_asked(case, event)
        case events.MilestoneReached():
            return _milestone_reached(case, event)
        case events.ClockStarted() | events.ClockRecounted() | events.ClockWarned() | events.CardShown():
            return {"clocks": {**case.clocks, event.run.clock: event.run}}
        case events.ClocksPaused():
            return {"pauses": {**case.pauses, event.pause: event.grounds}}
        case events.ExtensionAsked() | events.ExtensionAnswered():
            return {"extensions": {**case.extensions, event.extension: _extension(case, event)}}
        case events.ClockStopped():
            return _clock(case, event.clock, stopped_on=event.day, next_at=None, asked_at=None)
        case events.ClockRanOut():
            return _clock(case, event.clock, ran_out=True, next_at=None)
        case events.PapersMoved():
            now = Holding(holder=event.taker, since=event.at, parcel=event.parcel)
            return {"custody": {**case.custody, **dict.fromkeys(event.papers, now)}}
        case events.PapersWaived():
            return {"waived": (*case.waived, *event.papers)}
        case events.LicenceMade():
            sheet = {LICENCE: Holding(holder=event.unit, since=event.at)} if event.on_paper else {}
            return {"licence": event.number, "custody": {**case.custody, **sheet}}
        case events.LicenceVoided():
            return {"licence": None, "custody": _without(case.custody, LICENCE)}
        case events.DocumentIssued():
            return {"documents": {**case.documents, event.effect: event.key}}
        case events.ShipmentOrdered():
            return _shipment_ordered(case, event)
        case events.ShipmentBooked():
            return _shipment_booked(case, event)
        case events.ShipmentMisnumbered():
            return _parcel(case, event.order, status=ShipmentStatus.MISNUMBERED.value)
        case events.ShipmentRecalled():
            return _parcel(case, event.order, recalled=True)
        case events.ShipmentMoved():
            return _parcel(case, event.order, status=event.status, signed_at=event.signed_at)
        case events.ShipmentRefused():
            return _parcel(case, event.order, status="refused")
        case events.MaterialsDeferred():
            opened = dict.fromkeys((*case.open_materials, *event.owed))
            return {"deferred": {**case.deferred, **event.owed}, "open_materials": tuple(opened)}
        case events.DeferralsOverdue():
            late = {n: case.deferred[n].model_copy(update={"overdue": True}) for n in event.materials}
            return {"deferred": {**case.deferred, **late}}
        case events.DeferralsEnded():
            waived: Changes = {"waived": (*case.waived, *event.materials)}
            return waived | _owed_no_more(case, event.materials) | _taken_up(case, event.materials)
        case events.NoticeIssued():
            return _notice_issued(case, event)
        case events.NoticeServed():
            return _notice_served(case, event)
        case events.NoticeCameBack():
            return _notice(case, event.notice, come_back(case.notices[event.notice], event.parcel))
        case events.NoticeDueChanged():
            changed = case.notices[event.notice].model_copy(update={"due": event.due})
            return {"notices": {**case.notices, event.notice: changed}}
        case events.CaseStateChanged():
            return {"state": event.state}
        case events.ConsentChanged():
            return {"application": {**case.application, CONSENT: event.courier}}
        case events.ContactChanged():
            masked = case.applicant.masked if event.party == "applicant" else None
            return {event.party: event.mark.model_copy(update={"masked": masked})}
        case events.QueryCodeReplaced():
            return {"codes": event.codes, "code_digest": event.code_digest}
        case events.MandateRevoked():
            return _mandate(case, revoked_on=event.on)
        case events.MandateEnded():
            return _mandate(case, ended=True)
        case events.CaseRated():
            return {"rating": event.score}
        case events.CaseWithdrawn():
            return {
                "lanes": {},
                "deferred": {},
                "open_materials": (),
                "correction": (),
                "correction_task": None,
            }
        case events.CaseSettled():
            return {"settled": event.end, "state": event.state, "deferred": {}}
        case events.CaseClosed():
            owed = case.deferred if event.end is End.GRANTED else {}
            return {
                "stage": Stage.CLOSED,
                "applicant": case.applicant.model_copy(update={"masked": None}),
                "settled": event.end,
                "state": event.state,
                "deferred": owed,
                "open_materials": tuple(owed),
            }
        case events.PartiesKept():
            return {"kept_until": event.until, "erasure_at": event.until}
        case events.ErasurePutOff():
            return {"erasure_at": event.until}
        case events.PartiesErased():
            return _parties_erased(case, event)
        case _:
            assert_never(event)


def _parties_erased(case: Case, event: events.PartiesErased) -> Changes:
    """No sign of a name is left, nor of what was offered; nobody waits, and no document can be looked up."""
    return {
        "erased": Erasure(reason=event.reason, at=event.at, by=event.by.id),
        "applicant": case.applicant.model_copy(update={"masked": None}),
        "agent": case.agent and case.agent.model_copy(update={"masked": None}),
        "kept_until": None,
        "erasure_at": None,
        "documents": {},
        "offers": {},
    }


def _release_adopted(case: Case, event: events.ReleaseAdopted) -> Changes:
    return {
        "release": event.release,
        "application": event.application,
        "stated_by": party_of(event.by),
        "needs": event.needs,
        "open_materials": _to_upload(event.needs),
        "custody": _with_applicant(event.needs, case.opened_at),
    }


def _task_started(case: Case, event: events.TaskStarted) -> Changes:
    task = event.task
    counted = task.step if task.lane is None else f"{task.step}@{task.unit}"
    return {
        "tasks": {**case.tasks, task.id: task},
        "rounds": {**case.rounds, counted: task.round},
    }


def _task_ended(case: Case, event: events.TaskEnded) -> Changes:
    changes: Changes = {"tasks": _without(case.tasks, event.task)} | _answerable(case, event)
    if event.by.role is Role.STAFF:
        who = tuple(dict.fromkeys((*case.ended.get(event.step, ()), event.by.id, *event.officers)))
        changes["ended"] = {**case.ended, event.step: who}
    asked_here = case.correction_task == event.task
    if event.by.role not in _HERSELF:
        changes |= {"open_materials": tuple(case.deferred)} if asked_here else _taken_up(case)
    if asked_here:
        changes |= {"correction": (), "correction_task": None}
    if event.reason is not None:
        changes["reason"] = event.reason
    return changes


def _owed_no_more(case: Case, materials: Collection[str]) -> Changes:
    """What was to come later is owed no more; after the close it is the only thing that may still come."""
    left = {name: owed for name, owed in case.deferred.items() if name not in materials}
    changes: Changes = {"deferred": left}
    if case.stage is Stage.CLOSED:
        changes["open_materials"] = tuple(left)
    return changes


def _taken_up(case: Case, settled: Collection[str] = ()) -> Changes:
    """
    Somebody works on what was sent in: nothing more is taken, unless it was asked for or is owed and has not
    been ``settled``.
    """
    asked = {*(line.material for line in case.correction), *(case.deferred.keys() - set(settled))}
    return {"open_materials": tuple(name for name in case.open_materials if name in asked)}


def _answerable(case: Case, event: AnyEvent) -> Changes:
    """Who first claims or ends a task stays answerable for the case 首问负责."""
    first = case.answerable is None and event.by.role is Role.STAFF
    return {"answerable": event.by.id} if first else {}


def _correction_asked(case: Case, event: events.CorrectionAsked) -> Changes:
    files = tuple(line.material for line in event.lines if case.needs[line.material].uploaded)
    return {
        "correction": event.lines,
        "correction_task": event.task,
        "corrections": case.corrections + 1,
        "open_materials": tuple(dict.fromkeys((*files, *case.deferred))),
    }


def _milestone_reached(case: Case, event: events.MilestoneReached) -> Changes:
    changes: Changes = {"milestones": {**case.milestones, event.milestone: event.day}}
    if event.milestone is Milestone.ACCEPTED:
        changes["accepted_by_silence"] = event.by_silence
    return changes


def _extension(case: Case, event: events.ExtensionAsked | events.ExtensionAnswered) -> Extension:
    """An extension as it is asked for, or once it is answered."""
    if isinstance(event, events.ExtensionAsked):
        return Extension(
            clock=event.clock,
            period=event.period,
            reason=event.reason,
            asked_by=event.by.id,
            asked_at=event.at,
        )
    answered = {"answered_by": event.by.id, "answered_at": event.at, "answer": event.reason}
    return case.extensions[event.extension].model_copy(update={"granted": event.granted, **answered})


def _side_opened(case: Case, event: events.SideOpened) -> Changes:
    """A notice that somebody sees to is waited for no more."""
    side = event.side
    seen_to = side.about if side.kind is SideKind.NOTICE_NOT_SERVED else ()
    handed = {name: case.notices[name].model_copy(update={"due": None}) for name in seen_to}
    return {
        "sides": {**case.sides, side.id: side},
        "rounds": {**case.rounds, side.kind.value: side.round},
        "notices": {**case.notices, **handed},
    }


def _notice_issued(case: Case, event: events.NoticeIssued) -> Changes:
    notice = event.notice.put_down(case.version + 1)
    seen_to = {name for side in case.sides.values() for name in side.about}
    return {"notices": put_away({**case.notices, notice.id: notice}, seen_to)}


def _notice_served(case: Case, event: events.NoticeServed) -> Changes:
    served = Served(to=event.to, way=event.way, on=event.on, parcel=event.parcel)
    return _notice(case, event.notice, reached(case.notices[event.notice], served))


def _notice(case: Case, name: str, changed: Notice) -> Changes:
    return {"notices": {**case.notices, name: changed}}


def _mandate(case: Case, **changes: object) -> Changes:
    return {"mandate": case.mandate and case.mandate.model_copy(update=changes)}


def _shipment_ordered(case: Case, event: events.ShipmentOrdered) -> Changes:
    parcel = Shipment(direction=event.direction, task=event.task, carrier=event.carrier, ordered_at=event.at)
    return {"shipments": {**case.shipments, event.order: parcel}}


def _shipment_booked(case: Case, event: events.ShipmentBooked) -> Changes:
    told = event.model_dump(include={"number", "to_former_contact", "composed_for"})
    return _parcel(case, event.order, pick_up=event.pick_up, **told)


def _task(case: Case, name: str, **changes: object) -> Changes:
    """A task or side task changed."""
    if name in case.sides:
        return {"sides": {**case.sides, name: case.sides[name].model_copy(update=changes)}}
    return {"tasks": {**case.tasks, name: case.tasks[name].model_copy(update=changes)}}


def _clock(case: Case, name: str, **changes: object) -> Changes:
    return {"clocks": {**case.clocks, name: case.clocks[name].model_copy(update=changes)}}


def _parcel(case: Case, order: str, **changes: object) -> Changes:
    parcel = case.shipments[order].model_copy(update=changes)
    return {"shipments": {**case.shipments, order: parcel}}


def _without(kept: dict[str, V], name: str) -> dict[str, V]:
    return {each: value for each, value in kept.items() if each != name}

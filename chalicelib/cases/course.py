"""The course of a case through its plan, told event by event."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.cases import commands
from chalicelib.cases import events as happened
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.evolve import evolve
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.cases.time_limits import add_working_days, deadlines
from chalicelib.cases.values import Actor, Direction
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.model import Item, ItemType, Release
from chalicelib.decisions.plan import Outcome, Party, Plan, Step
from chalicelib.decisions.plans import Means, arrive, choose_way, find_outcome, find_step, is_printed, means

_WITH_COURIER = {
    ShipmentStatus.PICKED_UP,
    ShipmentStatus.IN_TRANSIT,
    ShipmentStatus.DAMAGED,
    ShipmentStatus.OUT_FOR_DELIVERY,
    ShipmentStatus.READY_FOR_PICKUP,
    ShipmentStatus.DELIVERED,
    ShipmentStatus.DELIVERED_PROXY,
    ShipmentStatus.ATTEMPT_FAILED,
    ShipmentStatus.RETURNING,
    ShipmentStatus.RETURNED,
    ShipmentStatus.UNCLEAR,
    ShipmentStatus.LOST,
}
"""In these the parcel has left its sender."""

_PARTIES = {
    Direction.INBOUND: (Party.APPLICANT, Party.OFFICE),
    Direction.OUTBOUND: (Party.OFFICE, Party.APPLICANT),
}
"""Sender and addressee."""


NOT_ACCEPTED, NOT_GRANTED = 5, 13
"""National codes of case states (list BLZT): what has been accepted cannot end as not accepted."""


class Course:
    """
    Events of one command as they unfold. ``case`` is always the case after the last of them.
    The only thing here that changes, and it lives no longer than one call of ``decide``.
    """

    def __init__(self, case: Case, release: Release, at: datetime, by: Actor) -> None:
        self.case = case
        self.release = release
        self.at = at
        self.by = by
        self.events: tuple[happened.Event, ...] = ()

    @property
    def plan(self) -> Plan:
        if self.case.channel is None or self.case.stage is not Stage.RUNNING:
            raise NotPossible(
                "not_running",
                "办件当前没有进行中的环节（材料未齐、渠道待定或已办结），请刷新查看",
                "no step of this case is under way: it waits for materials or a channel, or is closed; "
                "look at it again",
            )
        return self.release.plans[self.case.channel]

    @property
    def step(self) -> Step:
        return find_step(self.plan, self.case.step or "")

    @property
    def today(self) -> date:
        return self.local_day(self.at)

    def local_day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.release.region.time_zone)).date()

    def tell(self, kind: type[happened.Happened], **details: object) -> None:
        """Append an event of ``kind`` at this command's time, by its author."""
        event: happened.Event = kind(at=self.at, by=self.by, **details)  # type: ignore[assignment]
        self.case = evolve(self.case, event)
        self.events = (*self.events, event)

    def begin(self) -> None:
        self._start(self.plan.start)

    def end(self, outcome: str, details: commands.EndStep | None = None) -> None:
        """The present step ends with ``outcome``; what the plan ties to it follows, then the next step."""
        found = find_outcome(self.step, outcome)
        if found is None:
            raise NotPossible(
                "no_such_outcome", f"流程中没有结果“{outcome}”", f"the plan has no outcome {outcome} here"
            )
        self.tell(
            happened.StepEnded,
            step=self.case.step,
            outcome=outcome,
            note=details.said(with_reason=found.reason is not None) if details else None,
            reason=details.why if details and found.reason else None,
        )
        self._hand_over(found, details)
        if found.accepts == self._item.acceptance_trigger:
            self._accept(self.today)
        if found.licence and details is not None:
            self.tell(happened.LicenceMade, number=details.number, on_paper=self._printed(found.next))
        self._start(found.next)
        if details is not None and details.lines:
            self.tell(happened.CorrectionAsked, lines=details.lines)

    def accept_by_silence(self) -> None:
        """
        Mark the application of a licence accepted where nobody has answered it in time: as of the day it
        was received (行政许可法 art. 32). No step ends by it, no courier comes; other items know no silence.
        """
        if self.step.silence == "accepted" and self._item.type is ItemType.LICENCE:
            self._accept(self._received_on(self.case.started_at or self.at), by_silence=True)

    def _received_on(self, started_at: datetime) -> date:
        """The local day on which the application was received: with papers, when the last of them came in."""
        papers = [held.since for held in self.case.custody.values() if held.holder is Party.OFFICE]
        return self.local_day(max(papers, default=started_at))

    @property
    def _item(self) -> Item:
        return self.release.items[self.case.item]

    def deliver(self) -> None:
        """Staff found that what was on its way to the applicant or the office has arrived."""
        direction = Direction.INBOUND if self.step.by == "pick_up" else Direction.OUTBOUND
        sender, addressee = _PARTIES[direction]
        if self.case.way == "counter":
            self._move(self._contents(direction), sender, addressee)
            return
        self._pick_up(self.case.order)
        self._unload(self.case.order, addressee)

    def take_back(self) -> None:
        """
        Staff found that a parcel signed for by one of two, addressee or sender, did not reach the addressee:
        its sender has it.
        """
        parcel = self.case.shipments.get(self.case.order)
        if parcel is not None and parcel.status == ShipmentStatus.UNCLEAR:
            self._unload(self.case.order, _PARTIES[parcel.direction][0])

    def move_parcel(self, order: str, status: str) -> None:
        """A parcel has a new status: papers change hands, and the step ends when it is there or back."""
        sender, addressee = _PARTIES[self.case.shipments[order].direction]
        self.tell(happened.ShipmentMoved, order=order, status=status)
        current = self._current(order)
        if current and status in _WITH_COURIER:
            self._pick_up(order)
        if status == ShipmentStatus.DELIVERED:
            self._unload(order, addressee)
        if status in (ShipmentStatus.RETURNED, ShipmentStatus.CANCELLED):
            self._unload(order, sender)
        if current and status in _ENDS:
            self.end(_ENDS[ShipmentStatus(status)])

    def _current(self, order: str) -> bool:
        return self.case.order == order and self.case.stage is Stage.RUNNING

    def _contents(self, direction: Direction) -> tuple[str, ...]:
        """What the sender of a parcel still holds and has to give."""
        inbound = direction is Direction.INBOUND
        return self.case.to_hand_in if inbound else self.case.to_hand_out

    def _pick_up(self, order: str) -> None:
        """The papers are in the parcel, if they were not before."""
        direction = self.case.shipments[order].direction
        if not self.case.in_parcel(order):
            self._move(self._contents(direction), _PARTIES[direction][0], Party.COURIER, order)

    def _unload(self, order: str, taker: Party) -> None:
        """
        A parcel holds what went into it and nothing of another's. Only where the office fetches again
        what an earlier parcel never brought, the new one stands for both: the count follows.
        """
        papers = self.case.in_parcel(order)
        if taker is Party.OFFICE and self._current(order) and self.step.by == "pick_up":
            papers = self.case.held_by(Party.COURIER)
        self._move(papers, Party.COURIER, taker)

    def _printed(self, following: str) -> bool:
        return is_printed(self._item, self.plan, following, self._means, self.case.facts)

    def _start(self, name: str) -> None:
        step = arrive(self.plan, name, self.case.facts, nothing=not self.case.to_hand_out)
        if step.by == "end":
            refused = step.state == NOT_ACCEPTED and self.case.accepted_on is not None
            self.tell(happened.CaseClosed, step=step.step, state=NOT_GRANTED if refused else step.state)
            return
        way = choose_way(step, self._means.of(self.case.licence is not None))
        self.tell(
            happened.StepStarted,
            step=step.step,
            ended_by=step.by,
            round=self.case.rounds.get(step.step, 0) + 1,
            way=way,
            due=self._due(step),
        )
        if way == "courier":
            direction = Direction.INBOUND if step.by == "pick_up" else Direction.OUTBOUND
            self.tell(
                happened.ShipmentOrdered,
                order=self.case.order,
                direction=direction,
                step=step.step,
                carrier=self.release.region.carrier,
            )

    @property
    def _means(self) -> Means:
        """What the consent as it is now and the item allow."""
        case = self.case
        item, consent = self.release.items[case.item], case.application.get(CONSENT) is True
        return means(self.release, item, case.facts, consent)

    @property
    def due_is_provisional(self) -> bool:
        """The days of the present step run over a calendar that is not out: nothing may lapse by it."""
        since = self._counted_from(self.step, self.case.started_at or self.at)
        return add_working_days(since, self.step.days or 0, self.release.calendars).provisional

    def _counted_from(self, step: Step, started_at: datetime) -> date:
        """The law's days to answer run from the receipt, a step's own from its start."""
        return self._received_on(started_at) if step.silence else self.local_day(started_at)

    def _due(self, step: Step) -> datetime | None:
        if step.days is None:
            return None
        last = add_working_days(self._counted_from(step, self.at), step.days, self.release.calendars).date
        zone = ZoneInfo(self.release.region.time_zone)
        return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(self.at.tzinfo)

    def _hand_over(self, outcome: Outcome, details: commands.EndStep | None) -> None:
        if outcome.hand_over is None:
            return
        giver, taker = outcome.hand_over.from_, outcome.hand_over.to
        held = self.case.to_hand_in if giver is Party.APPLICANT else self.case.held_by(giver)
        if outcome.hand_over.what == "missing":
            named = details.missing if details else ()
            held = tuple(paper for paper in held if paper in named)
        self._move(held, giver, taker)

    def _move(self, papers: tuple[str, ...], giver: Party, taker: Party, parcel: str | None = None) -> None:
        if papers:
            self.tell(happened.PapersMoved, papers=papers, giver=giver, taker=taker, parcel=parcel)

    def _accept(self, day: date, *, by_silence: bool = False) -> None:
        if self.case.accepted_on is not None:
            return
        due = deadlines(day, self._item.limits, self.release.calendars)
        self.tell(
            happened.CaseAccepted,
            accepted_on=day,
            promised_due=due.promised.date,
            statutory_due=due.statutory.date,
            provisional=due.promised.provisional or due.statutory.provisional,
            by_silence=by_silence,
        )


_ENDS = {
    ShipmentStatus.DELIVERED: "delivered",
    ShipmentStatus.RETURNED: "failed",
    ShipmentStatus.CANCELLED: "failed",
}

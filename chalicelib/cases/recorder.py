"""Events of one command as they are recorded, one by one, each followed by the case after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.events import AnyEvent, Event
from chalicelib.cases.evolve import evolve
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.parcels.on_its_way import on_its_way
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.clocks import moment_after
from chalicelib.cases.time.supervision import Rules, Supervised, planned
from chalicelib.cases.values import Actor, ClockRun, Direction, Task
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.facts import attributes, item_facts
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan, Step
from chalicelib.decisions.plans import Standing, find_step, means
from chalicelib.decisions.roles import unit_of, units_of


class EventRecorder:
    """
    What one command brings about. ``case`` is always the case after the last event recorded, ``shown`` its
    version before the first. The only thing in this room that changes, and it lives no longer than one call
    of ``decide``.
    """

    def __init__(
        self, case: Case, release: Release, at: datetime, by: Actor, rules: Rules | None = None
    ) -> None:
        self.case = case
        self.shown = case.version
        self.release = release
        self.rules = rules
        self.at = at
        self.by = by
        self.events: tuple[AnyEvent, ...] = ()

    def record(self, kind: type[Event], **details: object) -> None:
        """Append an event of ``kind`` at this command's time, by its author."""
        run = details.get("run")
        if isinstance(run, ClockRun):
            details["run"] = self.planned(run)
        event: AnyEvent = kind(at=self.at, by=self.by, **details)  # type: ignore[assignment]
        self.case = evolve(self.case, event)
        self.events = (*self.events, event)

    def planned(self, run: ClockRun) -> ClockRun:
        """A clock with the moment at which supervision looks at it next: what changes one comes by here."""
        clock = next((one for one in self.release.clocks if one.clock == run.clock), None)
        if clock is None:
            return run
        return planned(self.supervised(run, clock), run, self.at, self.today)

    def supervised(self, run: ClockRun, clock: Clock) -> Supervised:
        """A clock of this case as supervision looks at it."""
        return Supervised(
            self.case, run, clock, self.release, self.rules, self.local_day(self.case.opened_at)
        )

    @property
    def plan(self) -> Plan:
        """
        Raises:
            NotPossible: the case goes through no plan now.
        """
        if self.case.channel is None or self.case.stage is not Stage.RUNNING:
            raise NotPossible(
                "not_running",
                "办件当前没有进行中的环节（材料未齐、渠道待定或已办结），请看办件现在的情况",
                "no step of this case is under way: it waits for materials or a channel, or is closed; "
                "look at it again",
            )
        return self.release.plans[self.case.channel]

    @property
    def item(self) -> Item:
        return item_of(self.release, self.case)

    @property
    def today(self) -> date:
        return self.local_day(self.at)

    def local_day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.release.region.time_zone)).date()

    def last_day_before(self, moment: datetime) -> date:
        """The local day that is over at a moment."""
        return self.local_day(moment - timedelta(microseconds=1))

    def end_of(self, day: date) -> datetime:
        """The moment at which a local day is over."""
        return moment_after(day, self.release.region.time_zone, self.at)

    def step(self, task: Task) -> Step:
        return find_step(self.plan, task.step)

    def units(self, role: str) -> tuple[str, ...]:
        """The units that a role of this case's item means today."""
        return units_of(self.item, role, self.release.units, self.today)

    def unit(self, role: str) -> str:
        """The first unit of a role; where there is none, those who handle the case."""
        return unit_of(self.item, role, self.release.units, self.today)

    @property
    def facts(self) -> dict[str, FactValue]:
        """What steps and clocks may ask: as decided, or before a decision of the item alone."""
        known = self.case.facts or item_facts(self.release, self.item, self.case.application)
        return {**attributes(self.item), **known}

    @property
    def standing(self) -> Standing:
        """What decides where the case comes to next."""
        case = self.case
        held = case.to_hand_out("papers")
        consent = case.application.get(CONSENT) is True
        return Standing(
            item=self.item,
            facts=self.facts,
            by=means(self.release, self.item, case.facts, consent),
            owed=bool(case.papers),
            inbound=any(
                parcel.direction is Direction.INBOUND and on_its_way(case, order)
                for order, parcel in case.shipments.items()
            ),
            away=bool(case.away_from_hall),
            held=any(paper != LICENCE for paper in held),
            back=bool(case.to_hand_out(None)),
            licensed=case.licence is not None,
        )

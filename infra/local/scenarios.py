"""How a replayed case goes, from its opening to its end, and what staff record on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.parcels.status import WITH_COURIER
from chalicelib.cases.values import Direction, Task
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End, HandOver, Milestone, Outcome, Step
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.decisions.plans import find_outcome, find_step
from infra.local.officers import others

STATES: Mapping[End, tuple[int, int]] = MappingProxyType(
    {
        End.GRANTED: (11, 11),
        End.REFUSED: (13, 13),
        End.NOT_ACCEPTED: (5, 5),
        End.GIVEN_UP: (2, 2),
        End.WITHDRAWN: (2, 14),
        End.REVOKED: (15, 15),
    }
)
"""National codes of the state that a case ends in (list BLZT): not accepted, and accepted."""

_AHEAD = timedelta(days=30)
"""So far off a hearing is held: a week of working days is never longer."""


@dataclass(frozen=True)
class Scenario:
    """
    One case from its opening to its end. ``found`` says by step what staff record the first time where that
    is not the ordinary outcome; in a lane only ``unit`` does. ``bad_upload`` sends a file of a wrong kind
    first. ``parcel``: what happens to the first parcel of a step, as the local carrier's acts are called.
    ``withdraws``: at which step the applicant takes the application back; ``carried``: while her papers are
    with the courier; ``at_hall``: she asks the hall to do it.
    """

    name: str
    ends: End = End.GRANTED
    bad_upload: bool = False
    found: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    parcel: tuple[str, str] | None = None
    withdraws: str | None = None
    carried: bool = False
    at_hall: bool = False

    def is_met_by(self, case: Case) -> bool:
        """Whether a case has ended as this scenario ends."""
        accepted = Milestone.ACCEPTED in case.milestones
        return case.settled is self.ends and case.state == STATES[self.ends][accepted]

    def wants_back(self, case: Case) -> bool:
        """Whether it is time to take the application back, which has not happened yet."""
        if case.settled is not None:
            return False
        if self.carried:
            return bool(case.in_parcels(Direction.INBOUND))
        return any(task.step == self.withdraws for task in case.tasks.values())

    def mishap(self, case: Case, task: Task) -> tuple[str, str] | None:
        """What the carrier does now to the parcel of a task: its number and the act."""
        if self.parcel is None or (task.step, task.round) != (self.parcel[0], 1):
            return None
        parcel, act = case.shipments.get(case.order(task.id)), self.parcel[1]
        if parcel is None or parcel.number is None:
            return None
        return (parcel.number, act) if act == "cancel" or parcel.status in WITH_COURIER else None

    def outcome(self, case: Case, release: Release, task: Task, item: str, today: date) -> dict[str, Any]:
        """What staff record of a task, as the body of POST /cases/{no}/tasks/{task}."""
        step = find_step(release.plans[case.channel or ""], task.step)
        chosen = self._chosen(case, step, task)
        told: dict[str, Any] = {"outcome": chosen.outcome, "note": f"演示：{item}"}
        if chosen.reason:
            told["reason"] = "演示理由"
        if chosen.lines:
            told["lines"] = [_line(case)]
        if chosen.missing:
            told["missing"] = _handed(case, chosen.hand_over)[:1]
        if chosen.number:
            told["number"] = f"演示{case.no[-7:]}"
        if chosen.date:
            told["day"] = (today + _AHEAD).isoformat()
        if step.officers > 1:
            told["officers"] = list(others(release.units, task.unit, case.item, step.officers - 1))
        return told

    def _chosen(self, case: Case, step: Step, task: Task) -> Outcome:
        mine = task.round == 1 and self.unit in (None, task.unit)
        troubled = find_outcome(step, self.found.get(step.step, "")) if mine else None
        return troubled or next(each for each in step.outcomes if possible(each, case.milestones))


def possible(outcome: Outcome, reached: Mapping[Milestone, date] | frozenset[Milestone]) -> bool:
    """Whether an outcome can be recorded by the milestones that are reached."""
    return outcome.before not in reached and (outcome.after is None or outcome.after in reached)


def _line(case: Case) -> dict[str, str]:
    material = next(name for name, need in case.needs.items() if need.uploaded)
    return {"material": material, "problem": "签字页不清晰", "mend": "请重新扫描签字页后上传"}


def _handed(case: Case, given: HandOver | None) -> list[str]:
    """The papers that change hands."""
    match given:
        case HandOver() if given.from_ == APPLICANT:
            return list(case.to_hand_in)
        case HandOver() if given.from_ == PARCEL:
            return list(case.in_parcels(Direction.INBOUND))
        case _:
            return list(case.away_from_hall)

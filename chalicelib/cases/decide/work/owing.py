"""Side tasks 旁支待办: opened beside the plan and ended, by a person or by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from chalicelib.cases import events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.decide.papers.notices import issue
from chalicelib.cases.notices import Filling
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time import clocks
from chalicelib.cases.time.time_limits import add_period, add_working_days
from chalicelib.cases.values import SideKind, SideTask
from chalicelib.decisions.forms.notice import Kind, Placeholder
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL

ROLES: Mapping[SideKind, str] = MappingProxyType(
    {
        SideKind.CHANNEL: "handles",
        SideKind.PAPER_OWED: HALL,
        SideKind.DEFERRED_OVERDUE: "handles",
        SideKind.COMMITMENT_CHECK: "supervises",
        SideKind.PARCEL_TROUBLE: HALL,
        SideKind.NOTICE_NOT_SERVED: HALL,
        SideKind.SILENCE: "supervises",
        SideKind.COMPLAINT: "supervises",
        SideKind.PAUSE: "handles",
        SideKind.EXTENSION: "decides",
        SideKind.UNDECIDED: "handles",
        SideKind.OFFER: HALL,
    }
)
"""On whose list each kind stands; an extension or a service on that of the role that the rules name."""

WITHIN: Mapping[SideKind, int] = MappingProxyType(
    {
        SideKind.CHANNEL: 1,
        SideKind.PAPER_OWED: 10,
        SideKind.DEFERRED_OVERDUE: 5,
        SideKind.COMMITMENT_CHECK: 60,
        SideKind.PARCEL_TROUBLE: 3,
        SideKind.NOTICE_NOT_SERVED: 5,
        SideKind.SILENCE: 5,
        SideKind.COMPLAINT: 15,
        SideKind.PAUSE: 60,
        SideKind.EXTENSION: 3,
        SideKind.UNDECIDED: 1,
        SideKind.OFFER: 3,
    }
)
"""
Working days, proposals of this program: no law sets them. A pause lasts as long as it was said to, at most so
many; an extension is answered before its clock has run out.
"""

_STAYS_AFTER_A_GRANT = {SideKind.DEFERRED_OVERDUE, SideKind.COMMITMENT_CHECK}
_OVER_WITH_THE_CASE = {SideKind.CHANNEL, SideKind.UNDECIDED, SideKind.OFFER, *_STAYS_AFTER_A_GRANT}


def open_side(
    recorder: EventRecorder,
    kind: SideKind,
    about: tuple[str, ...] = (),
    unit: str | None = None,
) -> None:
    """Open a side task, unless one about the same is open."""
    if any(side.about == about for side in recorder.case.sides_of(kind)):
        return
    side = SideTask(
        id=next_side(recorder.case, kind),
        kind=kind,
        round=recorder.case.rounds.get(kind.value, 0) + 1,
        unit=unit or recorder.unit(ROLES[kind]),
        since=recorder.at,
        about=about,
    )
    due = recorder.end_of(last_day(recorder, side))
    recorder.record(events.SideOpened, side=side.model_copy(update={"due": due}))


def next_side(case: Case, kind: SideKind) -> str:
    """What the next side task of a kind will be called."""
    return f"{kind.value}-{case.rounds.get(kind.value, 0) + 1}"


def last_day(recorder: EventRecorder, side: SideTask) -> date:
    """
    The last day of a side task. What was promised is checked by the day that the item says, the first of
    several; a pause is over by its bound, an extension answered by the last day of its clock.
    """
    calendars, kind, since = recorder.release.calendars, side.kind, recorder.local_day(side.since)
    if kind is SideKind.PAUSE:
        at_most = recorder.case.pauses[side.id].at_most
        return clocks.last_still(clocks.pause(side.id, since, at_most, calendars))
    if kind is SideKind.COMMITMENT_CHECK:
        terms = (one.committed for one in recorder.item.materials if promised(recorder.case, one.material))
        days = [add_period(since, one.checked_within, calendars).date for one in terms if one is not None]
        if days:
            return min(days)
    usual = add_working_days(since, WITHIN[kind], calendars).date
    if kind is SideKind.EXTENSION:
        return min([usual, *(recorder.case.clocks[name].due for name in side.about)])
    return usual


def recount_side(recorder: EventRecorder, side: SideTask) -> None:
    """Work the last day of a side task out again, by calendars in force and the clock it is about."""
    ends = recorder.end_of(last_day(recorder, side))
    over = side.late and ends <= recorder.at
    if side.due is not None and not over and ends != side.due:
        recorder.record(events.TaskDueChanged, task=side.id, due=ends)


def follow_clocks(recorder: EventRecorder) -> None:
    """Clocks were counted again: an extension is answered by the last day that its clock has now."""
    for side in recorder.case.sides_of(SideKind.EXTENSION):
        recount_side(recorder, side)


def promised(case: Case, material: str) -> bool:
    """Whether the applicant has promised a material instead of handing it in 告知承诺."""
    need = case.needs.get(material)
    return need is not None and need.committed


def owe(recorder: EventRecorder, papers: tuple[str, ...], unit: str) -> None:
    """
    Papers are owed: the hall asks the applicant for them, and tells her so; a unit that has them brings them.
    """
    asked = {paper for side in recorder.case.sides_of(SideKind.PAPER_OWED) for paper in side.about}
    wanting = tuple(paper for paper in papers if paper not in asked)
    if wanting:
        name = next_side(recorder.case, SideKind.PAPER_OWED)
        open_side(recorder, SideKind.PAPER_OWED, wanting, unit)
        if unit == HALL:
            by = last_day(recorder, recorder.case.sides[name])
            known: dict[Placeholder, Filling] = {Placeholder.PAPERS: wanting, Placeholder.RESPOND_BY: by}
            issue(recorder, Kind.PAPERS_OWED, known)


def owe_again(recorder: EventRecorder, name: str) -> None:
    """A courier did not bring what is owed: it is asked for anew, and may be fetched under another number."""
    side = recorder.case.sides.get(name)
    if side is not None:
        end_side(recorder, side, "not-fetched")
        open_side(recorder, side.kind, still_owed(recorder.case, side) or side.about, side.unit)


def still_owed(case: Case, side: SideTask) -> tuple[str, ...]:
    """
    Of the papers that a side task is about those that still have to come: from the unit that has them, from
    the applicant; once the case is closed, those that the hall still has to give back.
    """
    if side.unit != HALL:
        givers: tuple[str, ...] = (side.unit,)
    elif case.stage is Stage.CLOSED:
        givers = (HALL,)
    else:
        givers = (APPLICANT, PARCEL)
    return tuple(paper for paper in side.about if case.custody[paper].holder in givers)


def settle_owed(recorder: EventRecorder, moved: tuple[str, ...]) -> None:
    """End what was owed and has come."""
    for side in recorder.case.sides_of(SideKind.PAPER_OWED):
        if not set(moved).isdisjoint(side.about) and not still_owed(recorder.case, side):
            end_side(recorder, side)


def end_side(
    recorder: EventRecorder, side: SideTask, outcome: str = "settled", reason: str | None = None
) -> None:
    recorder.record(events.SideEnded, side=side.id, outcome=outcome, reason=reason)


def end_with_the_case(recorder: EventRecorder, *, granted: bool = False) -> None:
    """
    End what nobody need do any more: the papers that the applicant owed, and what was about a decision; what
    was deferred or promised is still looked after once it is ``granted``.
    """
    over = _OVER_WITH_THE_CASE - _STAYS_AFTER_A_GRANT if granted else _OVER_WITH_THE_CASE
    for side in recorder.case.sides.values():
        applicants = side.kind is SideKind.PAPER_OWED and side.unit == HALL
        if applicants or side.kind in over:
            end_side(recorder, side)

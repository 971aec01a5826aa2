"""How a case changes with each event: ``evolve(case, event)`` gives the case after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.evolve.changes import HERSELF, Changes
from chalicelib.cases.evolve.clocks import change_clocks
from chalicelib.cases.evolve.closing import change_closing
from chalicelib.cases.evolve.effects import effects, erasure_of
from chalicelib.cases.evolve.intake import change_intake, opened
from chalicelib.cases.evolve.notices import change_notices
from chalicelib.cases.evolve.papers import change_papers
from chalicelib.cases.evolve.parcels import change_parcels
from chalicelib.cases.evolve.parties import change_parties
from chalicelib.cases.evolve.work import change_work

__all__ = ["DRAFT", "draft_until", "effects", "erasure_of", "evolve", "replay"]

DRAFT = timedelta(days=60)
"""So long an application may lie unsubmitted after its applicant last did something; no law says how long."""


def evolve(case: Case | None, event: AnyEvent) -> Case:
    """The case after ``event``. Knows no rule: whatever has happened is true."""
    if isinstance(event, events.CaseOpened):
        return _drafted(opened(event), event)
    if case is None:
        raise ValueError(f"a case begins with case_opened, not with {event.kind}")
    after = case.model_copy(update={**_changes(case, event), "version": case.version + 1})
    return _drafted(_closed(case, after, event.at), event)


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
    elif until is None or event.by.role in HERSELF:
        until = event.at + DRAFT
    return case if until == case.draft_until else case.model_copy(update={"draft_until": until})


def draft_until(case: Case, last_file: datetime | None) -> datetime | None:
    """
    Until when a draft may lie, where its newest file is of ``last_file``: the case does not know of files
    until it is looked at. None once it is submitted.
    """
    known = case.draft_until
    return known if known is None or last_file is None else max(known, last_file + DRAFT)


def _changes(case: Case, event: AnyEvent) -> Changes:  # noqa: C901 - one line a family of events
    """What ``event`` changes in the case, field by field."""
    if isinstance(event, events.IntakeEvent):
        return change_intake(case, event)
    if isinstance(event, events.WorkEvent):
        return change_work(case, event)
    if isinstance(event, events.ClockEvent):
        return change_clocks(case, event)
    if isinstance(event, events.PaperEvent):
        return change_papers(case, event)
    if isinstance(event, events.ParcelEvent):
        return change_parcels(case, event)
    if isinstance(event, events.NoticeEvent):
        return change_notices(case, event)
    if isinstance(event, events.PartyEvent):
        return change_parties(case, event)
    if isinstance(event, events.ClosingEvent):
        return change_closing(case, event)
    assert_never(event)

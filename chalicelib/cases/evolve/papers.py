"""How custody, what is owed and the licence change with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import LICENCE, Case
from chalicelib.cases.evolve.changes import Changes, owed_no_more, taken_up, without
from chalicelib.cases.values import Holding


def change_papers(case: Case, event: events.PaperEvent) -> Changes:  # noqa: C901 - one line an event
    match event:
        case events.PapersMoved():
            now = Holding(holder=event.taker, since=event.at, parcel=event.parcel)
            return {"custody": {**case.custody, **dict.fromkeys(event.papers, now)}}
        case events.PapersWaived():
            return {"waived": (*case.waived, *event.papers)}
        case events.LicenceMade():
            sheet = {LICENCE: Holding(holder=event.unit, since=event.at)} if event.on_paper else {}
            return {"licence": event.number, "custody": {**case.custody, **sheet}}
        case events.LicenceVoided():
            return {"licence": None, "custody": without(case.custody, LICENCE)}
        case events.DocumentIssued():
            return {"documents": {**case.documents, event.effect: event.key}}
        case events.MaterialsDeferred():
            opened = dict.fromkeys((*case.open_materials, *event.owed))
            return {"deferred": {**case.deferred, **event.owed}, "open_materials": tuple(opened)}
        case events.DeferralsOverdue():
            late = {n: case.deferred[n].model_copy(update={"overdue": True}) for n in event.materials}
            return {"deferred": {**case.deferred, **late}}
        case events.DeferralsEnded():
            waived: Changes = {"waived": (*case.waived, *event.materials)}
            return waived | owed_no_more(case, event.materials) | taken_up(case, event.materials)
        case _:
            assert_never(event)

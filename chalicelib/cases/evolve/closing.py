"""How a case comes to its end with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.evolve.changes import Changes
from chalicelib.decisions.forms.plan import End


def change_closing(case: Case, event: events.ClosingEvent) -> Changes:
    match event:
        case events.CaseStateChanged():
            return {"state": event.state}
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
        case _:
            assert_never(event)

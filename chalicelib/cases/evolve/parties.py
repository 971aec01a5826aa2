"""How who applies changes with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.evolve.changes import Changes
from chalicelib.cases.people.acting import mandate_is_over
from chalicelib.cases.values import Erasure
from chalicelib.decisions.facts.asked import CONSENT


def change_parties(case: Case, event: events.PartyEvent) -> Changes:  # noqa: C901 - one line an event
    match event:
        case events.ConsentChanged():
            return {"application": {**case.application, CONSENT: event.courier}}
        case events.ContactChanged():
            masked = case.applicant.masked if event.party == "applicant" else None
            return {event.party: event.mark.model_copy(update={"masked": masked})}
        case events.QueryCodeReplaced():
            alone = mandate_is_over(case, event.at)
            return {"codes": event.codes, "code_digest": event.code_digest, "applicants_code": alone}
        case events.MandateRevoked():
            return _mandate(case, revoked_on=event.on)
        case events.MandateEnded():
            return _mandate(case, ended=True)
        case events.CaseRated():
            return {"rating": event.score}
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


def _mandate(case: Case, **changes: object) -> Changes:
    return {"mandate": case.mandate and case.mandate.model_copy(update=changes)}

"""How an application changes with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.evolve.changes import Changes, owed_no_more, to_upload, with_applicant
from chalicelib.cases.people.mandates import Commitment, party_of
from chalicelib.cases.values import Offer
from chalicelib.decisions.forms.form import UNDETERMINED


def change_intake(case: Case, event: events.IntakeEvent) -> Changes:  # noqa: C901 - one line an event
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
            return {"supplied": supplied} | owed_no_more(case, supplied)
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
        case events.CaseWithdrawn():
            return {
                "lanes": {},
                "deferred": {},
                "open_materials": (),
                "correction": (),
                "correction_task": None,
            }
        case _:
            assert_never(event)


def opened(event: events.CaseOpened) -> Case:
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
        open_materials=to_upload(event.needs),
        custody=with_applicant(event.needs, event.at),
    )


def _release_adopted(case: Case, event: events.ReleaseAdopted) -> Changes:
    return {
        "release": event.release,
        "application": event.application,
        "stated_by": party_of(event.by),
        "needs": event.needs,
        "open_materials": to_upload(event.needs),
        "custody": with_applicant(event.needs, case.opened_at),
    }

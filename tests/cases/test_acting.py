"""Who acts in a case: the applicant at any time, an agent within her mandate, which ends one way or other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases import commands, events
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.decide import decide
from chalicelib.cases.evolve import evolve, replay
from chalicelib.cases.people.acting import agent_holds
from chalicelib.cases.people.mandates import Mandate
from chalicelib.cases.people.parties import Parties
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import CLOCK, Actor, Role
from chalicelib.cases.waiting import MANDATE, waiting
from tests.cases.walks import AGENT, APPLICANT, SOMEONE, Walk, begun
from tests.fakes import licang

ITEM = "dog-licence"
OTHER = SOMEONE.model_copy(update={"name": "李强", "phone": "13900000000"})
PARTIES = Parties(salt="0" * 64, applicant=SOMEONE, agent=OTHER)


def with_mandate(walk: Walk, *, days: int = 30, **more: Any) -> Case:
    """The case with an agent whose mandate lasts from today on for so many days."""
    today = walk.now.date()
    until = today + timedelta(days=days)
    ends = walk.now + timedelta(days=days + 1)
    mandate = Mandate(since=today, until=until, **{"ends_at": ends, **more})
    mark = PARTIES.mark(OTHER, walk.now).model_copy(update={"masked": None})
    walk.case = walk.case.model_copy(update={"agent": mark, "mandate": mandate})
    return walk.case


def represented(**mandate: Any) -> Walk:
    walk = begun(licang(), ITEM, "outbound_courier")
    with_mandate(walk, **mandate)
    return walk


def consents(walk: Walk, by: Actor = AGENT) -> commands.ChangeCourierConsent:
    return commands.ChangeCourierConsent(at=walk.now, by=by, courier=False)


def refusal(walk: Walk, command: commands.AnyCommand) -> NotPossible:
    with pytest.raises(NotPossible) as refused:
        decide(walk.case, command, walk.release)
    return refused.value


def timer(case: Case) -> Any:
    return next((each for each in waiting(case) if each.id == MANDATE), None)


def test_what_an_agent_does_within_her_mandate_is_recorded_as_hers() -> None:
    walk = represented()
    (changed,) = decide(walk.case, consents(walk), walk.release)
    assert (changed.kind, changed.by.role) == ("consent_changed", Role.AGENT)


@pytest.mark.parametrize(
    ("mandate", "code"),
    [
        ({"since": date(2099, 1, 1), "until": date(2099, 2, 1)}, "mandate_not_yet"),
        ({"since": date(2020, 1, 1), "until": date(2020, 2, 1)}, "mandate_expired"),
        ({"revoked_on": date(2020, 1, 1)}, "mandate_revoked"),
        ({"items": ("food-business-licence",)}, "mandate_other_item"),
    ],
)
def test_an_act_of_an_agent_whose_mandate_does_not_hold_is_refused_in_words(
    mandate: dict[str, Any], code: str
) -> None:
    walk = represented()
    assert walk.case.mandate is not None
    changed = walk.case.mandate.model_copy(update=mandate)
    walk.case = walk.case.model_copy(update={"mandate": changed})
    told = refusal(walk, consents(walk))
    assert told.code == code
    assert told.text.zh
    assert told.text.en
    assert not agent_holds(walk.case, walk.now.date())
    assert decide(walk.case, consents(walk, APPLICANT), walk.release), "the applicant may all the same"


def test_nobody_is_the_agent_of_a_case_that_has_none() -> None:
    walk = begun(licang(), ITEM, "outbound_courier")
    assert refusal(walk, consents(walk)).code == "no_agent"
    revocation = commands.RevokeMandate(at=walk.now, by=APPLICANT)
    assert refusal(walk, revocation).code == "no_agent"


@pytest.mark.parametrize("by", [APPLICANT, AGENT, Actor(role=Role.STAFF, id="clerk-1")])
def test_a_mandate_is_revoked_once_and_holds_no_more_from_that_day_on(by: Actor) -> None:
    walk = represented()
    revocation = commands.RevokeMandate(at=walk.now, by=by)
    (revoked,) = walk.ask(revocation)
    assert isinstance(revoked, events.MandateRevoked)
    today = walk.now.date()
    assert revoked.on == today
    assert not agent_holds(walk.case, today)
    assert timer(walk.case) is None
    again = commands.RevokeMandate(at=walk.now, by=APPLICANT)
    assert decide(walk.case, again, walk.release) == ()
    assert refusal(walk, consents(walk)).code == "mandate_revoked"


def test_a_mandate_that_ran_out_cannot_be_revoked() -> None:
    walk = represented(days=1)
    walk.now += timedelta(days=3)
    revocation = commands.RevokeMandate(at=walk.now, by=APPLICANT)
    assert refusal(walk, revocation).code == "mandate_expired"


def test_the_last_day_of_a_mandate_is_waited_for_and_recorded_once_it_is_over() -> None:
    walk = represented(days=3)
    ends = timer(walk.case).due
    early = commands.ExpireClock(at=ends - timedelta(seconds=1), by=CLOCK, clock=MANDATE)
    assert decide(walk.case, early, walk.release) == ()
    walk.now = ends
    command = commands.ExpireClock(at=ends, by=CLOCK, clock=MANDATE)
    told = [event for event in decide(walk.case, command, walk.release) if event.kind == "mandate_ended"]
    assert len(told) == 1
    walk.ask(command)
    assert walk.case.mandate is not None
    assert walk.case.mandate.ended
    assert timer(walk.case) is None
    later = [event.kind for event in decide(walk.case, command, walk.release)]
    assert "mandate_ended" not in later


def test_a_mandate_without_an_end_and_one_of_a_closed_case_are_not_waited_for() -> None:
    walk = represented()
    assert timer(walk.case) is not None
    endless = walk.case.mandate.model_copy(update={"ends_at": None})  # type: ignore[union-attr]
    assert timer(walk.case.model_copy(update={"mandate": endless})) is None
    assert timer(walk.case.model_copy(update={"stage": Stage.CLOSED})) is None


def test_an_agent_who_hands_in_a_correction_leaves_open_what_her_applicant_s_hand_would() -> None:
    open_after = {}
    for by in (APPLICANT, AGENT):
        walk = begun(licang(), "food-business-licence", "inspection_collection")
        with_mandate(walk)
        task = next(iter(walk.case.tasks.values()))
        walk.case = walk.case.model_copy(update={"open_materials": tuple(walk.case.needs)})
        ended = events.TaskEnded(at=walk.now, by=by, task=task.id, step=task.step, outcome="supplied")
        open_after[by.role] = evolve(walk.case, ended).open_materials
    assert open_after[Role.AGENT] == open_after[Role.APPLICANT]


def test_a_changed_contact_keeps_the_masked_name_and_the_trail_has_none() -> None:
    walk = begun(licang(), ITEM, "outbound_courier")
    shown = PARTIES.mark(SOMEONE, walk.now)
    walk.case = walk.case.model_copy(update={"applicant": shown})
    moved = PARTIES.model_copy(update={"applicant": SOMEONE.model_copy(update={"phone": "13700000000"})})
    command = commands.ChangeContact(
        at=walk.now, by=APPLICANT, party="applicant", mark=moved.mark(moved.applicant, walk.now)
    )
    (event,) = decide(walk.case, command, walk.release)
    walk.ask(command)
    assert isinstance(event, events.ContactChanged)
    assert event.mark.masked is None
    assert walk.case.applicant.masked == SOMEONE.masked
    assert walk.case.applicant.digest == moved.digest(moved.applicant)
    assert replay((*walk.events,)).applicant.digest == walk.case.applicant.digest
    again = command.model_copy(update={"at": walk.now})
    assert decide(walk.case, again, walk.release) == ()

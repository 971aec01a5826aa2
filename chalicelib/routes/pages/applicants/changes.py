"""
What an applicant may change of a case: consent to couriers, contact, mandate, withdrawal; her answer to what
is offered; her rating.
"""

from __future__ import annotations

from uuid import uuid4

from chalice.app import Blueprint, Response

from chalicelib.cases import commands
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.decide.checks import may_withdraw
from chalicelib.cases.people.acting import agent_holds, check_acts
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Role
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.routes.access.callers import OwnCase, is_identified
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.applicants.application_form import told_beside
from chalicelib.routes.pages.cases import Sent, may_be_agent, open_case_of, sent_to
from chalicelib.routes.pages.showing import go_to, show, shows
from chalicelib.routes.pages.visitor import (
    first,
    look_of,
    root_of,
)
from chalicelib.routes.requests.bodies import RatingBody, WithdrawalBody
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.opening_body import ContactBody
from chalicelib.routes.requests.reading import as_fields
from chalicelib.routes.views.cases.case import show_case
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.people.change_contact import Contact, change_contact
from chalicelib.services.cases.people.revoke_mandate import revoke_mandate
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, not_found
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

changes = Blueprint(__name__)
_request = request_of(changes)


@changes.route("/cases/{no}/change", methods=["GET"])
@shows(_request)
def get_change(no: str) -> Response:
    return _change_page(open_case_of(_request(), no), {}, {})


def _change_page(
    mine: OwnCase, fields: dict[str, str], wrong: dict[str, str], cookies: tuple[str, ...] = ()
) -> Response:
    loaded, case = mine.loaded, mine.loaded.case
    shown = show_case(ports(), loaded)
    return show(
        "change.html",
        look_of(_request(), here=f"cases/{case.no}/change", case=case.no),
        422 if wrong else 200,
        cookies=cookies,
        nav="track",
        case=shown,
        courier=case.application.get(CONSENT),
        fields={**first({}, "by", "phone", "address", "note", "party", "score"), **fields},
        wrong=wrong,
        agent=may_be_agent(mine),
        acts_for_other=mine.capacity is Role.AGENT,
        may_end_mandate=may_end_mandate(case),
        may_withdraw=may_withdraw(case),
        may_rate=shown["stage"] == Stage.CLOSED.value and shown["submitted"] and shown["rating"] is None,
        key=fields.get("key") or str(uuid4()),
    )


@changes.route("/cases/{no}/change/{what}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_change(no: str, what: str) -> Response:
    """Change one's mind, in one way; what cannot be done is told beside what was typed."""
    sent = sent_to(_request(), no)
    change = CHANGES.get(what)
    if change is None:
        raise not_found("没有这个页面", "there is no such page")
    look = look_of(_request())
    try:
        change(sent)
    except NotPossible as refusal:
        told = {what: look.say(refusal.text)}
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        told = told_beside(look, problem)
        told = {place if place in sent.fields else what: words for place, words in told.items()}
    else:
        return go_to(root_of(_request()) + _after(sent, what), *sent.cookies)
    return _change_page(sent.mine, sent.fields, told, sent.cookies)


def _after(sent: Sent, what: str) -> str:
    """Where she sees what was done: her case, while it is open to her."""
    if what == "mandate" and not is_identified(sent.actor):
        return "track?done=mandate"  # the code that she has shown opens it no more
    return f"cases/{sent.loaded.case.no}?done={what}"


def may_end_mandate(case: Case) -> bool:
    """Whether an agent's mandate holds today, so that it can be ended."""
    return agent_holds(case, local_day(rules_of(ports(), case.release), ports().clock.now()))


def _consent(sent: Sent) -> None:
    case, by = sent.loaded.case, sent.actor
    check_acts(case, by, local_day(rules_of(ports(), case.release), ports().clock.now()))
    agreed = sent.fields.get("courier") == "yes"
    command = commands.ChangeCourierConsent(at=ports().clock.now(), by=by, courier=agreed)
    tell_once(ports(), case, "consent", command, sent.fields.get("key") or None)


def _contact(sent: Sent) -> None:
    fields = first(sent.fields, "phone", "address", "party")
    given = {name: fields[name] for name in ("phone", "address") if fields[name]}
    body = as_fields({**given, "party": fields["party"] or "applicant"}, ContactBody)
    contact = Contact(body.party, body.phone, body.address)
    change_contact(ports(), sent.actor, sent.loaded, contact, sent.fields.get("key") or None)


def _withdrawal(sent: Sent) -> None:
    body = as_fields({"note": sent.fields.get("note") or None}, WithdrawalBody)
    withdraw_case(ports(), sent.actor, sent.loaded, body.note, sent.fields.get("key") or None)


def _rating(sent: Sent) -> None:
    score = sent.fields.get("score", "")
    if not score:
        raise Problem(422, "body_wrong", "请先选一个评价，再提交", "choose how it went, then send the rating")
    body = as_fields({"score": int(score) if score in "12345" else 0}, RatingBody)
    command = commands.RateCase(at=ports().clock.now(), by=sent.actor, score=body.score)
    tell_once(ports(), sent.loaded.case, "rating", command, sent.fields.get("key") or None)


def _offer(sent: Sent) -> None:
    """No key: said twice is said once, and she may change her mind on the same page."""
    said = {"yes": True, "no": False}.get(sent.fields.get("accept", ""))
    if said is None:
        raise Problem(
            422,
            "body_wrong",
            "请选“需要”或“不需要”",
            "choose whether you accept what is offered or decline it",
        )
    at, name = ports().clock.now(), sent.fields.get("decision", "")
    command = commands.AnswerOffer(at=at, by=sent.actor, decision=name, accept=said)
    tell_once(ports(), sent.loaded.case, "offer", command, None)


def _mandate(sent: Sent) -> None:
    by, key = sent.actor, sent.fields.get("key") or None
    revoke_mandate(ports(), by, sent.loaded, key, code=is_identified(by))


CHANGES = {
    "courier": _consent,
    "contact": _contact,
    "mandate": _mandate,
    "withdrawal": _withdrawal,
    "offer": _offer,
    "rating": _rating,
}

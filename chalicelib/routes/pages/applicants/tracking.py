"""Where a case stands: its steps, clocks, parcels, papers and notices; and what its applicant may change."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from chalice.app import Blueprint, Request, Response

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.checks import may_withdraw
from chalicelib.cases.people.acting import check_acts
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Role
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.routes.access.callers import OwnCase
from chalicelib.routes.pages.applicants.application_form import told_beside
from chalicelib.routes.pages.applicants.progress import clock_bars, held_papers, way_of
from chalicelib.routes.pages.cases import Sent, may_be_agent, open_case_of, sent_to, unlock
from chalicelib.routes.pages.showing import go_to, show, shows
from chalicelib.routes.pages.visitor import (
    first,
    holder_of,
    look_of,
    query_of,
    read_fields,
    root_of,
    with_case,
    without_cases,
)
from chalicelib.routes.requests.bodies import RatingBody, WithdrawalBody
from chalicelib.routes.requests.opening_body import ContactBody
from chalicelib.routes.requests.reading import as_form
from chalicelib.routes.views.case import show_case
from chalicelib.routes.views.parcels import show_parcels
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.people.change_contact import Contact, change_contact
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, not_found
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import world

tracking = Blueprint(__name__)

FORM = "application/x-www-form-urlencoded"
_OF_A_CASE = re.compile(r"cases/[0-9]{21}(/[a-z]+){0,2}", re.ASCII)


def _request() -> Request:
    request: Any = tracking.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request


def track_page(request: Request) -> Response:
    """The form that asks for number and code, and the cases that this browser has open."""
    no = query_of(request).get("no", "")
    return _track_form(request, {"no": no}, {})


def _track_form(request: Request, fields: dict[str, str], wrong: dict[str, str]) -> Response:
    look = look_of(request, here="track")
    mine = list(holder_of(request).codes)
    content: dict[str, Any] = {"no": fields["no"], "wrong": wrong, "mine": mine}
    return show("track.html", look, 404 if wrong else 200, nav="track", **content)


@tracking.route("/track", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_track() -> Response:
    """Open a case in this browser. What a stranger's number and a wrong code bring is the same."""
    fields = first(read_fields(_request()), "no", "code", "to")
    look = look_of(_request(), here="track")
    try:
        loaded = unlock(_request(), fields["no"], fields["code"])
    except Problem as problem:
        if problem.status != 404:
            raise
        told = look.t(
            "编号和查询码对不上，请照回执核对；编号是 21 位数字",
            "Number and code do not go together; compare them with your receipt. The number has 21 digits",
        )
        return _track_form(_request(), fields, {"code": told})
    case = loaded.case
    to = fields["to"] if _OF_A_CASE.fullmatch(fields["to"]) else f"cases/{case.no}"
    return go_to(root_of(_request()) + to, with_case(_request(), case))


@tracking.route("/leave", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_leave() -> Response:
    """Close every case that this browser has open."""
    read_fields(_request())
    return go_to(f"{root_of(_request())}track", without_cases(_request()))


def case_page(request: Request, no: str) -> Response:
    """
    Where a case stands.

    Raises:
        Locked: this browser has not shown its code.
    """
    loaded = open_case_of(request, no).loaded
    case = loaded.case
    release = rules_of(world(), case.release)
    shown = show_case(world(), loaded)
    return show(
        "case.html",
        look_of(request, here=f"cases/{case.no}", case=case.no),
        nav="track",
        case=shown,
        way=way_of(release, case, shown),
        bars=clock_bars(shown),
        held=held_papers(release, case, shown),
        parcels=show_parcels(world(), release, case),
        mine=[task for task in shown["tasks"] if task.get("by") == "applicant"],
        may_withdraw=may_withdraw(case),
        done=done if (done := query_of(request).get("done", "")) in _CHANGES else "",
    )


@tracking.route("/cases/{no}/change", methods=["GET"])
@shows(_request)
def get_change(no: str) -> Response:
    return _change_page(open_case_of(_request(), no), {}, {})


def _change_page(
    mine: OwnCase, fields: dict[str, str], wrong: dict[str, str], cookies: tuple[str, ...] = ()
) -> Response:
    loaded, case = mine.loaded, mine.loaded.case
    shown = show_case(world(), loaded)
    return show(
        "change.html",
        look_of(_request(), here=f"cases/{case.no}/change", case=case.no),
        422 if wrong else 200,
        cookies=cookies,
        nav="track",
        case=shown,
        courier=case.application.get(CONSENT),
        fields={**first({}, "phone", "address", "note", "party", "score"), **fields},
        wrong=wrong,
        agent=may_be_agent(mine),
        acts_for_other=mine.capacity is Role.AGENT,
        may_withdraw=may_withdraw(case),
        may_rate=shown["stage"] == Stage.CLOSED.value and shown["submitted"] and shown["rating"] is None,
        key=fields.get("key") or str(uuid4()),
    )


@tracking.route("/cases/{no}/change/{what}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_change(no: str, what: str) -> Response:
    """Change one's mind, in one way; what cannot be done is told beside what was typed."""
    sent = sent_to(_request(), no)
    change = _CHANGES.get(what)
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
        return go_to(f"{root_of(_request())}cases/{sent.loaded.case.no}?done={what}", *sent.cookies)
    return _change_page(sent.mine, sent.fields, told, sent.cookies)


def _consent(sent: Sent) -> None:
    case, by = sent.loaded.case, sent.actor
    check_acts(case, by, local_day(rules_of(world(), case.release), world().clock.now()))
    agreed = sent.fields.get("courier") == "yes"
    command = commands.ChangeCourierConsent(at=world().clock.now(), by=by, courier=agreed)
    tell_once(world(), case, "consent", command, sent.fields.get("key") or None)


def _contact(sent: Sent) -> None:
    fields = first(sent.fields, "phone", "address", "party")
    given = {name: fields[name] for name in ("phone", "address") if fields[name]}
    body = as_form(_json({**given, "party": fields["party"] or "applicant"}), ContactBody)
    contact = Contact(body.party, body.phone, body.address)
    change_contact(world(), sent.actor, sent.loaded, contact, sent.fields.get("key") or None)


def _withdrawal(sent: Sent) -> None:
    body = as_form(_json({"note": sent.fields.get("note") or None}), WithdrawalBody)
    withdraw_case(world(), sent.actor, sent.loaded, body.note, sent.fields.get("key") or None)


def _rating(sent: Sent) -> None:
    score = sent.fields.get("score", "")
    body = as_form(_json({"score": int(score) if score in "12345" and score else 0}), RatingBody)
    command = commands.RateCase(at=world().clock.now(), by=sent.actor, score=body.score)
    tell_once(world(), sent.loaded.case, "rating", command, sent.fields.get("key") or None)


_CHANGES = {"courier": _consent, "contact": _contact, "withdrawal": _withdrawal, "rating": _rating}


def _json(content: dict[str, Any]) -> bytes:
    import json

    return json.dumps(content).encode()

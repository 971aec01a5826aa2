"""
What a clerk changes in a case beside its tasks: its clocks stand still, more time is asked for; and for an
applicant who called or came, where she is found, that her agent acts no more, that she withdraws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Case
from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.form import Basis
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.applicants.application_form import told_beside
from chalicelib.routes.pages.clerks.case import Refused, case_with
from chalicelib.routes.pages.clerks.new_code import code_page
from chalicelib.routes.pages.clerks.outcome_form import told_of
from chalicelib.routes.pages.showing import go_to, shows
from chalicelib.routes.pages.visitor import first, look_of, read_fields, root_of
from chalicelib.routes.requests.addresses import case_no
from chalicelib.routes.requests.bodies import ExtensionBody, PauseBody, RecusalBody, WithdrawalBody
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.opening_body import ContactBody
from chalicelib.routes.requests.reading import as_fields
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.desk.change_limits import ask_extension, check_limits, pause_clocks
from chalicelib.services.cases.desk.find_for_staff import check_at_hand, find_for_staff
from chalicelib.services.cases.desk.recuse import recuse
from chalicelib.services.cases.people.change_contact import Contact, change_contact
from chalicelib.services.cases.people.issue_code import issued_code
from chalicelib.services.cases.people.revoke_mandate import revoke_mandate
from chalicelib.services.errors import Problem
from chalicelib.web.render import Look
from chalicelib.wiring import ports

desk_changes = Blueprint(__name__)
_request = request_of(desk_changes)

_FIELDS = (
    "why",
    "law",
    "article",
    "days",
    "clock",
    "party",
    "phone",
    "address",
    "note",
    "checked",
    "key",
    "ground",
)

_MISSING: Mapping[str, tuple[str, str]] = {
    "why": ("请写明理由", "Give the reason"),
    "law": ("请写明依据的法律", "Name the law that it rests on"),
    "days": ("请填写天数，写整数", "Give a whole number of days"),
    "clock": ("请选要延长的时限", "Choose the limit to be extended"),
    "checked": ("请先核对申请人身份", "Make sure first who asks"),
    "ground": ("请选回避的情形", "Choose why"),
    "note": ("请写明申请人怎样提出撤回", "Write how the applicant asked for it"),
}


class _Change(NamedTuple):
    """
    ``check`` refuses who may not; ``needs`` are fields that have to be filled in; ``do`` gives the query code
    where another has been issued.
    """

    check: Callable[[Ports, Staff, Case], None]
    needs: tuple[str, ...]
    do: Callable[[Staff, Loaded, dict[str, str]], str | None]


@desk_changes.route("/desk/cases/{no}/pauses", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_pause(no: str) -> Response:
    return _changed(no, "pauses", _Change(check_limits, ("why", "law", "days"), _pause))


@desk_changes.route("/desk/cases/{no}/extensions", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_extension(no: str) -> Response:
    return _changed(no, "extensions", _Change(check_limits, ("clock", "days", "why"), _extend))


@desk_changes.route("/desk/cases/{no}/contact", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_contact(no: str) -> Response:
    return _changed(no, "contact", _Change(check_at_hand, (), _contact))


@desk_changes.route("/desk/cases/{no}/mandate", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_mandate(no: str) -> Response:
    return _changed(no, "mandate", _Change(check_at_hand, ("checked",), _end_mandate))


@desk_changes.route("/desk/cases/{no}/withdrawal", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_withdrawal(no: str) -> Response:
    return _changed(no, "withdrawal", _Change(check_at_hand, ("note",), _withdraw))


@desk_changes.route("/desk/cases/{no}/recusal", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_recusal(no: str) -> Response:
    return _changed(no, "recusal", _Change(lambda *_: None, ("ground",), _recuse))


def _changed(no: str, what: str, change: _Change) -> Response:
    request, who = _request(), staff_of(_request())
    loaded, history = find_for_staff(ports(), who, case_no(no))
    change.check(ports(), who, loaded.case)
    fields = first(read_fields(request), *_FIELDS)
    look = look_of(request)
    wrong = _objections(look, fields, change.needs)
    status, code = 422, None
    if not wrong:
        try:
            code = change.do(who, loaded, fields)
        except NotPossible as refusal:
            status, wrong = 409, {"form": look.say(refusal.text)}
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
            wrong = _told(look, what, problem)
    if code is not None:
        return code_page(request, loaded.case, code)
    if not wrong:
        return go_to(f"{root_of(request)}desk/cases/{loaded.case.no}")
    return case_with(request, loaded, history, Refused(what, fields, wrong, status))


def _told(look: Look, what: str, problem: Problem) -> dict[str, str]:
    """A problem in words, beside the field that it is about where the form has it."""
    if what != "contact":
        return {"form": told_of(look, problem)}
    if problem.code == "contact_needed":
        return {"form": look.t("请填写新的电话或地址", "Write the new telephone number or address")}
    beside = told_beside(look, problem)
    return {place if place in ("phone", "address") else "form": told for place, told in beside.items()}


def _objections(look: Look, fields: Mapping[str, str], needs: tuple[str, ...]) -> dict[str, str]:
    wrong = {name: look.t(*_MISSING[name]) for name in needs if not fields[name]}
    if fields["days"] and not (fields["days"].isascii() and fields["days"].isdecimal()):
        wrong["days"] = look.t(*_MISSING["days"])
    return wrong


def _pause(who: Staff, loaded: Loaded, fields: dict[str, str]) -> None:
    basis = {"title": fields["law"]} | ({"article": fields["article"]} if fields["article"] else {})
    content = {"reason": fields["why"], "basis": basis, "working_days": int(fields["days"][:6])}
    body = as_fields(content, PauseBody)
    law = Basis(title=body.basis.title, article=body.basis.article)
    pause_clocks(ports(), who, loaded.case.no, body.reason, law, body.working_days, fields["key"] or None)


def _extend(who: Staff, loaded: Loaded, fields: dict[str, str]) -> None:
    content = {"clock": fields["clock"], "days": int(fields["days"][:6]), "reason": fields["why"]}
    body = as_fields(content, ExtensionBody)
    ask_extension(ports(), who, loaded.case.no, body.clock, body.days, body.reason, fields["key"] or None)


def _contact(who: Staff, loaded: Loaded, fields: dict[str, str]) -> None:
    given = {name: fields[name] for name in ("party", "phone", "address") if fields[name]}
    body = as_fields(given, ContactBody)
    contact = Contact(body.party, body.phone, body.address)
    change_contact(ports(), who.actor, loaded, contact, fields["key"] or None)


def _end_mandate(who: Staff, loaded: Loaded, fields: dict[str, str]) -> str | None:
    after = revoke_mandate(ports(), who.actor, loaded, fields["key"] or None, code=True)
    return issued_code(ports(), who.actor, after.case)


def _withdraw(who: Staff, loaded: Loaded, fields: dict[str, str]) -> None:
    body = as_fields({"note": fields["note"]}, WithdrawalBody)
    withdraw_case(ports(), who.actor, loaded, body.note, fields["key"] or None)


def _recuse(who: Staff, loaded: Loaded, fields: dict[str, str]) -> None:
    body = as_fields({"ground": fields["ground"]}, RecusalBody)
    recuse(ports(), who, loaded, RecusalGround(body.ground))

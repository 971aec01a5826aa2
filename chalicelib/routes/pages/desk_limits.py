"""The limits of a case on its page: let its clocks stand still, ask for more time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.form import Basis
from chalicelib.ports.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.desk_case import case_with
from chalicelib.routes.pages.outcome_form import told_of
from chalicelib.routes.pages.showing import go_to, shows
from chalicelib.routes.pages.visitor import first, look_of, read_fields, root_of
from chalicelib.routes.requests.addresses import case_no
from chalicelib.routes.requests.bodies import ExtensionBody, PauseBody
from chalicelib.routes.requests.reading import as_form
from chalicelib.services.cases.desk.change_limits import ask_extension, check_limits, pause_clocks
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.errors import Problem
from chalicelib.web.render import Look
from chalicelib.wiring import world

desk_limits = Blueprint(__name__)

_MISSING: Mapping[str, tuple[str, str]] = {
    "why": ("请写明理由", "Give the reason"),
    "law": ("请写明依据的法律", "Name the law that it rests on"),
    "days": ("请填写天数，写整数", "Give a whole number of days"),
    "clock": ("请选要延长的时限", "Choose the limit to be extended"),
}


def _request() -> Request:
    request: Any = desk_limits.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request


@desk_limits.route("/desk/cases/{no}/pauses", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_pause(no: str) -> Response:
    return _changed(no, "pauses", ("why", "law", "days"), _pause)


@desk_limits.route("/desk/cases/{no}/extensions", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_extension(no: str) -> Response:
    return _changed(no, "extensions", ("clock", "days", "why"), _extend)


def _changed(
    no: str, what: str, needs: tuple[str, ...], change: Callable[[Staff, str, dict[str, str]], None]
) -> Response:
    request, who = _request(), staff_of(_request())
    loaded, history = find_for_staff(world(), who, case_no(no))
    check_limits(world(), who, loaded.case)
    fields = first(read_fields(request), "why", "law", "article", "days", "clock", "key")
    look = look_of(request)
    wrong = _objections(look, fields, needs)
    status = 422
    if not wrong:
        try:
            change(who, loaded.case.no, fields)
        except NotPossible as refusal:
            status, wrong = 409, {"form": look.say(refusal.text)}
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
            wrong = {"form": told_of(look, problem)}
    if not wrong:
        return go_to(f"{root_of(request)}desk/cases/{loaded.case.no}")
    return case_with(request, loaded, history, status=status, wrong=wrong, typed=fields, at=what)


def _objections(look: Look, fields: Mapping[str, str], needs: tuple[str, ...]) -> dict[str, str]:
    wrong = {name: look.t(*_MISSING[name]) for name in needs if not fields[name]}
    if fields["days"] and not (fields["days"].isascii() and fields["days"].isdecimal()):
        wrong["days"] = look.t(*_MISSING["days"])
    return wrong


def _pause(who: Staff, no: str, fields: dict[str, str]) -> None:
    basis = {"title": fields["law"]} | ({"article": fields["article"]} if fields["article"] else {})
    content = {"reason": fields["why"], "basis": basis, "working_days": int(fields["days"][:6])}
    body = as_form(json.dumps(content).encode(), PauseBody)
    law = Basis(title=body.basis.title, article=body.basis.article)
    pause_clocks(world(), who, no, body.reason, law, body.working_days, fields["key"] or None)


def _extend(who: Staff, no: str, fields: dict[str, str]) -> None:
    content = {"clock": fields["clock"], "days": int(fields["days"][:6]), "reason": fields["why"]}
    body = as_form(json.dumps(content).encode(), ExtensionBody)
    ask_extension(world(), who, no, body.clock, body.days, body.reason, fields["key"] or None)

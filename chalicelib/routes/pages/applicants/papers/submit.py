"""Check all that was said and sent, then submit it: an application, or what was to be corrected."""

from __future__ import annotations

from uuid import uuid4

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Stage
from chalicelib.cases.refusals import NotPossible
from chalicelib.routes.access.callers import OwnCase
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.applicants.item import said
from chalicelib.routes.pages.applicants.papers.listing import file_lists, materials_page
from chalicelib.routes.pages.cases import may_be_agent, open_case_of, sent_to
from chalicelib.routes.pages.showing import go_to, show, shows
from chalicelib.routes.pages.visitor import look_of, root_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.case import show_case
from chalicelib.routes.views.cases.parties import show_parties
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

submitting = Blueprint(__name__)
_request = request_of(submitting)


@submitting.route("/cases/{no}/check", methods=["GET"])
@shows(_request)
def get_check(no: str) -> Response:
    """Check your answers: all that was said, before it is sent."""
    mine = open_case_of(_request(), no)
    loaded = mine.loaded
    if loaded.case.stage is not Stage.MATERIALS:
        return go_to(f"{root_of(_request())}cases/{loaded.case.no}")
    return _check_page(mine, {})


@submitting.route("/cases/{no}/submit", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_submit(no: str) -> Response:
    """Submit the application, or what was to be corrected. Twice is once, by the number in the form."""
    sent = sent_to(_request(), no)
    case, fields = sent.loaded.case, sent.fields
    correcting = bool(fields.get("task"))
    wrong = {} if correcting or fields.get("true") else {"true": _CONFIRM}
    if not wrong or case.stage is not Stage.MATERIALS:
        try:
            submit_case(
                ports(),
                sent.actor,
                sent.loaded,
                fields.get("task") or None,
                incomplete=fields.get("incomplete") == "yes",
                key=fields.get("key") or None,
            )
        except NotPossible as refusal:
            wrong = {"form": (refusal.text.zh, refusal.text.en)}
            wrong |= {f"form-{n}": (told.zh, told.en) for n, told in enumerate(refusal.details)}
        else:
            after = "" if correcting else "/receipt"
            return go_to(f"{root_of(_request())}cases/{case.no}{after}", *sent.cookies)
    look = look_of(_request())
    told = {place: look.t(*text) for place, text in wrong.items()}
    if correcting:
        return materials_page(sent.mine, told, sent.cookies)
    return _check_page(sent.mine, told, sent.cookies, fields)


_CONFIRM = (
    "请先确认内容和材料属实，再提交",
    "Please confirm that what you say and send is true, then submit",
)


def _check_page(
    mine: OwnCase,
    wrong: dict[str, str],
    cookies: tuple[str, ...] = (),
    fields: dict[str, str] | None = None,
) -> Response:
    loaded, case = mine.loaded, mine.loaded.case
    release = rules_of(ports(), case.release)
    declared = release.declared
    answered = [
        (declared[name].title, said(declared[name], value))
        for name, value in case.application.items()
        if name in declared
    ]
    shown = show_case(ports(), loaded, also={"lists": file_lists(loaded, release)})
    return show(
        "check.html",
        look_of(_request(), here=f"cases/{case.no}/check", case=case.no),
        422 if wrong else 200,
        cookies=cookies,
        nav="track",
        case=shown,
        parties=show_parties(ports(), case),
        answered=answered,
        guide=release.items[case.item].guide,
        missing=[one for one in shown["materials"] if one["material"] in shown["missing"]],
        agent=may_be_agent(mine),
        wrong=wrong,
        fields=fields or {},
        key=(fields or {}).get("key") or str(uuid4()),
    )

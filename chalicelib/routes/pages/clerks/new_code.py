"""Another query code for an applicant who came or called, shown to the clerk who made sure who she is."""

from __future__ import annotations

from uuid import uuid4

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.case import Case
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.clerks.clerk import show_to_clerk
from chalicelib.routes.pages.showing import shows
from chalicelib.routes.pages.visitor import first, look_of, read_fields
from chalicelib.routes.requests.addresses import case_no
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.case import show_brief
from chalicelib.routes.views.cases.parties import show_parties
from chalicelib.services.cases.desk.find_for_staff import find_concerned
from chalicelib.services.cases.people.issue_code import issue_code
from chalicelib.services.errors import ErasedPartiesError
from chalicelib.wiring import ports

desk_code = Blueprint(__name__)
_request = request_of(desk_code)


@desk_code.route("/desk/cases/{no}/query-code", methods=["GET"])
@shows(_request)
def get_new_code(no: str) -> Response:
    return _form(no, {})


@desk_code.route("/desk/cases/{no}/query-code", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_new_code(no: str) -> Response:
    """The code, in this answer alone: no address leads to it."""
    who, fields = staff_of(_request()), first(read_fields(_request()), "checked", "key")
    if not fields["checked"]:
        told = look_of(_request()).t("请先核对申请人身份", "Make sure first who asks")
        return _form(no, {"checked": told})
    loaded = find_concerned(ports(), who, case_no(no))
    case, code = issue_code(ports(), who, loaded, fields["key"] or None)
    return code_page(_request(), case, code)


def code_page(request: Request, case: Case, code: str) -> Response:
    """The code to be printed for the applicant, or read to her."""
    shown = show_brief(ports(), case)
    here = f"desk/cases/{case.no}/query-code"
    return show_to_clerk(
        request, "desk_code.html", here=here, nav="search", case=shown, code=code, people=None, wrong={}
    )


def _form(no: str, wrong: dict[str, str]) -> Response:
    """
    Raises:
        Problem: 404 no such case; 403 the case is none of hers; 410 nobody knows any more who applied.
    """
    request = _request()
    case = find_concerned(ports(), staff_of(request), case_no(no)).case
    people = show_parties(ports(), case)
    if people is None:
        raise ErasedPartiesError
    return show_to_clerk(
        request,
        "desk_code.html",
        422 if wrong else 200,
        here=f"desk/cases/{case.no}/query-code",
        nav="search",
        case=show_brief(ports(), case),
        people=people,
        code=None,
        key=str(uuid4()),
        wrong=wrong,
    )

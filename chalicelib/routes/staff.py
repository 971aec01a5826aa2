"""HTTP for staff: work lists, cases, and what is done about their tasks."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Case
from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.decisions.forms.form import Basis, Text
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.pages.clerks.case import desk_case_page
from chalicelib.routes.pages.clerks.lists.desk import desk_page
from chalicelib.routes.pages.clerks.lists.search import post_search_page, search_page
from chalicelib.routes.pages.showing import shows
from chalicelib.routes.pages.visitor import wants_page
from chalicelib.routes.requests.addresses import case_no, name_in_address, number_in_query, read_query
from chalicelib.routes.requests.bodies import (
    ExtensionBody,
    NewCodeBody,
    OutcomeBody,
    PauseBody,
    RecusalBody,
    SearchBody,
    TaskBody,
)
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.finding import finding_of
from chalicelib.routes.requests.paging import opaque, read_limit, read_next, read_next_case, read_number
from chalicelib.routes.requests.reading import read_body, read_key
from chalicelib.routes.views.cases.case import show_brief, show_case
from chalicelib.routes.views.desk.for_staff import for_staff, show_for_staff
from chalicelib.routes.views.desk.tasks import show_line, show_sides
from chalicelib.services.cases.desk import show_desk
from chalicelib.services.cases.desk.change_limits import ask_extension, pause_clocks
from chalicelib.services.cases.desk.claim_task import claim_task, release_task
from chalicelib.services.cases.desk.find_for_staff import find_concerned, find_for_staff
from chalicelib.services.cases.desk.record_outcome import end_task, record_outcome
from chalicelib.services.cases.desk.recuse import recuse
from chalicelib.services.cases.desk.search_cases import Page, search_cases
from chalicelib.services.cases.people.issue_code import issue_code
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

staff = Blueprint(__name__)
_request = request_of(staff)


@staff.route("/desk", methods=["GET"], cors=CORS)
def get_desk() -> Response:
    """As a page for whoever wants HTML, else as data."""
    return _desk_page() if wants_page(_request()) else _desk()


@answers
def _desk() -> Response:
    who, request = staff_of(_request()), _request()
    page = show_desk.show_desk(
        ports(),
        who,
        unit=read_query(request, "unit"),
        step=read_query(request, "step"),
        limit=read_limit(request, show_desk.USUAL, show_desk.MOST),
        after=read_next(request),
    )
    lines = [show_line(ports(), page.release, work) for work in page.lines]
    return answer({"work": lines, "next": opaque(page.next)}, headers={"Vary": "Accept"})


@staff.route("/desk/search", methods=["GET"], cors=CORS)
def get_desk_search() -> Response:
    """As a page for whoever wants HTML, else as data."""
    return _search_page() if wants_page(_request()) else _search()


@answers
def _search() -> Response:
    who = staff_of(_request())
    return _found(search_cases(ports(), who, number_in_query(_request(), "q"), _line))


@staff.route("/desk/search", methods=["POST"], cors=CORS, content_types=["application/json", FORM])
def post_desk_search() -> Response:
    """From a form as a page, else as data."""
    return _searched_page() if wants_page(_request()) else _searched()


@answers
def _searched() -> Response:
    who, body = staff_of(_request()), read_body(_request(), SearchBody)
    return _found(search_cases(ports(), who, body.q, _line, read_next_case(body.next)))


def _found(page: Page[dict[str, Any]]) -> Response:
    return answer(
        {
            "cases": list(page.cases),
            "next": opaque(page.next),
            "complete": page.complete,
            "unreadable": _unreadable(page.unreadable),
        }
    )


def _unreadable(number: int) -> dict[str, Any] | None:
    """That there are cases which could not be opened; nothing of them."""
    if number == 0:
        return None
    text = Text(
        zh=f"另有 {number} 件办件的数据已损坏或被改动，无法打开，未予显示；系统已记录，请联系管理员核查",
        en=f"{number} more: their data are damaged or were altered, and they are not shown; it was logged, "
        "please tell the administrator",
    )
    return {"cases": number, "text": text.model_dump()}


@staff.route("/desk/cases/{no}", methods=["GET"], cors=CORS)
def get_desk_case(no: str) -> Response:
    """As a page for whoever wants HTML, else as data."""
    return _case_page(no) if wants_page(_request()) else _case(no)


@answers
def _case(no: str) -> Response:
    who, request = staff_of(_request()), _request()
    before, start = read_number(request, "events_before", 2), read_number(request, "uploads_from", 0) or 0
    loaded, history = find_for_staff(ports(), who, case_no(no), before)
    return answer(show_for_staff(ports(), loaded, history, start), headers={"Vary": "Accept"})


@staff.route("/cases/{no}/steps/{step}", methods=["POST"], cors=CORS)
@answers
def post_outcome(no: str, step: str) -> Response:
    who, body = staff_of(_request()), read_body(_request(), OutcomeBody)
    finding = finding_of(body, read_key(_request()), body.round)
    return answer(
        show_case(ports(), record_outcome(ports(), who, case_no(no), name_in_address(step), finding))
    )


@staff.route("/cases/{no}/tasks/{task}", methods=["POST"], cors=CORS)
@answers
def post_task(no: str, task: str) -> Response:
    who, finding = staff_of(_request()), finding_of(read_body(_request(), TaskBody), read_key(_request()))
    return answer(show_case(ports(), end_task(ports(), who, case_no(no), name_in_address(task), finding)))


@staff.route("/cases/{no}/tasks/{task}/claim", methods=["POST"], cors=CORS)
@answers
def post_claim(no: str, task: str) -> Response:
    who = staff_of(_request())
    return answer(show_case(ports(), claim_task(ports(), who, case_no(no), name_in_address(task))))


@staff.route("/cases/{no}/tasks/{task}/release", methods=["POST"], cors=CORS)
@answers
def post_release(no: str, task: str) -> Response:
    who = staff_of(_request())
    return answer(show_case(ports(), release_task(ports(), who, case_no(no), name_in_address(task))))


@staff.route("/cases/{no}/pauses", methods=["POST"], cors=CORS)
@answers
def post_pause(no: str) -> Response:
    who, body, key = staff_of(_request()), read_body(_request(), PauseBody), read_key(_request())
    basis = Basis(title=body.basis.title, article=body.basis.article)
    after = pause_clocks(ports(), who, case_no(no), body.reason, basis, body.working_days, key)
    return answer(show_case(ports(), after, also=for_staff(ports(), after)))


@staff.route("/cases/{no}/extensions", methods=["POST"], cors=CORS)
@answers
def post_extension(no: str) -> Response:
    who, body, key = staff_of(_request()), read_body(_request(), ExtensionBody), read_key(_request())
    after = ask_extension(ports(), who, case_no(no), body.clock, body.days, body.reason, key)
    return answer(show_case(ports(), after, also=for_staff(ports(), after)))


@staff.route("/cases/{no}/recusal", methods=["POST"], cors=CORS)
@answers
def post_recusal(no: str) -> Response:
    who = staff_of(_request())
    loaded, _ = find_for_staff(ports(), who, case_no(no))
    body = read_body(_request(), RecusalBody)
    after = recuse(ports(), who, loaded, RecusalGround(body.ground))
    return answer(show_brief(ports(), after.case))


@staff.route("/cases/{no}/query-code", methods=["POST"], cors=CORS)
@answers
def post_new_code(no: str) -> Response:
    who = staff_of(_request())
    loaded = find_concerned(ports(), who, case_no(no))
    read_body(_request(), NewCodeBody)
    case, code = issue_code(ports(), who, loaded, read_key(_request()))
    return answer({"no": case.no, "query_code": code})


def _line(case: Case) -> dict[str, Any]:
    """A case as lists show it: by the first sign of a name, without what was written to its parties."""
    sides = show_sides(rules_of(ports(), case.release), case)
    return {**show_brief(ports(), case), "applicant": case.applicant.masked or "", "sides": sides}


@shows(_request)
def _desk_page() -> Response:
    return desk_page(_request())


@shows(_request)
def _case_page(no: str) -> Response:
    return desk_case_page(_request(), no)


@shows(_request)
def _search_page() -> Response:
    return search_page(_request())


@shows(_request)
def _searched_page() -> Response:
    return post_search_page(_request())

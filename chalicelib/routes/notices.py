"""HTTP for notices: listed and opened by the parties of a case, and by staff who have had to do with it."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.rendering.page import POLICY, with_way_back
from chalicelib.routes.access.callers import comes_as_staff, own_case, staff_of
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.pages.cases import open_case_of
from chalicelib.routes.pages.showing import go_to, shows
from chalicelib.routes.pages.visitor import root_of, wants_page
from chalicelib.routes.requests.addresses import case_no, choice_in_query, name_in_address
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.notices import show_notice, show_notices
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.cases.open_notice import open_notice
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

notices = Blueprint(__name__)
_request = request_of(notices)

_PARTIES = ("applicant", "agent")
"""By what the query says of who opens a notice with a code; where it says nothing, the first."""

_PAGE = "text/html"


@notices.route("/cases/{no}/notices", methods=["GET"], cors=CORS)
@answers
def get_notices(no: str) -> Response:
    loaded, _ = _case(no)
    release = rules_of(ports(), loaded.case.release)
    return answer({"notices": show_notices(release, loaded.case)})


@notices.route("/cases/{no}/notices/{notice}", methods=["GET"], cors=CORS)
def get_notice(no: str, notice: str) -> Response:
    """As a page to print for whoever wants HTML, else as text. A party's first look is its service."""
    return _notice_page(no, notice) if wants_page(_request()) else _notice(no, notice)


@answers
def _notice(no: str, notice: str) -> Response:
    return _shown_notice(no, notice)


def _shown_notice(no: str, notice: str) -> Response:
    loaded, party = _case(no, as_page=wants_page(_request()))
    if party is not None and _led_here_by_others():
        return go_to(f"{root_of(_request())}cases/{loaded.case.no}")
    shown = open_notice(ports(), loaded, name_in_address(notice), party, ports().track_url)
    if wants_page(_request()):
        headers = {"Content-Type": f"{_PAGE}; charset=utf-8", "Content-Security-Policy": POLICY}
        case = f"{root_of(_request())}{'desk/' if party is None else ''}cases/{loaded.case.no}"
        return answer(with_way_back(shown.texts.html, case), headers={**headers, "Vary": "Accept"})
    told = show_notice(rules_of(ports(), shown.case.release), shown.notice)
    return answer({**told, "zh": shown.texts.zh, "en": shown.texts.en}, headers={"Vary": "Accept"})


def _led_here_by_others() -> bool:
    """
    Whether a page of another site sent the browser here: time limits begin with the service, and no stranger
    may serve a notice by a link or a window that closes again. From the case's own page it is one step.
    """
    return _request().headers.get("sec-fetch-site") in ("cross-site", "same-site")


def _case(no: str, *, as_page: bool = False) -> tuple[Loaded, Actor | None]:
    """The case, and as which party the caller comes: None for staff."""
    request = _request()
    if comes_as_staff(request):
        return find_for_staff(ports(), staff_of(request), case_no(no))[0], None
    asks_for_page = as_page and "x-query-code" not in request.headers
    mine = open_case_of(request, no) if asks_for_page else own_case(request, no)
    return mine.loaded, mine.actor(choice_in_query(request, "by", _PARTIES))


@shows(_request)
def _notice_page(no: str, notice: str) -> Response:
    return _shown_notice(no, notice)

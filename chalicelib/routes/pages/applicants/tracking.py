"""Open a case by its query code, and see where it stands: steps, clocks, parcels, papers and notices."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.case import Case
from chalicelib.cases.decide.checks import may_withdraw
from chalicelib.cases.events import AnyEvent
from chalicelib.decisions.forms.form import Text
from chalicelib.ports.people.identity import CodeHolder
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.applicants.changes import CHANGES, may_end_mandate
from chalicelib.routes.pages.applicants.progress import clock_bars, held_papers, way_of
from chalicelib.routes.pages.cases import may_be_agent, open_case_of, unlock
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
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.case import show_case
from chalicelib.routes.views.cases.done_for_party import show_done_for_party
from chalicelib.routes.views.cases.parcels import show_parcels
from chalicelib.services.cases.desk.concerned import MOST_EVENTS
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, of_this_row
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

log = logging.getLogger(__name__)

tracking = Blueprint(__name__)
_request = request_of(tracking)

_OF_A_CASE = re.compile(r"cases/[0-9]{21}(/[a-z]+){0,2}", re.ASCII)


def track_page(request: Request) -> Response:
    """The form that asks for number and code, and the cases that this browser has open."""
    no = query_of(request).get("no", "")
    return _track_form(request, {"no": no}, {})


def _track_form(request: Request, fields: dict[str, str], wrong: dict[str, str]) -> Response:
    look = look_of(request, here="track")
    mine = _open_here(holder_of(request))
    ended = not wrong and query_of(request).get("done") == "mandate"
    content: dict[str, Any] = {"no": fields["no"], "wrong": wrong, "mine": mine, "ended": ended}
    return show("track.html", look, 404 if wrong else 200, nav="track", **content)


def _open_here(holder: CodeHolder) -> dict[str, Text | None]:
    """By number, the cases that a browser has open, and what each is about; None: it is asked when opened."""
    found = ports().cases.load_all(holder.codes)
    return {no: _about(found[no], code) if no in found else None for no, code in holder.codes.items()}


_NOT_SHOWN = Text(zh="这一件暂时显示不出来，请稍后再打开", en="cannot be shown just now; open it later")


def _about(read: Callable[[], Case], code: str) -> Text | None:
    """The item of a case, or that it cannot be shown; None where the code of it that was shown is no more."""
    try:
        case = read()
    except Exception as error:
        if not of_this_row(error):
            raise
        log.error("a case that a browser has open cannot be read: %s", type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
        return _NOT_SHOWN
    same = hmac.compare_digest(case.code_digest, code)
    return rules_of(ports(), case.release).items[case.item].name if same else None


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
    opened = open_case_of(request, no)
    loaded, case = opened.loaded, opened.loaded.case
    release = rules_of(ports(), case.release)
    shown, lately = show_case(ports(), loaded), _lately(case)
    today = local_day(release, ports().clock.now())
    return show(
        "case.html",
        look_of(request, here=f"cases/{case.no}", case=case.no),
        nav="track",
        case=shown,
        way=way_of(release, case, shown, lately, today),
        guide=release.items[case.item].guide,
        bars=clock_bars(shown, today),
        held=held_papers(release, case, shown),
        parcels=show_parcels(ports(), release, case),
        mine=[task for task in shown["tasks"] if task.get("by") == "applicant"],
        done_for_you=show_done_for_party(release, lately, ports().clock.now()),
        agent=may_be_agent(opened),
        may_end_mandate=may_end_mandate(case),
        may_withdraw=may_withdraw(case),
        done=done if (done := query_of(request).get("done", "")) in CHANGES else "",
    )


def _lately(case: Case) -> tuple[AnyEvent, ...]:
    """What has happened last."""
    return ports().cases.latest_events(case.no, MOST_EVENTS).events

"""The desk: all that a clerk's units and she have to do, the oldest deadline first; and claiming it."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.evolve import effects
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.clerks.clerk import find_if_hers, show_to_clerk
from chalicelib.routes.pages.clerks.frame import KEPT, kept_query, list_address
from chalicelib.routes.pages.clerks.lists.filters import (
    HANDS,
    counted,
    filters_of,
    kept_filters,
    picker,
)
from chalicelib.routes.pages.clerks.lists.lines import LINES, list_page
from chalicelib.routes.pages.showing import go_to, release_in_force, shows
from chalicelib.routes.pages.visitor import query_of, read_fields, root_of
from chalicelib.routes.requests.addresses import case_no, name_in_address
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.paging import opaque, or_start, read_next
from chalicelib.routes.views.desk.consequences import show_consequences
from chalicelib.routes.views.desk.lights import KINDS, light_of
from chalicelib.routes.views.desk.tasks import show_line
from chalicelib.services.cases.desk.claim_task import claim_task, claimable, release_task
from chalicelib.services.cases.desk.preview_outcome import Preview
from chalicelib.services.cases.desk.show_desk import Page, show_desk, survey_desk
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

desk = Blueprint(__name__)
_request = request_of(desk)


def desk_page(request: Request) -> Response:
    """The list; what it is narrowed down to stands in its address, and stays."""
    who, given = staff_of(request), query_of(request)
    filters, release = filters_of(given), release_in_force()
    survey = survey_desk(ports(), who, filters.unit)
    after, stale = or_start(lambda: read_next(request), "")
    page = list_page(ports(), who, filters, survey, after)
    cookies = (
        () if filters.query == kept_query(request) else (KEPT.set(filters.query, secure=ports().secure),)
    )
    return show_to_clerk(
        request,
        "desk.html",
        cookies=cookies,
        nav="mine" if filters.hands == "me" else "desk",
        lines=_lines(page, who),
        next=opaque(page.next),
        first=not after,
        stale=stale,
        filters=filters,
        narrowed=bool(filters.query),
        tabs=[(kind, filters.with_light(kind)) for kind in ("", *KINDS)],
        found=counted(release, who, filters, survey),
        units=[unit for unit in every_unit(release.units) if who.serves(unit.unit)],
        hands=HANDS,
        done=_done(who, given.get("done", "")),
        nothing="nothing" in given,
        end=given.get("end", ""),
        today=local_day(release, ports().clock.now()).isoformat(),
    )


def _lines(page: Page, who: Staff) -> list[dict[str, Any]]:
    free, now = claimable(ports(), who, page.lines), ports().clock.now()
    return [
        {
            **show_line(ports(), page.release, work),
            "light": light_of(page.release, work.due, now, late=work.late),
            "claimable": work in free,
        }
        for work in page.lines
    ]


def _done(who: Staff, no: str) -> dict[str, Any] | None:
    """What has just been done in a case, in sentences; None where that is none of hers."""
    found = find_if_hers(who, no) if is_case_number(no) else None
    if found is None:
        return None
    loaded, history = found
    release = rules_of(ports(), loaded.case.release)
    hers = (event for event in reversed(history.events) if event.by == who.actor)
    last = next(hers, history.events[-1])  # what follows by itself, such as a courier's number, may be there
    just = tuple(event for event in history.events if (event.at, event.by) == (last.at, last.by))
    today = local_day(release, ports().clock.now())
    wanted = tuple(effect for event in just for effect in effects(loaded.case, event))
    told = show_consequences(release, Preview(loaded.case, just, wanted), today)
    return {"no": no, "item_name": release.items[loaded.case.item].name, "told": told}


@desk.route("/desk/claim", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_claim_next() -> Response:
    """
    Claim the most urgent task that nobody has, of those on the list. Who is overtaken gets the next, and so
    does who must leave it to another.
    """
    who, release, root = staff_of(_request()), release_in_force(), root_of(_request())
    filters = filters_of(read_fields(_request()))._replace(hands="nobody")
    wanted = picker(release, who, filters)
    for line in show_desk(ports(), who, unit=filters.unit, limit=LINES, wanted=wanted).lines:
        if line.clock:
            continue
        try:
            claim_task(ports(), who, line.case, line.task)
        except NotPossible:
            continue
        return go_to(f"{root}desk/cases/{line.case}")
    return go_to(root + list_address(_request()) + ("&" if kept_query(_request()) else "?") + "nothing=1")


@desk.route("/desk/cases/{no}/tasks/{task}/claim", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_claim(no: str, task: str) -> Response:
    """Claim a task; who may not (reviewed before, or applies herself) reads so on the page of the case."""
    try:
        claim_task(ports(), staff_of(_request()), case_no(no), name_in_address(task))
    except NotPossible as refusal:
        if refusal.code not in ("same_person", "own_case"):
            raise
    return go_to(f"{root_of(_request())}desk/cases/{case_no(no)}")


@desk.route("/desk/cases/{no}/tasks/{task}/release", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_release(no: str, task: str) -> Response:
    release_task(ports(), staff_of(_request()), case_no(no), name_in_address(task))
    return go_to(f"{root_of(_request())}desk/cases/{case_no(no)}")


@desk.route("/desk/cases/{no}/next", methods=["GET"])
@shows(_request)
def get_next(no: str) -> Response:
    return _neighbour(no, +1)


@desk.route("/desk/cases/{no}/previous", methods=["GET"])
@shows(_request)
def get_previous(no: str) -> Response:
    return _neighbour(no, -1)


def _neighbour(no: str, step: int) -> Response:
    """
    On to the case that stands behind or before this one in her list, as she narrowed it down last; of a case
    that is in it no more the first; behind the last one the list itself, which says so.
    """
    request, who, here = _request(), staff_of(_request()), case_no(no)
    filters = kept_filters(request)
    survey = survey_desk(ports(), who, filters.unit)
    wanted = filter(picker(survey.release, who, filters), survey.lines)
    listed = list(dict.fromkeys(line.case for line in wanted))
    at = listed.index(here) + step if here in listed else 0
    if 0 <= at < len(listed):
        return go_to(f"{root_of(request)}desk/cases/{listed[at]}")
    sign = "&" if kept_query(request) else "?"
    return go_to(f"{root_of(request)}{list_address(request)}{sign}end={'last' if step > 0 else 'first'}")

"""Find a case: by number, name, telephone or identity number, which no address holds; or by item and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalice.app import Request, Response

from chalicelib.cases.case import Case
from chalicelib.decisions.effect import items_on
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.clerks.clerk import show_to_clerk
from chalicelib.routes.pages.clerks.outcome_form import told_of
from chalicelib.routes.pages.showing import release_in_force
from chalicelib.routes.pages.visitor import first, look_of, query_of, read_fields
from chalicelib.routes.requests.bodies import SearchBody
from chalicelib.routes.requests.paging import opaque, or_start, read_next_case
from chalicelib.routes.requests.reading import as_fields
from chalicelib.routes.views.cases.case import show_brief
from chalicelib.routes.views.words import time
from chalicelib.services.cases.desk.search_cases import Page, search_cases, search_item_and_day
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

Found = Page[dict[str, Any]]


def search_page(request: Request) -> Response:
    """The forms; and what was begun of an item on a day, which the address may hold."""
    asked = first(query_of(request), "item", "day", "next")
    if not asked["item"] and not asked["day"]:
        return _page(request, asked, None)
    look = look_of(request)
    try:
        day = date.fromisoformat(asked["day"])
    except ValueError:
        return _page(request, asked, None, {"day": look.t("请选一天", "Choose a day")})
    if asked["item"] not in release_in_force().items:
        return _page(request, asked, None, {"item": look.t("请选一个事项", "Choose an item")})
    before, _ = or_start(lambda: read_next_case(asked["next"] or None), "")
    found = search_item_and_day(ports(), staff_of(request), asked["item"], day, _line, before)
    return _page(request, asked, found)


def post_search_page(request: Request) -> Response:
    """What was found by what was typed: in no address, as it may be somebody's name or number."""
    fields = first(read_fields(request), "q", "next")
    try:
        body = as_fields({name: text for name, text in fields.items() if text or name == "q"}, SearchBody)
        before, _ = or_start(lambda: read_next_case(body.next), "")
        found = search_cases(ports(), staff_of(request), body.q, _line, before)
    except Problem as problem:
        if problem.status != 422:
            raise
        look = look_of(request)
        told = (
            look.t("请写要找的内容", "Write what you look for") if not fields["q"] else told_of(look, problem)
        )
        return _page(request, fields, None, {"q": told})
    return _page(request, fields, found)


def _page(
    request: Request, asked: Mapping[str, str], found: Found | None, wrong: Mapping[str, str] | None = None
) -> Response:
    who, release = staff_of(request), release_in_force()
    today = local_day(release, ports().clock.now())
    items = sorted(items_on(release, today).values(), key=lambda item: item.item)
    mine = [item for item in items if any(who.serves(name) for _, name in item.units.named)]
    return show_to_clerk(
        request,
        "desk_search.html",
        422 if wrong else 200,
        here="desk/search",
        nav="search",
        asked={"q": "", "item": "", "day": "", **asked},
        found=found,
        next="" if found is None else opaque(found.next) or "",
        items=mine,
        wrong=dict(wrong or {}),
    )


def _line(case: Case) -> dict[str, Any]:
    """A case in a line: by the first sign of a name, without what was written to its parties."""
    release = rules_of(ports(), case.release)
    brief = show_brief(ports(), case)
    return {**brief, "applicant": case.applicant.masked or "", "opened": time(release, case.opened_at)}

"""The desk: all that a clerk's units and she have to do, the oldest deadline first; and claiming it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.evolve import effects
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.side_titles import TITLES
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.ports.cases import Work
from chalicelib.ports.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.clerk import (
    HANDS,
    KEPT,
    LIGHTS,
    Filters,
    filters_of,
    kept_query,
    list_address,
    show_to_clerk,
)
from chalicelib.routes.pages.showing import go_to, release_in_force, shows
from chalicelib.routes.pages.visitor import query_of, read_fields, root_of
from chalicelib.routes.requests.addresses import case_no, name_in_address
from chalicelib.routes.requests.paging import opaque, read_next
from chalicelib.routes.views.consequences import show_consequences
from chalicelib.routes.views.lights import light_of
from chalicelib.routes.views.tasks import show_line
from chalicelib.services.cases.desk.claim_task import claim_task, release_task
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.cases.desk.preview_outcome import Preview
from chalicelib.services.cases.desk.show_desk import show_desk
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import world

desk = Blueprint(__name__)

LINES = 20
"""Of a page."""


def _request() -> Request:
    request: Any = desk.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request


def desk_page(request: Request) -> Response:
    """The list; what it is narrowed down to stands in its address, and stays."""
    who, given = staff_of(request), query_of(request)
    filters, release = filters_of(given), release_in_force()
    page = show_desk(
        world(),
        who,
        unit=filters.unit,
        limit=LINES,
        after=read_next(request),
        wanted=_wanted(release, who, filters),
    )
    cookies = (
        () if filters.query == kept_query(request) else (KEPT.set(filters.query, secure=world().secure),)
    )
    return show_to_clerk(
        request,
        "desk.html",
        cookies=cookies,
        nav="mine" if filters.hands == "me" else "desk",
        lines=[_line(page.release, work) for work in page.lines],
        next=opaque(page.next),
        first="next" not in given,
        filters=filters,
        narrowed=bool(filters.query),
        tabs=[(kind, filters.with_light(kind)) for kind in ("", *LIGHTS)],
        hands=HANDS,
        done=_done(who, given.get("done", "")),
        nothing="nothing" in given,
        today=local_day(release, world().clock.now()).isoformat(),
        **_choices(release, who),
    )


def _wanted(release: Release, who: Staff, filters: Filters) -> Callable[[Work], bool] | None:
    """None where every line is: then a page is one query a unit."""
    if not filters._replace(unit="").query:
        return None
    alike = _alike(release, filters.step)
    return lambda line: (not alike or line.step in alike) and filters.picks(release, who, line)


def _steps(release: Release) -> dict[str, Text]:
    """What may stand on a list, by its name in the rules."""
    plans = release.plans.values()
    named = {step.step: step.title for plan in plans for step in plan.steps if step.by == "staff"}
    return named | {kind.value: title for kind, title in TITLES.items()}


def _alike(release: Release, step: str) -> set[str]:
    """Every step of this one's title: for people they are one, whatever plan they are of."""
    named = _steps(release)
    return {name for name, title in named.items() if title == named.get(step)}


def _line(release: Release, work: Work) -> dict[str, Any]:
    light = light_of(release, work.due, world().clock.now(), late=work.late)
    return {**show_line(world(), release, work), "light": light}


def _done(who: Staff, no: str) -> dict[str, Any] | None:
    """What has just been done in a case, in sentences; None where nothing is told of."""
    if not is_case_number(no):
        return None
    loaded, history = find_for_staff(world(), who, no)
    release = rules_of(world(), loaded.case.release)
    last = history.events[-1]
    just = tuple(event for event in history.events if (event.at, event.by) == (last.at, last.by))
    year = local_day(release, world().clock.now()).year
    wanted = tuple(effect for event in just for effect in effects(loaded.case, event))
    told = show_consequences(release, Preview(loaded.case, just, wanted), year)
    return {"no": no, "item_name": release.items[loaded.case.item].name, "told": told}


def _choices(release: Release, who: Staff) -> dict[str, Any]:
    """What a list can be narrowed down to, by name."""
    steps = {title: step for step, title in reversed(_steps(release).items())}
    mine = [unit for unit in every_unit(release.units) if who.serves(unit.unit)]
    today = local_day(release, world().clock.now())
    items = sorted(items_on(release, today).values(), key=lambda item: item.item)
    own = [item for item in items if any(who.serves(name) for _, name in item.units.named)]
    return {"steps": {step: title for title, step in reversed(steps.items())}, "units": mine, "items": own}


@desk.route("/desk/claim", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_claim_next() -> Response:
    """Claim the most urgent task that nobody has, of those on the list; who is overtaken gets the next."""
    who, release, root = staff_of(_request()), release_in_force(), root_of(_request())
    filters = filters_of(read_fields(_request()))._replace(hands="nobody")
    wanted = _wanted(release, who, filters)
    found = show_desk(world(), who, unit=filters.unit, limit=LINES, wanted=wanted)
    for line in found.lines:
        if line.clock:
            continue
        try:
            claim_task(world(), who, line.case, line.task)
        except NotPossible:
            continue
        return go_to(f"{root}desk/cases/{line.case}")
    return go_to(root + list_address(_request()) + ("&" if kept_query(_request()) else "?") + "nothing=1")


@desk.route("/desk/cases/{no}/tasks/{task}/claim", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_claim(no: str, task: str) -> Response:
    claim_task(world(), staff_of(_request()), case_no(no), name_in_address(task))
    return go_to(f"{root_of(_request())}desk/cases/{case_no(no)}")


@desk.route("/desk/cases/{no}/tasks/{task}/release", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_release(no: str, task: str) -> Response:
    release_task(world(), staff_of(_request()), case_no(no), name_in_address(task))
    return go_to(f"{root_of(_request())}desk/cases/{case_no(no)}")

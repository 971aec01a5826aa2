"""A case on one page: its materials beside what there is to do, and what each way to end that would cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.case import Case
from chalicelib.cases.correction_reasons import REASONS
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.applicants.progress import clock_bars, held_papers
from chalicelib.routes.pages.clerks.clerk import show_to_clerk
from chalicelib.routes.pages.clerks.frame import kept_query, list_address, works_on
from chalicelib.routes.pages.clerks.outcome_form import objections, read_outcome, told_of
from chalicelib.routes.pages.clerks.seen_file import seen_file, store_of_files
from chalicelib.routes.pages.clerks.told import asked_of, show_decided
from chalicelib.routes.pages.showing import go_to, shows
from chalicelib.routes.pages.visitor import look_of, query_of, read_fields, root_of
from chalicelib.routes.requests.addresses import case_no, name_in_address
from chalicelib.routes.requests.finding import finding_of
from chalicelib.routes.requests.paging import read_number
from chalicelib.routes.views.choices import Choices
from chalicelib.routes.views.facts import show_facts
from chalicelib.routes.views.for_staff import show_for_staff
from chalicelib.routes.views.handover import parcels_to_hand_over
from chalicelib.routes.views.tasks import show_sides, show_tasks
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.cases.desk.record_outcome import check_mine, end_task
from chalicelib.services.cases.desk.see_viewers import see_viewers
from chalicelib.services.errors import Problem, RetryableError
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.permissions.relations import relates
from chalicelib.services.permissions.table import Relation
from chalicelib.wiring import world

desk_case = Blueprint(__name__)

LIMITS = ("pauses", "extensions")
"""The forms about the limits of a case."""

FOR_APPLICANT = ("contact", "mandate", "withdrawal")
"""The forms about what its applicant asks for."""


def _request() -> Request:
    request: Any = desk_case.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request


def desk_case_page(request: Request, no: str) -> Response:
    """
    The case.

    Raises:
        Problem: 404, there is none, or it concerns none of her units.
    """
    who, before = staff_of(request), read_number(request, "events_before", 2)
    loaded, history = find_for_staff(world(), who, case_no(no), before)
    return case_with(request, loaded, history)


def case_with(
    request: Request,
    loaded: Loaded,
    history: History,
    *,
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    at: str = "",
) -> Response:
    """
    The page of a case as it is now.

    Args:
        wrong: what cannot be taken of a form that was sent for the task, or about the limits, ``at``, which
            had ``typed`` in it.
    """
    case, release = loaded.case, rules_of(world(), loaded.case.release)
    shown = show_for_staff(world(), loaded, history)
    cards = Choices(world(), staff_of(request), loaded).show(shown)
    given = query_of(request)
    seen = seen_file(world(), loaded, shown, given.get("file", ""), earlier="earlier" in given)
    return show_to_clerk(
        request,
        "desk_case.html",
        status,
        here=f"desk/cases/{case.no}",
        shown_from=store_of_files(seen),
        nav="desk",
        case=shown,
        story=shown["history"],
        viewers=_others(loaded, staff_of(request)),
        changed=None,
        cards=cards,
        file=seen,
        asked=[] if seen is None else asked_of(shown, seen["material"]),
        decided=show_decided(release, case, history, shown),
        stated=show_facts(release, case.application),
        for_applicant=_for_applicant(case, staff_of(request)),
        reasons=REASONS,
        bars=clock_bars(shown),
        held=held_papers(release, case, shown),
        parcels=shown["shipments"],
        to_courier=any(parcels_to_hand_over(release, case)),
        wrong=dict(wrong or {}),
        typed=dict(typed or {}),
        at=at,
        earlier="events_before" in given,
        lost=bool(wrong) and at not in {*LIMITS, *FOR_APPLICANT, *(card["id"] for card in cards)},
        limits=_limits(loaded.case, staff_of(request), shown),
        key=str(uuid4()),
    )


def _others(loaded: Loaded, who: Staff) -> list[dict[str, Any]] | None:
    """
    Who else has it open, and for how many minutes; None where that cannot be told just now, which must keep
    nobody from the case.
    """
    try:
        seen = see_viewers(world(), who, loaded.case.no)
    except RetryableError:
        return None
    now = world().real_clock.now()
    return [{"staff": each.staff, "minutes": (now - each.since) // timedelta(minutes=1)} for each in seen]


def _for_applicant(case: Case, who: Staff) -> dict[str, bool] | None:
    """What she may do for whoever applied, who called or came; None where nothing."""
    if case.settled is not None or not (works_on(who) and relates(world(), who, case, Relation.AT_HAND)):
        return None
    agent = case.mandate is not None and case.mandate.ended is None
    return {"agent": agent, "withdrawal": Milestone.DECIDED not in case.milestones}


def _limits(case: Case, who: Staff, shown: dict[str, Any]) -> dict[str, Any] | None:
    """What she may do about its limits: None where they are not hers, or none runs yet or any more."""
    running = [clock for clock in shown["clocks"] if clock["running"]]
    decided = Milestone.DECIDED in case.milestones or case.settled is not None
    mine = works_on(who) and relates(world(), who, case, Relation.LIMITS)
    if not (mine and running) or decided or Milestone.ACCEPTED not in case.milestones:
        return None
    return {"extendable": [clock for clock in running if clock["extend"] and clock["extend"]["left"]]}


@desk_case.route("/desk/cases/{no}/viewers", methods=["GET"])
@shows(_request)
def get_viewers(no: str) -> Response:
    """Who else has the case open, and whether it has changed since a page was made; asked again and again."""
    request, who = _request(), staff_of(_request())
    loaded, history = find_for_staff(world(), who, case_no(no))
    version = read_number(request, "version", 0)
    changed = None
    if version is not None and version < loaded.case.version:
        shown = show_for_staff(world(), loaded, history)
        changed = shown["history"][0]
    others: dict[str, Any] = {"viewers": _others(loaded, who), "case": {"no": loaded.case.no}}
    return show_to_clerk(
        request, "desk_viewers.html", here=f"desk/cases/{loaded.case.no}", changed=changed, **others
    )


@desk_case.route("/desk/cases/{no}/tasks/{task}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_outcome(no: str, task: str) -> Response:
    """Record what came of a task; what cannot be is told beside what was written, which stays."""
    request, who, name = _request(), staff_of(_request()), name_in_address(task)
    loaded, history = find_for_staff(world(), who, case_no(no))
    check_mine(world(), loaded.case, who, name)
    fields = read_fields(request)
    look = look_of(request)
    status, wrong = 422, {}
    try:
        body = read_outcome(fields, loaded.case.needs)
        wrong = objections(look, fields, _needs(loaded.case, name, body.outcome), len(body.lines))
        if not wrong:
            finding = finding_of(body, fields.get("key") or None)
            end_task(world(), who, loaded.case.no, name, finding)
            return go_to(f"{root_of(request)}{_list_after(request, loaded.case.no)}")
    except NotPossible as refusal:
        status, wrong = 409, {"form": look.say(refusal.text)}
        loaded, history = find_for_staff(world(), who, case_no(no))
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        wrong = {"form": told_of(look, problem)}
    return case_with(request, loaded, history, status=status, wrong=wrong, typed=fields, at=name)


def _needs(case: Case, task: str, outcome: str) -> list[str]:
    release = rules_of(world(), case.release)
    for open_now in (*show_tasks(release, case), *show_sides(release, case)):
        for one in open_now["outcomes"]:
            if (open_now["id"], one["outcome"]) == (task, outcome):
                return list(one["needs"])
    return []


def _list_after(request: Request, no: str) -> str:
    """Her list, which says what was done."""
    return f"{list_address(request)}{'&' if kept_query(request) else '?'}done={no}"

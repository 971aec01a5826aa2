"""Record what came of a task, by the form of its case's page."""

from __future__ import annotations

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.case import Case
from chalicelib.cases.refusals import NotPossible
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.pages.clerks.case import Refused, case_with
from chalicelib.routes.pages.clerks.frame import kept_query, list_address
from chalicelib.routes.pages.clerks.outcome_form import (
    OFFICERS,
    half_written,
    objections,
    read_outcome,
    told_of,
)
from chalicelib.routes.pages.showing import go_to, shows
from chalicelib.routes.pages.visitor import look_of, read_fields, root_of
from chalicelib.routes.requests.addresses import case_no, name_in_address
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.finding import finding_of
from chalicelib.routes.views.desk.tasks import show_sides, show_tasks
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.cases.desk.record_outcome import check_mine, end_task
from chalicelib.services.errors import Problem
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

outcomes = Blueprint(__name__)
_request = request_of(outcomes)


@outcomes.route("/desk/cases/{no}/tasks/{task}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_outcome(no: str, task: str) -> Response:
    """Record what came of a task; what cannot be is told beside what was written, which stays."""
    request, who, name = _request(), staff_of(_request()), name_in_address(task)
    loaded, history = find_for_staff(ports(), who, case_no(no))
    check_mine(ports(), loaded.case, who, name)
    fields = read_fields(request)
    look = look_of(request)
    status, wrong = 422, half_written(look, fields, loaded.case.needs)
    if wrong:
        return case_with(request, loaded, history, Refused(name, fields, wrong, status))
    try:
        body = read_outcome(fields, loaded.case.needs)
        wrong = objections(look, fields, _needs(loaded.case, name, body.outcome), len(body.lines))
        if not wrong:
            finding = finding_of(body, fields.get("key") or None)
            end_task(ports(), who, loaded.case.no, name, finding)
            return go_to(f"{root_of(request)}{_list_after(request, loaded.case.no)}")
    except NotPossible as refusal:
        status, wrong = 409, {_OF_OFFICERS.get(refusal.code, "form"): look.say(refusal.text)}
        loaded, history = find_for_staff(ports(), who, case_no(no))
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        wrong = {"form": told_of(look, problem)}
    return case_with(request, loaded, history, Refused(name, fields, wrong, status))


_OF_OFFICERS = dict.fromkeys(
    ("officers_needed", "officers_unknown", "officers_do_not_know", "officer_recused"), OFFICERS
)
"""By the code of a refusal that is about who else was there, the field in which they are named."""


def _needs(case: Case, task: str, outcome: str) -> list[str]:
    release = rules_of(ports(), case.release)
    for open_now in (*show_tasks(release, case), *show_sides(release, case)):
        for one in open_now["outcomes"]:
            if (open_now["id"], one["outcome"]) == (task, outcome):
                return list(one["needs"])
    return []


def _list_after(request: Request, no: str) -> str:
    """Her list, which says what was done."""
    return f"{list_address(request)}{'&' if kept_query(request) else '?'}done={no}"

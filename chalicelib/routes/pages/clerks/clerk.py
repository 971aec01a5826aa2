"""A page for a member of staff."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.clerks.frame import desk_frame
from chalicelib.routes.pages.showing import show
from chalicelib.routes.pages.visitor import look_of
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.errors import NOT_FOUND, Problem
from chalicelib.wiring import ports


def show_to_clerk(
    request: Request, template: str, status: int = 200, here: str | None = None, **content: Any
) -> Response:
    """A page of the desk."""
    frame = desk_frame(request, staff_of(request))
    return show(template, look_of(request, here=here), status, **frame, **content)


def find_if_hers(who: Staff, no: str) -> tuple[Loaded, History] | None:
    """The case of this number and what has happened in it, if it concerns her."""
    try:
        return find_for_staff(ports(), who, no)
    except Problem as problem:
        if problem.status != NOT_FOUND:
            raise
        return None

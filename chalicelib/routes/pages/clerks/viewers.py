"""Who else has a case open, beside its page: asked again and again while it is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.clerks.clerk import show_to_clerk
from chalicelib.routes.pages.showing import shows
from chalicelib.routes.requests.addresses import case_no
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.paging import read_number
from chalicelib.routes.views.desk.for_staff import show_for_staff
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.cases.desk.see_viewers import see_viewers
from chalicelib.services.errors import RetryableError
from chalicelib.wiring import ports

viewers = Blueprint(__name__)
_request = request_of(viewers)


def others_at(loaded: Loaded, who: Staff) -> list[dict[str, Any]] | None:
    """
    Who else has it open, and for how many minutes; None where that cannot be told just now, which must keep
    nobody from the case.
    """
    try:
        seen = see_viewers(ports(), who, loaded.case.no)
    except RetryableError:
        return None
    now = ports().real_clock.now()
    return [{"staff": each.staff, "minutes": (now - each.since) // timedelta(minutes=1)} for each in seen]


@viewers.route("/desk/cases/{no}/viewers", methods=["GET"])
@shows(_request)
def get_viewers(no: str) -> Response:
    """Who else has the case open, and whether it has changed since a page was made; asked again and again."""
    request, who = _request(), staff_of(_request())
    loaded, history = find_for_staff(ports(), who, case_no(no))
    version = read_number(request, "version", 0)
    changed = None
    if version is not None and version < loaded.case.version:
        shown = show_for_staff(ports(), loaded, history)
        changed = shown["history"][0]
    others: dict[str, Any] = {"viewers": others_at(loaded, who), "case": {"no": loaded.case.no}}
    return show_to_clerk(
        request, "desk_viewers.html", here=f"desk/cases/{loaded.case.no}", changed=changed, **others
    )

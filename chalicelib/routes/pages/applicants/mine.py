"""The cases of somebody who signed on, and the people she acts for: who has to do what next, and by when."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Case
from chalicelib.cases.evolve import draft_until
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.people.parties import is_same_party
from chalicelib.cases.values import Role
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.people.identity import Person
from chalicelib.routes.access.callers import caller_of
from chalicelib.routes.pages.showing import show, shows
from chalicelib.routes.pages.visitor import look_of, query_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.case import show_brief
from chalicelib.routes.views.cases.notices import show_notices
from chalicelib.routes.views.words import time
from chalicelib.services.cases.applying.own_cases import Own, own_cases
from chalicelib.services.errors import not_signed_in
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

mine = Blueprint(__name__)
_request = request_of(mine)

MOST_NOTICES = 3
"""Of a case on the list, the newest; all of them stand on its own page."""


@mine.route("/mine", methods=["GET"])
@shows(_request)
def get_mine() -> Response:
    who = caller_of(_request())
    if not isinstance(who, Person):
        raise not_signed_in()
    before = query_of(_request()).get("before", "")
    found = own_cases(ports(), who, before if is_case_number(before) else "")
    by_herself = [_shown(own) for own in found.cases if own.capacity is not Role.AGENT]
    return show(
        "mine.html",
        look_of(_request(), here="mine"),
        nav="mine",
        name=who.name,
        own=sorted(by_herself, key=_urgency),
        people=_people([own for own in found.cases if own.capacity is Role.AGENT]),
        next=found.next,
        unreadable=found.unreadable,
    )


def _people(cases: list[Own]) -> list[dict[str, Any]]:
    """Those she acts for, each once, with their cases."""
    people: list[tuple[Own, list[Own]]] = []
    for own in cases:
        known = (
            each for first, each in people if is_same_party(first.parties.applicant, own.parties.applicant)
        )
        same = next(known, None)
        if same is None:
            people.append((own, [own]))
        else:
            same.append(own)
    return [
        {"name": first.parties.applicant.name, "cases": sorted(map(_shown, each), key=_urgency)}
        for first, each in people
    ]


def _urgency(shown: dict[str, Any]) -> tuple[int, str]:
    """What waits for her or the person she acts for comes first, by the day; what is over comes last."""
    waits = bool(shown["asked"] or shown["draft_until"])
    due = shown["asked"][0]["due"] if shown["asked"] else shown["draft_until"]
    return (0 if waits else 2 if shown["stage"] == "closed" else 1, due or "")


def _shown(own: Own) -> dict[str, Any]:
    case = own.loaded.case
    release = rules_of(ports(), case.release)
    brief = show_brief(ports(), case)
    draft = None if case.submitted else time(release, draft_until(case, own.loaded.files.last_at))
    other = own.parties.agent if own.capacity is Role.APPLICANT else None
    return {
        **brief,
        "asked": [task for task in brief["tasks"] if task["by"] == "applicant"],
        "draft_until": draft,
        "agent_name": other and other.name,
        "mandate_items": _items(release, case),
        "notices": show_notices(release, case)[: -MOST_NOTICES - 1 : -1],
    }


def _items(release: Release, case: Case) -> list[dict[str, str]]:
    """What a mandate is for, by the names of items; none: for its case alone."""
    codes = () if case.mandate is None else case.mandate.items
    return [release.items[code].name.model_dump() for code in codes if code in release.items]

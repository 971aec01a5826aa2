"""Lists to print and sign when something changes hands: 材料交接单 for papers, 配送交接单 for parcels."""

from __future__ import annotations

import re
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Case
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Work
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.clerks.clerk import find_if_hers, show_to_clerk
from chalicelib.routes.pages.showing import release_in_force, shows
from chalicelib.routes.pages.visitor import query_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.desk.handover import papers_to_hand_over, parcels_to_hand_over
from chalicelib.routes.views.desk.tasks import step_of
from chalicelib.services.cases.desk.show_desk import show_desk
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.serving import serves
from chalicelib.texts.typed import digits_typed
from chalicelib.wiring import ports

handover = Blueprint(__name__)
_request = request_of(handover)

MOST = 30
"""Cases on one list."""


@handover.route("/desk/handover", methods=["GET"])
@shows(_request)
def get_handover() -> Response:
    """
    A list: of papers, those of the hand-overs on her list, or of the cases that are named; of parcels, those
    of the cases that are named, as a scanner types them.
    """
    request, who = _request(), staff_of(_request())
    given = query_of(request)
    parcels, typed = given.get("kind") == "parcels", given.get("cases", "")
    named = _numbers(typed)
    release, now = release_in_force(), ports().clock.now()
    numbers = named or ([] if parcels else _at_hand(who))
    lines: list[dict[str, Any]] = []
    strange = []
    for no in numbers[:MOST]:
        found = find_if_hers(who, no)
        if found is None:
            strange.append(no)
            continue
        case = found[0].case
        rules = rules_of(ports(), case.release)
        lines += parcels_to_hand_over(rules, case) if parcels else _papers(who, rules, case)
    return show_to_clerk(
        request,
        "desk_handover.html",
        nav="handover",
        parcels=parcels,
        typed=typed[:1_000],
        named=bool(named),
        lines=lines,
        strange=[one[:24] for one in strange],
        more=len(numbers) > MOST,
        most=MOST,
        today=local_day(release, now).isoformat(),
    )


def _papers(who: Staff, rules: Release, case: Case) -> list[dict[str, Any]]:
    """
    Those that her units give or take: where several units inspect, not what the others take along. What any
    of several may take is one line, for whichever comes first takes it.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in papers_to_hand_over(rules, case, ports().clock.now(), who.actor):
        if any(serves(ports(), who, unit) for unit in line["units"]):
            same = line["giver"]["zh"], *(paper["zh"] for paper in line["papers"])
            found.setdefault(same, line | {"takers": []})["takers"].append(line["taker"])
    return list(found.values())


def _numbers(typed: str) -> list[str]:
    """Case numbers, one a line or with commas between them, blanks inside them as they are printed."""
    parts = re.split(r"[\n,，、;；]+", typed)
    found = [digits_typed(part) for part in parts if part.strip()]
    return list(dict.fromkeys(one for one in found if one))


def _at_hand(who: Staff) -> list[str]:
    """The cases on her list in which papers change hands now."""
    page = show_desk(ports(), who, limit=MOST + 1, wanted=_hands_over)
    return list(dict.fromkeys(line.case for line in page.lines))


def _hands_over(line: Work) -> bool:
    if line.side or line.clock:
        return False
    step = step_of(ports().releases.get(line.release), line.channel, line.step)
    return step is not None and any(outcome.hand_over for outcome in step.outcomes)

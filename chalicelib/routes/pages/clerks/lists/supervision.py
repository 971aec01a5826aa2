"""Supervision 效能监督: which limits have run out or have a card, and which units are late."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Work
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.clerks.clerk import show_to_clerk
from chalicelib.routes.pages.showing import shows
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.desk.lights import KINDS, Kind, light_of
from chalicelib.routes.views.desk.tasks import show_line
from chalicelib.routes.views.words import unit_name
from chalicelib.services.cases.desk.show_desk import survey_desk
from chalicelib.services.days import local_day
from chalicelib.wiring import ports

supervision = Blueprint(__name__)
_request = request_of(supervision)


@supervision.route("/supervision", methods=["GET"])
@shows(_request)
def get_supervision() -> Response:
    """Of the most urgent lines of all lists of hers, as her desk counts them."""
    request, who = _request(), staff_of(_request())
    now, survey = ports().clock.now(), survey_desk(ports(), who)
    return show_to_clerk(
        request,
        "supervision.html",
        nav="supervision",
        units=_units(survey.release, survey.lines, now),
        limits=[_limit(survey.release, work, now) for work in survey.lines if work.clock],
        cases=len({work.case for work in survey.lines if work.clock}),
        looked=len(survey.lines),
        more=not survey.whole,
        today=local_day(survey.release, now).isoformat(),
    )


def _units(release: Release, lines: tuple[Work, ...], now: datetime) -> list[dict[str, Any]]:
    """Units with cases that are late or soon due, those with the most late ones first."""
    cases = _cases(release, lines, now)
    late, soon = (
        Counter(unit for (unit, _), kind in cases.items() if kind == one) for one in ("late", "soon")
    )
    ordered = sorted(late | soon, key=lambda unit: (-late[unit], -soon[unit], unit))
    return [
        {"unit": unit, "name": unit_name(release, unit), "late": late[unit], "soon": soon[unit]}
        for unit in ordered
    ]


def _cases(release: Release, lines: tuple[Work, ...], now: datetime) -> dict[tuple[str, str], Kind]:
    """
    The worst light of each case of a unit, however many lines it has. A clock stands on the list of whoever
    supervises: it counts where no unit has the case on its own list.
    """
    held = {work.case for work in lines if not work.clock}
    found: dict[tuple[str, str], Kind] = {}
    for work in lines:
        if not work.clock or work.case not in held:
            kind = light_of(release, work.due, now, late=work.late).kind
            found[work.unit, work.case] = min(kind, found.get((work.unit, work.case), kind), key=KINDS.index)
    return found


def _limit(release: Release, work: Work, now: datetime) -> dict[str, Any]:
    return show_line(ports(), release, work) | {"light": light_of(release, work.due, now, late=work.late)}

"""A case on one page: its materials beside what there is to do, and what each way to end that would cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from chalice.app import Request, Response

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.correction_reasons import REASONS
from chalicelib.cases.people.acting import agent_holds
from chalicelib.cases.people.recusals import GROUND_TITLES
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.applicants.progress import clock_bars, held_papers
from chalicelib.routes.pages.clerks.clerk import show_to_clerk
from chalicelib.routes.pages.clerks.seen_file import by_papers, seen_file, store_of_files
from chalicelib.routes.pages.clerks.told import asked_of, mended_since, show_decided
from chalicelib.routes.pages.clerks.viewers import others_at
from chalicelib.routes.pages.visitor import query_of
from chalicelib.routes.requests.addresses import case_no
from chalicelib.routes.requests.paging import or_start, read_number
from chalicelib.routes.views.desk.choices import Choices
from chalicelib.routes.views.desk.for_staff import show_for_staff
from chalicelib.routes.views.desk.handover import parcels_to_hand_over
from chalicelib.routes.views.facts import show_facts
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.permissions.recusal import kept_out
from chalicelib.services.permissions.relations import permitted
from chalicelib.wiring import ports

LIMITS = ("pauses", "extensions")
"""The forms about the limits of a case."""

FOR_APPLICANT = ("contact", "mandate", "withdrawal")
"""The forms about what its applicant asks for."""


def desk_case_page(request: Request, no: str) -> Response:
    """
    The case.

    Raises:
        Problem: 404, there is none, or it concerns none of her units.
    """
    who, (before, _) = staff_of(request), or_start(lambda: read_number(request, "events_before", 2), None)
    loaded, history = find_for_staff(ports(), who, case_no(no), before)
    return case_with(request, loaded, history)


class Refused(NamedTuple):
    """
    A form of the page that could not be taken: what is ``wrong``, by field, what was ``typed``, and ``at``
    which task or which of the forms beside it.
    """

    at: str
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    status: int = 422


_NOTHING = Refused("", {}, {}, 200)


def case_with(request: Request, loaded: Loaded, history: History, refused: Refused = _NOTHING) -> Response:
    """The page of a case as it is now, with what could not be taken of a form that was sent from it."""
    case, who, given = loaded.case, staff_of(request), query_of(request)
    shown = show_for_staff(ports(), loaded, history)
    shown["uploads"] = by_papers(shown)
    cards = Choices(ports(), who, loaded).show(shown)
    known = _known_of(loaded, history, shown)
    wanted = given.get("file") or _first_looked_at(shown, known["mended"])
    seen = seen_file(ports(), loaded, shown, wanted, earlier="earlier" in given)
    return show_to_clerk(
        request,
        "desk_case.html",
        refused.status,
        here=f"desk/cases/{case.no}",
        shown_from=store_of_files(seen),
        nav="desk",
        cards=cards,
        file=seen,
        asked=[] if seen is None else asked_of(shown, seen["material"]),
        viewers=others_at(loaded, who),
        changed=None,
        **_beside(case, who, shown),
        reasons=REASONS,
        earlier="events_before" in given,
        key=str(uuid4()),
        **known,
        **_kept(refused, [card["id"] for card in cards if card["outcomes"]]),
    )


def _first_looked_at(shown: dict[str, Any], mended: dict[str, Any] | None) -> str:
    """Where a step comes again after a correction, the first file that was sent anew; "" else."""
    if mended is None or all(task["round"] == 1 for task in shown["tasks"]):
        return ""
    return next((file["id"] for file in shown["uploads"] if file["id"] in mended["files"]), "")


def _beside(case: Case, who: Staff, shown: dict[str, Any]) -> dict[str, Any]:
    """What she may do beside the tasks: nothing at all in a case that she keeps out of."""
    barred = kept_out(ports(), who, case)
    if barred is not None:
        return {"for_applicant": None, "limits": None, "kept_out": barred.text.model_dump(), "grounds": {}}
    return {
        "for_applicant": _for_applicant(case, who),
        "limits": _limits(case, who, shown),
        "kept_out": None,
        "grounds": _grounds(case),
    }


def _grounds(case: Case) -> dict[str, dict[str, str]]:
    """Why she may keep out of it; of a case that is closed there is nothing left to keep out of."""
    if case.stage is Stage.CLOSED and not case.sides:
        return {}
    return {each.value: title.model_dump() for each, title in GROUND_TITLES.items()}


def _known_of(loaded: Loaded, history: History, shown: dict[str, Any]) -> dict[str, Any]:
    """What is known of a case, the same for whoever looks."""
    case, release = loaded.case, rules_of(ports(), loaded.case.release)
    return {
        "case": shown,
        "story": shown["history"],
        "parcels": shown["shipments"],
        "decided": show_decided(release, case, history, shown),
        "stated": show_facts(release, case.application),
        "guide": release.items[case.item].guide,
        "bars": clock_bars(shown, local_day(release, ports().clock.now())),
        "mended": mended_since(release, loaded, history),
        "held": held_papers(release, case, shown),
        "to_courier": any(parcels_to_hand_over(release, case)),
    }


def _kept(refused: Refused, cards: list[str]) -> dict[str, Any]:
    """What was typed and what is wrong with it; ``lost`` where its form stands on the page no more."""
    forms = {*LIMITS, *FOR_APPLICANT, "recusal", *cards}
    lost = bool(refused.wrong) and refused.at not in forms
    return {"wrong": dict(refused.wrong), "typed": dict(refused.typed), "at": refused.at, "lost": lost}


def _for_applicant(case: Case, who: Staff) -> dict[str, bool] | None:
    """What she may do for whoever applied, who called or came; None where nothing."""
    hers = {each: _permitted(who, each, case) for each in (*FOR_APPLICANT, "query-code")}
    if not any(hers.values()):
        return None
    today = local_day(rules_of(ports(), case.release), ports().clock.now())
    goes_on = dict.fromkeys(FOR_APPLICANT, case.settled is None) | {"query-code": True}
    goes_on["mandate"] &= agent_holds(case, today)
    goes_on["withdrawal"] &= Milestone.DECIDED not in case.milestones
    return {each: hers[each] and goes_on[each] for each in hers}


def _permitted(who: Staff, what: str, case: Case) -> bool:
    """Whether the form may be hers at all; what it sends is checked by the same table."""
    return permitted(ports(), who, f"POST /desk/cases/{{no}}/{what}", case)


def _limits(case: Case, who: Staff, shown: dict[str, Any]) -> dict[str, Any] | None:
    """What she may do about its limits: None where they are not hers, or none runs yet or any more."""
    running = [clock for clock in shown["clocks"] if clock["running"]]
    decided = Milestone.DECIDED in case.milestones or case.settled is not None
    if (
        not (all(_permitted(who, each, case) for each in LIMITS) and running)
        or decided
        or Milestone.ACCEPTED not in case.milestones
    ):
        return None
    return {"extendable": [clock for clock in running if clock["extend"] and clock["extend"]["left"]]}

"""A case as staff who work on it see it: all that its applicant sees, and what she is not shown."""

from __future__ import annotations

from typing import Any

from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.ports import Ports
from chalicelib.routes.files import show_files
from chalicelib.routes.views.cases.case import show_case
from chalicelib.routes.views.cases.clocks import show_extensions
from chalicelib.routes.views.cases.decisions import show_cards
from chalicelib.routes.views.cases.history import show_history
from chalicelib.routes.views.cases.parcels import show_parcels
from chalicelib.routes.views.cases.parties import show_parties
from chalicelib.routes.views.cases.whole import decision_of, scene_of
from chalicelib.routes.views.desk.tasks import show_sides
from chalicelib.routes.views.texts import told
from chalicelib.services.facts_in_force import rules_of

_NOT_FOR_STAFF = {"code_digest", "applicant", "agent", "mark"}
"""From the digest of a code so short the code could be found, and with it act as the applicant."""


def show_for_staff(ports: Ports, loaded: Loaded, history: History, start: int = 0) -> dict[str, Any]:
    """
    A case with its files from number ``start`` on, its parties, and what has happened in it.

    Raises:
        SealError: a text or the parties cannot be opened.
    """
    files, more = show_files(ports, loaded, start)
    release = rules_of(ports, loaded.case.release)
    pages = {
        "events": [told(release, event, _NOT_FOR_STAFF) for event in history.events],
        "events_before": history.first if history.first > 1 else None,
        "uploads": files,
        "uploads_from": more,
    }
    whole = {
        "parties": show_parties(ports, loaded.case),
        "shipments": show_parcels(ports, release, loaded.case),
        "decision": decision_of(ports, release, loaded.case, history.events, history.first),
    }
    shown = show_case(ports, loaded, also=for_staff(ports, loaded) | whole | pages)
    scene = scene_of(ports, loaded.case)
    return shown | {"history": show_history(scene, history.events, shown["events"])}


def for_staff(ports: Ports, loaded: Loaded) -> dict[str, Any]:
    """What applicants are not shown."""
    case, release = loaded.case, rules_of(ports, loaded.case.release)
    return {
        "files_digest": loaded.files.listed.digest,
        "applicant": case.applicant.masked or "",
        "sides": show_sides(release, case),
        "extensions": show_extensions(release, case),
        "cards": show_cards(release, case),
    }

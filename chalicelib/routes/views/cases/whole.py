"""A case whole, as its parties read it: with its history, why its channel was decided, and its parcels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, ChannelDecided
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.routes.views.cases.case import show_case
from chalicelib.routes.views.cases.history import show_history_to_party
from chalicelib.routes.views.cases.parcels import show_parcels
from chalicelib.routes.views.desk.consequences import Scene
from chalicelib.routes.views.words import day
from chalicelib.services.cases.desk.concerned import MOST_EVENTS
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of


def show_whole(ports: Ports, loaded: Loaded) -> dict[str, Any]:
    """
    A case with what happened in it last, the newest first.

    Raises:
        SealError: a text cannot be opened.
    """
    case, release = loaded.case, rules_of(ports, loaded.case.release)
    happened = ports.cases.latest_events(case.no, MOST_EVENTS)
    also = {
        "shipments": show_parcels(ports, release, case),
        "decision": decision_of(ports, release, case, happened.events, happened.first),
        "history": show_history_to_party(scene_of(ports, case), happened.events),
    }
    return show_case(ports, loaded, also=also)


def scene_of(ports: Ports, case: Case) -> Scene:
    """What sentences about a case are made with."""
    release = rules_of(ports, case.release)
    return Scene(release, case, local_day(release, ports.clock.now()).year)


def decision_of(
    ports: Ports, release: Release, case: Case, happened: Iterable[AnyEvent], first: int
) -> dict[str, Any] | None:
    """
    By which rule the channel was decided, why and on what basis; no rule where a person did. None before.
    Where so much has happened since that it is not among what is shown, the first events are read, too.
    """
    decided = _last_decided(happened)
    if decided is None and first > 1 and case.channel is not None:
        decided = _last_decided(ports.cases.latest_events(case.no, MOST_EVENTS, first).events)
    if decided is None:
        return None
    plan = release.plans.get(decided.channel)
    return {
        "channel": decided.channel,
        "title": None if plan is None else plan.title.model_dump(),
        "rule": decided.rule,
        "because": decided.because.model_dump(),
        "basis": [basis.model_dump(exclude_none=True) for basis in decided.basis],
        "on": day(decided.on),
        "release": decided.release,
    }


def _last_decided(happened: Iterable[AnyEvent]) -> ChannelDecided | None:
    return next((each for each in reversed(list(happened)) if isinstance(each, ChannelDecided)), None)

"""What several families of events change alike."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.values import Holding, Role
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.unit import APPLICANT

Changes = dict[str, object]
"""Fields of a case with their new values."""

HERSELF = (Role.APPLICANT, Role.AGENT)

V = TypeVar("V")


def owed_no_more(case: Case, materials: Collection[str]) -> Changes:
    """What was to come later is owed no more; after the close it is the only thing that may still come."""
    left = {name: owed for name, owed in case.deferred.items() if name not in materials}
    changes: Changes = {"deferred": left}
    if case.stage is Stage.CLOSED:
        changes["open_materials"] = tuple(left)
    return changes


def taken_up(case: Case, settled: Collection[str] = ()) -> Changes:
    """
    Somebody works on what was sent in: nothing more is taken, unless it was asked for or is owed and has not
    been ``settled``.
    """
    asked = {*(line.material for line in case.correction), *(case.deferred.keys() - set(settled))}
    return {"open_materials": tuple(name for name in case.open_materials if name in asked)}


def answerable(case: Case, event: AnyEvent) -> Changes:
    """Who first claims or ends a task stays answerable for the case 首问负责."""
    first = case.answerable is None and event.by.role is Role.STAFF
    return {"answerable": event.by.id} if first else {}


def without(kept: dict[str, V], name: str) -> dict[str, V]:
    return {each: value for each, value in kept.items() if each != name}


def to_upload(needs: dict[str, Need]) -> tuple[str, ...]:
    return tuple(name for name, need in needs.items() if need.uploaded)


def with_applicant(needs: dict[str, Need], since: datetime) -> dict[str, Holding]:
    """Before anything has moved the applicant holds every paper."""
    return {name: Holding(holder=APPLICANT, since=since) for name, need in needs.items() if need.on_paper}

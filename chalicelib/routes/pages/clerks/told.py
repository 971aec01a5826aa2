"""What a clerk is told of a case beside its tasks: how its channel was decided, what was asked of a file."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.events import ChannelDecided, CorrectionAsked
from chalicelib.cases.values import Role
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import History, Loaded
from chalicelib.routes.views.facts import show_facts
from chalicelib.routes.views.words import material_name, time


def show_decided(
    release: Release, case: Case, history: History, shown: dict[str, Any]
) -> dict[str, Any] | None:
    """
    By whom the channel was decided, by which facts and on what basis. ``person``: her staff number; None
    where the rules decided.
    """
    decision: dict[str, Any] | None = shown["decision"]
    if decision is None:
        return None
    last = next((each for each in reversed(history.events) if isinstance(each, ChannelDecided)), None)
    person = last.by.id if last is not None and last.by.role is Role.STAFF else None
    return {**decision, "person": person, "facts": show_facts(release, case.facts)}


def mended_since(release: Release, loaded: Loaded, history: History) -> dict[str, Any] | None:
    """
    What has come since the last correction was asked for, so that a second look need not be at everything:
    ``files`` are the ids of new ones, ``papers`` all that was asked for, each with whether anything came of
    it. None where nothing was asked for.
    """
    asked = next((each for each in reversed(history.events) if isinstance(each, CorrectionAsked)), None)
    if asked is None:
        return None
    new = [file for file in loaded.files.taken() if file.at > asked.at]
    came = {file.material for file in new}
    papers = [
        {"name": material_name(release, loaded.case, paper), "came": paper in came}
        for paper in dict.fromkeys(line.material for line in asked.lines)
    ]
    return {"files": {file.id for file in new}, "papers": papers, "asked": time(release, asked.at)}


def asked_of(shown: dict[str, Any], material: str) -> list[dict[str, Any]]:
    """What the last correction wanted of a material, in the office's words: none if nothing."""
    asked = (each for each in reversed(shown["events"]) if each["kind"] == "correction_asked")
    lines: list[dict[str, Any]] = next((each["lines"] for each in asked), [])
    return [line for line in lines if line["material"] == material]

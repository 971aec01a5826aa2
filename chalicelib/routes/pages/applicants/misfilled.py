"""What is wrong with what somebody filled in on the form by which she applies, all of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from chalicelib.cases.people.parties import Party
from chalicelib.routes.pages.applicants.application_form import told_beside
from chalicelib.routes.requests.bodies import Body
from chalicelib.routes.requests.opening_body import IdentityBody, MandateBody, OpenBody
from chalicelib.routes.requests.reading import as_fields
from chalicelib.services.cases.people.read_parties import Agent, check_parties
from chalicelib.services.errors import Problem
from chalicelib.web.render import Look

Part = TypeVar("Part", bound=Body)

_UNSAID = {"phone": "00000", "address": "----"}
"""In the place of what cannot be read yet, so that the rest of a party can be checked."""


def misfilled(look: Look, body: Mapping[str, Any], today: date) -> dict[str, str]:
    """
    What is wrong, by field, with what a form says, though others of its fields are empty or cannot be read.

    Args:
        body: as ``body_of`` makes it.
        today: the local day.
    """
    try:
        sent = as_fields(body, OpenBody)
        applicant = sent.applicant.value
        agent = None if sent.agent is None else sent.agent.agent
        found: dict[str, str] = {}
    except Problem as problem:
        found = told_beside(look, problem)
        applicant, agent = _party(body["applicant"], "applicant"), _agent(body.get("agent"), today)
    try:
        check_parties(applicant, agent, body["item"], today)
    except Problem as problem:
        found = told_beside(look, problem) | found
    return found


def _agent(typed: Mapping[str, Any] | None, today: date) -> Agent | None:
    mandate = None if typed is None else _read(typed["mandate"], MandateBody)
    if typed is None:
        return None
    unread = MandateBody(since=today.isoformat(), until=today.isoformat())
    return Agent(_party(typed, "agent"), (mandate or unread).value)


def _party(typed: Mapping[str, Any], name: str) -> Party:
    """What can be checked of a party without her name, her phone and her address."""
    identity = _read(typed["identity"], IdentityBody) if "identity" in typed else None
    kept = {key: typed[key] for key in ("kind", "disabled") if key in typed}
    represented = {"legal_person": "-"} if "legal_person" in typed else {}
    return Party(name=name, **_UNSAID, **kept, **represented, identity=identity and identity.value)


def _read(typed: Mapping[str, Any], form: type[Part]) -> Part | None:
    """A part of a body; None where it cannot be read, which is told of the whole."""
    try:
        return as_fields(typed, form)
    except Problem:
        return None

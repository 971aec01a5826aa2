"""How the parties of a case are shown to staff who work on it."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.people.parties import Party
from chalicelib.ports.ports import Ports


def show_parties(ports: Ports, case: Case) -> dict[str, Any] | None:
    """Whom staff write to, call and find; of a number its ends. None: the parties were erased."""
    parties = ports.cases.parties(case)
    if parties is None:
        return None
    agent = parties.agent and _party(parties.agent)
    mandate = case.mandate and case.mandate.model_dump(mode="json", exclude={"ends_at", "ended"})
    return {"applicant": _party(parties.applicant), "agent": agent, "mandate": mandate}


def _party(party: Party) -> dict[str, Any]:
    identity = party.identity
    return {
        "kind": party.kind.value,
        "name": party.name,
        "phone": party.phone,
        "address": party.address,
        "legal_person": party.legal_person,
        "disabled": party.disabled,
        "identity": identity and {"kind": identity.kind.value, "number": identity.masked},
    }

"""The rules that a case keeps to, with the facts of the world as they are in force."""

from __future__ import annotations

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.ports import Ports


def rules_of(ports: Ports, digest: str) -> Release:
    """
    A release with the calendars, units and hall that are in force now: facts of the world, which running
    cases follow whatever release they were decided under.

    Raises:
        PermanentError: no such release is stored.
        NoRulesError: none is in force.
    """
    release = ports.releases.get(digest)
    in_force = ports.releases.lately_active(ports.region)
    return release if in_force == digest else release.in_the_world_of(ports.releases.get(in_force))

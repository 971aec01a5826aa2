"""The rules that a case keeps to, with the facts of the world as they are in force."""

from __future__ import annotations

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.world import World


def rules_of(world: World, digest: str) -> Release:
    """
    A release with the calendars, units and hall that are in force now: facts of the world, which running
    cases follow whatever release they were decided under.

    Raises:
        PermanentError: no such release is stored.
        NoRulesError: none is in force.
    """
    release = world.releases.get(digest)
    in_force = world.releases.lately_active(world.region)
    return release if in_force == digest else release.in_the_world_of(world.releases.get(in_force))

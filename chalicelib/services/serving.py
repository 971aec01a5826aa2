"""Whether somebody serves a unit: her own, or one that was merged into it."""

from __future__ import annotations

from chalicelib.decisions.roles import followed
from chalicelib.ports.identity import Staff
from chalicelib.ports.world import World
from chalicelib.services.days import local_day


def serves(world: World, who: Staff, unit: str) -> bool:
    """Units as they are in force today are only looked up where the unit is not plainly hers."""
    if who.serves(unit):
        return True
    release = world.releases.get(world.releases.active(world.region))
    return who.serves(followed(release.units, unit, local_day(release, world.clock.now())))

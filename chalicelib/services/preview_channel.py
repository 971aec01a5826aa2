"""Which channel an item would take: asked before anyone applies, nothing is kept."""

from __future__ import annotations

from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.model import FactValue
from chalicelib.services.days import local_day
from chalicelib.services.open_case import find_item
from chalicelib.services.ports import World


def preview_channel(world: World, item: str, application: dict[str, FactValue]) -> Decision:
    """
    The decision for ``item`` under the release in force; what is not stated counts as usual.

    Raises:
        Problem: 404 unknown item.
    """
    release = world.releases.get(world.releases.active(world.region))
    find_item(release, item)
    return decide(release, item, usual_facts(release) | application, local_day(release, world.clock.now()))

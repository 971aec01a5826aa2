"""Keep out of a case 申请回避: a member of staff says that she must not work on it."""

from __future__ import annotations

from chalicelib.cases.commands import RecuseOfficer
from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import Staff
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.find_for_staff import find_for_staff


def recuse(world: World, who: Staff, no: str, ground: RecusalGround) -> Loaded:
    """
    The case, of which she does nothing any more. What she had claimed is the others' of her unit again; said
    again it stays so, and nobody takes it back.

    Raises:
        Problem: 404 no such case, or none of hers.
    """
    loaded, _ = find_for_staff(world, who, no)
    command = RecuseOfficer(at=world.clock.now(), by=who.actor, ground=ground)
    return Loaded(change_case(world, loaded.case, None, lambda _: command), loaded.files)

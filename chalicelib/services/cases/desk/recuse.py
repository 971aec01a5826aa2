"""Keep out of a case 申请回避: a member of staff says that she must not work on it."""

from __future__ import annotations

from chalicelib.cases.commands import RecuseOfficer
from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case


def recuse(ports: Ports, who: Staff, loaded: Loaded, ground: RecusalGround) -> Loaded:
    """
    The case, of which she does nothing any more. What she had claimed is the others' of her unit again; said
    again it stays so, and nobody takes it back.

    Args:
        loaded: a case that concerns her, as it has just been read (``find_for_staff``).
    """
    command = RecuseOfficer(at=ports.clock.now(), by=who.actor, ground=ground)
    return Loaded(change_case(ports, loaded.case, None, lambda _: command), loaded.files)

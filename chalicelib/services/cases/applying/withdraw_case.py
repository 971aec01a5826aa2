"""Take an application back 撤回: the applicant herself, or for her a member of staff, at any step."""

from __future__ import annotations

from chalicelib.cases.commands import Withdraw
from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.desk.find_for_staff import find_concerned
from chalicelib.services.errors import Problem


def withdraw_case(
    ports: Ports, who: Actor, loaded: Loaded, note: str | None = None, key: str | None = None
) -> Loaded:
    """
    The case on its way to its end, papers on their way home.

    Args:
        loaded: the case as it has just been read.
        key: sent again under the same one, it is asked for once.

    Raises:
        PermanentError: there is no such case.
        NotPossible: it is decided or closed.
    """
    command = Withdraw(at=ports.clock.now(), by=who, note=note)
    return Loaded(tell_once(ports, loaded.case, "withdrawal", command, key), loaded.files)


def withdraw_for_applicant(ports: Ports, who: Staff, no: str, note: str, key: str | None = None) -> Loaded:
    """
    ``withdraw_case`` by a member of the hall, or of a unit that has something to do with the case; ``note``
    says how the applicant asked for it.

    Raises:
        Problem: 404 no such case; 403 the case is none of hers; 422 no note.
        NotPossible: it is decided or closed.
    """
    loaded = find_concerned(ports, who, no)
    if not note.strip():
        raise Problem(
            422, "note_needed", "请写明申请人怎样提出撤回", "say how the applicant asked for it, in a note"
        )
    return withdraw_case(ports, who.actor, loaded, note, key)

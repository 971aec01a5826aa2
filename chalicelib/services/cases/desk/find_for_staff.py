"""Find a case for staff: one in which a unit of theirs has or had something to do."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.desk.concerned import (
    MOST_EVENTS,
    concerns,
    find_case,
    no_such_case,
    others_case,
)
from chalicelib.services.errors import of_this_row
from chalicelib.services.permissions.recusal import check_keeps_out
from chalicelib.services.permissions.relations import relates
from chalicelib.services.permissions.table import Relation


def find_for_staff(ports: Ports, who: Staff, no: str, before: int | None = None) -> tuple[Loaded, History]:
    """
    The case with its files, and what has happened in it last, or last before the event of that number.

    Raises:
        Problem: 404, there is none, or none of her units has or had a task in it or supervises it: the two
            are answered alike. So is a case of another region: departments of several may have one name.
        Exception: whatever is wrong with the events of a case that is hers.
    """
    loaded = find_case(ports, who, no)
    try:
        history = ports.cases.latest_events(no, MOST_EVENTS, before)
    except Exception as error:
        if not of_this_row(error) or concerns(ports, who, loaded.case):
            raise
        raise no_such_case() from None
    if not concerns(ports, who, loaded.case, history):
        raise no_such_case()
    return loaded, history


def find_concerned(ports: Ports, who: Staff, no: str) -> Loaded:
    """
    A case in which she may do something for its applicant: one of the hall's, or of a unit that has something
    to do with it.

    Raises:
        Problem: 404 no such case, or one that concerns her not at all; 403 it is with other units.
    """
    loaded = find_case(ports, who, no, Relation.AT_HAND)
    check_at_hand(ports, who, loaded.case)
    return loaded


def check_at_hand(ports: Ports, who: Staff, case: Case) -> None:
    """
    Refuse who has nothing to do for a case's applicant.

    Raises:
        Problem: as ``find_concerned``.
        NotPossible: she keeps out of this case.
    """
    if not relates(ports, who, case, Relation.AT_HAND):
        raise others_case(ports, who, case, "该办件由其他办理单位办理", "this case is with other units")
    check_keeps_out(ports, who, case)

"""Who of the staff keeps out of a case 回避: of her own, or because she said so (``people.recusals``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.cases.people.recusals import check_not_recused, own_case
from chalicelib.cases.refusals import NotPossible
from chalicelib.ports.people.identity import Person
from chalicelib.services.sign_on.find_own_case import OwnCases, capacity_in

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.ports.people.identity import Staff


def check_keeps_out(ports: OwnCases, who: Staff, case: Case) -> None:
    """
    Refuse who is a party of the case, as far as the sign-on tells her identity number, and who recused
    herself. Who only looks is not asked.

    Raises:
        NotPossible: she keeps out of it.
        SealError: who the parties are cannot be read.
    """
    check_not_recused(case, who.actor)
    if who.identity and capacity_in(ports, Person(who.name, who.identity), case) is not None:
        raise own_case()


def kept_out(ports: OwnCases, who: Staff, case: Case) -> NotPossible | None:
    """Why she keeps out of the case; None where she does not."""
    try:
        check_keeps_out(ports, who, case)
    except NotPossible as refusal:
        return refusal
    return None

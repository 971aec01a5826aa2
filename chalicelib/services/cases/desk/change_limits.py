"""What staff do about the limits of a case: let its clocks stand still 中止, ask for more time 延长."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import AskExtension, PauseClocks
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.plan import Period
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.desk.concerned import find_case, others_case
from chalicelib.services.permissions.recusal import check_keeps_out
from chalicelib.services.permissions.relations import relates
from chalicelib.services.permissions.table import Relation


def pause_clocks(
    ports: Ports, who: Staff, no: str, reason: str, basis: Basis, days: int, key: str | None = None
) -> Loaded:
    """
    The case with the clocks of its decision standing still from tomorrow, so many working days at most.

    Args:
        key: sent again under the same one, it is done once.

    Raises:
        Problem: 404 no such case; 403 it is another unit's; 422 a key used for something else.
        NotPossible: it is not accepted yet or decided already, stands still already, or for too long.
    """
    loaded, now = _mine(ports, who, no), ports.clock.now()
    at_most = Period(working_days=days)
    command = PauseClocks(at=now, by=who.actor, reason=reason, basis=basis, at_most=at_most)
    return Loaded(tell_once(ports, loaded.case, "pause", command, key), loaded.files)


def ask_extension(
    ports: Ports, who: Staff, no: str, clock: str, days: int, reason: str, key: str | None
) -> Loaded:
    """
    The case with a side task by which another person grants that a clock be extended, or refuses it.

    Args:
        days: as the clock counts its extensions.
        key: sent again under the same one, it is asked once.

    Raises:
        Problem: 404 no such case; 403 it is another unit's; 422 a key used for something else.
        NotPossible: the clock cannot be extended, or not by so much, or not any more.
    """
    loaded, now = _mine(ports, who, no), ports.clock.now()
    command = AskExtension(at=now, by=who.actor, clock=clock, days=days, reason=reason)
    return Loaded(tell_once(ports, loaded.case, "extension", command, key), loaded.files)


def _mine(ports: Ports, who: Staff, no: str) -> Loaded:
    """
    A case that her unit handles or decides.

    Raises:
        Problem: 404 no such case; 403 it is another unit's.
    """
    loaded = find_case(ports, who, no, Relation.LIMITS)
    check_limits(ports, who, loaded.case)
    return loaded


def check_limits(ports: Ports, who: Staff, case: Case) -> None:
    """
    Raises:
        Problem: 404, the case concerns her not at all; 403, other units see to the limits of the case.
        NotPossible: she keeps out of this case.
    """
    if not relates(ports, who, case, Relation.LIMITS):
        raise others_case(
            ports,
            who,
            case,
            "该办件由其他单位办理，其时限由办理单位中止或申请延长",
            "this case is with other units, who see to its limits",
        )
    check_keeps_out(ports, who, case)

"""Which cases a member of staff may know of: those in which a unit of hers has or had something to do."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, CardShown, ClockWarned, SideOpened, TaskStarted
from chalicelib.cases.evolve import replay
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.errors import Problem, not_found, of_this_row
from chalicelib.services.permissions.relations import relates, serves_one
from chalicelib.services.permissions.table import Relation
from chalicelib.services.serving import other_unit

log = logging.getLogger(__name__)

MOST_EVENTS = 200
"""Of a case that are shown at once; a case may have thousands."""


def find_case(ports: Ports, who: Staff, no: str, relation: Relation = Relation.CONCERNED) -> Loaded:
    """
    The case with its files; whether it concerns her is asked when it is known what for.

    Args:
        relation: as what else than its unit she may come to it, where it cannot be read.

    Raises:
        Problem: 404, also for a case of another region: departments of several may have one name.
        Exception: whatever is wrong with the rows of a case that is hers; another's is told of as of none.
    """
    try:
        loaded = ports.cases.load_with_files(no)
    except Exception as error:
        if not of_this_row(error) or has_concerned(ports, who, no, relation):
            raise
        log.error("case %s cannot be read: %s", no, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
        raise no_such_case() from None
    if loaded is None:
        ports.cases.latest_events(no, MOST_EVENTS)  # as of a case of others: the answer's time tells neither
    if loaded is None or loaded.case.region != ports.region:
        raise no_such_case()
    return loaded


def no_such_case() -> Problem:
    """404, in the same words whether there is no such case or it concerns none of her units."""
    return not_found(
        "没有这个办件，或您的单位没有办理过，请核对办件编号",
        "there is no such case, or your units have had nothing to do with it; please check the number",
    )


def others_case(ports: Ports, who: Staff, case: Case, zh: str, en: str) -> Problem:
    """
    How she is refused what is for other units: 403 with ``zh`` and ``en`` in a case that she may look at; of
    any other she learns nothing, not even that there is one.
    """
    return other_unit(ports, who, zh, en) if concerns(ports, who, case) else no_such_case()


def concerns(ports: Ports, who: Staff, case: Case, history: History | None = None) -> bool:
    """
    Whether a unit of hers has or had a task in a case or supervises it: by what is open, and only where that
    does not tell by what has happened.

    Args:
        history: what has happened last; None, it is read where it is needed.
    """
    if relates(ports, who, case, Relation.SUPERVISED) or relates(ports, who, case, Relation.CONCERNED):
        return True
    if case.region != ports.region:
        return False
    try:
        return _had_something_to_do(ports, who, case, history)
    except Exception as error:
        if not of_this_row(error):
            raise
        return has_concerned(ports, who, case.no)


def _had_something_to_do(ports: Ports, who: Staff, case: Case, history: History | None) -> bool:
    history = history or ports.cases.latest_events(case.no, MOST_EVENTS)
    if serves_one(ports, who, _units(history.events)):
        return True
    at_hand = history.first == 1 and len(history.events) == case.version
    return not at_hand and serves_one(ports, who, _units(ports.cases.events(case.no)))


def has_concerned(ports: Ports, who: Staff, no: str, relation: Relation = Relation.CONCERNED) -> bool:
    """
    Whether a case that cannot be read concerns her, as far as its other rows tell. Where they do not either
    only who serves every unit is told, and the operator, by the log: to others it is a stranger's case.

    Args:
        relation: as what else it may be hers, by its item and its tasks.
    """
    remains = ports.cases.remains(no, ports.region)
    case = _as_told(no, remains.events)
    if case is None:  # of which region its events are is not known either
        return serves_one(ports, who, remains.units)
    if case.region != ports.region:
        return False
    if serves_one(ports, who, (*_units(remains.events), *remains.units)):
        return True
    return any(relates(ports, who, case, each) for each in (Relation.SUPERVISED, relation))


def _as_told(no: str, events: tuple[AnyEvent, ...]) -> Case | None:
    """The case that some events make; None if there are none, or they do not fit together."""
    try:
        return replay(events) if events else None
    except (ValueError, TypeError, KeyError) as error:
        log.error("the events of case %s do not make a case: %s", no, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
        return None


def _units(events: Iterable[AnyEvent]) -> Iterator[str]:
    """Every unit that has had a task or was told of a clock, in order."""
    for event in events:
        match event:
            case TaskStarted():
                yield event.task.unit
            case SideOpened():
                yield event.side.unit
            case ClockWarned() | CardShown() if event.run.supervisor is not None:
                yield event.run.supervisor
            case _:
                pass

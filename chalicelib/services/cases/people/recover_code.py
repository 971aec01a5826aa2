"""Give a lost query code anew to who tells what only the applicant knows 补发查询码; the one before ends."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import ReplaceQueryCode
from chalicelib.cases.people.acting import agent_is_out
from chalicelib.cases.people.parties import Identity, Parties, Party
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, trigger_of
from chalicelib.services.cases.people.query_codes import next_code, query_code
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, of_this_row
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.sign_on.bound_attempts import Attempts, bound_recoveries
from chalicelib.services.sign_on.find_own_case import identity_digest
from chalicelib.texts.phones import line_of

log = logging.getLogger(__name__)

_NOBODY_S = "0" * 21
"""A number that no case has."""

MOST_LOOKED_AT = 20
"""Cases of a person, the newest, among which the one for an item is looked for."""

WHO = Actor(role=Role.APPLICANT, id="lost-code")


@dataclass(frozen=True)
class Lost:
    """
    What whoever lost a code tells, as it was read: her number, her telephone, and the number of the case or
    the code of its item. ``signed_on``: who she proved to be, if she signed on (``Person.identity``).
    """

    identity: Identity = field(repr=False)
    phone: str = field(repr=False)
    no: str | None = None
    item: str | None = None
    signed_on: str | None = field(default=None, repr=False)


class _World(Ports, Protocol):
    """With what counts attempts."""

    @property
    def sessions(self) -> Attempts: ...


def recover_code(ports: _World, lost: Lost, key: str | None, source: str | None) -> tuple[Case, str]:
    """
    The case with its new code. Whatever does not fit, and whether there is a case at all, brings the same
    answer; of each person and telephone and from each network it may be tried a few times an hour.

    Once a mandate is over, number and telephone prove nothing in its case: the agent wrote them down herself,
    or may have given her own. The code then goes to the applicant who signs on, or who comes to the hall.

    Args:
        key: sent again under the same one, the code is replaced once.
        source: the caller's address as the gateway saw it.

    Raises:
        Problem: 404 it does not fit; 429 it was tried too often.
    """
    known_by = identity_digest(ports.sealer, lost.identity)
    proved = lost.signed_on == known_by
    bound_recoveries(ports, known_by, line_of(lost.phone), source, proved=proved)
    found = list(_fitting(ports, lost, known_by))
    case = next((each for each in found if each.stage is not Stage.CLOSED), next(iter(found), None))
    if case is None:
        raise no_such_applicant()
    trigger = trigger_of(ports, "new-code", case.no, key)
    after = change_case(ports, case, trigger, lambda now: _command(ports, now, lost, known_by))
    return after, query_code(ports, after)


def _command(ports: _World, case: Case, lost: Lost, known_by: str) -> ReplaceQueryCode:
    """
    Raises:
        Problem: 404, it fits no more: the mandate of her agent, who may be the one that asks, has just ended.
    """
    if not _fits(ports, case, ports.cases.parties(case), lost, known_by):
        raise no_such_applicant()
    return ReplaceQueryCode(at=ports.clock.now(), by=WHO, code=next_code(ports, case))


def _fitting(ports: _World, lost: Lost, known_by: str) -> Iterator[Case]:
    """
    Cases that fit, the newest first. One is read in any way: how long it takes tells nothing.
    """
    for no in list(_numbers(ports, lost, known_by)) or [_NOBODY_S]:
        read = _read(ports, no)
        if read is not None and _fits(ports, *read, lost, known_by):
            yield read[0]


def _read(ports: Ports, no: str) -> tuple[Case, Parties | None] | None:
    """
    A case and its parties. One that cannot be read is as none: who asks has proved nothing yet; the operator
    is told.
    """
    try:
        case = ports.cases.load(no)
        return None if case is None else (case, ports.cases.parties(case))
    except Exception as error:
        if not of_this_row(error):
            raise
        log.error("the code of case %s cannot be replaced: %s", no, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
        return None


def _numbers(ports: Ports, lost: Lost, known_by: str) -> Iterator[str]:
    if not lost.no:
        return islice(ports.cases.find_person(ports.region, known_by), MOST_LOOKED_AT)
    return iter([lost.no] if ports.cases.is_person_of(ports.region, known_by, lost.no) else [])


def _fits(ports: _World, case: Case, parties: Parties | None, lost: Lost, known_by: str) -> bool:
    if parties is None or case.region != ports.region:
        return False
    told = (lost.no == case.no or lost.item == case.item) and _is(ports, parties.applicant, lost, known_by)
    return told and (lost.signed_on == known_by or not _agent_was_here(ports, case))


def _is(ports: _World, party: Party, lost: Lost, known_by: str) -> bool:
    if party.identity is None:
        return False
    same = hmac.compare_digest(identity_digest(ports.sealer, party.identity), known_by)
    told, known = (line_of(phone).encode() for phone in (lost.phone, party.phone))
    return same and (lost.signed_on == known_by or hmac.compare_digest(told, known))


def _agent_was_here(ports: _World, case: Case) -> bool:
    """Whether somebody acted for the applicant who may not any more."""
    return agent_is_out(case, local_day(rules_of(ports, case.release), ports.clock.now()))


def no_such_applicant() -> Problem:
    """404, whatever does not fit: neither cases nor people can be found out."""
    return Problem(
        404,
        "not_matched",
        "填的内容和办件对不上，申请时没有填证件号码，或者原来委托过代理人。请核对后再试；也可以登录后再补，或带身份证"
        "到大厅补查询码",
        "what you gave fits no case, or you gave no identity number when applying, or an agent acted for you "
        "before. Check it and try again, sign in and try again, or bring your identity card to the hall",
    )

"""
Issue another query code 补发查询码 for an applicant who came to the office or called it, and whom a member of
staff has identified. The code before it opens nothing more.
"""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ReplaceQueryCode
from chalicelib.cases.events import QueryCodeReplaced
from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, trigger_of, used_by
from chalicelib.services.cases.desk.concerned import MOST_EVENTS
from chalicelib.services.cases.people.query_codes import known_code, next_code
from chalicelib.services.errors import ErasedPartiesError, Problem


def issue_code(ports: Ports, who: Staff, loaded: Loaded, key: str | None) -> tuple[Case, str]:
    """
    The case with its new code. On record is who issued it; the code itself is kept nowhere.

    Args:
        loaded: the case as it has just been read, for who may (``find_concerned``).
        key: sent again under the same one, the code is replaced once.

    Raises:
        Problem: 409 the code was replaced again since; 410 the parties were erased: nobody can be identified.
    """

    def ask(case: Case) -> ReplaceQueryCode:
        if case.erased is not None:
            raise ErasedPartiesError
        return ReplaceQueryCode(at=ports.clock.now(), by=who.actor, code=next_code(ports, case))

    trigger = trigger_of(ports, "code-at-desk", f"{loaded.case.no}#{used_by(who.actor)}", key)
    fingerprint = ports.codes.pseudonym(f"code at desk {who.id}")
    case = change_case(ports, loaded.case, trigger, ask, fingerprint=fingerprint)
    code = issued_code(ports, who.actor, case)
    if code is None:
        raise Problem(
            409,
            "code_replaced",
            "查询码此后又换过，这里不再显示；申请人在场的，请再补发一次",
            "the query code was replaced again since and is not shown here; if the applicant is with you, "
            "issue another",
        )
    return case, code


def issued_code(ports: Ports, who: Actor, case: Case) -> str | None:
    """
    The code of a case for who had it issued, and for no other: whoever sends her form again does not learn
    the one that came after it. None where the last one was issued to somebody else, or by nobody.
    """
    happened = ports.cases.latest_events(case.no, MOST_EVENTS).events
    last = next((event for event in reversed(happened) if isinstance(event, QueryCodeReplaced)), None)
    if last is None or last.by != who or last.codes != case.codes:
        return None
    return known_code(ports, case)

"""
Who asks: by a bearer token, by the session of a browser, or in one case by its query code.

``caller_of`` is the one way to find out. Whatever changes something on the strength of a cookie has passed
``check_not_forged`` in there.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from chalice.app import Request

from chalicelib.adapters.identity.query_codes import check_query_code, no_such_case, shown_before
from chalicelib.cases.case import Case
from chalicelib.cases.people.acting import agent_is_out
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Caller, CodeHolder, Person, Session, Staff
from chalicelib.routes.access.cookies import session_secret
from chalicelib.routes.access.forgery import check_not_forged
from chalicelib.routes.requests.addresses import case_no, source_of
from chalicelib.services.cases.people.query_codes import code_arrived
from chalicelib.services.days import local_day
from chalicelib.services.errors import NOT_FOUND, Problem, not_signed_in
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.sign_on import sessions
from chalicelib.services.sign_on.bound_attempts import bound_wrong_code, check_not_trying
from chalicelib.services.sign_on.find_own_case import capacity_in
from chalicelib.wiring import ports

SIGNED_ON = "sign-on"
"""The id of an actor who is known by her sign-on; who holds the code is known by "portal"."""

_KNOWN = "zero-errand caller"
"""Where a request remembers who asks: it is found out once."""

_SESSION = "zero-errand session"

csrf_token = sessions.csrf_token


class OwnCase(NamedTuple):
    """A case with its files, for a party of it, and as what she signed on; None: she holds the code."""

    loaded: Loaded
    capacity: Role | None

    def actor(self, says: str) -> Actor:
        """Who acts: as she proved, or with the code alone as she ``says`` (applicant or agent)."""
        if self.capacity is None:
            return Actor(role=Role(says), id="portal")
        return Actor(role=self.capacity, id=SIGNED_ON)


def is_identified(who: Actor) -> bool:
    """
    Whether it is sure that the applicant asks: she signed on, or staff have made sure. Who shows a query code
    alone may be her agent, whatever she says.
    """
    return who.role is Role.STAFF or (who.role is Role.APPLICANT and who.id == SIGNED_ON)


def caller_of(request: Request) -> Caller | None:
    """
    Who asks, None where nobody is known to.

    Raises:
        Problem: 401, a token that is not good, or was called back; 403, a form that was not sent from a page
            of the session, or a token that does not say enough.
        RetryableError: whoever could tell is not to be reached.
    """
    if _KNOWN not in request.context:
        request.context[_KNOWN] = _caller(request)
    found: Caller | None = request.context[_KNOWN]
    return found


def session_of(request: Request) -> Session | None:
    """The session of the browser that asks; None where it has none, or where a token was sent instead."""
    if "authorization" in request.headers:
        return None
    if _SESSION not in request.context:
        secret = session_secret(request, secure=ports().secure)
        request.context[_SESSION] = secret and sessions.find_session(ports(), secret)
    found: Session | None = request.context[_SESSION]
    return found


def staff_of(request: Request) -> Staff:
    """
    Raises:
        Problem: 401, no member of staff asks; else as ``caller_of``.
    """
    caller = caller_of(request)
    if not isinstance(caller, Staff):
        raise not_signed_in()
    return caller


def comes_as_staff(request: Request) -> bool:
    """Whether a request that applicants and staff may make is by staff, and shows no query code."""
    return "x-query-code" not in request.headers and isinstance(caller_of(request), Staff)


def own_case(request: Request, no: str) -> OwnCase:
    """
    The case with its files, if the caller holds its query code (header X-Query-Code, or shown before in this
    session), or signed on as a party of it. Who was its agent is none any more once her mandate is over.

    Raises:
        Problem: 404, none of these, or there is no such case: the same for all, so that numbers tell nothing;
            403, the code has ended with a mandate; 429, too many wrong codes came from this network.
    """
    code, number = request.headers.get("x-query-code"), case_no(no)
    if code is not None:
        check_not_trying(ports(), source_of(request))
        return OwnCase(_held(request, number, code), None)
    match caller_of(request):
        case CodeHolder() as holder:
            shown = shown_before(holder, number, ports().cases.stored(number), ports().clock.now())
            if shown is not None:
                return OwnCase(shown, None)
        case Person() as person:
            return _of_person(person, number)
    raise no_such_case()


def _of_person(person: Person, no: str) -> OwnCase:
    """A case that she is found by; of any other nothing is read."""
    known = ports().cases.is_person_of(ports().region, person.identity, no)
    loaded = ports().cases.load_with_files(no) if known else None
    capacity = None if loaded is None else capacity_in(ports(), person, loaded.case)
    if loaded is None or capacity is None:
        raise no_such_case()
    if capacity is Role.AGENT and agent_is_out(loaded.case, _today(loaded.case)):
        raise no_such_case()
    return OwnCase(loaded, capacity)


def _held(request: Request, no: str, code: str) -> Loaded:
    """The case of who sent its query code; a wrong one is counted."""
    try:
        held = check_query_code(ports().cases.stored(no), code, ports().clock.now())
    except Problem as problem:
        if code and problem.status == NOT_FOUND:
            bound_wrong_code(ports(), source_of(request))
        raise
    code_arrived(ports(), held)
    return held


def case_of(request: Request, no: str) -> Loaded:
    """As ``own_case``, where it does not matter who of its parties asks."""
    return own_case(request, no).loaded


def _today(case: Case) -> date:
    return local_day(rules_of(ports(), case.release), ports().clock.now())


def _caller(request: Request) -> Caller | None:
    header = request.headers.get("authorization")
    if header is not None:
        return _bearer(header)
    session = session_of(request)
    if session is None:
        return None
    check_not_forged(request, session, ports().portal_origin)
    return session.caller


def _bearer(header: str) -> Caller:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise not_signed_in()
    found = ports().issuer.identify(token)
    if isinstance(found.caller, Staff) and ports().revocations.revoked(found.caller.id, found.given):
        raise not_signed_in()
    return found.caller

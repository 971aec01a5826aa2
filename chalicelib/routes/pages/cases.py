"""The case that a page is about: who may see it, who acts in it, and what its forms carry."""

from __future__ import annotations

import hmac
from typing import NamedTuple

from chalice.app import Request

from chalicelib.adapters.identity.query_codes import check_query_code, shown_before
from chalicelib.cases.people.acting import agent_holds
from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import CodeHolder, Person
from chalicelib.routes.access.callers import OwnCase, own_case, session_of
from chalicelib.routes.access.forgery import CSRF_FIELD, check_not_forged
from chalicelib.routes.pages.visitor import form_token, holder_of, read_fields, with_case
from chalicelib.routes.requests.addresses import case_no, source_of
from chalicelib.services.cases.people.query_codes import code_arrived
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.sign_on.bound_attempts import bound_attempts
from chalicelib.wiring import ports


class Locked(Exception):  # noqa: N818 - a state of the browser, not a fault
    """
    This browser has not shown the query code of the case, or not since it was opened: it is asked for, and
    what was typed meanwhile goes along as ``fields``.
    """

    def __init__(self, no: str, fields: dict[str, str] | None = None) -> None:
        super().__init__("the query code is asked for")
        self.no, self.fields = no, fields


class Sent(NamedTuple):
    """A form that was sent for a case; ``cookie`` keeps the case open where its code came with the form."""

    mine: OwnCase
    fields: dict[str, str]
    cookie: str | None

    @property
    def loaded(self) -> Loaded:
        return self.mine.loaded

    @property
    def actor(self) -> Actor:
        """Who says that she acts, or who signed on; whether she may is for the services to say."""
        return self.mine.actor("agent" if self.fields.get("by") == "agent" else "applicant")

    @property
    def cookies(self) -> tuple[str, ...]:
        return () if self.cookie is None else (self.cookie,)


def unlock(request: Request, no: str, code: str) -> Loaded:
    """
    The case of this number and query code, however they were typed.

    Raises:
        Problem: 404, the same for a wrong code and for no case at all; 429, too many were tried.
    """
    number = case_no(no)
    bound_attempts(ports(), number, source_of(request))
    return _with_code(number, code)


def _with_code(no: str, code: str) -> Loaded:
    loaded = check_query_code(ports().cases.stored(no), code, ports().clock.now())
    code_arrived(ports(), loaded)
    return loaded


def _held(holder: CodeHolder, no: str) -> OwnCase:
    """The case whose code this browser has shown before; a code that was replaced since is none."""
    loaded = shown_before(holder, no, ports().cases.stored(no), ports().clock.now())
    if loaded is None:
        raise Locked(no)
    code_arrived(ports(), loaded)
    return OwnCase(loaded, None)


def open_case_of(request: Request, no: str) -> OwnCase:
    """
    The case, for a browser that has it open, or whose owner signed on as a party of it: that proves more than
    a code, which an agent may know, too.

    Raises:
        Locked: neither.
    """
    number, holder, session = case_no(no), holder_of(request), session_of(request)
    signed_on = session is not None and isinstance(session.caller, Person)
    if number in holder.codes and not signed_on:
        return _held(holder, number)
    try:
        return own_case(request, number)
    except Problem as problem:
        if problem.status != 404:
            raise
        if number in holder.codes:
            return _held(holder, number)
        raise Locked(number) from problem


def sent_to(request: Request, no: str) -> Sent:
    """
    What was sent for a case, by a form of its own page. Where the browser has it open no more, the code may
    come in the form.

    Raises:
        Locked: neither; with what was typed.
        Problem: 403, another site sent it.
    """
    number, fields = case_no(no), read_fields(request)
    token, code = fields.pop(CSRF_FIELD, ""), fields.pop("code", "")
    if code:
        try:
            loaded = unlock(request, number, code)
        except Problem as problem:
            if problem.status != 404:
                raise
            raise Locked(number, fields) from problem
        return Sent(OwnCase(loaded, None), fields, with_case(request, loaded.case))
    session, kept = session_of(request), holder_of(request).codes.get(number)
    if session is not None:
        check_not_forged(request, session, ports().portal_origin)
    elif kept is None or not hmac.compare_digest(token.encode(), form_token(number, kept).encode()):
        raise Locked(number, fields)
    try:
        return Sent(open_case_of(request, number), fields, None)
    except Locked as locked:
        raise Locked(number, fields) from locked


def may_be_agent(mine: OwnCase) -> bool:
    """Whether a form asks who fills it in: somebody else may act today, and nobody signed on."""
    case = mine.loaded.case
    release = rules_of(ports(), case.release)
    return mine.capacity is None and agent_holds(case, local_day(release, ports().clock.now()))

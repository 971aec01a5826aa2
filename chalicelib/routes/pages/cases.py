"""The case that a page is about: who may see it, who acts in it, and what its forms carry."""

from __future__ import annotations

from typing import NamedTuple

from chalice.app import Request

from chalicelib.adapters.identity.query_codes import check_query_code
from chalicelib.cases.acting import agent_holds
from chalicelib.cases.case import Case
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.cases import Loaded
from chalicelib.routes.addresses import case_no
from chalicelib.routes.pages.visitor import code_of, form_token, read_fields, with_case
from chalicelib.services.cases.query_codes import code_arrived
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import world

APPLICANT = Actor(role=Role.APPLICANT, id="portal")
AGENT = Actor(role=Role.AGENT, id="portal")


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

    loaded: Loaded
    fields: dict[str, str]
    cookie: str | None

    @property
    def cookies(self) -> tuple[str, ...]:
        return () if self.cookie is None else (self.cookie,)


def unlock(no: str, code: str) -> Loaded:
    """
    The case of this number and query code, however they were typed.

    Raises:
        Problem: 404, the same for a wrong code and for no case at all.
    """
    loaded = check_query_code(world().cases.load_with_files(case_no(no)), code)
    code_arrived(world(), loaded)
    return loaded


def open_case_of(request: Request, no: str) -> Loaded:
    """
    The case, for a browser that has it open.

    Raises:
        Locked: it has not.
    """
    number = case_no(no)
    code = code_of(request, number)
    if code is None:
        raise Locked(number)
    try:
        return unlock(number, code)
    except Problem as problem:
        if problem.status != 404:
            raise
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
    token, code = fields.pop("token", ""), fields.pop("code", "")
    if code:
        try:
            loaded = unlock(number, code)
        except Problem as problem:
            raise Locked(number, fields) from problem
        return Sent(loaded, fields, with_case(request, number, code))
    kept = code_of(request, number)
    if kept is None or token != form_token(number, kept):
        raise Locked(number, fields)
    return Sent(open_case_of(request, number), fields, None)


def may_be_agent(case: Case) -> bool:
    """Whether somebody else acts for the applicant today, so that a form asks who fills it in."""
    release = rules_of(world(), case.release)
    return agent_holds(case, local_day(release, world().clock.now()))


def acting(fields: dict[str, str]) -> Actor:
    """Who says that she acts; whether she may is for the services to say."""
    return AGENT if fields.get("by") == "agent" else APPLICANT

"""As what somebody opens a case: whoever signed on opens it as herself, anybody else as she says."""

from __future__ import annotations

import hmac

from chalice.app import Request

from chalicelib.cases.people.parties import Party
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.people.identity import Person
from chalicelib.routes.access.callers import SIGNED_ON, caller_of
from chalicelib.routes.requests.opening_body import OpenBody
from chalicelib.services.errors import Problem
from chalicelib.services.sign_on.find_own_case import identity_digest
from chalicelib.texts.identities import read_identity
from chalicelib.texts.wrong_numbers import WrongNumber
from chalicelib.wiring import ports


def opener(request: Request, body: OpenBody) -> Actor:
    """
    Who opens a case.

    Raises:
        Problem: 403, whoever signed on is neither the applicant nor the agent of what she sends; else as
            ``caller_of``.
    """
    caller = caller_of(request)
    if not isinstance(caller, Person):
        return Actor(role=Role(body.by), id="portal")
    agent = None if body.agent is None else body.agent.value
    try:
        for role, party in ((Role.APPLICANT, body.applicant.value), (Role.AGENT, agent)):
            if party is not None and _is(caller, party):
                return Actor(role=role, id=SIGNED_ON)
    except WrongNumber:  # the opening refuses it, and says where it stands
        return Actor(role=Role(body.by), id="portal")
    raise Problem(
        403,
        "not_yourself",
        "您登录的身份既不是申请人，也不是代理人：请填写本人的证件号码，或退出登录后再提交",
        "you are signed in as somebody who is neither the applicant nor the agent: give your own number, or "
        "sign out before you send it",
    )


def _is(person: Person, party: Party) -> bool:
    identity = party.identity
    if identity is None:
        return False
    number = read_identity(identity.kind, identity.number, ports().real_clock.now().date())
    digest = identity_digest(ports().sealer, identity.model_copy(update={"number": number}))
    return hmac.compare_digest(digest, person.identity)

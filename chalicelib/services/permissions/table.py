"""
The one table of who may ask for what: each route by its method and path, whose roles may, and of which cases.

Whoever adds a route adds its line here; a route without one is answered to nobody, and fails the matrix test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.services.permissions.roles import CallerRole


class Relation(StrEnum):
    """What somebody has to have to do with the case that she asks about."""

    NONE = "none"
    """Nothing: it is about no case, or about all that concerns her."""
    OWN = "own"
    """She is its applicant or agent, or holds its query code."""
    CONCERNED = "concerned"
    """Her units have or had something to do for it."""
    SUPERVISED = "supervised"
    """Her units supervise its item; she only looks."""
    AT_HAND = "at-hand"
    """Her units handle it, have a task in it, or are the hall: what the hall does for an applicant."""
    LIMITS = "limits"
    """Her units handle or decide it: they see to its limits."""
    TASK = "task"
    """The task that is meant is her units'."""


Permission = Mapping[CallerRole, Relation]

_R, _X = CallerRole, Relation

_ANYBODY: Permission = {_R.ANYBODY: _X.NONE}
_PARTIES: Permission = {_R.HOLDER: _X.OWN, _R.PERSON: _X.OWN}
_FOR_PARTIES: Permission = {**_PARTIES, _R.OFFICER: _X.AT_HAND}
_READERS: Permission = {_R.OFFICER: _X.CONCERNED, _R.SUPERVISOR: _X.SUPERVISED}
_RULES: Permission = {_R.AUTHOR: _X.NONE, _R.APPROVER: _X.NONE, _R.OPERATOR: _X.NONE}
_DESK: Permission = {_R.OFFICER: _X.NONE, _R.SUPERVISOR: _X.NONE}
_FOR_APPLICANT: Permission = {_R.OFFICER: _X.AT_HAND}
_WORKS_ON: Permission = {_R.OFFICER: _X.CONCERNED}
_TASK: Permission = {_R.OFFICER: _X.TASK}
_LIMITS: Permission = {_R.OFFICER: _X.LIMITS}

PERMISSIONS: Mapping[str, Permission] = {
    "GET /": _ANYBODY,
    "GET /figures": _ANYBODY,
    "GET /{address+}": _ANYBODY,
    "GET /health": _ANYBODY,
    "GET /openapi.json": _ANYBODY,
    "GET /settings": _ANYBODY,
    "GET /static/{name}": _ANYBODY,
    "GET /items": _ANYBODY,
    "GET /items/{code}": _ANYBODY,
    "POST /items/{code}/channel": _ANYBODY,
    "GET /sign-in": _ANYBODY,
    "GET /signed-in": _ANYBODY,
    "POST /sign-in/code": _ANYBODY,
    "POST /sign-out": _ANYBODY,
    "POST /sign-out/everywhere": _ANYBODY,
    "GET /apply/{code}": _ANYBODY,
    "POST /apply/{code}": _ANYBODY,
    "POST /cases": _ANYBODY,
    "GET /lost-code": _ANYBODY,
    "POST /lost-code": _ANYBODY,
    "POST /query-codes": _ANYBODY,
    "GET /mine": {_R.PERSON: _X.NONE},
    "GET /track": _PARTIES,
    "POST /track": _ANYBODY,
    "POST /leave": _ANYBODY,
    "GET /cases/{no}": _PARTIES,
    "GET /cases/{no}/check": _PARTIES,
    "GET /cases/{no}/change": _PARTIES,
    "POST /cases/{no}/change/{what}": _PARTIES,
    "POST /cases/{no}/files/{upload}": _PARTIES,
    "GET /cases/{no}/materials": _PARTIES,
    "GET /cases/{no}/materials/{material}": _PARTIES,
    "POST /cases/{no}/materials/{material}": _PARTIES,
    "POST /cases/{no}/materials/{material}/whole": _PARTIES,
    "GET /cases/{no}/receipt": _PARTIES,
    "POST /cases/{no}/submit": _PARTIES,
    "POST /cases/{no}/uploads": _PARTIES,
    "DELETE /cases/{no}/uploads/{upload}": _PARTIES,
    "POST /cases/{no}/release": _PARTIES,
    "POST /cases/{no}/consents": _PARTIES,
    "POST /cases/{no}/offers/{decision}": _PARTIES,
    "POST /cases/{no}/submission": _PARTIES,
    "POST /cases/{no}/rating": _PARTIES,
    "POST /cases/{no}/contact": _FOR_PARTIES,
    "POST /cases/{no}/mandate": _FOR_PARTIES,
    "POST /cases/{no}/withdrawal": _FOR_PARTIES,
    "GET /cases/{no}/notices": {**_PARTIES, **_READERS},
    "GET /cases/{no}/notices/{notice}": {**_PARTIES, **_READERS},
    "GET /desk": _DESK,
    "GET /desk/search": _DESK,
    "POST /desk/search": _DESK,
    "GET /desk/handover": _DESK,
    "POST /desk/claim": {_R.OFFICER: _X.NONE},
    "GET /supervision": {_R.SUPERVISOR: _X.NONE},
    "GET /desk/cases/{no}": _READERS,
    "GET /desk/cases/{no}/viewers": _READERS,
    "GET /desk/cases/{no}/next": _DESK,
    "GET /desk/cases/{no}/previous": _DESK,
    "POST /desk/cases/{no}/pauses": _LIMITS,
    "POST /desk/cases/{no}/extensions": _LIMITS,
    "POST /desk/cases/{no}/contact": _FOR_APPLICANT,
    "POST /desk/cases/{no}/mandate": _FOR_APPLICANT,
    "POST /desk/cases/{no}/withdrawal": _FOR_APPLICANT,
    "POST /desk/cases/{no}/recusal": _WORKS_ON,
    "POST /cases/{no}/recusal": _WORKS_ON,
    "GET /desk/cases/{no}/query-code": _FOR_APPLICANT,
    "POST /desk/cases/{no}/query-code": _FOR_APPLICANT,
    "POST /cases/{no}/query-code": _FOR_APPLICANT,
    "POST /desk/cases/{no}/tasks/{task}": _TASK,
    "POST /desk/cases/{no}/tasks/{task}/claim": _TASK,
    "POST /desk/cases/{no}/tasks/{task}/release": _TASK,
    "POST /cases/{no}/tasks/{task}": _TASK,
    "POST /cases/{no}/tasks/{task}/claim": _TASK,
    "POST /cases/{no}/tasks/{task}/release": _TASK,
    "POST /cases/{no}/steps/{step}": _TASK,
    "POST /cases/{no}/pauses": _LIMITS,
    "POST /cases/{no}/extensions": _LIMITS,
    "GET /policy": _RULES,
    "GET /releases": _RULES,
    "GET /releases/{digest}": _RULES,
    "GET /releases/{digest}/checks": _RULES,
    "POST /releases/{digest}/activation": {_R.APPROVER: _X.NONE},
}

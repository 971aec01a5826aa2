"""Refuse who may not ask for a route, before any of its code runs (``services.permissions``)."""

from __future__ import annotations

from urllib.parse import quote

from chalice.app import Request, Response

from chalicelib.routes.access.callers import caller_of
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.answers import answer
from chalicelib.routes.pages.showing import shows_browsers, typed_again
from chalicelib.routes.pages.visitor import query_of, wants_page
from chalicelib.services.errors import Problem
from chalicelib.services.permissions.check_route import check_route
from chalicelib.services.sign_on.through_issuer import path_of_ours
from chalicelib.wiring import ports

_ALLOWED = Response(body=None)
_UNAUTHORIZED = 401
_SIGNED_ON_ANEW = ("sign_in", "form_not_ours")
"""What a form is refused with whose sign-on has run out or changed: what was typed in it is not lost."""


def refuse_others(request: Request) -> Response | None:
    """
    The refusal of a request that is not for who asks; None if it is. Who looks at a page and only has to sign
    on is sent there, and comes back to it; a page that asks beside what is looked at is told, and says so.
    """
    refused = shows_browsers(lambda: request)(lambda: _checked(request))()
    if refused is _ALLOWED:
        return None
    looks = wants_page(request) and request.method == "GET" and "hx-request" not in request.headers
    if refused.status_code == _UNAUTHORIZED and looks:
        back = path_of_ours(_asked_for(request))
        place = f"{ports().portal_origin}/sign-in?next={quote(back, safe='')}"
        refused = answer("", 303, {"Location": place, "Vary": "Accept"})
    refused.headers |= CORS.get_access_control_headers()  # which chalice gives to the answers of routes
    return refused


def _checked(request: Request) -> Response:
    route = f"{request.method} {request.context['resourcePath']}"
    try:
        check_route(route, "x-query-code" in request.headers, lambda: caller_of(request))
    except Problem as problem:
        again = problem.code in _SIGNED_ON_ANEW and request.method == "POST" and wants_page(request)
        kept = typed_again(request) if again else None
        if kept is None:
            raise
        return kept
    return _ALLOWED


def _asked_for(request: Request) -> str:
    path = str(request.context["resourcePath"])
    for name, value in (request.uri_params or {}).items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    given = "&".join(f"{quote(name)}={quote(value)}" for name, value in query_of(request).items())
    return f"{path}?{given}" if given else path

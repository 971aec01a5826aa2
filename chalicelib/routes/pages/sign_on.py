"""HTTP for signing on and off: /sign-in, /signed-in and /sign-out."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.ports.people.identity import Caller, CodeHolder, Staff
from chalicelib.routes.access.callers import caller_of, session_of
from chalicelib.routes.access.cookies import ATTEMPT, SESSION, session_secret
from chalicelib.routes.access.forgery import FORM, check_not_forged, check_same_origin
from chalicelib.routes.answers import answer
from chalicelib.routes.pages.clerks.frame import work_place
from chalicelib.routes.pages.showing import show, shows_browsers
from chalicelib.routes.pages.visitor import look_of, wants_page, without_cases
from chalicelib.routes.requests.current import request_of
from chalicelib.services.errors import Problem, not_signed_in
from chalicelib.services.sign_on.colleagues import learn_name
from chalicelib.services.sign_on.sessions import begin_session
from chalicelib.services.sign_on.through_issuer import answers_attempt, new_attempt, path_of_ours, proof_of
from chalicelib.wiring import ports

sign_on = Blueprint(__name__)
_request = request_of(sign_on)


_LONGEST_CODE = 2_000
"""Characters of what an issuer sends back; codes have some 40 to 1,000."""


@sign_on.route("/sign-in", methods=["GET"])
@shows_browsers(_request)
def get_sign_in() -> Response:
    """Go to the issuer; ``next`` is the page of ours to come back to."""
    attempt, wanted = new_attempt(), path_of_ours(_query().get("next", ""))
    kept = base64.urlsafe_b64encode(wanted.encode()).decode().rstrip("=")
    cookie = ATTEMPT.set(f"{attempt}.{kept}", secure=ports().secure)
    return _go(ports().issuer.sign_in_url(proof_of(attempt)), cookie)


@sign_on.route("/signed-in", methods=["GET"])
@shows_browsers(_request)
def get_signed_in() -> Response:
    """
    Where the issuer sends people back to. Only an answer to a question of this very browser signs it on:
    nobody can be signed on as somebody else by a link. Staff who wanted no page of their own begin at their
    work.
    """
    given = _query()
    attempt, _, kept = (ATTEMPT.of(_request(), secure=ports().secure) or "").partition(".")
    code = given.get("code", "")
    if not (attempt and 0 < len(code) <= _LONGEST_CODE and answers_attempt(attempt, given.get("state", ""))):
        raise _not_finished()
    found = ports().issuer.redeem(code, proof_of(attempt))
    if isinstance(found.caller, Staff) and ports().revocations.revoked(found.caller.id, found.given):
        raise _not_finished()
    if isinstance(found.caller, Staff):
        learn_name(ports(), found.caller)
    wanted = _kept_path(kept)
    path = f"/{work_place(found.caller)}" if wanted == path_of_ours("") else wanted
    return _signed_on(found.caller, path, ATTEMPT.unset(secure=ports().secure))


@sign_on.route("/sign-in/code", methods=["POST"], content_types=[FORM])
@shows_browsers(_request)
def post_code() -> Response:
    """What the door for a query code was called before: a form that comes here goes on as it is (307)."""
    return answer("", 307, {"Location": f"{ports().portal_origin}/track"})


@sign_on.route("/sign-out", methods=["POST"], content_types=[FORM, "application/json"])
@shows_browsers(_request)
def post_sign_out() -> Response:
    """
    End the session here and close the cases that the browser has open; then end the issuer's session, where
    it has a place for that. A form of another site comes without the cookie: it may not take it away either.
    """
    check_same_origin(_request(), ports().portal_origin)
    session, place = session_of(_request()), None
    if session is not None:
        check_not_forged(_request(), session, ports().portal_origin)
        ports().sessions.end(session.secret)
        place = None if isinstance(session.caller, CodeHolder) else ports().issuer.sign_out_url()
    return _gone(place)


@sign_on.route("/sign-out/everywhere", methods=["POST"], content_types=[FORM, "application/json"])
@shows_browsers(_request)
def post_sign_out_everywhere() -> Response:
    """End all sessions of who signed on, on every device; tokens of programs stay good."""
    who = caller_of(_request())
    if who is None or isinstance(who, CodeHolder):
        raise not_signed_in()
    ports().sessions.end_all(who)
    return _gone(ports().issuer.sign_out_url())


def _gone(place: str | None) -> Response:
    """
    The browser's cookies taken away, and on to where the issuer's own session ends.

    Args:
        place: of the issuer; None if it has none, or nobody signed on.
    """
    gone = SESSION.unset(secure=ports().secure), without_cases(_request())
    if place is not None and wants_page(_request()):
        return _signed_out(place, *gone)
    return _go(place or ports().portal_origin + "/", *gone)


def _signed_out(place: str, *cookies: str) -> Response:
    """
    A page that goes on to the issuer by itself. Chromium sends nobody from a form to another host, be it by a
    redirect (CSP, form-action): she would stay signed on there and see nothing happen.
    """
    look = look_of(_request(), here="")
    shown = show(
        "signed_out.html", replace(look, token="", signed_on=False, person=False, work=""), place=place
    )
    shown.headers |= {"Set-Cookie": list(cookies), "Refresh": f"0; url={place}"}
    return shown


def _signed_on(caller: Caller, path: str, *cookies: str) -> Response:
    secure = ports().secure
    session = begin_session(ports(), caller, session_secret(_request(), secure=secure))
    return _go(ports().portal_origin + path, SESSION.set(session.secret, secure=secure), *cookies)


def _go(address: str, *cookies: str) -> Response:
    """Have the browser go there by GET, with cookies set or taken away."""
    headers: Any = {"Location": address, "Set-Cookie": list(cookies)}
    return answer("", 303, headers)


def _kept_path(kept: str) -> str:
    """Where an attempt wanted to go; the first page if somebody has changed it."""
    try:
        return path_of_ours(base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4)).decode())
    except ValueError:
        return path_of_ours("")


def _query() -> dict[str, str]:
    return dict(_request().query_params or {})


def _not_finished() -> Problem:
    return Problem(
        401,
        "sign_in_not_finished",
        "登录没有完成：登录页面已过期，或不是从本浏览器发起的，或已被取消。请重新登录",
        "you are not signed in: the attempt is too old, was not begun in this browser, or was cancelled. "
        "Please sign in again",
    )

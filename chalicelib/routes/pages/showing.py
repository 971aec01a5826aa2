"""How pages are answered: their headers, redirects, and what went wrong in words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from html import escape
from typing import Any, ParamSpec
from urllib.parse import quote

from chalice.app import Request, Response

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.access.callers import session_of
from chalicelib.routes.access.forgery import CSRF_FIELD
from chalicelib.routes.answers import answers
from chalicelib.routes.pages.cases import Locked
from chalicelib.routes.pages.clerks.frame import desk_frame
from chalicelib.routes.pages.visitor import address_of, look_of, read_fields, root_of, wants_page
from chalicelib.services.errors import PermanentError, Problem, RetryableError
from chalicelib.services.permissions.check_route import open_to
from chalicelib.web import wording
from chalicelib.web.assets import address
from chalicelib.web.render import Look, page
from chalicelib.wiring import ports

P = ParamSpec("P")

_HTML = "text/html; charset=utf-8"


def policy(*stores: str, seen: str = "") -> str:
    """
    The Content-Security-Policy of a page: its own files, and the store that uploads go to. A form may end at
    the sign-on: whoever sends one when her session has run out is led there.

    Args:
        seen: the store whose pictures and documents the page shows, if it shows any.
    """
    to = " ".join(["'self'", *stores])
    framed = f"frame-src {seen}; " if seen else ""
    return (
        f"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'{seen and ' ' + seen}; "
        f"{framed}connect-src {to}; form-action {to} {ports().sign_on_origin}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def release_in_force() -> Release:
    return ports().releases.get(ports().releases.active(ports().region))


def show(
    template: str,
    look: Look,
    status: int = 200,
    *,
    cookies: tuple[str, ...] = (),
    stores: tuple[str, ...] = (),
    shown_from: str = "",
    **content: Any,
) -> Response:
    """A page. No cache keeps it: most are about a person, and all are in a language."""
    region = release_in_force().region
    frame = {
        "nav": "",
        "region": region,
        "hours": wording.hours(region.hall.hours, look.language),
        "fast": ports().clock.runs_ahead,
    }
    body = page(template, look, **{**frame, **content})
    headers: dict[str, str | list[str]] = {
        "Content-Type": _HTML,
        "Content-Language": "zh-CN" if look.language == "zh" else "en",
        "Content-Security-Policy": policy(*stores, seen=shown_from),
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Language, Cookie",
    }
    if cookies:
        headers["Set-Cookie"] = list(cookies)
    return Response(body=body, status_code=status, headers=headers)


def go_to(address: str, *cookies: str) -> Response:
    """On to another page (303), by an address that is relative to the one that was asked for."""
    headers: dict[str, str | list[str]] = {"Location": address, "Cache-Control": "no-store"}
    if cookies:
        headers["Set-Cookie"] = list(cookies)
    return Response(body="", status_code=303, headers=headers)


def shows(asked: Callable[[], Request]) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Let a page's view raise what the services raise; who looks gets it as a page, in her language."""

    def wrap(view: Callable[P, Response]) -> Callable[P, Response]:
        @functools.wraps(view)
        def unlocking(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                return view(*args, **kwargs)
            except Locked as locked:
                return _locked(asked(), locked)

        told = answers(unlocking)

        @functools.wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
            response = told(*args, **kwargs)
            return _as_page(response, asked()) if isinstance(response.body, dict) else response

        return wrapped

    return wrap


def shows_browsers(asked: Callable[[], Request]) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """As ``shows``, where programs ask for the same: who does not want a page gets the problem document."""

    def wrap(view: Callable[P, Response]) -> Callable[P, Response]:
        as_page, as_document = shows(asked)(view), answers(view)

        @functools.wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
            return (as_page if wants_page(asked()) else as_document)(*args, **kwargs)

        return wrapped

    return wrap


def _locked(request: Request, locked: Locked) -> Response:
    """The code of a case is asked for; what was typed is kept, and goes on to where it was sent."""
    here, back = "", look_of(request).here
    if locked.fields is None:
        here = f"track?no={locked.no}"
    content: dict[str, Any] = {"no": locked.no, "fields": locked.fields, "back": back}
    return show("locked.html", look_of(request, here=here), 403, nav="track", **content)


def typed_again(request: Request) -> Response | None:
    """
    A form of a page whose sign-on has changed or run out, with what was typed and a token that holds now;
    None of what is no form, or comes from another site.
    """
    try:
        fields = read_fields(request)
    except Problem:
        return None
    back = look_of(request).here
    session, token = session_of(request), fields.pop(CSRF_FIELD, None)
    if token is None:
        return None
    named = ((_called(name), value) for name, value in fields.items())
    shown = [(called, value) for called, value in named if called and value]
    content: dict[str, Any] = {"fields": fields, "shown": shown, "back": back}
    status = 401 if session is None else 403
    return show("again.html", look_of(request, here=""), status, **content)


_WORDS = {
    "name": ("姓名或名称", "Name"),
    "phone": ("电话", "Telephone"),
    "address": ("地址", "Address"),
    "note": ("说明", "Note"),
    "reason": ("理由", "Reason"),
    "number": ("证照编号", "Number of the licence"),
    "why": ("理由", "Reason"),
    "problem-": ("有什么问题", "What is wrong"),
    "mend-": ("怎么改", "How to mend it"),
}
"""Fields whose content is shown again in words; the others go along unseen. Of a paper each: "problem-"."""


def _called(field: str) -> tuple[str, str] | None:
    """What a field is called whose content is shown again."""
    start, dash, _ = field.partition("-")
    return _WORDS.get(start + dash)


_HEADINGS = {
    404: ("没有找到", "Not found"),
    405: ("这个地址不能直接打开", "This address cannot be opened by itself"),
    401: ("请先登录", "Please sign in"),
    403: ("不能这样提交", "This cannot be sent"),
    409: ("现在办不了这一步", "This cannot be done now"),
    422: ("有一处填得不对", "Something is not right"),
    503: ("请稍等一下", "Please wait a moment"),
}


_HEADINGS_OF_PAGES = {403: ("您看不了这一页", "This page is not for you")}
"""Where nothing was sent."""

_NOWHERE = (
    "没有这个页面或事项，可能是地址写错了。请从首页查找",
    "there is no such page or item; the address may be mistyped. Please look for it from the first page",
)

_IN_OTHER_WORDS = {"not_found": _NOWHERE, "no_such_address": _NOWHERE}
"""Problems that are told to programs and clerks in words that say nothing to others."""


def _bare(problem: dict[str, Any], response: Response, request: Request) -> Response:
    """A problem in both languages, and the way back, as a page that needs neither rules nor templates."""
    title = problem["title"]
    zh, en = _IN_OTHER_WORDS.get(problem["code"], (title["zh"], title["en"]))
    root = root_of(request)
    body = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>零跑腿办事 Zero Errand</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{root}static/{address("style.css")}"></head>'
        f'<body><main class="wrap narrow"><div class="note bad"><p>{escape(wording.sentence(zh, "zh"))}</p>'
        f'<p lang="en">{escape(wording.sentence(en, "en"))}</p></div>'
        f'<p><a href="{root}">回到首页 <span lang="en">Back to the first page</span></a></p>'
        "</main></body></html>"
    )
    headers: dict[str, str | list[str]] = {"Content-Type": _HTML, "Content-Security-Policy": policy()}
    return Response(
        body=body, status_code=response.status_code, headers=headers | {"Cache-Control": "no-store"}
    )


def _to_clerk(request: Request, look: Look, status: int, words: dict[str, Any]) -> Response | None:
    """
    A problem as a page of the desk, with the way back to her list and to where she was; None of who has no
    desk, or was not at it and may look at what she asked for.
    """
    try:
        session = session_of(request)
        caller = None if session is None else session.caller
        if not isinstance(caller, Staff) or not open_to("GET /desk", caller):
            return None
        frame = desk_frame(request, caller)
    except (PermanentError, Problem, RetryableError):  # who asks cannot be found out just now
        return None
    refused = request.method == "GET" and status == 403  # wherever it was, her own work is at the desk
    if not refused and not address_of(request).startswith(("/desk", "/cases/", "/supervision")):
        return None
    no = (request.uri_params or {}).get("no", "")
    here = look_of(request).here if request.method == "GET" else f"desk/cases/{quote(no)}" if no else ""
    again = here if status not in (403, 404, 405) else ""
    return show("desk_problem.html", look, status, nav="", again=again, **frame, **words)


def _as_page(response: Response, request: Request) -> Response:
    """A problem document as a page."""
    try:
        shown = _told(response, request, look_of(request, here=""))
    except (PermanentError, RetryableError):  # what a page stands on, rules in force, cannot be had
        shown = _bare(response.body, response, request)
    shown.headers |= {name: value for name, value in response.headers.items() if name == "Retry-After"}
    return shown


def _told(response: Response, request: Request, look: Look) -> Response:
    problem: dict[str, Any] = response.body
    known = _HEADINGS_OF_PAGES if request.method == "GET" else {}
    headings = _HEADINGS | known
    heading = look.t(*headings.get(response.status_code, ("出错了", "Something went wrong")))
    details = [look.say(one) for one in problem.get("details", ())]
    told = look.say(problem["title"])
    words: dict[str, Any] = {"heading": heading, "told": told, "details": details}
    shown = _to_clerk(request, look, response.status_code, words)
    if shown is None:
        other = _IN_OTHER_WORDS.get(problem["code"])
        words["told"] = told if other is None else look.t(*other)
        shown = show("problem.html", look, response.status_code, **words)
    return shown

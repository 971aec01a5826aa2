"""Who looks at a page: her language and print, where it stands, and the cases her browser has open."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from urllib.parse import parse_qsl, quote, urlencode

from chalice.app import Request

from chalicelib.cases.numbers import is_case_number
from chalicelib.routes.addresses import not_utf8
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.web.render import Look
from chalicelib.wiring import world

CASES = "cases"
MOST_CASES = 8
"""Cases that one browser has open at once; of more, those opened last."""
LONGEST_FORM = 32_000
_MOST_FIELDS = 300
_PAGE = "text/html"


def wants_page(request: Request) -> bool:
    """Whether who asks is a browser: the same address answers programs in JSON."""
    return _PAGE in (request.headers.get("accept") or "")


def look_of(request: Request, here: str | None = None, case: str | None = None) -> Look:
    """
    How a page is to look.

    Args:
        here: where it can be asked for again, from the first page; None: at the address of this request.
        case: the number of the case that it is about, whose forms it has.
    """
    cookies = cookies_of(request)
    release = world().releases.get(world().releases.active(world().region))
    return Look(
        language="en" if cookies.get("lang") == "en" else "zh",
        large=cookies.get("print") == "large",
        root="../" * (request.path.count("/") - 1) or "./",
        here=_here(request) if here is None else here,
        year=local_day(release, world().clock.now()).year,
        token="" if case is None else form_token(case, code_of(request, case) or ""),
    )


def root_of(request: Request) -> str:
    """What leads from the address of a request to the first page."""
    return "../" * (request.path.count("/") - 1) or "./"


def _here(request: Request) -> str:
    path = request.path.lstrip("/")
    for name, value in (request.uri_params or {}).items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    given = query_of(request)
    return path + (f"?{urlencode(given)}" if given and request.method == "GET" else "")


def query_of(request: Request) -> dict[str, str]:
    given: dict[str, str] = dict(request.query_params or {})
    return given


def cookies_of(request: Request) -> dict[str, str]:
    """The cookies of a request; of two with one name the first."""
    found: dict[str, str] = {}
    for part in (request.headers.get("cookie") or "").split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value)
    return found


def open_cases(request: Request) -> dict[str, str]:
    """The cases that this browser has shown the query code of, with it, the last one first."""
    pairs = (part.partition(".") for part in cookies_of(request).get(CASES, "").split("~"))
    return dict(islice(((no, code) for no, _, code in pairs if is_case_number(no) and code), MOST_CASES))


def code_of(request: Request, no: str) -> str | None:
    return open_cases(request).get(no)


def with_case(request: Request, no: str, code: str) -> str:
    """The cookie that has this case open, besides the others."""
    others = {known: kept for known, kept in open_cases(request).items() if known != no}
    kept = list(({no: code} | others).items())[:MOST_CASES]
    return session_cookie(CASES, "~".join(f"{known}.{of}" for known, of in kept))


def session_cookie(name: str, value: str) -> str:
    """
    A cookie until the browser is closed: a query code is as good as a signature, and computers are shared.
    No script reads it, and no other site's form brings it along.
    """
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{_secure()}"


def lasting_cookie(name: str, value: str) -> str:
    """A cookie for a year, of what is nobody's secret."""
    return f"{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{_secure()}"


def _secure() -> str:
    return "; Secure" if world().track_url.startswith("https:") else ""


def form_token(no: str, code: str) -> str:
    """What the forms of a case carry: who does not know its query code cannot make it."""
    return world().codes.pseudonym(f"form {no} {code}")[:32]


def read_fields(request: Request) -> dict[str, str]:
    """
    The fields of a form; of several with one name the last.

    Raises:
        Problem: 403 it was sent by another site; 413 it is too long; 422 it is not UTF-8.
    """
    check_own_site(request)
    content = request.raw_body
    if len(content) > LONGEST_FORM:
        raise Problem(
            413, "too_long", "填写的内容过长，请缩短后再提交", "this is too long; shorten it and send again"
        )
    try:
        text = content.decode() if isinstance(content, bytes) else content
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:  # UnicodeError is one
        raise not_utf8() from error
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def check_own_site(request: Request) -> None:
    """
    Refuse a form that a page of another site sends in the name of who looks at it (Fetch Metadata).

    Raises:
        Problem: 403.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Problem(
            403,
            "other_site",
            "这张表不是从本网站的页面提交的，没有受理；请从首页进入后再填写",
            "this form was not sent from a page of this site and was not taken; start from the first page",
        )


def first(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    """Some of the fields, "" where they are missing, without the blanks around them."""
    return {name: fields.get(name, "").strip() for name in names}

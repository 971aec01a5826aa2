"""Who looks at a page: her language and print, where it stands, and the cases her browser has open."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from urllib.parse import quote, urlencode

from chalice.app import Request

from chalicelib.cases.case import Case
from chalicelib.ports.people.identity import CodeHolder, Person, Session
from chalicelib.rendering.words import Language
from chalicelib.routes.access.callers import csrf_token, session_of
from chalicelib.routes.access.cookies import Cookie, secret_in
from chalicelib.routes.access.forgery import check_same_origin, read_form
from chalicelib.routes.pages.clerks.frame import work_place
from chalicelib.routes.requests.languages import preferred_language
from chalicelib.routes.requests.media_types import prefers_page
from chalicelib.services.days import local_day
from chalicelib.services.sign_on.sessions import begin_session, find_session
from chalicelib.web.render import Look
from chalicelib.wiring import ports

CASES = Cookie("cases")
"""The secret of a session that has cases open by their codes, beside that of whoever signed on."""

_HOLDER = "zero-errand cases"
"""Where a request remembers which cases its browser has open."""

_YEAR = 31_536_000
LANGUAGE, PRINT = Cookie("lang", _YEAR), Cookie("print", _YEAR)

MOST_CASES = 8
"""Cases that one browser has open at once; of more, those opened last."""


def wants_page(request: Request) -> bool:
    """Whether who asks is a browser: the same address answers programs in JSON."""
    return prefers_page(request.headers.get("accept") or "")


def look_of(request: Request, here: str | None = None, case: str | None = None) -> Look:
    """
    How a page is to look.

    Args:
        here: where it can be asked for again, from the first page; None: at the address of this request.
        case: the number of the case that it is about, whose forms it has.
    """
    secure, session = ports().secure, session_of(request)
    release = ports().releases.get(ports().releases.active(ports().region))
    return Look(
        language=_language(request, secure=secure),
        large=PRINT.of(request, secure=secure) == "large",
        root=root_of(request),
        here=_here(request) if here is None else here,
        year=local_day(release, ports().clock.now()).year,
        token=_token(request, session, case),
        signed_on=session is not None,
        person=session is not None and isinstance(session.caller, Person),
        work="" if session is None else work_place(session.caller),
    )


def _language(request: Request, *, secure: bool) -> Language:
    """The one that was chosen in this browser; before any choice the one that it asks for."""
    match LANGUAGE.of(request, secure=secure):
        case "zh" | "en" as chosen:
            return chosen
        case _:
            return preferred_language(request.headers.get("accept-language") or "")


def _token(request: Request, session: Session | None, case: str | None) -> str:
    """What a form carries: of the session where there is one, else of the case whose code was shown."""
    if session is not None:
        return csrf_token(session)
    return "" if case is None else form_token(case, holder_of(request).codes.get(case, ""))


def root_of(request: Request) -> str:
    """What leads from the address of a request to the first page."""
    return "../" * (address_of(request).count("/") - 1) or "./"


def address_of(request: Request) -> str:
    """The path of the route that was asked for; where there is no such route, what was asked for itself."""
    path = str(request.path)
    if not path.endswith("+}"):
        return path
    asked = "/" + next(iter((request.uri_params or {"": ""}).values()))
    slash = str(request.context.get("path", "")).endswith("/")  # which the gateway leaves out of the former
    return f"{asked.rstrip('/')}/" if slash else asked


def _here(request: Request) -> str:
    path = request.path.lstrip("/")
    for name, value in (request.uri_params or {}).items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    given = query_of(request)
    return path + (f"?{urlencode(given)}" if given and request.method == "GET" else "")


def query_of(request: Request) -> dict[str, str]:
    given: dict[str, str] = dict(request.query_params or {})
    return given


def holder_of(request: Request) -> CodeHolder:
    """Which cases this browser has open by their query codes, the last one first."""
    if _HOLDER not in request.context:
        secret = secret_in(CASES, request, secure=ports().secure)
        session = None if secret is None else find_session(ports(), secret)
        known = session is not None and isinstance(session.caller, CodeHolder)
        request.context[_HOLDER] = session.caller if session is not None and known else CodeHolder({})
    found: CodeHolder = request.context[_HOLDER]
    return found


def with_case(request: Request, case: Case) -> str:
    """
    The cookie of a session that has this case open, too. It lasts until the browser is closed, and no longer
    than a session: a query code is as good as a signature, and computers are shared.
    """
    kept = {case.no: case.code_digest} | {
        no: digest for no, digest in holder_of(request).codes.items() if no != case.no
    }
    holder = CodeHolder(dict(islice(kept.items(), MOST_CASES)))
    secure = ports().secure
    session = begin_session(ports(), holder, secret_in(CASES, request, secure=secure))
    return CASES.set(session.secret, secure=secure)


def without_cases(request: Request) -> str:
    """The cookie taken away, and its session ended: a copy of it opens nothing."""
    secret = secret_in(CASES, request, secure=ports().secure)
    if secret is not None:
        ports().sessions.end(secret)
    return CASES.unset(secure=ports().secure)


def form_token(no: str, digest: str) -> str:
    """What the forms of a case carry: who has not shown its query code cannot make it."""
    return ports().codes.pseudonym(f"form {no} {digest}")[:32]


def read_fields(request: Request) -> dict[str, str]:
    """
    The fields of a form that a page of ours sent; lines end as on this side of the net.

    Raises:
        Problem: 403 it was sent by another site; 413, 422 it cannot be read.
    """
    check_same_origin(request, ports().portal_origin)
    return {name: value.replace("\r\n", "\n") for name, value in read_form(request).items()}


def first(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    """Some of the fields, "" where they are missing, without the blanks around them."""
    return {name: fields.get(name, "").strip() for name in names}

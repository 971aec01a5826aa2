"""
Refuse forms that another site has a browser send (cross-site request forgery): by where they come from, which
a browser tells and no page can make up, and by a token that only pages of the session hold.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from chalice.app import Request

from chalicelib.ports.people.identity import Session
from chalicelib.services.errors import Problem
from chalicelib.services.sign_on.sessions import is_csrf_token

CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf-token"
FORM = "application/x-www-form-urlencoded"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_FORM = 64_000
_MOST_FIELDS = 500


def check_not_forged(request: Request, session: Session, origin: str) -> None:
    """
    Raises:
        Problem: 403, a request that changes something and was not sent from a page of this session.
    """
    if request.method in _SAFE:
        return
    check_same_origin(request, origin)
    given = request.headers.get(CSRF_HEADER) or read_form(request).get(CSRF_FIELD, "")
    if not is_csrf_token(session, given):
        raise _forged()


def check_same_origin(request: Request, origin: str) -> None:
    """
    Raises:
        Problem: 403, the request comes from a page of another site, or from none that a browser tells of.
    """
    site, told = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin") or told not in (None, origin) or (site is None and told is None):
        raise _forged()


def read_form(request: Request) -> dict[str, str]:
    """
    The fields of a form as a browser sends it; none where the body is another kind. Of a field given twice
    the last counts.

    Raises:
        Problem: 413, it is longer than any form of ours; 422, it has too many fields or is not UTF-8.
    """
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind != FORM:
        return {}
    content = request.raw_body
    if len(content) > _LONGEST_FORM:
        raise Problem(
            413, "too_long", "填写的内容过长，请删减后再提交", "the form is too long; please shorten it"
        )
    try:
        given = content.decode() if isinstance(content, bytes) else content
        fields = parse_qsl(given, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Problem(
            422,
            "form_wrong",
            "表单内容无法读取，请刷新页面后重新填写",
            "the form cannot be read; please reload the page and fill it in again",
        ) from error
    return dict(fields)


def _forged() -> Problem:
    return Problem(
        403,
        "form_not_ours",
        "为了您的账号安全，本次提交没有执行：页面已过期，或不是从本网站提交的。请返回页面、刷新后再提交一次",
        "to keep your account safe nothing was done: the page is out of date, or this was not sent from a "
        "page of this site. Please go back, reload the page and send it once more",
    )

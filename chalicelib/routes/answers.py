"""How HTTP is answered: JSON, and problems by RFC 9457 in both languages."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Collection
from traceback import format_tb
from typing import Any, ParamSpec

from chalice.app import Response

from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.form import Text
from chalicelib.services.errors import NewerSchemaError, OtherSchemaError, Problem, RetryableError

log = logging.getLogger(__name__)

P = ParamSpec("P")

_PRIVATE = {"Cache-Control": "no-store"}

_INERT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
}
"""
Whatever stands in an answer, a browser neither runs nor frames it, nor tells others where it was or, by a
window that they have opened, what came of it.
"""


def answer(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON that no cache keeps: most of it is about a person."""
    return Response(body=content, status_code=status, headers={**_PRIVATE, **(headers or {})})


def answers(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let a view raise what the services raise; the caller gets a problem document."""

    @functools.wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            return view(*args, **kwargs)
        except Problem as problem:
            return problem_answer(problem)
        except NotPossible as refusal:
            return _problem(409, refusal.code, refusal.text, refusal.details)
        except NewerSchemaError as error:
            log.warning("asked to try again: %s", _told(error))
            return _problem(503, "being_updated", _BEING_UPDATED, headers={"Retry-After": "60"})
        except RetryableError as error:
            log.warning("asked to try again: %s", _told(error))
            busy = Text(zh="系统繁忙，请稍后再试", en="busy just now; please try again shortly")
            return _problem(503, "busy", busy, headers={"Retry-After": "2"})
        except OtherSchemaError as error:
            log.error("not answered: %s", _told(error))  # noqa: TRY400 - its text is told to the caller
            return _problem(500, "other_version", _OTHER_VERSION)
        except Exception as error:  # noqa: BLE001 - chalice would log the text, which may be personal
            log.error("not answered: %s", _told(error))  # noqa: TRY400 - see above
            return _problem(500, "failed", _OTHERS[500])

    return wrapped


def problem_answer(problem: Problem) -> Response:
    """A problem as it is answered."""
    return _problem(problem.status, problem.code, problem.text, problem.details, _wait(problem))


def _wait(problem: Problem) -> dict[str, str]:
    """When to come again, in seconds (RFC 9110, 10.2.3)."""
    return {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}


def _told(error: BaseException) -> str:
    """What went wrong and where, without the texts of errors: they may be personal."""
    cause = error.__cause__
    after = "" if cause is None else f" after {type(cause).__name__}"
    return f"{type(error).__name__}{after}\n{''.join(format_tb(error.__traceback__))}"


_OTHER_VERSION = Text(
    zh="该办件由本系统的另一版本写入，本版本无法读取；数据没有丢失，请联系管理员",
    en="this case was written by another version of the system, which this one does not read; nothing is "
    "lost, please tell the administrator",
)

_BEING_UPDATED = Text(
    zh="系统正在升级，请几分钟后再试；数据没有丢失。持续出现的，请联系管理员",
    en="the system is being updated; please try again in a few minutes, nothing is lost. If this goes on, "
    "tell the administrator",
)

_NOT_TAKEN = 415

_OTHERS = {
    405: Text(zh="该地址不支持此方法，请见 /openapi.json", en="no such method here; see /openapi.json"),
    _NOT_TAKEN: Text(
        zh="请以 JSON 提交（Content-Type: application/json）",
        en="please send JSON (Content-Type: application/json)",
    ),
    500: Text(
        zh="系统出错，已记录；请稍后再试或联系大厅",
        en="something went wrong here and is recorded; please try again later or call the hall",
    ),
}


_NO_FORM = Text(
    zh="请通过本网站页面上的表单提交（Content-Type: application/x-www-form-urlencoded）",
    en="please send the form of a page of this site (Content-Type: application/x-www-form-urlencoded)",
)
"""415 of a page that takes forms alone."""


def as_problem(response: Response, takes: Collection[str]) -> Response:
    """
    A refusal of chalice's own, which never reached a view, as a problem; any other answer as it is.

    Args:
        takes: the content types that what was asked for takes.
    """
    text = _OTHERS.get(response.status_code)
    form_alone = response.status_code == _NOT_TAKEN and bool(takes) and "application/json" not in takes
    if form_alone:
        text = _NO_FORM
    if text is None or not isinstance(response.body, dict) or "Code" not in response.body:
        return response
    kept = {
        name: value
        for name, value in response.headers.items()
        if isinstance(value, str) and name.lower() != "content-type"
    }
    codes = {405: "no_such_method", _NOT_TAKEN: "no_form" if form_alone else "not_json"}
    return _problem(response.status_code, codes.get(response.status_code, "failed"), text, headers=kept)


def inert(response: Response) -> Response:
    """
    The answer with the headers that keep a browser from taking it for more than data. JSON is written in
    UTF-8, so that people can read the Chinese in it (RFC 8259, 8.1).
    """
    response.headers = {**_INERT, **response.headers}
    if not isinstance(response.body, str | bytes):
        response.body = json.dumps(response.body, ensure_ascii=False, separators=(",", ":"))
        response.headers.setdefault("Content-Type", "application/json")
    return response


def _problem(
    status: int,
    code: str,
    text: Text,
    details: tuple[Text, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:zero-errand:problem:{code}",
        "title": text.model_dump(),
        "status": status,
        "code": code,
    }
    if details:
        body["details"] = [detail.model_dump() for detail in details]
    return Response(
        body=body,
        status_code=status,
        headers={**_PRIVATE, "Content-Type": "application/problem+json", **(headers or {})},
    )

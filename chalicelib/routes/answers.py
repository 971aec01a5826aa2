"""How HTTP is answered: JSON, and problems by RFC 9457 in both languages."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from chalice.app import Request, Response
from pydantic import BaseModel, ValidationError

from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.model import Text
from chalicelib.services.errors import Problem, RetryableError

log = logging.getLogger(__name__)

P = ParamSpec("P")
Body = TypeVar("Body", bound=BaseModel)

_PRIVATE = {"Cache-Control": "no-store"}


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
            return _problem(problem.status, problem.code, problem.text, problem.details)
        except NotPossible as refusal:
            return _problem(409, refusal.code, refusal.text)
        except RetryableError:
            log.warning("asked to try again", exc_info=True)
            busy = Text(zh="系统繁忙，请稍后再试", en="busy just now; please try again shortly")
            return _problem(503, "busy", busy, headers={"Retry-After": "2"})

    return wrapped


def read_body(request: Request, form: type[Body]) -> Body:
    """
    The request's JSON as ``form``.

    Raises:
        Problem: 422 with every field that is wrong. Values are not repeated: they may be personal.
    """
    try:
        return form.model_validate_json(request.raw_body or b"{}")
    except ValidationError as error:
        details = tuple(
            Text(zh=f"{_place(each)}：不符合要求（{each['type']}）", en=f"{_place(each)}: {each['msg']}")
            for each in error.errors(include_input=False, include_url=False)
        )
        raise Problem(
            422,
            "body_wrong",
            "请求内容有误，请按提示修改",
            "the request is not right; please mend it as listed",
            details,
        ) from error


def _place(error: Any) -> str:
    return ".".join(str(part) for part in error["loc"]) or "body"


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

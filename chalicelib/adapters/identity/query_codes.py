"""Applicants, known by the query code of their case."""

from __future__ import annotations

import hashlib
import hmac

from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import CodeHolder
from chalicelib.services.errors import Problem
from chalicelib.texts.typed import code_typed


def check_query_code(loaded: Loaded | None, code: str | None) -> Loaded:
    """
    The case, if there is one and ``code`` is its query code, however it was typed.

    Raises:
        Problem: 404, the same for a wrong code and for no case at all, so that numbers cannot be tried out.
    """
    given = code_typed(code or "").encode(errors="replace")
    known = "" if loaded is None else loaded.case.code_digest
    right = hmac.compare_digest(hashlib.sha256(given).hexdigest(), known)
    if loaded is None or not right:
        raise no_such_case()
    return loaded


def opens(holder: CodeHolder, loaded: Loaded | None) -> bool:
    """Whether the code that was shown before is still the one of the case."""
    known = "" if loaded is None else loaded.case.code_digest
    shown = "" if loaded is None else holder.codes.get(loaded.case.no, "")
    return hmac.compare_digest(shown, known) and bool(known)


def no_such_case() -> Problem:
    """404, whatever is wrong: a stranger's case number tells nothing."""
    return Problem(
        404,
        "not_found",
        "没有这个办件，或查询码（请求头 X-Query-Code）没有填写或不对，请核对",
        "there is no such case, or its query code (header X-Query-Code) is missing or wrong; check both",
    )

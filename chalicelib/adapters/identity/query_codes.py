"""Applicants, known by the query code of their case."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from chalicelib.cases.people.acting import code_ended
from chalicelib.ports.cases import Loaded, StoredCase
from chalicelib.ports.people.identity import CodeHolder
from chalicelib.services.errors import Problem
from chalicelib.texts.typed import code_typed


def check_query_code(stored: StoredCase | None, code: str | None, now: datetime) -> Loaded:
    """
    The case, if there is one and ``code`` is its query code, however it was typed. It is made of its rows
    only then: what is wrong with them, and how long that takes, nobody learns by its number alone.

    Args:
        now: by the office's clock.

    Raises:
        Problem: 404, the same for a wrong code and for no case at all, so that numbers cannot be tried out;
            403, the code was right and has ended with the agent's mandate: only who has it is told so.
    """
    given = code_typed(code or "").encode(errors="replace")
    known = "" if stored is None else stored.code_digest or ""
    right = hmac.compare_digest(hashlib.sha256(given).hexdigest(), known)
    if stored is None or not right:
        raise no_such_case()
    return _not_ended(stored.read(), now)


def shown_before(holder: CodeHolder, no: str, stored: StoredCase | None, now: datetime) -> Loaded | None:
    """
    The case of this number, if its code was shown before and is still its code. Whoever has shown it is told
    that the case cannot be read, also where its rows do not tell the code any more.

    Raises:
        Problem: 403, it is its code, and has ended with the agent's mandate.
    """
    shown = holder.codes.get(no)
    if stored is None or not shown:
        return None
    if stored.code_digest is not None and not hmac.compare_digest(shown, stored.code_digest):
        return None
    loaded = stored.read()
    same = hmac.compare_digest(shown, loaded.case.code_digest)
    return _not_ended(loaded, now) if same else None


def _not_ended(loaded: Loaded, now: datetime) -> Loaded:
    if code_ended(loaded.case, now):
        raise Problem(
            403,
            "code_ended",
            "代理人的委托已经结束，委托期间用的查询码随之失效。申请人请登录后到“我的办件”办理，或登录后补一个新的查询码；"
            "也可以带身份证到大厅、或打大厅电话，由工作人员补发",
            "the agent's mandate is over, and the query code of that time has ended with it. If you are the "
            "applicant, sign in and find the case under My cases, or get a new code once signed in; or bring "
            "your identity card to the hall, or call it, and its staff give you one",
        )
    return loaded


def no_such_case() -> Problem:
    """404, whatever is wrong: a stranger's case number tells nothing."""
    return Problem(
        404,
        "not_found",
        "没有这个办件，或查询码（请求头 X-Query-Code）没有填写或不对，请核对",
        "there is no such case, or its query code (header X-Query-Code) is missing or wrong; check both",
    )

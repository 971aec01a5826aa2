"""Give a query code to whoever opened the case, again only to an honest repetition (docs/decisions/002)."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

from chalicelib.cases.case import Case
from chalicelib.cases.commands import NewCode
from chalicelib.cases.people.acting import code_ended
from chalicelib.ports.cases import Loaded, ProcessedMessage
from chalicelib.ports.ports import Ports
from chalicelib.services.errors import Problem

REPEATED_WITHIN = timedelta(hours=24)
"""Of the opening. An answer that was lost is asked for again within minutes."""

_UUID = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[47][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}", re.IGNORECASE
)
"""A random UUID (RFC 9562, versions 4 and 7): who knows it has made it or was told."""


def query_code(ports: Ports, case: Case) -> str:
    """
    The code of a case that was opened just now.

    Raises:
        Problem: 409, the key has changed since and the code would not fit.
    """
    code = known_code(ports, case)
    if code is None:
        raise _withheld()
    return code


def known_code(ports: Ports, case: Case) -> str | None:
    """The code of a case for who may see it; None where the key has changed since, or the code has ended."""
    if code_ended(case, ports.clock.now()):
        return None
    code = ports.codes.query_code(case.no, case.codes)
    return code if digest(code) == case.code_digest else None


def next_code(ports: Ports, case: Case) -> NewCode:
    """The code that comes after the one of a case."""
    codes = case.codes + 1
    return NewCode(codes=codes, code_digest=digest(ports.codes.query_code(case.no, codes)))


def repeated_code(
    ports: Ports, loaded: Loaded, before: ProcessedMessage, key: str | None, network: str
) -> str:
    """
    The code once more, for the client that opened the case and never saw the answer; never one that came
    after it, which is another's to know.

    Raises:
        Problem: 409, the answer has arrived, it was long ago, another code came since, or this is another
            client.
    """
    same_client = _UUID.fullmatch(key or "") is not None or network == before.network
    if (
        not same_client
        or loaded.case.codes
        or not _unseen(ports, loaded)
        or ports.cases.code_used(loaded.case.no)
    ):
        raise _withheld()
    return query_code(ports, loaded.case)


def code_arrived(ports: Ports, loaded: Loaded) -> None:
    """Remember that the code was used: whoever opened the case has it, and it is given to nobody again."""
    if _unseen(ports, loaded):
        ports.cases.mark_code_used(loaded.case.no, ports.clock.now())


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _unseen(ports: Ports, loaded: Loaded) -> bool:
    """Whether the answer may have been lost: a file can be sent only by those who have it."""
    return not loaded.files.known and ports.clock.now() - loaded.case.opened_at < REPEATED_WITHIN


def _withheld() -> Problem:
    return Problem(
        409,
        "code_withheld",
        "该申请此前已经收到，查询码已随首次答复给出；如遗失，可以在网上补发（/lost-code），或持有效身份证件到大厅查询"
        "办理；要另提一件申请，请换一个 Idempotency-Key",
        "this application was taken before and its query code given then; if it is lost, get a new one under "
        "/lost-code, or at the hall with your identity card; for another application use another "
        "Idempotency-Key",
    )

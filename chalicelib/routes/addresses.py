"""How addresses and headers are read: numbers and names as people type them, in UTF-8 and nothing else."""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import unquote

from chalice.app import Request, Response

from chalicelib.routes.answers import problem_answer
from chalicelib.routes.cors import CORS
from chalicelib.services.errors import Problem
from chalicelib.texts.signs import NOT_UTF8, WrongText
from chalicelib.texts.typed import digits_typed, name_typed

HEADERS = ("authorization", "content-type", "idempotency-key", "x-query-code")
"""All that is read; what else a browser or a gateway sends is not looked at."""

_BROKEN = re.compile("[\ufffd\ud800-\udfff]")


def case_no(text: str) -> str:
    """A case number in an address, however it was typed; what is none finds no case."""
    return digits_typed(_decoded(text))


def number_in_query(request: Request, name: str) -> str:
    """
    A case number in the query, however it was typed; what is none finds no case.

    Raises:
        Problem: 422, there is no number in it.
    """
    given: dict[str, str] = dict(request.query_params or {})
    number = case_no(given.get(name, ""))
    if not any(map(str.isdigit, number)):
        raise Problem(
            422,
            "number_needed",
            f"请在 {name} 中写办件编号，例如 /desk/search?{name}=370213202603020000019",
            f"write the number of a case as '{name}', such as /desk/search?{name}=370213202603020000019",
        )
    return number


def name_in_address(text: str) -> str:
    """
    A name of the rule files in an address: of an item, a step, a department.

    Raises:
        Problem: 422, it cannot be read.
    """
    try:
        return name_typed(_decoded(text))
    except WrongText as wrong:
        raise Problem(422, "text_wrong", f"地址：{wrong.zh}", f"address: {wrong.en}") from None


def read_query(request: Request, name: str) -> str:
    """
    A name of the rule files in the query, "" if there is none.

    Raises:
        Problem: 422, it cannot be read.
    """
    given: dict[str, str] = dict(request.query_params or {})
    return name_in_address(given.get(name, ""))


def refuse_broken(request: Request) -> Response | None:
    """The refusal of a request whose address or headers are not UTF-8; None if all can be read."""
    query = request.query_params
    given = () if query is None else chain.from_iterable(query.getlist(name) for name in query)
    said = (request.headers.get(name) or "" for name in HEADERS)
    parts = map(_decoded, (request.uri_params or {}).values())
    if any(_BROKEN.search(text) for text in chain(parts, given, said)):
        refused = problem_answer(not_utf8())
        refused.headers |= CORS.get_access_control_headers()  # which chalice gives to the answers of routes
        return refused
    return None


def not_utf8() -> Problem:
    return Problem(422, "not_utf8", f"请求的{NOT_UTF8.zh}", f"the request {NOT_UTF8.en}")


def _decoded(text: str) -> str:
    """Some gateways pass an address on as it was sent, "%20" for a blank."""
    return unquote(text) if "%" in text else text

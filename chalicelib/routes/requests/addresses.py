"""How addresses and headers are read: numbers and names as people type them, in UTF-8 and nothing else."""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import unquote

from chalice.app import Request, Response

from chalicelib.cases.numbers import is_case_number
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.answers import problem_answer
from chalicelib.services.errors import Problem
from chalicelib.texts.signs import NOT_UTF8, WrongText
from chalicelib.texts.typed import digits_typed, name_typed

HEADERS = (
    *(
        "accept",
        "accept-language",
        "authorization",
        "content-type",
        "cookie",
        "idempotency-key",
        "origin",
        "sec-fetch-site",
    ),
    *("x-csrf-token", "x-query-code"),
)
"""All that is read; what else a browser or a gateway sends is not looked at."""

_BROKEN = re.compile("[\ufffd\ud800-\udfff]")


def case_no(text: str) -> str:
    """A case number in an address, however it was typed; what is none finds no case."""
    return digits_typed(_decoded(text))


def source_of(request: Request) -> str | None:
    """The address that a request comes from, as the gateway saw it; ``X-Forwarded-For`` is not read."""
    found: str | None = request.context.get("identity", {}).get("sourceIp")
    return found


def choice_in_query(request: Request, name: str, choices: tuple[str, ...]) -> str:
    """
    One of the choices in the query; where it says nothing, the first.

    Raises:
        Problem: 400, it is another.
    """
    given: dict[str, str] = dict(request.query_params or {})
    choice = given.get(name, choices[0])
    if choice not in choices:
        told = "、".join(choices), ", ".join(choices)
        raise Problem(400, "no_such_choice", f"{name} 只能是：{told[0]}", f"{name} is one of: {told[1]}")
    return choice


def number_in_query(request: Request, name: str) -> str:
    """
    A case number in the query, however it was typed.

    Raises:
        Problem: 400, it is none. What addresses hold is written down along the way: of a person there is
            nothing in them.
    """
    given: dict[str, str] = dict(request.query_params or {})
    number = case_no(given.get(name, ""))
    if not is_case_number(number):
        raise Problem(
            400,
            "number_needed",
            f"地址里只能写完整的办件编号，例如 /desk/search?{name}=370213202603020000019；请核对编号。"
            f"按姓名、证件号码或电话查找的，请用 POST /desk/search，写在请求内容的 {name} 中",
            f"an address takes a whole case number alone, such as /desk/search?{name}=370213202603020000019; "
            "please check it. To search by name, identity number or telephone use POST /desk/search, with "
            f"'{name}' in the body",
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

"""How lists are asked for page by page: how many lines, and from where on."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import TypeVar

from chalice.app import Request

from chalicelib.services.errors import Problem

T = TypeVar("T")

_PLACE = re.compile(r"(9999|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)#\d{21}#[a-z0-9][a-z0-9-]{0,199}")
"""Of a line of work: due, case, task."""

_CASE = re.compile(r"[0-9]{21,24}")
_LONGEST = 400


def read_limit(request: Request, usual: int, most: int) -> int:
    """
    How many lines are wanted.

    Raises:
        Problem: 422, no number from 1 to ``most``.
    """
    said = _query(request, "limit")
    if said is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,4}", said) or not 1 <= int(said) <= most:
        raise Problem(
            422, "limit_wrong", f"limit 应为 1 到 {most} 的整数", f"limit is a whole number from 1 to {most}"
        )
    return int(said)


def read_number(request: Request, name: str, least: int) -> int | None:
    """
    From which number of a list on, None where that is not asked for.

    Raises:
        Problem: 422, it is none that a page was answered with.
    """
    said = _query(request, name)
    if said is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", said) or int(said) < least:
        raise Problem(
            422,
            "page_wrong",
            f"{name} 应照上一页返回的原样填写；从头查看的，请去掉它",
            f"{name} is what the page before was answered with, unchanged; leave it out to begin anew",
        )
    return int(said)


def read_next(request: Request) -> str:
    """
    From behind which line on, "" for the first page.

    Raises:
        Problem: 422, it is none that a page was answered with.
    """
    return _place(_query(request, "next"), _PLACE)


def read_next_case(said: str | None) -> str:
    """
    Before which case, "" for the first page.

    Raises:
        Problem: as ``read_next``.
    """
    return _place(said, _CASE)


def or_start(read: Callable[[], T], start: T) -> tuple[T, bool]:
    """
    A place in a list for a page, whose address may be old or mistyped: then its start, and True, so that the
    page can say so. Programs are told what is wrong instead.
    """
    try:
        return read(), False
    except Problem:
        return start, True


def _place(said: str | None, form: re.Pattern[str]) -> str:
    if said is None:
        return ""
    try:
        place = urlsafe_b64decode(said + "=" * (-len(said) % 4)).decode("ascii") if said.isascii() else ""
    except ValueError:
        place = ""
    if len(said) > _LONGEST or not form.fullmatch(place):
        raise Problem(
            422,
            "next_wrong",
            "next 应照上一页返回的原样填写；从头查看的，请去掉它",
            "next is what the page before was answered with, unchanged; leave it out to begin anew",
        )
    return place


def opaque(place: str | None) -> str | None:
    """A place in a list as callers carry it; None where nothing follows."""
    return None if place is None else urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _query(request: Request, name: str) -> str | None:
    given: dict[str, str] = dict(request.query_params or {})
    return given.get(name)

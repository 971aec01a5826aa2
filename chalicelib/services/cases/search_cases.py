"""Search for cases, as staff are told who applied 检索: by a case number, or by what a party is known by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from heapq import merge
from itertools import groupby, islice
from typing import NamedTuple

from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.parties import FindKind, Identity, searched_name
from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import Staff
from chalicelib.ports.world import World
from chalicelib.services.cases.find_for_staff import find_for_staff
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.texts.identities import read_identity
from chalicelib.texts.identity_kinds import IdentityKind
from chalicelib.texts.lines import clean_line
from chalicelib.texts.phones import clean_phone
from chalicelib.texts.signs import WrongText
from chalicelib.texts.typed import digits_typed

LONGEST = 60
"""Characters of what is searched for: as long as a name, a number or a telephone may be typed."""

MOST_SHOWN = 20
MOST_LOOKED_AT = 200
"""Cases of a party that one search opens to see whether they concern who asks."""


class Page(NamedTuple):
    """
    Cases that concern who asks, the newest first. ``next``: the number of the last where the page is full.
    ``complete``: False where there are more than a search looks at.
    """

    cases: tuple[Loaded, ...]
    next: str | None = None
    complete: bool = True


def search_cases(world: World, who: Staff, text: str, before: str = "") -> Page:
    """
    The cases of this number, or of the party with this whole name, identity number or telephone. What
    concerns none of her units is left out, and nothing tells that it is there.

    Args:
        text: as it was typed.
        before: the number of the last case of the page before.

    Raises:
        Problem: 422, the text can be none of these.
    """
    no = digits_typed(text)
    if is_case_number(no):
        return Page(_concerning(world, who, no))
    release = world.releases.get(world.releases.active(world.region))
    numbers = _numbers(world, looked_for(text, local_day(release, world.clock.now())), before)
    shown: list[Loaded] = []
    for each in islice(numbers, MOST_LOOKED_AT):
        shown += _by_its_party(world, who, each)
        if len(shown) == MOST_SHOWN:
            return Page(tuple(shown), each)
    return Page(tuple(shown), complete=next(numbers, None) is None)


def looked_for(text: str, today: date) -> tuple[tuple[FindKind, str], ...]:
    """
    All that a text may be, by its form: a number that is a passport's may be another document's, too.

    Raises:
        Problem: 422, it can be nothing that a party is known by.
    """
    found = dict.fromkeys((*_identities(text, today), *_phone(text), *_name(text)))
    if not found:
        raise Problem(
            422,
            "search_unclear",
            "请写完整的办件编号、证件号码、统一社会信用代码、电话号码或姓名（名称）；只写一部分是找不到的",
            "write a whole case number, identity number, unified social credit code, telephone or name: part "
            "of one finds nothing",
        )
    return tuple(found)


def _identities(text: str, today: date) -> Iterator[tuple[FindKind, str]]:
    for kind in IdentityKind:
        with suppress(WrongText):
            number = read_identity(kind, text, today)
            yield FindKind.IDENTITY, Identity(kind=kind, number=number).canonical


def _phone(text: str) -> Iterator[tuple[FindKind, str]]:
    with suppress(WrongText):
        yield FindKind.PHONE, clean_phone(text)


def _name(text: str) -> Iterator[tuple[FindKind, str]]:
    with suppress(WrongText):
        name = searched_name(clean_line(text, LONGEST))
        if any(map(str.isalpha, name)):
            yield FindKind.NAME, name


def _numbers(world: World, parts: tuple[tuple[FindKind, str], ...], before: str) -> Iterator[str]:
    """Case numbers under any of these, the newest first, each once."""
    each = (world.cases.find(world.region, kind, value, before) for kind, value in parts)
    return (no for no, _ in groupby(merge(*each, reverse=True)))


def _concerning(world: World, who: Staff, no: str) -> tuple[Loaded, ...]:
    """The case of this number, if it is there and concerns her."""
    try:
        loaded, _ = find_for_staff(world, who, no)
    except Problem:
        return ()
    return (loaded,)


def _by_its_party(world: World, who: Staff, no: str) -> tuple[Loaded, ...]:
    """As ``_concerning``; who was erased is not found, be it that the rows to find her by are still there."""
    return tuple(each for each in _concerning(world, who, no) if each.case.erased is None)

"""Search for cases, as staff are told who applied 检索: by a case number, or by what a party is known by."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby, islice
from traceback import format_tb
from typing import Generic, TypeVar

from chalicelib.cases.case import Case
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.people.names import searched_name
from chalicelib.cases.people.parties import FindKind, Identity, item_and_day
from chalicelib.cases.people.recusals import is_recused
from chalicelib.ports.people.identity import Staff, StaffRole
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.desk.concerned import concerns, has_concerned
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, of_this_row
from chalicelib.services.permissions.relations import relates
from chalicelib.services.permissions.table import Relation
from chalicelib.texts.identities import read_identity
from chalicelib.texts.identity_kinds import IdentityKind
from chalicelib.texts.lines import clean_line
from chalicelib.texts.phones import clean_phone
from chalicelib.texts.signs import WrongText
from chalicelib.texts.typed import digits_typed

log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST = 60
"""Characters of what is searched for: as long as a name, a number or a telephone may be typed."""

MOST_SHOWN = 20
MOST_LOOKED_AT = 200
"""Cases of a party that one search opens to see whether they concern who asks."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """
    Cases that concern who asks, as they are shown, the newest first. ``next``: the number of the last where
    the page is full. ``complete``: False where there are more than a search looks at. ``unreadable``: so many
    more there are whose rows were altered or lost, and of which nothing can be shown. ``at_hand``: with whom
    the case is are others, and she may do for its applicant what the hall does for anybody who comes.
    """

    cases: tuple[T, ...]
    at_hand: tuple[T, ...] = ()
    next: str | None = None
    complete: bool = True
    unreadable: int = 0


def search_cases(ports: Ports, who: Staff, text: str, show: Callable[[Case], T], before: str = "") -> Page[T]:
    """
    The cases of this number, or of the party with this whole name, identity number or telephone. What
    concerns none of her units is left out, and nothing tells that it is there.

    Args:
        text: as it was typed.
        show: how a case is shown.
        before: the number of the last case of the page before.

    Raises:
        Problem: 422, the text can be none of these.
    """
    no = digits_typed(text)
    found = _Found(ports, who, show, at_hand=StaffRole.OFFICER in who.roles)
    if is_case_number(no):
        for each, read in ports.cases.load_all((no,)).items():
            found.look_at(each, read, erased=True)
        return found.page()
    release = ports.releases.get(ports.releases.active(ports.region))
    parts = looked_for(text, local_day(release, ports.clock.now()))
    return _page(ports, found, _numbers(ports, parts, before))


def search_item_and_day(
    ports: Ports, who: Staff, item: str, day: date, show: Callable[[Case], T], before: str
) -> Page[T]:
    """
    The cases of an item that were begun on a day, and concern her units.

    Args:
        show, before: as of ``search_cases``.
    """
    wanted = item_and_day(item, f"{day:%Y%m%d}")
    numbers = _numbers(ports, ((FindKind.ITEM_DAY, wanted),), before)
    return _page(ports, _Found(ports, who, show), numbers)


def _page(ports: Ports, found: _Found[T], numbers: Iterator[str]) -> Page[T]:
    """As many cases as a page shows are read at once, until it is full."""
    most = islice(numbers, MOST_LOOKED_AT)
    while some := tuple(islice(most, MOST_SHOWN)):
        cases = ports.cases.load_all(some)
        for each in some:
            if each in cases:
                found.look_at(each, cases[each])
            if len(found.shown) + len(found.at_hand) == MOST_SHOWN:
                return found.page(each)
    return found.page(complete=next(numbers, None) is None)


class _Found(Generic[T]):
    """What a search has found so far; a case that cannot be read hides no other."""

    def __init__(self, ports: Ports, who: Staff, show: Callable[[Case], T], *, at_hand: bool = False) -> None:
        self._world, self._who, self._show, self._at_hand = ports, who, show, at_hand
        self.shown: list[T] = []
        self.at_hand: list[T] = []
        self.unreadable = 0

    def page(self, after: str | None = None, *, complete: bool = True) -> Page[T]:
        return Page(tuple(self.shown), tuple(self.at_hand), after, complete, self.unreadable)

    def look_at(self, no: str, read: Callable[[], Case], *, erased: bool = False) -> None:
        """
        Add the case of this number, if it concerns her or is at hand; of one that cannot be read the operator
        is told.

        Args:
            read: gives the case, or raises what is wrong with its rows.
            erased: whether it is found once its parties were erased: by them it is not, be it that the rows
                to find it by are still there.

        Raises:
            RetryableError: it may be read later.
        """
        try:
            case = read()
            if case.erased is not None and not erased:
                return
            if concerns(self._world, self._who, case):
                self.shown.append(self._show(case))
            elif self._at_hand and self._may_help(case):
                self.at_hand.append(self._show(case))
        except Exception as error:
            if not of_this_row(error):
                raise
            place = "".join(format_tb(error.__traceback__))
            log.error("case %s is unreadable in a search: %s\n%s", no, type(error).__name__, place)  # noqa: TRY400 - texts of errors may be personal
            relation = Relation.AT_HAND if self._at_hand else Relation.CONCERNED
            self.unreadable += has_concerned(self._world, self._who, no, relation)

    def _may_help(self, case: Case) -> bool:
        """Whether she may do something for its applicant; never in her own case; no parties are read."""
        world, who = self._world, self._who
        if not relates(world, who, case, Relation.AT_HAND) or is_recused(case, who.actor):
            return False
        return not (who.identity and world.cases.is_person_of(case.region, who.identity, case.no))


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


def _numbers(ports: Ports, parts: tuple[tuple[FindKind, str], ...], before: str) -> Iterator[str]:
    """Case numbers under any of these, the newest first, each once."""
    each = (ports.cases.find(ports.region, kind, value, before) for kind, value in parts)
    return (no for no, _ in groupby(merge(*each, reverse=True)))

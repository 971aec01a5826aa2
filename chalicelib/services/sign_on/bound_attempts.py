"""
Bound how often query codes are tried: in a browser from one network address, and for one case whoever tries;
by programs from one network address, where only wrong ones count.

Counted like openings, in whole hours and days (UTC) of the office's clock, before anything is looked up; the
table sees keyed digests alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.ports.cases import Counted
from chalicelib.ports.clock import Clock
from chalicelib.ports.people.codes import QueryCodes
from chalicelib.services.errors import Problem
from chalicelib.services.networks import network_of

FROM_ONE_NETWORK = (60, 300)
"""An hour, and a day: a hall's own computers are one network."""

FOR_ONE_CASE = (600, 3_000)
"""
Ten networks' worth: case numbers can be counted up, and whoever tries wrong codes must not keep the applicant
out of her case. A code has 50 bits: so many tries find none in any lifetime.
"""

FOR_ONE_PERSON = (5, 10)
"""Of what a person tells who lost her code: relatives know most of it."""


class Attempts(Protocol):
    def count(self, counted: Counted, at: datetime) -> None: ...
    def is_full(self, counter: str, at: datetime) -> bool: ...


class Counting(Protocol):
    """The ports that counting attempts needs."""

    @property
    def sessions(self) -> Attempts: ...
    @property
    def codes(self) -> QueryCodes: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def region(self) -> str: ...


def bound_attempts(ports: Counting, no: str, source: str | None) -> None:
    """
    Count one attempt.

    Args:
        source: the caller's address as the gateway saw it; what is none is not counted.

    Raises:
        Problem: 429, there were as many as may be.
    """
    _count(ports, source, ("case", no, FOR_ONE_CASE))


def bound_wrong_code(ports: Counting, source: str | None) -> None:
    """
    Count a wrong code in the header of a request. A right one is never counted and costs nothing, so that
    nobody in another network can keep an applicant out of her case, however many she tries.

    Raises:
        Problem: 429, this network sent as many as may be.
    """
    counter = _wrong_codes(ports, source)
    if counter is not None:
        hour, day = FROM_ONE_NETWORK
        ports.sessions.count(Counted(counter, hour, day, _too_many()), ports.clock.now())


def check_not_trying(ports: Counting, source: str | None) -> None:
    """
    Refuse any code from a network that is known to have sent as many wrong ones as may be: a right one among
    its guesses opens nothing. Known is what this process was told; each learns it by one more wrong code.

    Raises:
        Problem: 429.
    """
    counter = _wrong_codes(ports, source)
    if counter is not None and ports.sessions.is_full(counter, ports.clock.now()):
        raise _too_many()


def _wrong_codes(ports: Counting, source: str | None) -> str | None:
    network = network_of(source)
    return None if network is None else ports.codes.pseudonym(f"{ports.region} code wrong {network}")


def bound_recoveries(ports: Counting, identity: str, phone: str, source: str | None, *, proved: bool) -> None:
    """
    As ``bound_attempts``, where somebody who lost a code tells her number, here the digest of it, and her
    phone. Each is counted by itself: who knows the one may try the other that often. Of a number that a
    relative nearly knows a few hundred are left.

    Args:
        proved: she signed on as the person of this number. She is counted apart: strangers who try her
            number keep her out of nothing.
    """
    if proved:
        _count(ports, source, ("signed on", identity, FOR_ONE_PERSON))
    else:
        _count(ports, source, ("person", identity, FOR_ONE_PERSON), ("phone", phone, FOR_ONE_PERSON))


def _count(ports: Counting, source: str | None, *also: tuple[str, str, tuple[int, int]]) -> None:
    network = network_of(source)
    counted = [] if network is None else [("network", network, FROM_ONE_NETWORK)]
    for what, which, (hour, day) in [*counted, *also]:
        counter = ports.codes.pseudonym(f"{ports.region} code {what} {which}")
        ports.sessions.count(Counted(counter, hour, day, _too_many()), ports.clock.now())


def _too_many() -> Problem:
    problem = Problem(
        429,
        "too_many_attempts",
        "尝试次数过多，请一小时后再试；查询码遗失的，请持有效身份证件到大厅办理",
        "there were too many attempts; please try again in an hour. If the code is lost, go to the hall with "
        "your identity card",
    )
    problem.retry_after = 3_600
    return problem

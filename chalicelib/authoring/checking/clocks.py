"""
Clocks against the law 计时: an answer in five working days, or the application counts as accepted
(行政许可法 art. 32); a decision within the limit of the item, extended once at most (art. 42); the licence
handed out ten working days after it (art. 44).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Problem, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import once_in_folder
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.model import ItemType, Release
from chalicelib.decisions.forms.plan import Milestone, Period

FILE = "clocks.yaml"
TYPE = "item.type"
ANSWER_DAYS, DELIVERY_DAYS = 5, 10
EXTENSIONS = 1
_ANSWERS = (Milestone.TOLD, Milestone.ACCEPTED, Milestone.NOT_ACCEPTED)


class Duty(NamedTuple):
    """
    A clock that the law wants: known by ``kind``, by what stops it, and with what is wrong with one of its
    kind, each fault with the key that says it.
    """

    kind: Callable[[Clock], bool]
    faults: Callable[[Clock], Iterator[tuple[str, Message]]]
    missing: Message


def check_clock_names(folder: Folder) -> None:
    """Report clocks that cannot run: two of one name, one that stops where it starts."""
    once_in_folder("clock", [(read.form.clock, read) for read in folder.clocks])
    for clock in folder.clocks:
        if clock.form.starts in clock.form.stops:
            clock.report(clock.node.find("stops"), say("clock-stands"))
        if clock.form.silence is not None and clock.form.starts is not Milestone.RECEIVED:
            clock.report(clock.node.find("silence"), say("silence-elsewhere"))


def lint_clocks(folder: Folder, release: Release) -> Iterator[Problem]:
    """What the law says of the clocks of a licence, where the region has such items."""
    yield from _silent_for_others(folder)
    licences = [item for item in release.items.values() if item.type is ItemType.LICENCE]
    if not licences:
        return
    running = [read for read in folder.clocks if _runs(read.form)]
    for duty in _DUTIES:
        found = [read for read in running if duty.kind(read.form)]
        if not found:
            yield problem(FILE, TOP, duty.missing)
        for read in found[:1]:
            yield from _faults(read, duty)
    for read in running:
        for path, message in _extension(read.form):
            yield read.at("extend", *path).tell(message)


def _faults(read: Read[Clock], duty: Duty) -> Iterator[Problem]:
    for key, message in duty.faults(read.form):
        yield read.at(key if key in read.node.map else "clock").tell(message)


def _runs(clock: Clock) -> bool:
    """Whether a clock runs for every licence, whatever else is so of it."""
    return hold(clock.when, {"item.type": ItemType.LICENCE.value})


def _silent_for_others(folder: Folder) -> Iterator[Problem]:
    """Clocks whose silence accepts applications for something else than a licence."""
    for read in folder.clocks:
        known = [test for test in read.form.when if test.fact == TYPE]
        others = (kind for kind in ItemType if kind is not ItemType.LICENCE)
        if read.form.silence is not None and any(hold(known, {TYPE: kind.value}) for kind in others):
            yield read.at("when" if known else "silence").error("silence-for-others")


def _extension(clock: Clock) -> Iterator[tuple[tuple[str, ...], Message]]:
    """What is wrong with an extension, each with the keys below ``extend`` that say it."""
    extend = clock.extend
    if extend is None or clock.limit == "item.limits.promised":
        return  # how long a promise may be put off is the office's own affair
    if clock.limit != "item.limits.statutory":
        yield (), say("clock-extended/not-extended")
        return
    if extend.times > EXTENSIONS:
        yield ("times",), say("clock-extended/once")
    if extend.at_most != "item.limits.extension":
        yield ("at_most",), say("clock-extended/items-own")
    if extend.issues is None:
        yield (), say("clock-extended/told-why")


def _answer(clock: Clock) -> Iterator[tuple[str, Message]]:
    if not _within(clock, ANSWER_DAYS):
        yield "limit", say("answer-days/answer", answer_days=ANSWER_DAYS)
    for milestone in _ANSWERS:
        if milestone not in clock.stops:
            yield "stops", say("answer-days/stops")
            return


def _statutory(clock: Clock) -> Iterator[tuple[str, Message]]:
    if clock.starts is not Milestone.ACCEPTED:
        yield "starts", say("statutory-clock/from-accepted")


def _delivery(clock: Clock) -> Iterator[tuple[str, Message]]:
    if not _within(clock, DELIVERY_DAYS):
        yield "limit", say("delivery-days/delivery", delivery_days=DELIVERY_DAYS)


def _within(clock: Clock, most: int) -> bool:
    """Whether a limit is so many working days at most; as many calendar days are never more."""
    if not isinstance(clock.limit, Period):
        return False
    days = clock.limit.working_days or clock.limit.days
    return days is not None and days <= most


_DUTIES = (
    Duty(
        lambda clock: clock.silence is not None,
        _answer,
        say("answer-days/no-answer", answer_days=ANSWER_DAYS),
    ),
    Duty(
        lambda clock: clock.limit == "item.limits.statutory" and Milestone.DECIDED in clock.stops,
        _statutory,
        say("statutory-clock/no-statutory"),
    ),
    Duty(
        lambda clock: clock.starts is Milestone.DECIDED and Milestone.DELIVERED in clock.stops,
        _delivery,
        say("delivery-days/no-delivery", delivery_days=DELIVERY_DAYS),
    ),
)

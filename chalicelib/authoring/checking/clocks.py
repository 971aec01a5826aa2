"""
Clocks against the law 计时: an answer in five working days, or the application counts as accepted
(行政许可法 art. 32); a decision within the limit of the item, extended once at most (art. 42); the licence
handed out ten working days after it (art. 44); and what is left out of these times (art. 45).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, get_args

from chalicelib.authoring.checking.articles import made_below, may_be_law
from chalicelib.authoring.checking.items.limits import LICENSING_LAW, makers_below
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Problem, Severity, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import once_in_folder
from chalicelib.authoring.reading.plans.part import PartStep
from chalicelib.authoring.space.reference import may_hold
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.model import ItemType, Release
from chalicelib.decisions.forms.plan import Does, Milestone, Period, Special

FILE = "clocks.yaml"
TYPE = "item.type"
ANSWER_DAYS, DELIVERY_DAYS = 5, 10
EXTENSIONS = 1
_UNSURE = "pause-without-law/decided"
"""Art. 45 speaks of what a decision needs, and of the limits of its section, that to deliver among them."""
_OF_LICENCE = {TYPE: ItemType.LICENCE.value}
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
    yield from _warns_from_the_start(folder)
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
    yield from _pauses(folder)


def _faults(read: Read[Clock], duty: Duty) -> Iterator[Problem]:
    for key, message in duty.faults(read.form):
        yield read.at(key if key in read.node.map else "clock").tell(message)


def _runs(clock: Clock) -> bool:
    """Whether a clock runs for every licence, whatever else is so of it."""
    return hold(clock.when, _OF_LICENCE)


def _silent_for_others(folder: Folder) -> Iterator[Problem]:
    """Clocks whose silence accepts applications for something else than a licence."""
    for read in folder.clocks:
        known = [test for test in read.form.when if test.fact == TYPE]
        others = (kind for kind in ItemType if kind is not ItemType.LICENCE)
        if read.form.silence is not None and any(hold(known, {TYPE: kind.value}) for kind in others):
            yield read.at("when" if known else "silence").error("silence-for-others")


def _warns_from_the_start(folder: Folder) -> Iterator[Problem]:
    """Warnings of so many days before the end that the limit has no day without one."""
    for read in folder.clocks:
        limit = read.form.limit
        days = limit.working_days or limit.days if isinstance(limit, Period) else None
        for number, warn in enumerate(read.form.warn):
            if days is not None and warn.days_left is not None and warn.days_left >= days:
                yield read.at("warn", number, "days_left").warning(
                    "clock-warns", left=warn.days_left, days=days
                )


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


def _pauses(folder: Folder) -> Iterator[Problem]:
    """
    Steps at which a clock of a licence stands still though art. 45 does not leave them out, nor the clock.
    Its list is closed, and only of the time to decide; another law may have more, which nobody here knows: a
    warning.
    """
    clocks = {read.form.clock: read.form for read in folder.clocks if may_hold(read.form.when, _OF_LICENCE)}
    makers = makers_below(folder)
    for part in folder.parts:
        for number, step in enumerate(part.form.steps):
            stopped = [clocks[name] for name in step.pauses.clocks if name in clocks] if step.pauses else []
            if step.pauses is not None and stopped:
                basis = step.pauses.basis.title
                if not may_be_law(basis) or made_below(basis, makers):
                    at = part.at("steps", number, "pauses", "basis", "title")
                    yield at.error("pause-without-law/no-law", found=basis)
                severity: Severity = "error" if LICENSING_LAW in basis else "warning"
                for keys, message in _stopped(step, stopped, step.does or part.form.does):
                    at = part.at("steps", number, "pauses", *keys)
                    yield at.tell(message, "warning" if message.key == _UNSURE else severity)


def _stopped(
    step: PartStep, clocks: Sequence[Clock], does: Does | None
) -> Iterator[tuple[tuple[object, ...], Message]]:
    """What the licensing law does not have of the clocks that a step stops, with keys below ``pauses``."""
    if does not in get_args(Special):
        titles = [clock.title for clock in clocks]
        if step.by == "applicant":
            yield (), say("pause-without-law/applicant", title=step.title, clocks=titles)
        else:
            yield (), say("pause-without-law/counts", title=step.title, clocks=titles)
        return
    named = step.pauses.clocks if step.pauses is not None else ()
    for clock in clocks:
        at = "clocks", named.index(clock.clock)
        if clock.silence is not None or Milestone.TOLD in clock.stops:
            yield at, say("pause-without-law/answer", clock=clock.title)
        elif clock.starts is Milestone.DECIDED:
            yield at, say("pause-without-law/decided", clock=clock.title)


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

"""Extensions 延长 of a clock: asked for by one, granted or refused by another, as often as its form says."""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.papers.notices import issue
from chalicelib.cases.decide.work.owing import end_side, next_side, open_side
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time import clocks
from chalicelib.cases.values import SideKind, SideTask
from chalicelib.decisions.forms.clock import Clock, Extend
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Milestone, Period

GRANT = "grant"
"""The outcome of the side task by which an extension is granted."""

MOST = 20
"""So often extensions may be asked for in a case."""


def decide_ask_extension(recorder: EventRecorder, command: commands.AskExtension) -> None:
    """
    Ask that a clock be extended (行政许可法 art. 42): a side task of the role that may grant it.

    Raises:
        NotPossible: there is no reason; the clock cannot be extended, does not run or is over; it was
            extended as often as it may be, or that was asked for; or it is more than it may be extended by.
    """
    if not command.reason.strip():
        raise NotPossible(
            "reason_needed",
            "请写明延长的理由（reason）：延长时限须将理由告知申请人（行政许可法第四十二条）",
            "give the reason: the applicant is told why a limit is extended (Administrative Licensing Law, "
            "article 42)",
        )
    clock, extend, at_most = _extendable(recorder, command.clock)
    if Milestone.DECIDED in clock.stops:
        checks.check_being_decided(recorder.case)
    _check_left(recorder, clock)
    _check_times(recorder, clock, extend)
    checks.check_not_too_many(recorder.case, SideKind.EXTENSION, MOST)
    period = _period(command.days, at_most)
    name = next_side(recorder.case, SideKind.EXTENSION)
    recorder.record(
        events.ExtensionAsked, extension=name, clock=clock.clock, period=period, reason=command.reason
    )
    open_side(recorder, SideKind.EXTENSION, (clock.clock,), recorder.unit(extend.by))


def answer_extension(recorder: EventRecorder, side: SideTask, outcome: str, reason: str | None) -> None:
    """
    Another than who asked grants an extension, or not. Of one that is granted the applicant is told, with the
    reason for which it was asked.

    Raises:
        NotPossible: she asked for it herself, or grants it when the clock has run out.
    """
    asked = recorder.case.extensions[side.id]
    checks.check_did_not_ask(recorder.case, side.id, recorder.by)
    granted = outcome == GRANT
    clock = next(each for each in recorder.release.clocks if each.clock == asked.clock)
    if granted:
        _check_left(recorder, clock)
    recorder.record(events.ExtensionAnswered, extension=side.id, granted=granted, reason=reason)
    if granted:
        run = recorder.case.clocks[clock.clock]
        longer = clocks.extend(run, asked.period, clock, recorder.item, recorder.at, recorder.release)
        recorder.record(events.ClockRecounted, run=longer)
    end_side(recorder, side, outcome)
    if granted and clock.extend is not None:
        issue(recorder, clock.extend.issues, {Placeholder.EXTENDED_BY: asked.period}, asked.reason)


def _extendable(recorder: EventRecorder, name: str) -> tuple[Clock, Extend, Period]:
    """A clock with how it may be extended, for this item how much at most."""
    clock = next((each for each in recorder.release.clocks if each.clock == name), None)
    extend = None if clock is None else clock.extend
    at_most = None if extend is None else clocks.period_of(extend.at_most, recorder.item)
    if clock is not None and extend is not None and at_most is not None:
        return clock, extend, at_most
    may = [
        each
        for each in recorder.release.clocks
        if each.extend is not None and clocks.period_of(each.extend.at_most, recorder.item) is not None
    ]
    zh = "、".join(f"{each.title.zh}（{each.clock}）" for each in may) or "无"
    en = ", ".join(f"{each.title.en} ({each.clock})" for each in may) or "none"
    raise NotPossible(
        "not_extendable",
        f"本事项的这个时限不能延长；可以延长的：{zh}",
        f"this limit cannot be extended for this item; those that can: {en}",
    )


def _check_left(recorder: EventRecorder, clock: Clock) -> None:
    """A limit that is over has been missed: nothing extends it afterwards."""
    run = recorder.case.clocks.get(clock.clock)
    if run is None or not run.running or run.ran_out or run.ends_at <= recorder.at:
        raise NotPossible(
            "limit_over",
            "这个时限没有在计时或已经届满，届满后不能再延长；请尽快作出决定",
            "this limit does not run or is over, and cannot be extended any more: please decide",
        )


def _check_times(recorder: EventRecorder, clock: Clock, extend: Extend) -> None:
    all_asked = recorder.case.extensions.values()
    granted = [each for each in all_asked if each.clock == clock.clock and each.granted]
    if len(granted) >= extend.times:
        raise NotPossible(
            "extended_already",
            f"“{clock.title.zh}”已经延长过，最多延长 {extend.times} 次",
            f"'{clock.title.en}' was extended already; times that it can be: {extend.times}",
        )
    if any(side.about == (clock.clock,) for side in recorder.case.sides_of(SideKind.EXTENSION)):
        raise NotPossible(
            "asked_already",
            "延长已经申请，正在等待批准，请在待办中查看",
            "this extension is asked for already and waits for an answer; see the work list",
        )


def _period(days: int, at_most: Period) -> Period:
    """So many days as the clock counts its extensions, if it may be extended by so much."""
    counted, zh, en = ("days", "日", "days")
    most = at_most.days
    if at_most.working_days is not None:
        counted, zh, en, most = "working_days", "个工作日", "working days", at_most.working_days
    elif at_most.months is not None:
        most = at_most.months * _FEWEST_OF_A_MONTH
    if most is None or days > most:
        raise NotPossible(
            "extension_too_long",
            f"最多可以延长 {most} {zh}，请改小天数（days）",
            f"the limit can be extended by {most} {en} at most; ask for fewer days",
        )
    return Period(**{counted: days})


_FEWEST_OF_A_MONTH = 28

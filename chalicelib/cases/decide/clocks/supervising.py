"""Supervision 效能监督 as it happens to a case: clocks are asked about, and whoever supervises is told."""

from __future__ import annotations

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time.supervision import asked_of_clocks, is_worse, standing_outcome
from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.cases.values import Card
from chalicelib.decisions.forms.clock import Clock


def supervise(recorder: EventRecorder, clock: Clock) -> None:
    """
    Ask about a clock, if its day has come: what comes out otherwise than before is shown; that it is worse is
    told to whoever supervises, on whose list the clock stands until all is well again.
    """
    table, run = asked_of_clocks(recorder.release), recorder.case.clocks[clock.clock]
    if table is None or run.asked_at is None or recorder.at < run.asked_at:
        return
    day, asked = recorder.today, run.model_copy(update={"asked_at": None})
    works = is_working_day(day, recorder.release.calendars)
    found = recorder.supervised(run, clock).ask(day) if works else None
    if found is None or found.outcome == standing_outcome(table, run):
        recorder.record(events.ClockRecounted, run=asked)
        return
    card = Card(decision=table.decision, outcome=found.outcome, rule=found.rule, since=day)
    well = found.outcome == table.outcomes[-1].outcome
    unit = None if well else recorder.unit("supervises")
    recorder.record(
        events.CardShown,
        run=asked.model_copy(update={"card": card, "supervisor": unit}),
        worse=is_worse(table, found.outcome, run.card),
        file=found.file,
        line=found.line,
        basis=found.basis,
        because=found.because,
        release=found.release,
        missing=found.missing,
        invalid=tuple(found.invalid),
    )


def ask_again(recorder: EventRecorder, before: Case) -> None:
    """Where that has changed which rules may look at, work out anew when the clocks are asked about."""
    after = recorder.case
    if _looked_at(after) == _looked_at(before):
        return
    for run in after.clocks.values():
        if run.running and recorder.planned(run) != run:
            recorder.record(events.ClockRecounted, run=run)


def _looked_at(case: Case) -> tuple[object, ...]:
    return case.corrections, case.accepted_by_silence, case.world

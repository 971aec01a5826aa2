"""What may follow later 容缺, and what was promised in its place 告知承诺: owed, overdue, checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.cases import events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.work.owing import end_side, open_side, promised
from chalicelib.cases.people.mandates import PartyName
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.time_limits import add_period
from chalicelib.cases.values import Owed, SideKind, SideTask
from chalicelib.decisions.forms.material import Deferrable
from chalicelib.decisions.forms.plan import End, Milestone

GRANTED, DEFERRING, REVOKED = 11, 12, 15
"""National codes of a grant: as such, while something deferred is owed, and once it is revoked."""


def defer_missing(recorder: EventRecorder) -> None:
    """What may follow later, and has not come when the application is accepted, is owed from today on."""
    missing = [name for name in recorder.case.missing if recorder.case.needs[name].deferrable]
    _defer(recorder, missing, recorder.today)


def _defer(recorder: EventRecorder, materials: Iterable[str], since: date, *, longer: bool = False) -> None:
    terms = _terms(recorder)
    owed = {name: _owed(recorder, terms[name], since, longer=longer) for name in materials if name in terms}
    if owed:
        recorder.record(events.MaterialsDeferred, owed=owed)


def _terms(recorder: EventRecorder) -> dict[str, Deferrable]:
    """By when the item wants each of its materials that may follow later."""
    each = ((one.material, one.deferrable) for one in recorder.item.materials)
    return {name: terms for name, terms in each if terms is not None}


def _owed(recorder: EventRecorder, terms: Deferrable, since: date, *, longer: bool) -> Owed:
    last = add_period(since, terms, recorder.release.calendars).date
    return Owed(
        since=since,
        due=last,
        ends_at=recorder.end_of(last),
        before=None if terms.before is None else Milestone(terms.before),
        longer=longer,
    )


def recount_deferred(recorder: EventRecorder) -> None:
    """A day of what is owed that lies later by the calendars in force is put there; none is put sooner."""
    terms, case = _terms(recorder), recorder.case
    again = {
        name: _owed(recorder, terms[name], owed.since, longer=owed.longer)
        for name, owed in case.deferred.items()
        if name in terms and not owed.overdue
    }
    later = {name: owed for name, owed in again.items() if owed.ends_at > case.deferred[name].ends_at}
    if later:
        recorder.record(events.MaterialsDeferred, owed=later)


def expire_deferrals(recorder: EventRecorder) -> None:
    """Of what is owed beyond its day those who handle the case are told."""
    waits = recorder.case.deferred.items()
    overdue = tuple(name for name, owed in waits if not owed.overdue and owed.ends_at <= recorder.at)
    if overdue:
        recorder.record(events.DeferralsOverdue, materials=overdue)
        open_side(recorder, SideKind.DEFERRED_OVERDUE, overdue)


def settle_deferred(recorder: EventRecorder) -> None:
    """Nobody asks any more for what has come; with the last of it a grant is one without anything owed."""
    for side in recorder.case.sides_of(SideKind.DEFERRED_OVERDUE):
        if recorder.case.deferred.keys().isdisjoint(side.about):
            end_side(recorder, side)
    case = recorder.case
    if case.stage is Stage.CLOSED and case.state == DEFERRING and not case.deferred:
        recorder.record(events.CaseStateChanged, state=GRANTED)


def end_deferrals(recorder: EventRecorder, materials: Iterable[str]) -> None:
    """Nobody waits for these any more."""
    owed = tuple(name for name in materials if name in recorder.case.deferred)
    if owed:
        recorder.record(events.DeferralsEnded, materials=owed)
        settle_deferred(recorder)


def end_overdue(recorder: EventRecorder, side: SideTask, outcome: str, reason: str | None) -> None:
    """
    Raises:
        NotPossible: it was given longer before; or the case is not closed, then its plan says what follows.
    """
    owed = [name for name in side.about if name in recorder.case.deferred]
    match outcome:
        case "longer":
            if any(recorder.case.deferred[name].longer for name in owed):
                raise NotPossible(
                    "longer_once",
                    "已经宽限过一次，不能再宽限；没有补齐的，请按未补齐处理",
                    "it was given longer once already; what has not come is to be recorded as not supplied",
                )
            end_side(recorder, side, outcome, reason)
            _defer(recorder, owed, recorder.today, longer=True)
        case "not-supplied":
            _revoke(recorder, side, outcome, reason)
        case _:
            end_side(recorder, side, outcome, reason)
            end_deferrals(recorder, owed)


def record_commitment(recorder: EventRecorder, party: PartyName) -> None:
    """Record what a party has promised with the submission, if anything."""
    promises = {one.material: one.committed for one in recorder.item.materials if one.committed is not None}
    texts = {name: promises[name].digest for name in promises if promised(recorder.case, name)}
    if texts:
        recorder.record(events.CommitmentMade, party=party, texts=texts)


def open_commitment_check(recorder: EventRecorder) -> None:
    """Whoever supervises checks what the applicant promised."""
    about = tuple(name for name in recorder.case.needs if promised(recorder.case, name))
    open_side(recorder, SideKind.COMMITMENT_CHECK, about)


def end_check(recorder: EventRecorder, side: SideTask, outcome: str, reason: str | None) -> None:
    """
    Raises:
        NotPossible: a promise that was not kept is recorded of a case that is closed.
    """
    if outcome == "not-kept":
        _revoke(recorder, side, outcome, reason)
    else:
        end_side(recorder, side, outcome, reason)


def _revoke(recorder: EventRecorder, side: SideTask, outcome: str, reason: str | None) -> None:
    """What was granted is revoked, by a decision of its own that ``reason`` names: nothing is owed then."""
    case = recorder.case
    if case.stage is not Stage.CLOSED or case.settled is not End.GRANTED:
        raise NotPossible(
            "not_closed",
            "办件还没有办结，请先在当前环节处理；准予并办结以后，才能登记撤销",
            "the case is not closed yet: deal with it at the step where it stands; only what was granted and "
            "closed can be recorded as revoked here",
        )
    end_side(recorder, side, outcome, reason)
    recorder.record(events.CaseStateChanged, state=REVOKED)
    end_deferrals(recorder, case.deferred)
    for check in recorder.case.sides_of(SideKind.COMMITMENT_CHECK):
        end_side(recorder, check)

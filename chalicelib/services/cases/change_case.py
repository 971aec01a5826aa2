"""Change a case: read it, ask the pure core what happens, commit that at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.cases.case import Case
from chalicelib.cases.commands import AdoptRelease, AnyCommand, DecideChannel, RecordDecision
from chalicelib.cases.decide import decide
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.evolve import effects, evolve
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.files import CaseFiles
from chalicelib.cases.values import Actor, Effect, Role
from chalicelib.cases.words import apart, named, words_in
from chalicelib.decisions.decide import Decision, decide_each
from chalicelib.decisions.decide import decide as rules
from chalicelib.decisions.forms.form import CHANNEL
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import asked_at_submission
from chalicelib.ports.cases import Commit, Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.applying.facts_of import facts_of, told
from chalicelib.services.cases.number_notices import number_notices
from chalicelib.services.cases.rules.run_shadow import run_shadow
from chalicelib.services.days import local_day
from chalicelib.services.errors import AlreadyProcessed, PermanentError, Problem, VersionConflictError
from chalicelib.services.facts_in_force import rules_of

if TYPE_CHECKING:
    from chalicelib.cases.people.parties import Parties

_ATTEMPTS = 8
"""Commits that give a number in one series stand in line: each time one of them gets through."""
_RULES = Actor(role=Role.SYSTEM, id="rules")


def change_case(
    ports: Ports,
    case: Case | str,
    trigger: str | None,
    ask: Callable[[Case], AnyCommand],
    *,
    done: str | None = None,
    waybill: Callable[[Case], Waybill] | None = None,
    parties: Callable[[Case], Parties] | None = None,
    fingerprint: str = "",
) -> Case:
    """
    The case after the command that ``ask`` makes for it; ``done``, ``waybill``, the ``parties`` that it has
    then and the ``fingerprint`` of what was asked go into the same commit. A trigger that was dealt with
    before changes nothing. When someone else changes the case in between, it is read and asked about again.

    Args:
        case: as it has just been read, or its number.
        trigger: the idempotency key; None where nothing but the case itself tells whether it has happened.

    Raises:
        NotPossible: the case does not allow it.
        Problem: 422, the key was used for something else; or what ``ask`` raises.
        PermanentError: there is no such case.
        VersionConflictError: others kept changing it; try again.
    """
    no, read = (case, None) if isinstance(case, str) else (case.no, case)
    for _ in range(_ATTEMPTS):
        now = read or _loaded(ports, no)
        try:
            change = replace(_decided(ports, now, ask(now), trigger), done=done, fingerprint=fingerprint)
            return _commit(ports, _with_rows(change, now, waybill, parties))
        except VersionConflictError:
            read = None
        except (AlreadyProcessed, NotPossible, Problem) as error:
            if not (_happened(ports, no, trigger, fingerprint, done) or isinstance(error, AlreadyProcessed)):
                raise
            return _loaded(ports, no)
    raise VersionConflictError("the case kept changing")


def tell_once(ports: Ports, case: Case | str, what: str, command: AnyCommand, key: str | None) -> Case:
    """
    The case after a command as it came from a client; sent again by the same one under the same ``key`` it is
    told once.

    Args:
        what: the kind of command; each has keys of its own.

    Raises:
        As ``change_case``.
    """
    no = case if isinstance(case, str) else case.no
    trigger = trigger_of(ports, what, f"{no}#{used_by(command.by)}", key)
    fingerprint = ports.codes.pseudonym(f"told {command.model_dump_json(exclude={'at'})}")
    return change_case(ports, case, trigger, lambda _: command, fingerprint=fingerprint)


def trigger_of(ports: Ports, what: str, whose: str, key: str | None) -> str | None:
    """
    By what a request is known again that is sent under a key. What clients take for keys may be somebody's
    telephone: no row holds it in clear.

    Args:
        what: the kind of request; each has keys of its own.
        whose: the case's number, and who asked where a key is its user's own.
    """
    return None if key is None else f"{what}#{whose}#{ports.codes.pseudonym(f'key {key}')}"


def used_by(who: Actor) -> str:
    """Whose a key is 幂等键归使用人: two who take the same ask for two things."""
    return f"{who.role}#{who.id}"


def _loaded(ports: Ports, no: str) -> Case:
    case = ports.cases.load(no)
    if case is None:
        raise PermanentError(f"no case {no}")
    return case


def _happened(ports: Ports, no: str, trigger: str | None, fingerprint: str, done: str | None) -> bool:
    """
    Whether what is asked for has happened before, so that it need not be possible any more.

    Raises:
        Problem: 422, under its key something else has.
    """
    if trigger is None:
        return done is not None and ports.cases.open_effect(no, done) is None
    before = ports.cases.seen(trigger)
    if before is not None and before.fingerprint != fingerprint:
        raise Problem(
            422,
            "key_reused",
            "该 Idempotency-Key 已用于另一项操作，请换一个",
            "this Idempotency-Key was used for something else; use a new one",
        )
    return before is not None


def _with_rows(
    change: Commit,
    case: Case,
    waybill: Callable[[Case], Waybill] | None,
    parties: Callable[[Case], Parties] | None,
) -> Commit:
    """A change with the rows that go beside the case; parties change only where something happened."""
    return replace(
        change,
        waybill=waybill(case) if waybill else None,
        parties=parties(case) if parties and change.events else None,
    )


def _commit(ports: Ports, change: Commit) -> Case:
    """The case after a change. Whatever came under a key is remembered, be it that it changed nothing."""
    outside = change.trigger or change.done or change.waybill
    if change.events or outside is not None:
        ports.cases.commit(change)
    return change.after


def _decided(ports: Ports, case: Case, command: AnyCommand, trigger: str | None) -> Commit:
    """What a command brings about, with names in the place of what people wrote."""
    release = rules_of(ports, command.release if isinstance(command, AdoptRelease) else case.release)
    kept = words_in(case)
    events = decide(case, apart(command, kept), release, rules)
    events += choose_if_submitted(ports, apply(case, events), release)
    events, serials = number_notices(ports, case.region, events, release)
    events, texts = named(events, case.version + 1, kept)
    after, wanted = follow(case, events)
    return Commit(
        trigger=trigger,
        at=command.at,
        before=case,
        after=after,
        events=events,
        effects=wanted,
        serials=serials,
        texts=texts,
        shadow=run_shadow(ports, after, events),
    )


def files_of(ports: Ports, loaded: Loaded) -> Callable[[Case], CaseFiles]:
    """The files of a case as they were read with it, or once it has changed as they are then."""

    def files(case: Case) -> CaseFiles:
        if case.version == loaded.case.version:
            return loaded.files
        again = ports.cases.load_with_files(case.no)
        return loaded.files if again is None else again.files

    return files


def choose_if_submitted(
    ports: Ports, case: Case, release: Release, parties: Parties | None = None
) -> tuple[AnyEvent, ...]:
    """
    Once the application is submitted the rules decide, and the channel's plan begins; the other decisions
    that are asked on submission are recorded with it. All of them look at the same facts, read once.

    Args:
        parties: those of a case that is not kept yet.
    """
    if not case.undecided:
        return ()
    now = ports.clock.now()
    today = local_day(release, now)
    applied = local_day(release, case.opened_at)  # what was applied for in time is decided, however late
    known = case.application | facts_of(ports, release, case, today, parties)
    taken = decide_each(release, asked_at_submission(release), case.item, known, today, applied)
    events: tuple[AnyEvent, ...] = ()
    for name, decision in taken.items():
        told_why = _explained(decision) | {"at": now, "by": _RULES, "release": case.release, "on": today}
        command: AnyCommand
        if name == CHANNEL:
            kept = told(release, case.item, decision.facts)
            command = DecideChannel(channel=decision.outcome, facts=kept, **told_why)
        else:
            command = RecordDecision(decision=name, outcome=decision.outcome, **told_why)
        events += decide(apply(case, events), command, release, rules)
    return events


def _explained(decision: Decision) -> dict[str, Any]:
    """What explains a decision, as commands have it."""
    return {
        "rule": decision.rule,
        "file": decision.file,
        "line": decision.line,
        "basis": decision.basis,
        "because": decision.because,
        "missing": decision.missing,
        "invalid": tuple(decision.invalid),
    }


def apply(case: Case, events: tuple[AnyEvent, ...]) -> Case:
    return follow(case, events)[0]


def follow(case: Case | None, events: tuple[AnyEvent, ...]) -> tuple[Case, tuple[Effect, ...]]:
    """The case after ``events``, and what they want done in the world."""
    wanted: tuple[Effect, ...] = ()
    for event in events:
        case = evolve(case, event)
        wanted += effects(case, event)
    if case is None:
        raise ValueError("no case and no events")
    return case, wanted

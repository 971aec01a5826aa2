"""Change a case: read it, ask the pure core what happens, commit that at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.cases.case import Case
from chalicelib.cases.commands import AdoptRelease, AnyCommand, DecideChannel, ExpireClock, ExpireTask
from chalicelib.cases.decide import decide
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.evolve import effects, evolve
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Effect, Role
from chalicelib.cases.waybill import Waybill
from chalicelib.decisions.decide import decide as decide_channel
from chalicelib.decisions.model import Release
from chalicelib.ports.cases import Change
from chalicelib.ports.world import World
from chalicelib.services.cases.run_shadow import run_shadow
from chalicelib.services.days import local_day
from chalicelib.services.errors import AlreadyDone, OvertakenError, PermanentError

_ATTEMPTS = 5
_RULES = Actor(role=Role.SYSTEM, id="rules")


def change_case(
    world: World,
    no: str,
    trigger: str,
    ask: Callable[[Case], AnyCommand],
    *,
    done: str | None = None,
    waybill: Callable[[Case], Waybill] | None = None,
    fingerprint: str = "",
) -> Case:
    """
    The case after the command that ``ask`` makes for it; ``done``, ``waybill`` and the ``fingerprint``
    of what was asked go into the same commit.

    A trigger that was dealt with before changes nothing. When someone else changes the case in
    between, it is read and decided again.

    Raises:
        NotPossible: the case does not allow it.
        PermanentError: there is no such case.
        OvertakenError: others kept changing it; try again.
    """
    for _ in range(_ATTEMPTS):
        case = world.cases.load(no)
        if case is None:
            raise PermanentError(f"no case {no}")
        try:
            change = _decided(world, case, ask(case), trigger)
            parcel = waybill(case) if waybill else None
            return _commit(world, replace(change, done=done, waybill=parcel, fingerprint=fingerprint))
        except OvertakenError:
            continue
        except NotPossible:
            if world.cases.seen(trigger) is None:
                raise
            return world.cases.load(no) or case  # the same trigger was quicker: it has happened
    raise OvertakenError("the case kept changing")


def _commit(world: World, change: Change) -> Case:
    if change.events or change.done is not None or change.waybill is not None:
        try:
            world.cases.commit(change)
        except AlreadyDone:
            return world.cases.load(change.after.no) or change.after
    return change.after


def _decided(world: World, case: Case, command: AnyCommand, trigger: str) -> Change:
    release = world.releases.get(command.release if isinstance(command, AdoptRelease) else case.release)
    release = _with_facts_in_force(world, release, isinstance(command, ExpireTask | ExpireClock))
    events = decide(case, command, release)
    events += choose_if_complete(world, apply(case, events), release)
    after, wanted = follow(case, events)
    return Change(
        trigger=trigger,
        at=command.at,
        before=case,
        after=after,
        events=events,
        effects=wanted,
        shadow=run_shadow(world, after, events),
    )


def _with_facts_in_force(world: World, release: Release, by_time: bool) -> Release:
    """
    The case's release with the calendars and units in force: facts of the world, which running cases follow.
    What time brings about is never done by those of a moment ago.
    """
    region = release.region.region
    in_force = world.releases.active(region) if by_time else world.releases.lately(region)
    return release if in_force == release.digest else release.in_the_world_of(world.releases.get(in_force))


def choose_if_complete(world: World, case: Case, release: Release) -> tuple[AnyEvent, ...]:
    """Once everything required is there the rules decide, and the channel's plan begins."""
    if not case.complete:
        return ()
    now = world.clock.now()
    today = local_day(release, now)
    applied = local_day(release, case.opened_at)  # what was applied for in time is decided, however late
    decision = decide_channel(release, case.item, case.application, today, applied)
    command = DecideChannel(
        at=now,
        by=_RULES,
        channel=decision.channel,
        rule=decision.rule,
        file=decision.file,
        line=decision.line,
        basis=decision.basis,
        because=decision.because,
        release=case.release,
        on=today,
        facts=dict(decision.facts),
        missing=decision.missing,
        invalid=tuple(decision.invalid),
    )
    return decide(case, command, release)


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

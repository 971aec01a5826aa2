"""What an approver looks at before a release comes into force: its checks, what it moves, recent cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from chalicelib.authoring.agreement.budget import EVERYDAY, Budget
from chalicelib.authoring.check import Checked
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.difference import Difference
from chalicelib.authoring.comparing.forms.asks import asks
from chalicelib.authoring.comparing.forms.days import changing_days
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.comparing.forms.world import units_gone, world_change
from chalicelib.authoring.comparing.forms.world_words import as_json
from chalicelib.authoring.comparing.moves import Moves
from chalicelib.authoring.comparing.replaying.alike import Case, CaseThen
from chalicelib.authoring.comparing.replaying.clocks import Clocks, ReplayedClocks, clock_cases, replay_clocks
from chalicelib.authoring.comparing.replaying.one_sided import OneSided, one_sided
from chalicelib.authoring.comparing.replaying.replay import Replayed, replay
from chalicelib.authoring.comparing.strictness.loosened import loosened
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Problem, TooManySituationsError, problem
from chalicelib.authoring.recheck import recheck
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision, table


class Taken(Protocol):
    """What came of another decision than the channel; no rule where it was left to a person."""

    @property
    def rule(self) -> str | None: ...


class Past(CaseThen, Protocol):
    """
    A real case that was decided: by which release, and by which rules the channel and each other decision.
    """

    @property
    def release(self) -> str: ...
    @property
    def rule(self) -> str | None: ...
    @property
    def others(self) -> Mapping[str, Taken]: ...


@dataclass(frozen=True)
class Review:
    """
    ``difference`` and ``replayed`` are None where no release was in force to compare with. ``others`` are the
    recent cases under every other decision that is asked on submission and changed, ``clocks`` the running
    clocks under every one that is asked of these.
    """

    checked: Checked
    old: Release | None
    difference: Difference | None
    replayed: Replayed | None
    others: Sequence[tuple[Moves, Replayed]] = ()
    clocks: Sequence[tuple[Moves, ReplayedClocks]] = ()
    one_sided: Sequence[OneSided] = ()

    @property
    def unknown(self) -> list[Moves]:
        """The other decisions that changed and that nothing real could be decided again by."""
        taken = {moves.decides for moves, _ in (*self.others, *self.clocks)}
        taken |= {one.decides for one in self.one_sided}
        found = () if self.difference is None else self.difference.decisions
        return [moves for moves in found if moves.decides not in taken]

    @property
    def ok(self) -> bool:
        return self.checked.ok

    @property
    def errors(self) -> tuple[Text, ...]:
        """What keeps the release from coming into force, each with its place, for people."""
        wrong = [found for found in self.checked.problems if found.severity == "error"]
        return tuple(
            Text(
                zh=f"{found.file}:{found.line} {found.zh}{found.mend_zh}",
                en=f"{found.file}:{found.line} {found.en} {found.mend_en}",
            )
            for found in wrong
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "checks": self.checked.as_json(),
            "in_force": None if self.old is None else self.old.digest,
            **self.changes(),
        }

    def changes(self) -> dict[str, Any]:
        """All that it tells but the checks."""
        return {
            "diff": None if self.difference is None else self.difference.as_json(),
            "replay": None if self.replayed is None else self.replayed.as_json(),
            "replay_decisions": {moves.decides: found.as_json(moves.decides) for moves, found in self.others},
            "replay_clocks": {moves.decides: found.as_json(moves.decides) for moves, found in self.clocks},
            "one_sided": {one.decides: one.as_json() for one in self.one_sided},
        }


def review(
    old: Release | None,
    new: Release,
    recent: Iterable[Past],
    today: date,
    budget: Budget = EVERYDAY,
    clocks: Clocks | None = None,
) -> Review:
    """
    Check ``new`` again from its bytes, and compare it with the release in force.

    Args:
        old: the release in force, if any.
        recent: real cases decided lately.
        today: the region's day; the comparison begins with it.
        budget: how much of all situations each engine is asked.
        clocks: those that run; read only where a decision that is asked of them has changed.
    """
    return compare(old, recheck(new, today, budget), recent, today, clocks)


def compare(
    old: Release | None,
    checked: Checked,
    recent: Iterable[Past],
    today: date,
    clocks: Clocks | None = None,
) -> Review:
    """
    The same for what has just been checked; a release with errors is compared with nothing. One that cannot
    be compared, or lacks units that running cases may have tasks with, has an error.
    """
    new = checked.release
    if old is None or new is None or not checked.ok:
        return Review(checked, old, None, None)
    gone = [
        problem("units.yaml", TOP, say("unit-gone", name=unit.name, unit=unit.unit))
        for unit in units_gone(old, new)
    ]
    if gone:
        return _unfit(checked, old, gone)
    try:
        found = _compared(checked, old, new, recent, today, clocks)
    except TooManySituationsError:
        return _unfit(checked, old, [problem("channels.yaml", TOP, say("too-many-situations/review"))])
    return replace(found, checked=_with(checked, _not_compared(new, found.difference)))


def _compared(
    checked: Checked, old: Release, new: Release, recent: Iterable[Past], today: date, clocks: Clocks | None
) -> Review:
    """What changes, and what becomes of recent cases and running clocks."""
    difference, past = diff(old, new, today), tuple(recent)
    others = [
        (moves, _replay(as_decision(old, moves.decides), as_decision(new, moves.decides), past, today))
        for moves in difference.decisions
        if _asked(old, new, moves) == {"submission"}
    ]
    of_clocks = [
        (moves, replay_clocks(old, new, moves.decides, clocks, today))
        for moves in difference.decisions
        if clocks is not None and _asked(old, new, moves) == {"every_working_day"}
    ]
    lost = tuple(_one_sided(old, new, past, today, clocks))
    return Review(checked, old, difference, _replay(old, new, past, today), others, of_clocks, lost)


_OFTEN: Mapping[str, str] = {"submission": "cases", "every_working_day": "clocks"}
"""What a decision that is asked then is asked of."""


def _one_sided(
    old: Release, new: Release, past: Sequence[Past], today: date, clocks: Clocks | None
) -> Iterator[OneSided]:
    """Every decision that cases ask under one release and not under the other, or of something else."""
    for name in dict.fromkeys((*new.decisions, *old.decisions)):
        before, after = _asks(old, name), _asks(new, name)
        if before == after:
            continue
        for having, of in ((old, before), (new, after)):
            if of == "cases":
                yield one_sided(having, name, _cases(having, name, past, old), gained=having is new)
            elif of == "clocks" and clocks is not None:
                running, unread = clock_cases(having, clocks, today), (clocks.unknown, clocks.more)
                yield one_sided(having, name, running, gained=having is new, unread=unread)


def _asks(release: Release, name: str) -> str | None:
    """What a release asks a decision of; None where nothing that runs asks it."""
    one = release.decisions.get(name)
    return None if one is None else _OFTEN.get(one.asked)


def _replay(old: Release, new: Release, recent: Iterable[Past], today: date) -> Replayed:
    """Real cases under the decision that both releases are of."""
    return replay(old, new, ((case, 1) for case in _cases(new, new.decides, recent, old)), today)


def _cases(release: Release, decides: str, recent: Iterable[Past], active: Release) -> Iterator[Case]:
    """Real cases as they are decided again; of those that the ``active`` release decided it is known how."""
    zone = ZoneInfo(release.region.time_zone)
    return (
        Case.of(past, zone, left_open=past.release == active.digest and _left_open(past, decides))
        for past in recent
    )


def _left_open(past: Past, decides: str) -> bool:
    """Whether a person had to decide, as far as the record tells; not where nobody asked."""
    if decides == CHANNEL:
        return past.rule is None
    taken = past.others.get(decides)
    return taken is not None and taken.rule is None


def _asked(old: Release, new: Release, moves: Moves) -> set[str]:
    """When a decision is asked under either release; every working day nothing but clocks is asked about."""
    return {table(release, moves.decides).asked for release in (old, new)}


def _unfit(checked: Checked, old: Release, found: Iterable[Problem]) -> Review:
    return Review(_with(checked, found), old, None, None)


def _with(checked: Checked, found: Iterable[Problem]) -> Checked:
    return replace(checked, problems=(*checked.problems, *found))


def _not_compared(new: Release, found: Difference | None) -> Iterator[Problem]:
    """The decisions of which more may move than was found: nobody can sign for what she does not see."""
    for moves in () if found is None else (found.channel, *found.decisions):
        if not all(one.proved for one in moves.days):
            table = new.decisions.get(moves.decides)
            where = ("channels.yaml", TOP) if table is None else (table.where.file, TOP)
            yield problem(*where, say("too-many-situations/decision", title=moves.title))


def seen_beforehand(
    old: Release, new: Release, recent: Iterable[Past], today: date, clocks: Clocks | None = None
) -> dict[str, Any]:
    """
    What an approver reads before signing, as JSON: all that a review tells but the checks, which stand in the
    report of the publication. Where the rules tell too many situations apart to compare these, still every
    changed value, what is asked, the days, and the recent cases by their channels.
    """
    past = tuple(recent)
    try:
        return _compared(Checked(new, 0, ()), old, new, past, today, clocks).changes()
    except TooManySituationsError:
        world = world_change(old, new)
        known = {
            "since": today.isoformat(),
            "strictness": _strictness(old, new, today),
            "entries": [one.as_json() for one in entries(old, new)],
            "asks": [one.as_json() for one in asks(old, new, today)],
            "as_of": [day.isoformat() for day in changing_days(old, new, today)],
            "world": None if world is None else as_json(world),
        }
        replayed = _replay(old, new, past, today).as_json()
        lost = {one.decides: one.as_json() for one in _one_sided(old, new, past, today, clocks)}
        told = {"diff": known, "replay": replayed, "replay_decisions": {}, "replay_clocks": {}}
        return {**told, "one_sided": lost}


def _strictness(old: Release, new: Release, today: date) -> list[dict[str, Any]] | None:
    """What was loosened and tightened; None where even that tells too many situations apart."""
    try:
        return [one.as_json() for one in loosened(old, new, today, entries(old, new))]
    except TooManySituationsError:
        return None

"""Begin and end a shadow run, and count what it has found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.decisions.facts.amounts import for_json
from chalicelib.decisions.forms.form import CHANNEL
from chalicelib.decisions.forms.model import Fact
from chalicelib.ports.rules.past_cases import Decided, Shadowed
from chalicelib.releases.log import Entry, Kind, Standing, Subject, kind_of
from chalicelib.releases.signer import Signer
from chalicelib.services.errors import Problem
from chalicelib.services.releases.publication_log import ReleaseRepository, published_by, write_entry

Answer = tuple[str | None, str | None]
"""An outcome, and the rule that chose it."""

_NOT_ASKED: Answer = (None, None)

MOST_DIFFERENCES = 200
"""Kinds of difference that are told one by one; all are counted."""


def start_shadow(repository: ReleaseRepository, name: str, who: Signer, at: datetime) -> Entry:
    """
    Let a published release decide in shadow from now on. One person may: it changes no case.

    Raises:
        PermanentError: no such release is stored.
        Problem: 409 nobody has published it, it is in force, or the log is broken; 422 no name.
        VersionConflictError: others kept writing into the log; try again.
    """
    region = repository.get(name).region.region

    def published(standing: Standing, log: list[Entry]) -> Subject:
        published_by(log, name)
        if standing.active == name:
            raise Problem(
                409,
                "in_force",
                "该版本正在使用，无需影子运行",
                "this release is in force; a shadow run would compare it with itself",
            )
        return Subject(name)

    def running(standing: Standing, log: list[Entry]) -> Entry | None:
        return _latest(log, name) if standing.shadow == name else None

    return {
        "region": region,
        **write_entry(repository, region, Kind.SHADOW_STARTED, who, at, published, running),
    }


def end_shadow(repository: ReleaseRepository, region: str, who: Signer, at: datetime) -> Entry:
    """
    End the shadow run; what it has found stays readable.

    Raises:
        Problem: 409, nothing runs in shadow, or the log is broken; 422 no name.
    """

    def running(standing: Standing, log: list[Entry]) -> Subject:
        if standing.shadow is None:
            raise Problem(409, "no_shadow", "没有影子运行", "nothing runs in shadow")
        return Subject(standing.shadow)

    return {"region": region, **write_entry(repository, region, Kind.SHADOW_ENDED, who, at, running)}


class Run(NamedTuple):
    """A release in shadow, from when to when; it still runs while ``until`` is None."""

    release: str
    since: datetime
    until: datetime | None = None

    def meant(self, case: Decided) -> bool:
        """
        Whether a decision was put to this run. One that failed before the shadow was known names no
        release: it is of the run of its time.
        """
        if case.shadow is None or case.shadow.release:
            return case.shadow is not None and case.shadow.release == self.release
        return self.since <= case.at and (self.until is None or case.at <= self.until)


def last_run(log: Iterable[Entry]) -> Run | None:
    """The shadow run that began last."""
    run, standing = None, Standing()
    for entry in log:
        standing, at = standing.after(entry), datetime.fromisoformat(str(entry["at"]))
        if kind_of(entry) is Kind.SHADOW_STARTED:
            run = Run(str(entry["digest"]), at)
        elif run is not None and run.until is None and standing.shadow is None:
            run = run._replace(until=at)
    return run


@dataclass
class Difference:
    """
    Cases in which both releases took a decision differently in the same way; ``example`` is the newest of
    them. What is ``active`` or ``shadow`` has no outcome where that release asks no such decision.
    """

    example: Decided
    decision: str
    active: Answer
    shadow: Answer
    failed: str
    cases: int = 0

    def as_json(self, facts: Iterable[Fact]) -> dict[str, Any]:
        case, (outcome, rule), (other, other_rule) = self.example, self.active, self.shadow
        moved = {"active": outcome, "shadow": other}
        return {
            "item": case.item,
            "cases": self.cases,
            "decision": self.decision,
            "outcome": moved,
            **({"channel": moved} if self.decision == CHANNEL else {}),
            "rule": {"active": rule, "shadow": other_rule},
            "failed": self.failed or None,
            "example": {"application": for_json(facts, case.application), "on": case.on.isoformat()},
        }


@dataclass
class Tally:
    """What a shadow run has found so far. A failure is a difference, too: nobody knows the answer."""

    cases: int = 0
    same: int = 0
    failed: int = 0
    differences: dict[tuple[object, ...], Difference] = field(default_factory=dict)
    declared: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def differ(self) -> int:
        return self.cases - self.same

    @property
    def ranked(self) -> list[Difference]:
        return sorted(self.differences.values(), key=lambda one: -one.cases)

    def as_json(self) -> dict[str, Any]:
        told = [one.as_json(self.declared.values()) for one in self.ranked[:MOST_DIFFERENCES]]
        counts = {"cases": self.cases, "same": self.same, "differ": self.differ, "failed": self.failed}
        return counts | {"differences": told}


def tally(decided: Iterable[Decided], run: Run, facts: Mapping[str, Fact] | None = None) -> Tally:
    """
    What was decided in shadow, counted; another rule for the same outcome counts as the same. A case is the
    same where every decision is that was asked on submission.

    Args:
        facts: as the releases declare them: amounts of examples are told in their unit.
    """
    found = Tally(declared=facts or {})
    for case in decided:
        shadow = case.shadow
        if shadow is None or not run.meant(case):
            continue
        found.cases += 1
        found.failed += bool(shadow.failed)
        differ = [one for one in _pairs(case, shadow) if one[1][0] != one[2][0]]
        found.same += not differ
        for one in differ:
            kind = (case.item, *one, shadow.failed)
            found.differences.setdefault(kind, Difference(case, *one, shadow.failed)).cases += 1
    return found


def _pairs(case: Decided, shadow: Shadowed) -> Iterator[tuple[str, Answer, Answer]]:
    """Every decision of a case, as it was taken and as the shadow took it; what failed took no channel."""
    yield CHANNEL, (case.channel, case.rule), (shadow.channel, shadow.rule)
    if not shadow.failed:
        for name in sorted(case.others.keys() | shadow.others.keys()):
            yield name, case.others.get(name, _NOT_ASKED), shadow.others.get(name, _NOT_ASKED)


def _latest(log: Iterable[Entry], name: str) -> Entry | None:
    started = [e for e in log if e["digest"] == name and e.get("kind") == Kind.SHADOW_STARTED]
    return started[-1] if started else None

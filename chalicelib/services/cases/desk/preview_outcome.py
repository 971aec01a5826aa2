"""
Preview an outcome 预告后果: the pure core decides it as if it were recorded now, and nothing is kept.

What only a person can say (a reason, a number, a day, who else was there) is made up for the purpose: it
changes none of what follows.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ClaimTask, EndSide, EndTask, SettleChannel
from chalicelib.cases.decide import decide
from chalicelib.cases.decide.papers.custody import handed
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.people.staff_numbers import same_number
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.time_limits import add_period
from chalicelib.cases.values import Effect, Line, SideTask, Task
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Outcome, Step
from chalicelib.decisions.forms.unit import members_of
from chalicelib.decisions.roles import followed
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import follow
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of

_SAID = "·"
"""Stands for what somebody would write."""


class Preview(NamedTuple):
    """
    What would happen, and the case after it; or why it cannot be recorded now: then nothing would.
    """

    after: Case
    events: tuple[AnyEvent, ...] = ()
    effects: tuple[Effect, ...] = ()
    refusal: NotPossible | None = None


def preview_task(
    ports: Ports, who: Staff, loaded: Loaded, task: Task, step: Step, outcome: Outcome
) -> Preview:
    """What the outcome of a task would cause, recorded by ``who`` now."""
    case, release = loaded.case, rules_of(ports, loaded.case.release)
    now = ports.clock.now()
    said = _said_of_task(EventRecorder(case, release, now, who.actor), task, step, outcome)
    command = EndTask(
        at=now, by=who.actor, task=task.id, outcome=outcome.outcome, files=loaded.files.listed, **said
    )
    return _preview(case, command, release)


def preview_side(
    ports: Ports, who: Staff, case: Case, side: SideTask, outcome: str, *, served: bool
) -> Preview:
    """What the outcome of a side task would cause; ``served``: it is that a notice was, on a day, somehow."""
    release, now = rules_of(ports, case.release), ports.clock.now()
    said: dict[str, Any] = {"way": "counter", "day": local_day(release, now)} if served else {}
    command = EndSide(at=now, by=who.actor, side=side.id, outcome=outcome, reason=_SAID, **said)
    return _preview(case, command, release)


def preview_claim(ports: Ports, who: Staff, case: Case, task: str) -> Preview:
    """Whether a task could be claimed: the core refuses whoever has to leave it to another."""
    command = ClaimTask(at=ports.clock.now(), by=who.actor, task=task)
    return _preview(case, command, rules_of(ports, case.release))


def preview_settling(ports: Ports, who: Staff, case: Case, channel: str) -> Preview:
    """What it would cause that a person settles the channel which the rules could not decide."""
    release, now = rules_of(ports, case.release), ports.clock.now()
    on = local_day(ports.releases.get(case.release), now)
    command = SettleChannel(at=now, by=who.actor, channel=channel, note=_SAID, on=on)
    return _preview(case, command, release)


def may_accompany(
    release: Release, case: Case, task: Task, step: Step, who: str, on: date
) -> tuple[str, ...]:
    """
    The staff numbers of those who may do a step together with ``who``; none where the region does not list
    who works in the unit: then anybody else may be named.
    """
    members = members_of(release.units, followed(release.units, task.unit, on))
    earlier = (one for name in step.other_than for one in case.ended.get(name, ()))
    out = set(map(same_number, (*earlier, *case.recused, who)))
    return tuple(
        each.member
        for each in members
        if same_number(each.member) not in out and case.item in (each.knows or (case.item,))
    )


def _said_of_task(recorder: EventRecorder, task: Task, step: Step, outcome: Outcome) -> dict[str, Any]:
    """What an outcome needs, made up; papers that could be missing where some have to be."""
    case, said = recorder.case, dict[str, Any]()
    if outcome.reason:
        said["reason"] = _SAID
    if outcome.number:
        said["number"] = _SAID
    if outcome.lines:
        said["lines"] = tuple(Line(material=name, problem=_SAID, mend=_SAID) for name in list(case.needs)[:1])
    if outcome.date is not None:
        said["day"] = add_period(recorder.today, outcome.date.at_least, recorder.release.calendars).date
    if outcome.missing and outcome.hand_over is not None:
        here = [paper for _, papers in handed(recorder, outcome.hand_over, task) for paper in papers]
        said["missing"] = tuple(here[:1])
    if step.officers > 1 and step.by == "staff":
        others = may_accompany(recorder.release, case, task, step, recorder.by.id, recorder.today)
        made_up = tuple(f"{_SAID}{n}" for n in range(step.officers - 1))
        said["officers"] = (*others, *made_up)[: step.officers - 1]
    return said


def _preview(case: Case, command: ClaimTask | EndTask | EndSide | SettleChannel, release: Release) -> Preview:
    try:
        events = decide(case, command, release)
    except NotPossible as refusal:
        return Preview(case, refusal=refusal)
    after, wanted = follow(case, events)
    return Preview(after, events, wanted)

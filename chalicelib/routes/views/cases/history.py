"""What happened to a case and who did it 办理经过: one entry a commit, in sentences, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from chalicelib.cases import events
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.values import Actor, Role, SideTask, Task
from chalicelib.decisions.forms.form import Text
from chalicelib.routes.views.cases.happened import sentence
from chalicelib.routes.views.desk.consequences import Scene
from chalicelib.routes.views.words import time, unit_name

_WRITTEN = ("note", "reason")
_ROLES = {
    Role.APPLICANT: Text(zh="申请人", en="the applicant"),
    Role.AGENT: Text(zh="代理人", en="the agent"),
    Role.COURIER: Text(zh="快递公司", en="the courier"),
}
_OFFICE = Text(zh="办理单位", en="the office")
_BY_ITSELF = Text(zh="系统", en="the system")
_BY = {"rules": Text(zh="规则", en="the rules"), "clock": Text(zh="到期自动", en="by time")}

_AMONG_UNITS = (
    *(events.TaskClaimed, events.TaskReleased, events.TaskLate, events.SideOpened, events.SideEnded),
    *(events.OfficerRecused, events.ClockWarned, events.ExtensionAsked),
)
"""What units do among themselves: it tells a party nothing that she could use."""


def show_history(
    scene: Scene, happened: Sequence[AnyEvent], told: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """
    Who did what, when, for staff.

    Args:
        happened: events in order, whole commits.
        told: the same events as they are shown, people's words in the place of their names.
    """
    units = _units(scene, happened)
    pairs = list(zip(happened, told, strict=True))
    commits = groupby(pairs, key=lambda pair: (pair[0].at, pair[0].by))
    acts = [
        _act(scene, by, [event for event, _ in some], units)
        | {"words": _written(some), "staff": by.id if by.role is Role.STAFF else None}
        for (_, by), some in ((key, list(group)) for key, group in commits)
    ]
    return [act for act in reversed(acts) if act["did"]]


def show_history_to_party(scene: Scene, happened: Sequence[AnyEvent]) -> list[dict[str, Any]]:
    """
    Who did what, when, for a party of the case: of staff the unit alone, nothing of what units do among
    themselves, and nothing that somebody wrote, which notices tell.
    """
    units = _units(scene, happened)
    commits = groupby(happened, key=lambda event: (event.at, event.by))
    acts = []
    for (_, by), some in commits:
        act = _act(scene, by, [event for event in some if not isinstance(event, _AMONG_UNITS)], units)
        office = act["unit"] or _OFFICE.model_dump()
        acts.append(act | {"who": office} if by.role is Role.STAFF else act)
    return [act for act in reversed(acts) if act["did"]]


def _units(scene: Scene, happened: Iterable[AnyEvent]) -> dict[str, str]:
    """By the id of a task or side task, whose it is or was."""
    case = scene.case
    tasks: list[Task | SideTask] = [*case.tasks.values(), *case.sides.values()]
    tasks += [event.task for event in happened if isinstance(event, events.TaskStarted)]
    tasks += [event.side for event in happened if isinstance(event, events.SideOpened)]
    return {each.id: each.unit for each in tasks}


def _act(scene: Scene, by: Actor, some: Sequence[AnyEvent], units: Mapping[str, str]) -> dict[str, Any]:
    sentences = [text for event in some if (text := sentence(scene, event)) is not None]
    return {
        "at": None if not some else time(scene.release, some[0].at),
        "who": _who(by).model_dump(),
        "unit": _unit_of(scene, by, some, units),
        "did": [each.model_dump() for each in dict.fromkeys(sentences)],
    }


def _unit_of(
    scene: Scene, by: Actor, some: Sequence[AnyEvent], units: Mapping[str, str]
) -> dict[str, str] | None:
    """For which unit a member of staff did it; None of others, and where no task tells."""
    named = (getattr(event, name, None) for event in some for name in ("task", "side"))
    unit = next((units[each] for each in named if isinstance(each, str) and each in units), None)
    return None if unit is None or by.role is not Role.STAFF else unit_name(scene.release, unit)


def _written(some: Iterable[tuple[AnyEvent, dict[str, Any]]]) -> list[str]:
    return list(dict.fromkeys(word for _, shown in some for word in _words(shown)))


def _who(by: Actor) -> Text:
    if by.role is Role.STAFF:
        return Text(zh=f"工号 {by.id}", en=f"staff number {by.id}")
    return _ROLES.get(by.role) or _BY.get(by.id, _BY_ITSELF)


def _words(shown: dict[str, Any]) -> Iterator[str]:
    """What people wrote with it."""
    yield from (str(shown[name]) for name in _WRITTEN if shown.get(name))
    grounds = shown.get("grounds") or {}
    if grounds.get("reason"):
        yield str(grounds["reason"])
    for line in shown.get("lines") or ():
        yield f"{line['problem']}。{line['mend']}"

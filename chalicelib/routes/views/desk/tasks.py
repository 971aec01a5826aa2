"""How tasks are shown: what there is to do, how it may end, and what each ending will need."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.decide.work.sides import outcomes_of
from chalicelib.cases.side_titles import side_title
from chalicelib.cases.values import SideKind, SideTask, Task
from chalicelib.cases.waiting import deadline, is_late
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Outcome, Step
from chalicelib.decisions.plans import find_step
from chalicelib.ports.cases import Work
from chalicelib.ports.ports import Ports
from chalicelib.routes.views.cases.decisions import show_card
from chalicelib.routes.views.cases.materials import show_promise
from chalicelib.routes.views.words import material_name, time, unit_name

_SETTLED = {
    "outcome": "settled",
    "title": {"zh": "确定办理渠道", "en": "the channel is settled"},
    "needs": ["channel", "note"],
    "may_give": [],
    "earliest": None,
    "officers": 0,
}
"""How a person ends the side task of a case whose channel the rules could not decide."""


def first_task(case: Case) -> Task | None:
    """The open task that began first; of several the first by its id."""
    return min(case.tasks.values(), key=lambda task: (task.since, task.id), default=None)


def step_of(release: Release, channel: str | None, name: str) -> Step | None:
    plan = None if channel is None else release.plans.get(channel)
    return None if plan is None else find_step(plan, name)


def show_tasks(release: Release, case: Case) -> list[dict[str, Any]]:
    """The open tasks of a case, the oldest first."""
    tasks = sorted(case.tasks.values(), key=lambda task: (task.since, task.id))
    return [_task(release, case, task) for task in tasks]


def show_sides(release: Release, case: Case) -> list[dict[str, Any]]:
    """What is open beside the plan, for staff."""
    return [
        {
            **_common(release, case, side),
            "step": side.kind.value,
            "title": side_title(release, side.kind, side.about).model_dump(),
            "about": list(side.about),
            **_checked(release, case, side),
            "outcomes": _side_outcomes(release, side.kind, side.about),
        }
        for side in case.sides.values()
    ]


def _checked(release: Release, case: Case, side: SideTask) -> dict[str, Any]:
    """What whoever checks a commitment has to hold it against: each promise as it was made."""
    if side.kind is not SideKind.COMMITMENT_CHECK:
        return {}
    each = ((name, show_promise(release, case, name)) for name in side.about)
    return {
        "promises": [
            {"material": name, "name": material_name(release, case, name), **shown}
            for name, shown in each
            if shown is not None
        ]
    }


def show_line(ports: Ports, in_force: Release, work: Work) -> dict[str, Any]:
    """A line of a work list, named by the release of its case; its unit by the one in force."""
    release = ports.releases.get(work.release)
    title: Text | None
    if work.clock:
        title = next((each.title for each in release.clocks if each.clock == work.step), None)
        outcomes: list[dict[str, Any]] = []
    elif work.side:
        title = side_title(release, SideKind(work.step), work.about)
        outcomes = _side_outcomes(release, SideKind(work.step), work.about)
    else:
        step = step_of(release, work.channel, work.step)
        title = None if step is None else step.title
        outcomes = [] if step is None else _outcomes(step, work.reached)
    return {
        "case": work.case,
        "task": work.task,
        "item": work.item,
        "item_name": release.items[work.item].name.model_dump(),
        "step": work.step,
        "title": None if title is None else title.model_dump(),
        "round": work.round,
        "side": work.side,
        "clock": work.clock,
        "unit": work.unit,
        "unit_name": unit_name(in_force, work.unit),
        "applicant": work.applicant,
        "since": time(release, work.since),
        "due": time(release, work.due),
        "late": work.late,
        "warned": work.warned,
        "claimed_by": work.claimed_by,
        "incomplete": work.incomplete,
        "accepted_by_silence": work.accepted_by_silence,
        "card": work.card and show_card(release, work.card, work.rule),
        "outcomes": outcomes,
    }


def _task(release: Release, case: Case, task: Task) -> dict[str, Any]:
    step = step_of(release, case.channel, task.step)
    reached = [milestone.value for milestone in case.milestones]
    return {
        **_common(release, case, task),
        "step": task.step,
        "title": None if step is None else step.title.model_dump(),
        "by": task.by,
        "way": task.way,
        "outcomes": [] if step is None else _outcomes(step, reached),
    }


def _common(release: Release, case: Case, task: Task | SideTask) -> dict[str, Any]:
    return {
        "id": task.id,
        "round": task.round,
        "unit": task.unit,
        "unit_name": unit_name(release, task.unit),
        "since": time(release, task.since),
        "due": time(release, deadline(case, task)),
        "late": is_late(case, task),
        "claimed_by": task.claimed_by,
    }


def _outcomes(step: Step, reached: Collection[str]) -> list[dict[str, Any]]:
    """Those that are possible by the milestones reached."""
    return [
        _outcome(step, each)
        for each in step.outcomes
        if each.before not in reached and (each.after is None or each.after in reached)
    ]


def _outcome(step: Step, outcome: Outcome) -> dict[str, Any]:
    """
    ``needs``: what must be given with it; ``may_give``: what may be; ``earliest``: how far off its day;
    ``officers``: how many others have to be named.
    """
    known = ("reason", "lines", "number", "missing", "date")
    needs = ["day" if name == "date" else name for name in known if getattr(outcome, name) is not None]
    others = step.officers - 1 if step.by == "staff" else 0
    needs += ["officers"] if others else []
    counted = outcome.hand_over is not None and outcome.hand_over.counted and "missing" not in needs
    earliest = outcome.date and outcome.date.at_least.model_dump(exclude_none=True)
    return {
        "outcome": outcome.outcome,
        "title": outcome.title.model_dump(),
        "needs": needs,
        "may_give": ["missing"] if counted else [],
        "earliest": earliest,
        "officers": others,
    }


def _side_outcomes(release: Release, kind: SideKind, about: tuple[str, ...]) -> list[dict[str, Any]]:
    if kind is SideKind.CHANNEL:
        return [_SETTLED]
    return [
        {
            "outcome": name,
            "title": {"zh": each.zh, "en": each.en},
            "needs": [*(["reason"] if each.reason else []), *(["way", "day"] if each.service else [])],
            "may_give": ["missing"] if (kind, name) == (SideKind.PAPER_OWED, "received") else [],
            "earliest": None,
            "officers": 0,
        }
        for name, each in outcomes_of(release, kind, about).items()
    ]

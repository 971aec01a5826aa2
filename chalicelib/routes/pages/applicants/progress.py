"""How far a case has come, for its applicant: done, now, next; days; parcels; who holds which paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.values import Role
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import MILESTONES, Milestone, Outcome, Plan, Step
from chalicelib.decisions.ordinary_way import ordinary_way
from chalicelib.decisions.plans import find_outcome
from chalicelib.routes.views.words import material_name
from chalicelib.services.days import local_day


def way_of(
    release: Release, case: Case, shown: dict[str, Any], happened: Iterable[AnyEvent], today: date
) -> dict[str, list[dict[str, Any]]]:
    """
    What is done, with its day; what is being done, and by whom; what comes next if nothing goes wrong.

    Args:
        happened: the latest events of the case, the oldest first. Of what lies before them its milestones
            are told, which the case keeps.
    """
    known = list(happened)
    plan = None if case.channel is None else release.plans.get(case.channel)
    told = {event.milestone for event in known if isinstance(event, events.MilestoneReached)}
    earlier = [
        (on, MILESTONES[milestone]) for milestone, on in case.milestones.items() if milestone not in told
    ]
    lately = (found for event in known if (found := _done(release, plan, case, event)) is not None)
    days = dict.fromkeys(
        (on, title) for on, title in (*earlier, *lately) if title is not MILESTONES[Milestone.RECEIVED]
    )
    done = [{"title": title, "on": on.isoformat()} for on, title in sorted(days, key=lambda pair: pair[0])]
    now = [{"title": task["title"], "unit": task["unit_name"], "task": task} for task in shown["tasks"]]
    return {"done": done, "now": now, "next": _next(release, plan, case, shown, today)}


def _done(release: Release, plan: Plan | None, case: Case, event: AnyEvent) -> tuple[date, Text] | None:
    """The day and title of a milestone that still stands, or of a step that was done and marks none."""
    if isinstance(event, events.MilestoneReached):
        stands = case.milestones.get(event.milestone) == event.day
        return (event.day, MILESTONES[event.milestone]) if stands else None
    if not isinstance(event, events.TaskEnded) or plan is None:
        return None
    step = plan.by_name.get(event.step)
    outcome = None if step is None else find_outcome(step, event.outcome)
    if step is None or outcome is None or outcome.marks is not None or not _tells(step, outcome):
        return None
    as_wanted = outcome is step.outcomes[0] or (step.by == "staff" and event.by.role is Role.STAFF)
    return (local_day(release, event.at), step.title) if as_wanted else None


def _next(
    release: Release, plan: Plan | None, case: Case, shown: dict[str, Any], today: date
) -> list[dict[str, Any]]:
    if plan is None or shown["end"] is not None:
        return []
    facts = {**case.facts, CONSENT: case.application.get(CONSENT) is True}
    way = ordinary_way(release, plan, item_of(release, case), facts, today)
    names = [met.step.step for met in way]
    after = [n for task in shown["tasks"] if (n := _goes_on(plan, names, task["step"])) is not None]
    if not after:
        return []
    return [{"title": met.step.title} for met in way[max(after) :] if _tells(met.step, met.outcome)]


def _goes_on(plan: Plan, way: list[str], name: str) -> int | None:
    """
    Where on the ordinary way a case goes on after a step, if nothing more goes wrong: after a correction with
    what is looked at again. None where it does not come back to it.
    """
    if name in way:
        return way.index(name) + 1
    return next((way.index(step) for step in _first_outcomes(plan, name) if step in way), None)


def _first_outcomes(plan: Plan, name: str) -> Iterator[str]:
    """The steps that the first outcomes lead to, each once."""
    seen, step = {name}, plan.by_name.get(name)
    while step is not None and step.outcomes and (follows := step.outcomes[0].next) not in seen:
        if follows is None:
            return
        yield follows
        seen.add(follows)
        step = plan.by_name.get(follows)


def _tells(step: Step, outcome: Outcome | None) -> bool:
    """What offices hand to each other, and what time does, tells an applicant nothing."""
    handed = None if outcome is None else outcome.hand_over
    between_offices = handed is not None and handed.from_ in ("units", "parcel")
    return step.by not in ("end", "time", "parcels") and not between_offices


def clock_bars(shown: dict[str, Any], today: date) -> list[dict[str, Any]]:
    """
    Each clock as a bar: the share of its days that is used, and its words. ``late``: its last day was over
    when it stopped, or is over today, whether or not that is on record yet. ``silent``: it ran out, by which
    the law takes the case to have come on at an earlier day: what silence accepts.
    """
    bars = []
    for clock in shown["clocks"]:
        until = today.isoformat() if clock["running"] else clock["stopped_on"] or ""
        late = clock["ran_out"] or clock["due"] < until
        used = sum(span["days"] for span in clock["counted"])
        left = clock["left"] or 0
        whole = max(used + left if clock["running"] else _limit(clock), used, 1)
        percent = 100.0 if late else round(100 * used / whole, 1)
        silent = late and not clock["running"] and until <= clock["due"]
        bars.append({**clock, "used": used, "percent": percent, "late": late, "silent": silent})
    return bars


def _limit(clock: dict[str, Any]) -> int:
    limit = clock["limit"]
    return int(limit.get("working_days") or limit.get("days") or 30 * limit.get("months", 0) or 1)


def held_papers(release: Release, case: Case, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Every paper that changes hands, by its name, and who has it since when."""
    held = []
    for paper, holding in shown["custody"].items():
        name = material_name(release, case, paper)
        title = name or release.items[case.item].result.name.model_dump()
        need = case.needs.get(paper)
        held.append(
            {
                **holding,
                "name": title,
                "returned": need is not None and need.returned,
                "kept": need is not None,
            }
        )
    return held

"""How far a case has come, for its applicant: done, now, next; days; parcels; who holds which paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.item_of_case import item_of
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import MILESTONES, Milestone
from chalicelib.decisions.ordinary_way import Met, ordinary_way
from chalicelib.routes.views.words import material_name


def way_of(release: Release, case: Case, shown: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What is done, with its day; what is being done, and by whom; what comes next if nothing goes wrong."""
    days = [(shown["milestones"].get(milestone.value), title) for milestone, title in MILESTONES.items()]
    told = [(on, title) for on, title in days if on and title is not MILESTONES[Milestone.RECEIVED]]
    done = [{"title": title, "on": on} for on, title in sorted(told, key=lambda pair: pair[0])]
    now = [{"title": task["title"], "unit": task["unit_name"], "task": task} for task in shown["tasks"]]
    return {"done": done, "now": now, "next": _next(release, case, shown)}


def _next(release: Release, case: Case, shown: dict[str, Any]) -> list[dict[str, Any]]:
    plan = None if case.channel is None else release.plans.get(case.channel)
    if plan is None or shown["end"] is not None:
        return []
    facts = {**case.facts, CONSENT: case.application.get(CONSENT) is True}
    way = ordinary_way(release, plan, item_of(release, case), facts)
    names = [met.step.step for met in way]
    open_steps = [names.index(task["step"]) for task in shown["tasks"] if task["step"] in names]
    if not open_steps:
        return []
    return [{"title": met.step.title} for met in way[max(open_steps) + 1 :] if _tells(met)]


def _tells(met: Met) -> bool:
    """What offices hand to each other tells an applicant nothing."""
    handed = None if met.outcome is None else met.outcome.hand_over
    return met.step.by != "end" and (handed is None or handed.from_ not in ("units", "parcel"))


def clock_bars(shown: dict[str, Any], today: date) -> list[dict[str, Any]]:
    """
    Each clock as a bar: the share of its days that is used, and its words. ``late``: its last day was over
    when it stopped, or is over today, whether or not that is on record yet.
    """
    bars = []
    for clock in shown["clocks"]:
        until = today.isoformat() if clock["running"] else clock["stopped_on"] or ""
        late = clock["ran_out"] or clock["due"] < until
        used = sum(span["days"] for span in clock["counted"])
        left = clock["left"] or 0
        whole = max(used + left if clock["running"] else _limit(clock), used, 1)
        percent = 100.0 if late else round(100 * used / whole, 1)
        bars.append({**clock, "used": used, "percent": percent, "late": late})
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

"""Find plans whose steps, each taken to its last day, exceed an item's legal limit (行政许可法 art. 42)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.reading.documents import Read
from chalicelib.decisions.effect import versions
from chalicelib.decisions.facts.facts import item_facts, usual_facts
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.model import Item, ItemType
from chalicelib.decisions.forms.plan import Milestone, Plan, Step
from chalicelib.decisions.ordinary_way import Met


def unfitting(plan: Plan, ways: OrdinaryWays, items: Iterable[Read[Item]]) -> Iterator[Problem]:
    """Items whose cases are late by law in this channel though no step of theirs is late."""
    release = ways.release
    usual = usual_facts(release)
    for item in items:
        statutory = item.form.limits.statutory
        limit = None if statutory.at_once else statutory.most
        for form in versions(item.form) if limit is not None else ():
            facts = {**item_facts(release, form, usual), **usual}
            way = ways.of(plan, form, facts)
            if not any(met.outcome and met.outcome.marks is Milestone.DECIDED for met in way):
                break  # told of the plan: where nothing decides no limit ends
            steps = list(counted(plan, form, way, release.clocks))
            limited = list(_limited(form, steps, limit or 0))
            if sum(days for _, days in limited) > (limit or 0):
                yield item.at("limits", "statutory").tell(_say(plan, form, limited, limit or 0), "warning")
                break


def _limited(item: Item, steps: Iterable[Step], limit: int) -> Iterator[tuple[Step, int]]:
    """
    The working days that each step may take at least. A step without a period of its own has what the item's
    guide gives it, unless that alone is too long: it is told of the guide then. An inspection or a hearing of
    which the guide says nothing takes a day.
    """
    special = item.guide.special_steps if item.guide is not None else ()
    told = {one.kind: one.days if one.days <= limit else 0 for one in special if one.counts_toward_limit}
    uncounted = {one.kind for one in special} - told.keys()
    for step in steps:
        kind = step.does
        given = told.pop(kind, int(kind not in uncounted)) if kind in ("inspection", "hearing") else 0
        days = step.within.fewest if step.within is not None else given
        if days:
            yield step, days


def counted(plan: Plan, item: Item, way: list[Met], clocks: Iterable[Clock]) -> Iterator[Step]:
    """
    The steps of an ordinary way whose days run within the statutory limit: those that begin after the
    item's acceptance, up to the decision. An inspection counts and so does the time of a courier; a step
    that pauses the clock does not (art. 45), nor one that waits for the applicant, whose time is cut off
    before the limit. A step that answers applications accepted on paper has its days by art. 32.
    """
    statutory = {clock.clock for clock in clocks if clock.limit == "item.limits.statutory"}
    accepted = False
    for met in way:
        outcome = met.outcome
        if outcome is None:
            return
        pauses = met.step.pauses is not None and not statutory.isdisjoint(met.step.pauses.clocks)
        waits = met.step.by == "applicant" or met.visit
        if accepted and outcome.accepts is None and not pauses and not waits:
            yield met.step
        if outcome.marks is Milestone.DECIDED:
            return
        online = outcome.accepts == "prereview" and plan.paper_in == "none"
        accepted = accepted or online or outcome.accepts == item.acceptance_trigger


def _say(plan: Plan, item: Item, limited: list[tuple[Step, int]], limit: int) -> Message:
    key = "steps-beyond-limit/licence" if item.type is ItemType.LICENCE else "steps-beyond-limit/other"
    return say(
        key,
        item=item.name,
        limit=limit,
        channel=named_plan(plan),
        total=sum(days for _, days in limited),
        steps=[Both(f"“{step.title.zh}”{days} 日", f"'{step.title.en}' {days}") for step, days in limited],
    )

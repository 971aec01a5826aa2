"""Plans whose steps, each taken to its last day, exceed an item's statutory limit (行政许可法 art. 42)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.authoring.checking.handing_out import after_decision
from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Problem, Say, problem
from chalicelib.authoring.telling import named_channel
from chalicelib.decisions.facts import item_facts, usual_facts
from chalicelib.decisions.model import Item, ItemType, Release
from chalicelib.decisions.plan import Plan, Step
from chalicelib.decisions.plans import Met, ordinary_way


def unfitting(plan: Plan, release: Release, items: Iterable[Read[Item]]) -> Iterator[Problem]:
    """Items whose cases are late by law in this channel though no step of theirs is late."""
    usual = usual_facts(release)
    for item in items:
        facts = {**item_facts(release, item.form.item), **usual}
        steps = list(counted(plan, item.form, ordinary_way(release, plan, item.form, facts)))
        if sum(step.days or 0 for step in steps) > item.form.limits.statutory:
            at = item.node.find("limits", "statutory")
            yield problem(
                item.document.file, at, "steps-beyond-limit", _say(plan, item.form, steps), "warning"
            )


def counted(plan: Plan, item: Item, way: list[Met]) -> Iterator[Step]:
    """
    The steps of an ordinary way whose days run within the statutory limit: those that begin after the item's
    acceptance, up to the decision. An inspection counts and so does the time of a courier; a hearing does not
    (art. 45). A step that answers applications accepted on paper has its days by art. 32, and is no more than
    passed where the item is accepted already.
    """
    met = [one.outcome for one in way]
    accepted = next((n for n, out in enumerate(met) if out and out.accepts == item.acceptance_trigger), None)
    after = after_decision(plan, [one.step for one in way])
    if accepted is None or not after:
        return
    decided = next(n for n, one in enumerate(way) if one.step == after[0])
    for one in way[accepted + 1 : decided]:
        answers = any(outcome.accepts is not None for outcome in one.step.outcomes)
        if not answers and one.step.does != "hearing":
            yield one.step


def _say(plan: Plan, item: Item, steps: list[Step]) -> Say:
    limited = [step for step in steps if step.days]
    total, limit = sum(step.days or 0 for step in limited), item.limits.statutory
    zh = "、".join(f"“{step.title.zh}”{step.days} 日" for step in limited)
    en = ", ".join(f"'{step.title.en}' {step.days}" for step in limited)
    channel = named_channel(plan.plan)
    law = item.type is ItemType.LICENCE
    return Say(
        f"“{item.name.zh}”的法定时限是 {limit} 日，而渠道{channel.zh}从受理到决定共 {total} 日"
        f"（{zh}）：各环节都不逾期，办件仍会逾期{'（行政许可法第四十二条）' if law else ''}。",
        f"'{item.name.en}' has a statutory limit of {limit} working days, but in the channel {channel.en} "
        f"the steps from acceptance to decision come to {total} ({en}): a case may be late though no step is"
        f"{' (行政许可法, article 42)' if law else ''}.",
        f"请缩短 plans/{plan.plan}.yaml 中这些环节的 days，或核对法定时限。",
        f"Shorten the 'days' of these steps in plans/{plan.plan}.yaml, or check the statutory limit.",
    )

"""
Plans against the law: each is walked as the items meet it that the rules send there.

行政许可法 binds where a licence item (type 01) can take the channel, or as yet no item at all; where only
others do, it is a warning to whoever adds one. What every plan owes, of whatever type its items are: a clock
alone decides and spends nothing, and a channel keeps what it promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chalicelib.authoring import reference
from chalicelib.authoring.checking.answers import unanswered
from chalicelib.authoring.checking.by_itself import by_itself
from chalicelib.authoring.checking.ends import wrong_ends
from chalicelib.authoring.checking.fitting import unfitting
from chalicelib.authoring.checking.handing_out import late_licences, unkept_promises
from chalicelib.authoring.checking.walk import Walk
from chalicelib.authoring.checking.ways_out import hanging
from chalicelib.authoring.documents import Read
from chalicelib.authoring.folder import Folder
from chalicelib.authoring.problems import Problem
from chalicelib.decisions.facts import item_facts
from chalicelib.decisions.form import Channel, Condition, FactValue
from chalicelib.decisions.model import Item, ItemType, Release, Rule
from chalicelib.decisions.plan import Plan, Skip

Kind = tuple[str, tuple[bool | None, ...]]


def lint_plans(folder: Folder, release: Release) -> Iterator[Problem]:
    """What the law, or the channel's own promise, contradicts in each plan, and where it takes too long."""
    items = {item.form.item: item for item in folder.items}
    for plan in folder.plans:
        sent = list(_met(release, plan.form.plan))
        yield from unfitting(plan.form, release, (items[item.item] for item in sent))
        met = sent or list(release.items.values())
        found = list(_lawless(plan, release, met))
        told = {(one.line, one.column) for one in found}
        others = _of_every_plan(plan, _walks(plan.form, release, met))
        yield from found
        yield from (one for one in others if (one.line, one.column) not in told)


def _of_every_plan(plan: Read[Plan], walks: list[Walk]) -> Iterator[Problem]:
    yield from by_itself(plan, walks)
    yield from unkept_promises(plan, walks)
    yield from hanging(plan)


def _lawless(plan: Read[Plan], release: Release, met: list[Item]) -> Iterator[Problem]:
    """Errors where licences take the channel; warnings where only other items of the region do as yet."""
    licences = [item for item in met if item.type is ItemType.LICENCE]
    walks = _walks(plan.form, release, licences or met)
    if any(item.type is ItemType.LICENCE for item in release.items.values()):
        for one in (*unanswered(plan, walks), *wrong_ends(plan, walks), *late_licences(plan)):
            yield one if licences else replace(one, severity="warning")


def _met(release: Release, channel: Channel) -> Iterator[Item]:
    """The items that some rule may send into a channel, whatever the applicant says."""
    regional = _tests_of_items(rule for rule in release.rules if rule.choose == channel)
    asked = sorted({test.fact for tests in regional for test in tests})
    known: dict[tuple[object, ...], bool] = {}
    for code, item in release.items.items():
        facts = item_facts(release, code)
        kind = tuple(repr(facts.get(name)) for name in asked)
        if kind not in known:
            known[kind] = _may_hold(regional, facts)
        if known[kind] or _may_hold(_tests_of_items(r for r in item.rules if r.choose == channel), facts):
            yield item


def _tests_of_items(rules: Iterable[Rule]) -> set[tuple[Condition, ...]]:
    """What rules ask of the item: of thousands most ask the same."""
    return {tuple(test for test in rule.when if test.fact.startswith("item.")) for rule in rules}


def _may_hold(rules: Iterable[Iterable[Condition]], facts: dict[str, FactValue]) -> bool:
    return any(all(reference.holds(test, facts) for test in tests) for tests in rules)


def _walks(plan: Plan, release: Release, items: Iterable[Item]) -> list[Walk]:
    """One walk for all items that meet the plan in the same way."""
    skipped = [step for step in plan.steps if step.skip is not None]
    found: dict[Kind, Walk] = {}
    for item in items:
        facts = item_facts(release, item.item)
        skips = {step.step: _skipped(step.skip, facts) for step in skipped if step.skip is not None}
        kind = (item.acceptance_trigger, tuple(skips.values()))
        found.setdefault(kind, Walk(plan, item.acceptance_trigger, skips, item))
    return list(found.values())


def _skipped(skip: Skip, facts: dict[str, FactValue]) -> bool | None:
    """Whether a step is left out; None where it hangs on what the applicant says."""
    when, holding = skip.tests, not skip.unless
    ours = [reference.holds(test, facts) for test in when if test.fact.startswith("item.")]
    if not all(ours):
        return not holding
    return holding if len(ours) == len(when) else None

"""Steps during which clocks stand still 暂停计时: days that count no longer, or again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title, within
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.comparing.strictness.periods import Pair, changed
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Plan, Step


def pauses(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    The steps of plans that both releases have at which a clock may stand still longer than before, which is
    looser, or less long; the same of several plans together.
    """
    found: dict[tuple[str, frozenset[Pair]], list[tuple[Plan, Step]]] = {}
    for name in sorted(old.plans.keys() & new.plans.keys()):
        before = {step.step: step for step in old.plans[name].steps}
        for step in new.plans[name].steps:
            pairs = _pairs(before[step.step], step) if step.step in before else frozenset()
            if pairs:
                found.setdefault((step.step, pairs), []).append((new.plans[name], step))
    for (field, pairs), each in found.items():
        plan, step = each[0]
        plans = named(FILES["plans"][1], *(one.title for one, _ in each))
        called = within(within(plans, named(title(Plan, "steps"), step.title)), title(Step, "pauses"))
        yield changed(Change(plan.where.file, f"steps[{field}].pauses", called), pairs, since)


def _pairs(was: Step, now: Step) -> frozenset[Pair]:
    """How long each clock may stand still before and after, where that is not the same."""
    before, after = (
        {} if one.pauses is None else dict.fromkeys(one.pauses.clocks, one.pauses.at_most)
        for one in (was, now)
    )
    pairs = {(before.get(clock), after.get(clock)) for clock in before.keys() | after.keys()}
    return frozenset(pair for pair in pairs if pair[0] != pair[1])

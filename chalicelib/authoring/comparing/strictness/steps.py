"""Limits of steps 环节: how long one may take, and how long clocks may stand still at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title, within
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.comparing.strictness.change import Step as Told
from chalicelib.authoring.comparing.strictness.periods import Pair, changed
from chalicelib.authoring.findings.telling import DOES, joined
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Does, Plan, Step

_OTHERS = ("applicant", "time")
"""Who ends a step whose time is not the office's: it is for the applicant, or for the public."""


def _done(old: Release, new: Release, since: date) -> Iterator[Change]:
    """What no step of a plan does any more, such as a hearing, or does newly."""
    for name in sorted(old.plans.keys() & new.plans.keys()):
        plan = new.plans[name]
        was, now = ({step.does for step in one.plans[name].steps if step.does} for one in (old, new))
        called = within(named(FILES["plans"][1], plan.title), title(Plan, "steps"))
        yield Change(
            plan.where.file,
            "steps",
            called,
            _told("removed", "不再有", "no longer", was - now, since),
            _told("new", "新增", "new", now - was, since),
        )


def _told(how: str, zh: str, en: str, does: Collection[Does], since: date) -> Told | None:
    if not does:
        return None
    each = joined((DOES[one] for one in sorted(does)), "、", ", ")
    return Told(how, Text(zh=f"{zh}{each.zh}", en=f"{en}: {each.en}"), since)


class _Limit(NamedTuple):
    """
    What became of the limits under one key of a step; steps of one title are told together. ``others``: the
    time is not the office's, but that after which a case moves without the applicant.
    """

    step: str
    key: str
    pairs: frozenset[Pair]
    others: bool


def steps(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    The steps of plans that both releases have which may take longer, which have less time for an applicant or
    the public, or at which a clock may stand still longer than before, which is looser, or the other way
    round; the same of several plans together. That a case moves by lapse of time where it did not is told as
    what happens then (``required``).
    """
    found: dict[_Limit, list[tuple[Plan, Step]]] = {}
    for name in sorted(old.plans.keys() & new.plans.keys()):
        before = {step.step: step for step in old.plans[name].steps}
        for step in new.plans[name].steps:
            for key, pairs in _pairs(before.get(step.step, step), step):
                others = key == "within" and (step.by in _OTHERS or bool(step.late))
                one = _Limit(step.title.zh, key, pairs, others)
                found.setdefault(one, []).append((new.plans[name], step))
    yield from _done(old, new, since)
    for one, each in found.items():
        (plan, step), names = each[0], {plan.plan: plan.title for plan, _ in each}
        called = _called([*names.values()], step, one.key)
        at = Change(plan.where.file, f"steps[{step.step}].{one.key}", called)
        yield changed(at, one.pairs, since, endless=one.key == "within", others=one.others)


def _called(plans: list[Text], step: Step, key: str) -> Text:
    steps_of = within(named(FILES["plans"][1], *plans), title(Plan, "steps"))
    return within(named(steps_of, step.title), title(Step, key))


def _pairs(was: Step, now: Step) -> Iterator[tuple[str, frozenset[Pair]]]:
    """By key the limits before and after, where these are not the same."""
    before, after = (
        {} if one.pauses is None else dict.fromkeys(one.pauses.clocks, one.pauses.at_most)
        for one in (was, now)
    )
    still = {(before.get(clock), after.get(clock)) for clock in before.keys() | after.keys()}
    if any(pair[0] != pair[1] for pair in still):
        yield "pauses", frozenset(pair for pair in still if pair[0] != pair[1])
    if was.within != now.within and bool(was.late) == bool(now.late):
        yield "within", frozenset({(was.within, now.within)})

"""A channel's plan at work: which step stands there, which one is next."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.decisions.form import Condition, FactValue
from chalicelib.decisions.model import Release
from chalicelib.decisions.plan import Outcome, Plan, Step

MAILED = "item.mail_result"


def find_step(plan: Plan, name: str) -> Step:
    """The step called ``name``. A release is checked, so it is there."""
    return next(step for step in plan.steps if step.step == name)


def find_outcome(step: Step, name: str) -> Outcome | None:
    return next((outcome for outcome in step.outcomes if outcome.outcome == name), None)


def arrive(plan: Plan, name: str, facts: Mapping[str, FactValue]) -> Step:
    """The step that begins when ``name`` is reached: steps that are skipped for these facts are left out."""
    step = find_step(plan, name)
    while step.skip is not None and all(_holds(condition, facts) for condition in step.skip.when):
        step = find_step(plan, step.skip.next)
    return step


def may_send(release: Release, facts: Mapping[str, FactValue], consent: bool) -> bool:
    """
    Whether a courier may bring the result: the applicant agrees, and the item does not forbid it.
    A region that declares no ``item.mail_result`` mails every result; where it does, an item must say yes.
    """
    declared = any(fact.fact == MAILED for fact in release.facts)
    return consent and (not declared or facts.get(MAILED) is True)


def choose_way(step: Step, *, sent: bool) -> str:
    """How a result goes out: the first of the step's ways; ``sent`` says whether a courier may be one."""
    return next((way for way in step.ways if sent or way != "courier"), "counter")


def _holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
    """As the rules mean it: a fact that is not known matches nothing."""
    value = facts.get(condition.fact)
    if value is None:
        return False
    if condition.any_of:
        return value in condition.any_of
    if condition.none_of:
        return value not in condition.none_of
    low, high = condition.at_least, condition.at_most
    return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]

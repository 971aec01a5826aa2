"""
How each replayed case goes: mostly smoothly, and now and then as life is.

Nothing here knows a region: troubles are found in the plan by what they mean. A step's first outcome is the
ordinary one, by convention of the rule files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.plan import Outcome, Plan, Step
from chalicelib.decisions.plans import arrive, find_outcome, find_step

GRANTED, REFUSED = 11, 13
"""National codes of the state a case ends in (list BLZT)."""


@dataclass(frozen=True)
class Scenario:
    """
    One case from its opening to its end. ``first`` says what staff find the first time at a step,
    where that is not the smooth way; ``bad_upload`` sends a file of a wrong kind first.
    """

    name: str
    ends: int = GRANTED
    bad_upload: bool = False
    first: dict[str, str] = field(default_factory=dict)

    def outcome(self, case: Case, plan: Plan, item: str) -> dict[str, Any]:
        """What staff record now, as the body of POST /cases/{no}/steps/{step}."""
        step = find_step(plan, case.step or "")
        troubled = find_outcome(step, self.first.get(step.step, "")) if case.round == 1 else None
        chosen = troubled or step.outcomes[0]
        found: dict[str, Any] = {"outcome": chosen.outcome, "round": case.round, "note": f"演示：{item}"}
        if find_step(plan, chosen.next).by == "applicant":
            found["lines"] = [_line(case)]
        if _misses(chosen):
            found["missing"] = [next(name for name, need in case.needs.items() if need.on_paper)]
        if chosen.licence:
            found["number"] = f"演示{case.no[-7:]}"
        return found


def _line(case: Case) -> dict[str, str]:
    material = next(name for name, need in case.needs.items() if need.uploaded)
    return {"material": material, "problem": "签字页不清晰", "mend": "请重新扫描签字页后上传"}


def scenario_of(number: int, plan: Plan, facts: Mapping[str, FactValue]) -> Scenario:
    """
    The scenario of the ``number``-th item; every plan meets its own troubles.

    Args:
        facts: what the case's channel is decided by; a step left out for them troubles nobody.
    """
    pairs = [(step, outcome) for step in _smooth(plan, facts) for outcome in step.outcomes]
    failed = _first(pair for pair in pairs if _fails(plan, *pair))
    missed = _first(pair for pair in pairs if _misses(pair[1]))
    refused = _first(p for p in pairs if p[1].after is None and _ends(plan, p[1]) == {REFUSED})
    corrected = _first(pair for pair in pairs if _corrects(plan, pair[1]))
    if failed and number % 6 == 1:
        return Scenario("首次勘验不合格、整改后通过", first=failed)
    if missed and number % 6 == 1:
        return Scenario("清点缺件、再次取件", first=missed)
    if corrected and number % 12 in {3, 9}:
        bad = number % 12 == 3
        return Scenario("先传错文件、再补正" if bad else "补正一次", bad_upload=bad, first=corrected)
    if refused and number % 12 == 5:
        return Scenario("不予许可", ends=REFUSED, first=refused)
    return Scenario("顺利办结")


def _smooth(plan: Plan, facts: Mapping[str, FactValue]) -> Iterator[Step]:
    """The steps of staff on the way of a case without trouble."""
    step, seen = arrive(plan, plan.start, facts), set[str]()
    while step.outcomes and step.step not in seen:
        seen.add(step.step)
        if step.by == "staff":
            yield step
        step = arrive(plan, step.outcomes[0].next, facts)


def _first(pairs: Iterator[tuple[Step, Outcome]]) -> dict[str, str]:
    """The first of the outcomes, by its step; nothing where there is none."""
    return {step.step: outcome.outcome for step, outcome in islice(pairs, 1)}


def _corrects(plan: Plan, outcome: Outcome) -> bool:
    return find_step(plan, outcome.next).by == "applicant"


def _misses(outcome: Outcome) -> bool:
    return outcome.hand_over is not None and outcome.hand_over.what == "missing"


def _fails(plan: Plan, step: Step, outcome: Outcome) -> bool:
    """Inspectors came, and something is to be put right; then they come again."""
    following = find_step(plan, outcome.next)
    again = any(each.next == step.step for each in following.outcomes)
    return step.does == "inspection" and following.by == "staff" and following is not step and again


def _ends(plan: Plan, outcome: Outcome) -> set[int | None]:
    """The states in which a case can end after an outcome."""
    reached: set[str] = set()
    waiting = [outcome.next]
    while waiting:
        step = find_step(plan, waiting.pop())
        if step.step not in reached:
            reached.add(step.step)
            waiting += [each.next for each in step.outcomes]
    return {step.state for step in plan.steps if step.step in reached and step.by == "end"}

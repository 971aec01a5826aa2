"""
Every step has a way to an end that does not hang on the applicant: whoever never answers, never hands in and
never comes must not leave a case lying for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Problem, Say
from chalicelib.decisions.plan import Outcome, Party, Plan, Step


def hanging(plan: Read[Plan]) -> Iterator[Problem]:
    """Steps out of which only the applicant can lead, the first of each chain."""
    steps = {step.step: step for step in plan.form.steps}
    free = _free(plan.form)
    for number, step in enumerate(plan.form.steps):
        hangs = step.step not in free and all(steps[name].step in free for name in _any_next(step))
        if hangs:
            at = plan.node.find("steps", number, "step")
            yield plan.told(at, "hangs-on-applicant", _hangs(step))


def _free(plan: Plan) -> set[str]:
    """The steps from which the office, a carrier or a clock can bring a case to its end."""
    found = {step.step for step in plan.steps if step.by == "end"}
    grown = True
    while grown:
        more = {step.step for step in plan.steps if step.step not in found and found & set(_next(step))}
        grown = bool(more)
        found |= more
    return found


def _next(step: Step) -> Iterator[str]:
    """The steps that may follow whatever the applicant does."""
    yield from (outcome.next for outcome in step.outcomes if not _by_applicant(step, outcome))


def _any_next(step: Step) -> Iterator[str]:
    yield from (outcome.next for outcome in step.outcomes if outcome.next != step.step)


def _by_applicant(step: Step, outcome: Outcome) -> bool:
    """Whether an outcome needs the applicant to correct something, to hand it over, or to come."""
    if step.by == "applicant":
        return outcome.outcome != step.late
    if step.by == "delivery" and set(step.ways) == {"counter"}:
        return outcome.outcome == "delivered"
    if step.by == "pick_up" and outcome.outcome == "delivered":
        return True
    return outcome.hand_over is not None and outcome.hand_over.from_ is Party.APPLICANT


def _hangs(step: Step) -> Say:
    return Say(
        f"环节“{step.title.zh}”只有申请人行动才能结束：申请人一直不来，办件就永远办不结。",
        f"Only the applicant can end the step '{step.title.en}': else the case stays open for ever.",
        _MEND[0] if step.by == "applicant" else _MEND[2],
        _MEND[1] if step.by == "applicant" else _MEND[3],
    )


_MEND = (
    "请写 days 和 late，逾期转到由工作人员（by: staff）处理的环节。",
    "Write 'days' and 'late', which leads to a step by: staff.",
    "请补上申请人不来时由工作人员选择的结果，例如放弃办理、改为寄送。",
    "Add an outcome for staff when the applicant does not come, such as given up, or sent instead.",
)

"""
What the office owes an application by 行政许可法 art. 32 and 38: an answer in five working days, a list of
what to correct, and reasons for every refusal. Silence accepts; it never refuses and never grants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.authoring.checking.walk import Walk
from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Problem, Say, problem
from chalicelib.decisions.plan import Outcome, Plan, Step

ANSWER_DAYS = 5
_REFUSING = (4, 5, 13)


def unanswered(plan: Read[Plan], walks: Sequence[Walk]) -> Iterator[Problem]:
    """Where a plan lets an application lie, decides by silence, or refuses without a word."""
    for number, step in enumerate(plan.form.steps):
        if any(outcome.accepts for outcome in step.outcomes):
            yield from _silence(plan, number, step)
        if any(outcome.accepts == "prereview" for outcome in step.outcomes):
            yield from _corrects(plan, number, step, walks[0])
        yield from _reasons(plan, number, step, walks)


def _silence(plan: Read[Plan], number: int, step: Step) -> Iterator[Problem]:
    file, at = plan.document.file, plan.node.find("steps", number, "step")
    if step.late is not None:
        yield problem(file, plan.node.find("steps", number, "late"), "silence-decides", _DECIDES)
    elif step.days is None:
        yield problem(file, at, "answer-days", _NO_DAYS)
    elif step.days > ANSWER_DAYS:
        yield problem(file, plan.node.find("steps", number, "days"), "answer-days", _too_long(step.days))
    elif step.silence is None:
        yield problem(file, at, "silence-missing", _NO_SILENCE)


def _corrects(plan: Read[Plan], number: int, step: Step, walk: Walk) -> Iterator[Problem]:
    if all(walk.steps[outcome.next].by != "applicant" for outcome in step.outcomes):
        at = plan.node.find("steps", number, "step")
        yield plan.told(at, "no-correction", _NO_CORRECTION)


def _reasons(plan: Read[Plan], number: int, step: Step, walks: Sequence[Walk]) -> Iterator[Problem]:
    """An outcome after which the office can only refuse has its reason, or one was given before it."""
    here = [at for walk in walks for at in walk.here(step)]
    if step.by != "staff" or all(at.reasoned or at.handed_out or at.licensed for at in here):
        return
    for n, outcome in enumerate(step.outcomes):
        if outcome.reason is None and not outcome.licence and any(_refuses(walk, outcome) for walk in walks):
            at = plan.node.find("steps", number, "outcomes", n, "outcome")
            yield plan.told(at, "refusal-without-reason", _reason(outcome))


def _refuses(walk: Walk, outcome: Outcome) -> bool:
    """Whether a case ends as refused without another member of staff having to decide anything."""
    found: set[str] = set()
    waiting = [outcome.next]
    while waiting:
        step = walk.steps[waiting.pop()]
        if step.step in found:
            continue
        found.add(step.step)
        if step.by == "end":
            return step.state in _REFUSING
        if step.by != "staff":
            waiting += [one.next for one in step.outcomes if walk.steps[one.next].by != "staff"]
            waiting += [step.if_nothing] if step.if_nothing else []
    return False


def _too_long(days: int) -> Say:
    return Say(
        f"收到申请后须在 {ANSWER_DAYS} 个工作日内受理或一次告知补正，这里写了 {days} 日"
        "（行政许可法第三十二条）。",
        f"An application is accepted, or all that is to be corrected told, in {ANSWER_DAYS} working days; "
        f"here are {days} (行政许可法, article 32).",
        f"请写 days: {ANSWER_DAYS} 或更短。",
        f"Write days: {ANSWER_DAYS}, or fewer.",
    )


def _reason(outcome: Outcome) -> Say:
    return Say(
        f"结果“{outcome.title.zh}”使办件以不予受理或不予许可办结，却不要求说明理由"
        "（行政许可法第三十二条、第三十八条）。",
        f"The outcome '{outcome.title.en}' ends the case as refused and asks for no reason "
        "(行政许可法, articles 32 and 38).",
        "请在这个结果上写 reason: required。",
        "Write reason: required at this outcome.",
    )


_NO_DAYS = Say(
    f"受理的环节没有期限：收到申请后须在 {ANSWER_DAYS} 个工作日内答复（行政许可法第三十二条）。",
    f"The step that accepts has no 'days': an application is answered within {ANSWER_DAYS} working days "
    "(行政许可法, article 32).",
    f"请写 days: {ANSWER_DAYS} 和 silence: accepted。",
    f"Write days: {ANSWER_DAYS} and silence: accepted.",
)
_NO_SILENCE = Say(
    "受理的环节没有写明逾期不告知即为受理（行政许可法第三十二条）。",
    "The step that accepts does not say that silence accepts (行政许可法, article 32).",
    "请写 silence: accepted：许可申请逾期未答复的，自收到之日起视为受理，环节仍须有人办理。",
    "Write silence: accepted. An application for a licence that is not answered in time then counts as "
    "accepted from the day it came; the step stays open.",
)
_DECIDES = Say(
    "逾期不答复只能视为受理，不能自动产生其他结果，也不能结束环节（行政许可法第三十二条）。",
    "Silence can only accept an application; it neither ends the step nor brings another outcome "
    "(行政许可法, article 32).",
    "请删去 late，改写 silence: accepted。",
    "Remove 'late' and write silence: accepted.",
)
_NO_CORRECTION = Say(
    "预审不能要求补正：材料不齐的须一次告知需要补正的全部内容（行政许可法第三十二条）。",
    "The pre-review cannot ask for a correction: all that is missing is to be told at once "
    "(行政许可法, article 32).",
    "请补上由申请人补正（by: applicant）的环节，和通向它的结果。",
    "Add a step by: applicant for the correction, and an outcome that leads to it.",
)

"""
What may happen without a person: next to nothing. A clock decides no case and sends no courier, and a parcel
that failed is not sent again by itself: each courier is paid for with public money.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.authoring.checking.walk import Walk
from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Problem, Say, problem
from chalicelib.decisions.plan import Outcome, Plan, Step

_BY_COURIER = "courier"


def by_itself(plan: Read[Plan], walks: Sequence[Walk]) -> Iterator[Problem]:
    """Clocks that decide or spend, and couriers that nobody has ordered."""
    for walk in walks:
        found = list(_of(plan, walk))
        if found:
            yield from found
            return


def _of(plan: Read[Plan], walk: Walk) -> Iterator[Problem]:
    file = plan.document.file
    if _couriers(walk, plan.form.start):
        yield problem(file, plan.node.find("start"), "order-by-itself", _ORDERS)
    for number, step in enumerate(plan.form.steps):
        late = next((outcome for outcome in step.outcomes if outcome.outcome == step.late), None)
        if late is not None and _acts(walk, late):
            yield problem(file, plan.node.find("steps", number, "late"), "late-acts", _LATE_ACTS)
        if step.silence is not None and not _owes_an_answer(step):
            yield problem(file, plan.node.find("steps", number, "silence"), "silence-elsewhere", _ELSEWHERE)
        for n, outcome in enumerate(step.outcomes):
            if _nobody(step, outcome) and _couriers(walk, outcome.next):
                at = plan.node.find("steps", number, "outcomes", n, "next")
                yield problem(file, at, "order-by-itself", _ORDERS)


def _owes_an_answer(step: Step) -> bool:
    """Whether the office answers an application here: only that can be done by silence."""
    return step.by == "staff" and any(outcome.accepts is not None for outcome in step.outcomes)


def _acts(walk: Walk, late: Outcome) -> bool:
    """Whether an outcome by the clock accepts, hands over, ends the case or has something sent."""
    begins = {walk.steps[name].by for name in walk.straight(late.next)}
    touches = late.accepts is not None or late.licence or late.hand_over is not None
    return touches or bool(begins & {"end", "pick_up", "delivery"})


def _nobody(step: Step, outcome: Outcome) -> bool:
    """Whether an outcome happens without a member of staff: the applicant's, or a parcel's that failed."""
    failed = outcome.outcome != "delivered" and (step.by == "pick_up" or _BY_COURIER in step.ways)
    return step.by == "applicant" or failed


def _couriers(walk: Walk, name: str) -> bool:
    """Whether entering a step may order a courier."""
    steps = [walk.steps[each] for each in walk.straight(name)]
    return any(step.by == "pick_up" or _BY_COURIER in step.ways for step in steps)


_LATE_ACTS = Say(
    "逾期自动发生的结果不能受理、交接、制证、派快递或办结：这些都须有人作出"
    "（行政许可法第三十二条、第三十八条；快递由公款支付）。",
    "What happens by itself after some days must not accept, hand over, make a licence, send a courier or "
    "end the case: a person does that (行政许可法, articles 32 and 38; couriers are public money).",
    "请让它转到由工作人员（by: staff）处理的环节，或删去 late。",
    "Let it lead to a step by: staff, or remove 'late'.",
)
_ORDERS = Say(
    "快递会在没有人经手的情况下派出：快递由公款支付，须先有工作人员的处理。",
    "A courier would be sent without a person's act: couriers are public money.",
    "请让它先转到由工作人员（by: staff）处理的环节。",
    "Let it lead to a step by: staff first.",
)
_ELSEWHERE = Say(
    "只有机关答复是否受理的环节（by: staff，有写 accepts 的结果）才有逾期视为受理（行政许可法第三十二条）。",
    "Silence accepts only where the office answers an application: at a step by: staff with an outcome that "
    "accepts (行政许可法, article 32).",
    "请删去 silence。",
    "Remove 'silence'.",
)

"""What a step says of itself: when it is left out, whether the applicant comes, what the law wants of it."""

from __future__ import annotations

from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Say
from chalicelib.decisions.plan import PASSING, HandOver, Party, Plan, Step


def check_steps(plan: Read[Plan]) -> None:
    """Report skips without a clear reason, visits that are not marked, inspections that nobody can pass."""
    for number, step in enumerate(plan.form.steps):
        if step.skip is not None and bool(step.skip.when) == bool(step.skip.unless):
            plan.report(plan.node.find("steps", number, "skip"), "skip-conditions", _SKIP)
        _check_visits(plan, number, step)
        if step.does is not None:
            _check_does(plan, number, step)


def _check_visits(plan: Read[Plan], number: int, step: Step) -> None:
    """Papers that pass between applicant and office by hand are a visit; parcels are counted anyway."""
    for n, outcome in enumerate(step.outcomes):
        path = ("steps", number, "outcomes", n)
        if outcome.visit and step.by != "staff":
            plan.report(plan.node.find(*path, "visit"), "visit-place", _PLACE)
        if step.by == "staff" and not outcome.visit and _by_hand(outcome.hand_over):
            plan.report(plan.node.find(*path, "hand_over"), "visit-not-marked", _UNMARKED)


def _by_hand(given: HandOver | None) -> bool:
    both = {Party.APPLICANT, Party.OFFICE}
    return given is not None and given.what == "papers" and {given.from_, given.to} == both


def _check_does(plan: Read[Plan], number: int, step: Step) -> None:
    assert step.does is not None  # noqa: S101 - asked before
    passing = PASSING[step.does]
    if step.by != "staff":
        plan.report(plan.node.find("steps", number, "does"), "does-by", _BY)
    elif passing not in {outcome.outcome for outcome in step.outcomes}:
        plan.report(plan.node.find("steps", number, "does"), "missing-outcome", _never(passing))
    elif step.late == passing:
        plan.report(plan.node.find("steps", number, "late"), "does-by-silence", _SILENCE)


def _never(passing: str) -> Say:
    return Say(
        f"这个环节没有结果 {passing}，永远做不成。",
        f"This step has no outcome '{passing}': it can never be done.",
        f"请把勘验合格、听证已举行、已公示的结果分别命名为 pass、held、published，此处为 {passing}。",
        f"Call the outcome of a passed inspection 'pass', of a hearing 'held', of a publication 'published': "
        f"here '{passing}'.",
    )


_SKIP = Say(
    "skip 须写 when 或 unless，二者写一项。",
    "A skip has 'when' or 'unless': one of the two.",
    "全部条件成立时跳过的写 when，不全成立时跳过的写 unless。",
    "Write 'when' where it is left out if all hold, 'unless' where it is left out if not all hold.",
)
_PLACE = Say(
    "只有工作人员的环节可以写 visit：取件和送达改在窗口的，系统自会计一次到场。",
    "Only a step of staff can mark a visit: a pick-up or delivery at the counter is counted by itself.",
    "请删去 visit。",
    "Remove 'visit'.",
)
_UNMARKED = Say(
    "申请人与大厅当面交接材料，是一次到场，却没有写 visit: true。",
    "The applicant and the office hand papers over in person: that is a visit, and it is not marked.",
    "请在这个结果上写 visit: true。",
    "Write visit: true at this outcome.",
)
_BY = Say(
    "勘验、听证、公示由工作人员办理，does 只能写在 by: staff 的环节。",
    "Inspections, hearings and publications are done by staff: 'does' stands at a step by: staff only.",
    "请改为 by: staff，或删去 does。",
    "Make it by: staff, or remove 'does'.",
)
_SILENCE = Say(
    "勘验、听证、公示不能因逾期自动完成（late）：没有人做过。",
    "An inspection, a hearing or a publication cannot happen by itself when its time is over: nobody has "
    "done it.",
    "请删去 late，或改为其他结果。",
    "Remove 'late', or name another outcome.",
)

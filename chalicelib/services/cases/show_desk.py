"""What waits for a department: one work list a step."""

from __future__ import annotations

from chalicelib.ports.cases import Work
from chalicelib.ports.identity import Staff
from chalicelib.ports.world import World
from chalicelib.services.cases.record_outcome import CHANNEL_STEP
from chalicelib.services.errors import Problem


def show_desk(world: World, who: Staff, department: str, kind: str) -> tuple[Work, ...]:
    """
    Cases of ``department`` that stand at step ``kind`` ("channel": the rules could not decide), oldest first.

    Raises:
        Problem: 403 another department's list; 422 none named, or no step of that name.
    """
    if not department or not kind:
        raise Problem(
            422,
            "list_needed",
            "请指明部门（department）和环节（kind）",
            "name the department and the step (kind)",
        )
    if not who.serves(department):
        raise Problem(403, "other_department", "不能查看其他部门的待办", "this is another department's list")
    plans = world.releases.get(world.releases.active(world.region)).plans.values()
    steps = {step.step for plan in plans for step in plan.steps}
    if kind not in steps | {CHANNEL_STEP}:
        raise Problem(
            422,
            "no_such_list",
            f"没有环节“{kind[:60]}”；可用：{'、'.join(sorted(steps))}、{CHANNEL_STEP}",
            f"there is no step '{kind[:60]}'; use one of {', '.join(sorted(steps))}, {CHANNEL_STEP}",
        )
    return world.cases.work(world.region, department, kind)

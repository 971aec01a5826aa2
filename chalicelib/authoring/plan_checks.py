"""What must be right within a plan: every step leads to an end, and nothing leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.custody_checks import check_custody
from chalicelib.authoring.documents import Read
from chalicelib.authoring.names import each_once, known_name, same_as_file
from chalicelib.authoring.problems import Say
from chalicelib.authoring.step_checks import check_steps
from chalicelib.decisions.form import Channel, Text
from chalicelib.decisions.plan import Plan, Step


def check_plan(plan: Read[Plan]) -> None:
    """Report what is wrong with a plan."""
    form = plan.form
    same_as_file(plan, "plan", form.plan.value)
    if form.plan is Channel.UNDETERMINED:
        plan.report(plan.node.find("plan"), "no-channel", _NO_CHANNEL)
    names = [step.step for step in form.steps]
    each_once(plan, [(name, ("steps", number, "step")) for number, name in enumerate(names)])
    known_name(plan, ("start",), form.start, names, "step", "环节")
    for number, step in enumerate(form.steps):
        _check_step(plan, number, step)
        for name, path in _next(step):
            known_name(plan, ("steps", number, *path), name, names, "step", "环节")
    if all((step.by == "end") != bool(step.outcomes) for step in form.steps) and form.start in names:
        _check_ways(plan)
    _check_whole(plan)
    check_steps(plan)
    if {form.start, *(name for step in form.steps for name, _ in _next(step))} <= set(names):
        check_custody(plan)


def _check_step(plan: Read[Plan], number: int, step: Step) -> None:
    at = plan.node.find("steps", number)
    each_once(
        plan, [(o.outcome, ("steps", number, "outcomes", n, "outcome")) for n, o in enumerate(step.outcomes)]
    )
    if (step.by == "end") == bool(step.outcomes):
        plan.report(at, "step-outcomes", _OUTCOMES)
    if step.by == "end" and step.state is None:
        plan.report(at, "end-state", _STATE)
    if (step.by == "delivery") != bool(step.ways):
        plan.report(at, "step-ways", _WAYS)
    if step.if_nothing is not None and step.by != "delivery":
        plan.report(plan.node.find("steps", number, "if_nothing"), "if-nothing", _NOTHING)
    _check_late(plan, number, step)
    wanted = _WANTED.get(step.by, set())
    if step.by == "delivery" and set(step.ways) <= {"electronic", "counter"}:
        wanted = {"delivered"}
    if not wanted <= {outcome.outcome for outcome in step.outcomes}:
        plan.report(at, "missing-outcome", _PARCEL_OUTCOMES)


def _check_late(plan: Read[Plan], number: int, step: Step) -> None:
    if step.late is not None:
        known = [outcome.outcome for outcome in step.outcomes]
        known_name(plan, ("steps", number, "late"), step.late, known, "outcome", "结果")
        if step.days is None:
            plan.report(plan.node.find("steps", number, "late"), "late-without-days", _LATE)


def _check_whole(plan: Read[Plan]) -> None:
    """A plan accepts whatever the item's trigger is, and makes a licence before it grants one."""
    outcomes = [outcome for step in plan.form.steps for outcome in step.outcomes]
    if {"prereview", "paper"} - {outcome.accepts for outcome in outcomes}:
        plan.report(plan.node.find("steps"), "never-accepted", _ACCEPTS)
    granted = any(step.state in _GRANTED for step in plan.form.steps)
    if granted and not any(outcome.licence for outcome in outcomes):
        plan.report(plan.node.find("steps"), "no-licence", _LICENCE)
    elif granted:
        _check_licence(plan)
    corrections = {step.step for step in plan.form.steps if step.by == "applicant"}
    for number, step in enumerate(plan.form.steps):
        silent = [outcome for outcome in step.outcomes if outcome.outcome == step.late]
        if any(outcome.next in corrections or outcome.licence for outcome in silent):
            plan.report(plan.node.find("steps", number, "late"), "silent-outcome", _SILENT)


def _check_licence(plan: Read[Plan]) -> None:
    """No way from the start to a grant passes every outcome that makes the licence by."""
    steps = {step.step: step for step in plan.form.steps}
    ways = {plan.form.start: [plan.form.start]}
    waiting = [plan.form.start]
    while waiting:
        at = waiting.pop(0)
        for name in _without_licence(steps[at]) if at in steps else ():
            if name not in ways:
                ways[name] = [*ways[at], name]
                waiting.append(name)
    for number, step in enumerate(plan.form.steps):
        if step.state in _GRANTED and step.step in ways:
            titles = [steps[name].title for name in ways[step.step]]
            plan.report(plan.node.find("steps", number, "step"), "granted-without-licence", _bare(titles))


def _without_licence(step: Step) -> Iterator[str]:
    """The steps that may follow without the licence being made in between."""
    made = {("outcomes", number, "next") for number, one in enumerate(step.outcomes) if one.licence}
    yield from (name for name, path in _next(step) if path not in made)


def _bare(titles: list[Text]) -> Say:
    return Say(
        f"有一条路准予许可却没有制证：{' → '.join(title.zh for title in titles)}。",
        f"There is a way to a grant on which no licence is made: {' → '.join(title.en for title in titles)}.",
        "请让这条路经过写有 licence: true 的结果，或转到不予许可。",
        "Let it pass an outcome with licence: true, or lead to a refusal.",
    )


_WANTED = {"pick_up": {"delivered", "failed"}, "delivery": {"delivered", "failed"}, "applicant": {"supplied"}}
_GRANTED = {11, 12}


def _next(step: Step) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The steps that may follow, each with the path to its name."""
    for number, outcome in enumerate(step.outcomes):
        yield outcome.next, ("outcomes", number, "next")
    if step.skip is not None:
        yield step.skip.next, ("skip", "next")
    if step.if_nothing is not None:
        yield step.if_nothing, ("if_nothing",)


def _check_ways(plan: Read[Plan]) -> None:
    """Every step can be reached and reaches an end, and no chain of skips comes back to itself."""
    form = plan.form
    after = {step.step: {name for name, _ in _next(step)} for step in form.steps}
    before = {name: {other for other in after if name in after[other]} for name in after}
    ends = {step.step for step in form.steps if step.by == "end"}
    reached = _from({form.start} & after.keys(), after)
    ending = _from(ends, before)
    skips = {step.step: {name for name, path in _next(step) if path[0] != "outcomes"} for step in form.steps}
    for number, step in enumerate(form.steps):
        at = plan.node.find("steps", number, "step")
        if step.step not in ending:
            plan.report(at, "no-way-out", _NO_WAY_OUT)
        elif step.step not in reached:
            plan.report(at, "never-reached", _NEVER_REACHED)
        if step.step in skips and step.step in _from(skips[step.step], skips):
            path = next(path for _, path in _next(step) if path[0] != "outcomes")
            plan.report(plan.node.find("steps", number, *path), "skip-circle", _CIRCLE)


def _from(names: set[str], leads: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(leads.get(name, ()))
    return reached


_NO_CHANNEL = Say(
    "undetermined 是人工判断，没有流程。",
    "'undetermined' is a person's desk: it has no plan.",
    "请写五种渠道之一。",
    "Write one of the five channels.",
)
_OUTCOMES = Say(
    "结束环节没有结果，其他环节至少有一个结果。",
    "An end has no outcomes, any other step at least one.",
    "请补充或删去 outcomes。",
    "Add or remove 'outcomes'.",
)
_STATE = Say(
    "结束环节缺少状态码 state（1–15）。",
    "The end has no 'state' (1-15).",
    "请按办理状态代码补充 state。",
    "Add the code of the case state.",
)
_WAYS = Say(
    "只有送达环节、且必须，列出送达方式 ways。",
    "A delivery step, and no other, lists its 'ways'.",
    "请补充或删去 ways。",
    "Add or remove 'ways'.",
)
_PARCEL_OUTCOMES = Say(
    "取件、送达环节须有结果 delivered 和 failed（不用快递的送达只须 delivered），补正环节须有 supplied。",
    "A pick-up or delivery needs the outcomes 'delivered' and 'failed' (without a courier 'delivered' is "
    "enough), a correction 'supplied'.",
    "请按这些名称补充结果。",
    "Add the outcomes by these names.",
)
_ACCEPTS = Say(
    "流程中缺少受理：accepts: prereview 和 accepts: paper 各至少一处。",
    "The plan never accepts: one outcome needs accepts: prereview, one accepts: paper.",
    "请在网上预审通过和受理的结果上注明 accepts。",
    "Mark the outcomes of pre-review and acceptance.",
)
_LICENCE = Say(
    "流程准予许可，却没有制证的结果（licence: true）。",
    "The plan grants, but no outcome makes the licence (licence: true).",
    "请在制证环节的结果上写 licence: true。",
    "Write licence: true at the outcome that makes it.",
)
_SILENT = Say(
    "逾期自动发生的结果不能是补正或制证：没有人可以填写内容。",
    "What happens by itself cannot be a correction or a licence: nobody is there to write it.",
    "请改为其他结果，或删去 late。",
    "Choose another outcome, or remove 'late'.",
)
_NOTHING = Say(
    "只有送达环节可以写 if_nothing（无可送达时转到的环节）。",
    "Only a delivery step can have 'if_nothing'.",
    "请删去 if_nothing。",
    "Remove 'if_nothing'.",
)
_LATE = Say(
    "有 late 而没有 days，永远不会到期。", "There is 'late' but no 'days'.", "请补充 days。", "Add 'days'."
)
_NO_WAY_OUT = Say(
    "从这个环节出发到不了任何结束环节。",
    "No end can be reached from this step.",
    "请检查各结果的 next。",
    "Look at the 'next' of its outcomes.",
)
_NEVER_REACHED = Say(
    "没有环节通向这里。",
    "No step leads here.",
    "请删去此环节，或让某个结果通向它。",
    "Remove the step, or let an outcome lead to it.",
)
_CIRCLE = Say(
    "跳过条件首尾相接，会循环。",
    "The skips lead back to where they began.",
    "请改正 skip 的 next。",
    "Correct the 'next' of the skip.",
)

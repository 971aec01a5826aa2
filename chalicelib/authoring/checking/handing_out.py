"""
How results go out: within ten working days of the decision (行政许可法 art. 44), and in the way that the
channel promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.authoring.checking.walk import Walk, ordinary_ways
from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Problem, Say, problem
from chalicelib.authoring.telling import named_channel
from chalicelib.decisions.form import Channel
from chalicelib.decisions.plan import Plan, Step

DELIVERY_DAYS = 10

PAPER_IN = {
    Channel.OUTBOUND_COURIER: "none",
    Channel.TWO_WAY_COURIER: "courier",
    Channel.INSPECTION_COLLECTION: "inspection",
    Channel.FULLY_ONLINE: "none",
    Channel.ONE_VISIT: "counter",
}
RESULT_OUT = {
    Channel.OUTBOUND_COURIER: "courier",
    Channel.TWO_WAY_COURIER: "courier",
    Channel.INSPECTION_COLLECTION: "courier",
    Channel.FULLY_ONLINE: "electronic",
}


def late_licences(plan: Read[Plan]) -> Iterator[Problem]:
    """From the decision to the applicant's hands: ten working days, every step of it with its days."""
    numbers = {step.step: number for number, step in enumerate(plan.form.steps)}
    told: set[int] = set()
    for way in ordinary_ways(plan.form):
        after = after_decision(plan.form, way)
        for step in after:
            if step.days is None and set(step.ways) != {"electronic"} and numbers[step.step] not in told:
                told.add(numbers[step.step])
                at = plan.node.find("steps", numbers[step.step], "step")
                yield plan.told(at, "delivery-days", _NO_DAYS)
        total = sum(step.days or 0 for step in after)
        longest = max(after, key=lambda step: step.days or 0, default=None)
        if longest is not None and total > DELIVERY_DAYS and not told:
            told.add(numbers[longest.step])
            at = plan.node.find("steps", numbers[longest.step], "days")
            yield plan.told(at, "delivery-days", _too_long(after, total))


def after_decision(plan: Plan, way: list[Step]) -> list[Step]:
    """The steps of an ordinary way from the decision to grant to the end; none where it makes no licence."""
    made = [n for n, step in enumerate(way) if step.outcomes and step.outcomes[0].licence]
    if not made:
        return []
    open_ = [n for n in range(made[-1] + 1) if _may_refuse(plan, way[n])]
    decided = open_[-1] if open_ else made[-1] - 1
    return [step for step in way[decided + 1 :] if step.by != "end"]


def _may_refuse(plan: Plan, step: Step) -> bool:
    """Whether a case can still come from here to a refusal without the licence being made."""
    steps: Mapping[str, Step] = {one.step: one for one in plan.steps}
    found: set[str] = set()
    waiting = [step.step]
    while waiting:
        here = steps[waiting.pop()]
        if here.step not in found:
            found.add(here.step)
            waiting += [outcome.next for outcome in here.outcomes if not outcome.licence]
    return any(steps[name].state == 13 for name in found)


def unkept_promises(plan: Read[Plan], walks: Sequence[Walk]) -> Iterator[Problem]:
    """A channel that is not what its name says, or needs the counter where it promises that nobody comes."""
    form, file = plan.form, plan.document.file
    paper = PAPER_IN.get(form.plan)
    if paper is not None and form.paper_in != paper:
        yield problem(file, plan.node.find("paper_in"), "channel-paper", _paper(form, paper))
        return
    for number, step in enumerate(form.steps):
        if step.by == "delivery" and form.paper_in != "counter" and _counter_only(step, walks):
            at = plan.node.find("steps", number, "ways")
            yield problem(file, at, "counter-only", _counter(form))
        elif form.plan in RESULT_OUT and RESULT_OUT[form.plan] not in step.ways and _hands_out(step, form):
            at = plan.node.find("steps", number, "ways")
            yield problem(file, at, "channel-result", _result(form, RESULT_OUT[form.plan]))


def _counter_only(step: Step, walks: Sequence[Walk]) -> bool:
    """Whether something can be fetched at the counter only, and no other way has been tried before."""
    return set(step.ways) == {"counter"} and any(
        not at.handed_out for walk in walks for at in walk.here(step)
    )


def _hands_out(step: Step, plan: Plan) -> bool:
    """Whether a step hands out a licence, the first time that this is tried."""
    return any(
        step in way and any(one.outcomes and one.outcomes[0].licence for one in way[: way.index(step)])
        for way in ordinary_ways(plan)
        if step.by == "delivery"
    )


def _too_long(after: list[Step], total: int) -> Say:
    zh = "、".join(f"“{step.title.zh}”{step.days or 0} 日" for step in after)
    en = ", ".join(f"'{step.title.en}' {step.days or 0}" for step in after)
    return Say(
        f"准予许可后须在 {DELIVERY_DAYS} 个工作日内颁发、送达证件（行政许可法第四十四条），"
        f"这里共 {total} 日：{zh}。",
        f"A licence is made and delivered within {DELIVERY_DAYS} working days of the decision "
        f"(行政许可法, article 44); here are {total}: {en}.",
        f"请缩短，使各环节之和不超过 {DELIVERY_DAYS} 日。",
        f"Shorten them to {DELIVERY_DAYS} in all.",
    )


def _paper(form: Plan, paper: str) -> Say:
    name = named_channel(form.plan)
    return Say(
        f"渠道{name.zh}的纸质材料应写 paper_in: {paper}。",
        f"In the channel {name.en} papers come by paper_in: {paper}.",
        "请改正 paper_in 和环节，或改用另一种渠道。",
        "Correct 'paper_in' and the steps, or use another channel.",
    )


def _counter(form: Plan) -> Say:
    name = named_channel(form.plan)
    return Say(
        f"渠道{name.zh}不须到场，这里却只能到窗口领取。",
        f"In the channel {name.en} nobody has to come, yet this can be fetched at the counter only.",
        "请在 ways 中加上 courier 或 electronic，放在 counter 之前；确须到窗口的，改用“最多跑一次”。",
        "Add courier or electronic to 'ways', before counter; where a visit is needed use one_visit.",
    )


def _result(form: Plan, way: str) -> Say:
    name = named_channel(form.plan)
    return Say(
        f"渠道{name.zh}的结果应能以 {way} 送达。",
        f"The channel {name.en} hands its result out by {way}.",
        f"请在 ways 中加上 {way}。",
        f"Add {way} to 'ways'.",
    )


_NO_DAYS = Say(
    f"准予许可后须在 {DELIVERY_DAYS} 个工作日内颁发、送达证件（行政许可法第四十四条），这个环节却没有期限。",
    f"A licence is made and delivered within {DELIVERY_DAYS} working days of the decision "
    "(行政许可法, article 44), but this step has no 'days'.",
    f"请写 days，使决定之后各环节之和不超过 {DELIVERY_DAYS} 日。",
    f"Write 'days', so that the steps after the decision come to {DELIVERY_DAYS} in all.",
)

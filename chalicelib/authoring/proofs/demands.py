"""
Nothing the law demands falls out 法定环节: in every situation where a fact demands an inspection, a hearing
or a publication, no channel's plan has a way to a grant that passes it by.

Every plan is looked at with every situation, whatever the rules choose: a person may settle a case's channel,
and a rule of tomorrow may choose another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from math import prod

from chalicelib.authoring.bypass import Bypass, Edge, bypass
from chalicelib.authoring.documents import Read
from chalicelib.authoring.domain import Classes, Situation, classes
from chalicelib.authoring.explaining import question
from chalicelib.authoring.folder import Folder
from chalicelib.authoring.problems import Mark, Problem, Say, TooManySituationsError, problem
from chalicelib.authoring.reference import holds
from chalicelib.authoring.telling import DOES, named_channel
from chalicelib.authoring.totals import usual_decisions
from chalicelib.decisions.explain import cited, in_words
from chalicelib.decisions.form import Condition, Text
from chalicelib.decisions.model import Demand, Fact, Item, Release
from chalicelib.decisions.plan import Does, Plan, Step
from chalicelib.decisions.plans import is_skipped

MOST = 1 << 16
"""Situations that a plan and a demand may tell apart together."""
NAMED = 5
"""Items that are told by name."""


def demands(folder: Folder, release: Release, today: date) -> Iterator[Problem]:
    """Of each plan and each demand the ways that pass it by, told where each is lost."""
    yield from _undemanded(folder)
    yield from _half_demanded(folder, release.facts)
    for plan in folder.plans:
        told: set[tuple[Does, Mark]] = set()
        for read in folder.demands:
            if _size(kinds(release.facts, _tests(plan.form, read.form))) > MOST:
                yield problem(plan.document.file, plan.node.find("steps"), "too-many-situations", _TOO_MANY)
                continue
            for facts, found in _holes(plan.form, read.form, release.facts):
                at = _place(plan, found)
                if (read.form.does, at) not in told:
                    told.add((read.form.does, at))
                    say = _say(plan.form, read.form, found, release, facts, today)
                    yield problem(plan.document.file, at, "demand-passed-by", say)


def kinds(facts: Sequence[Fact], tests: Sequence[Condition]) -> Classes:
    """The facts that are tested, each with one value of every kind that the tests can tell apart."""
    found = {}
    for name, values in classes(facts, tests).items():
        asked = [test for test in tests if test.fact == name]
        alike = {tuple(holds(test, {name: value}) for test in asked): value for value in reversed(values)}
        found[name] = tuple(reversed(alike.values()))
    return found


def _tests(plan: Plan, demand: Demand) -> list[Condition]:
    skips = [test for step in plan.steps if step.skip is not None for test in step.skip.tests]
    return [*demand.when, *skips]


def _size(found: Classes) -> int:
    return prod(map(len, found.values()))


def _holes(plan: Plan, demand: Demand, facts: Sequence[Fact]) -> Iterator[tuple[Situation, Bypass]]:
    found = kinds(facts, _tests(plan, demand))
    for values in product(*found.values()):
        situation = dict(zip(found, values, strict=True))
        if all(holds(test, situation) for test in demand.when):
            hole = bypass(plan, demand.does, situation)
            if hole is not None:
                yield situation, hole


def _place(plan: Read[Plan], found: Bypass) -> Mark:
    if found.lost is None:
        return plan.node.find("plan")
    number = next(n for n, step in enumerate(plan.form.steps) if step.step == found.lost.step.step)
    return plan.node.find("steps", number, *_path(found.lost))


def _path(edge: Edge) -> tuple[object, ...]:
    if edge.number is not None:
        return "outcomes", edge.number, "next"
    return ("if_nothing",) if edge.step.skip is None else ("skip",)


def _say(plan: Plan, demand: Demand, found: Bypass, release: Release, facts: Situation, today: date) -> Say:
    what, channel = DOES[demand.does], named_channel(plan.plan)
    law = "、".join(map(cited, demand.basis))
    way = _way(plan, found)
    who = in_words({fact.fact: fact for fact in release.facts}, _met(demand, found, facts))
    items = _named(_items(plan, demand, release, today))
    late = ("（决定之后才做）", " (it comes only after the decision)") if found.late else ("", "")
    return Say(
        f"渠道{channel.zh}有一条路不经{what.zh}就准予{late[0]}：{way.zh}。情形：{who.zh}。"
        f"法定环节“{demand.title.zh}”，依据{law}。现在会遇到的事项：{items.zh}。",
        f"In the channel {channel.en} there is a way to a grant without the {what.en}{late[1]}: {way.en}. "
        f'Situation: {who.en}. Demanded by "{demand.title.en}", on the basis of {law}. '
        f"Items that meet it now: {items.en}.",
        f"请在受理之后、审查和决定之前写一个 does: {demand.does} 的环节，使每条准予的路都经过它的合格结果；"
        "不需要的事项用 skip 略过，没有做成的转到不予许可。",
        f"Put a step with does: {demand.does} after the acceptance and before review and decision, so that "
        "every way to a grant passes it with success; leave it out by 'skip' where nothing demands it, and "
        "let what fails lead to a refusal.",
    )


def _met(demand: Demand, found: Bypass, facts: Situation) -> Situation:
    """The facts that count: those of the demand, and those that a skip on the way asks."""
    skips = (edge.step.skip for edge in found.way if edge.step.skip is not None)
    asked = {test.fact for test in (*demand.when, *(test for skip in skips for test in skip.tests))}
    return {name: value for name, value in facts.items() if name in asked}


def _way(plan: Plan, found: Bypass) -> Text:
    titles = {step.step: step.title for step in plan.steps}
    names = [plan.start, *(edge.to for edge in found.way)]
    return Text(
        zh=" → ".join(titles[name].zh for name in names), en=" → ".join(titles[name].en for name in names)
    )


def _items(plan: Plan, demand: Demand, release: Release, today: date) -> list[Item]:
    """The items whose facts can demand it and that come into the channel for some applicant today."""
    found = []
    for code, decision in usual_decisions(release, today).items():
        try:
            asked = question(release, decision, today)
        except TooManySituationsError:
            continue
        here = asked.channels.get(plan.plan, 0)
        for name, value in asked.known.items():
            if name.startswith("item."):
                here &= asked.bits.with_value(name, value)
        own = [test for test in demand.when if test.fact.startswith("item.")]
        if here and all(holds(test, decision.facts) for test in own):
            found.append(release.items[code])
    return found


def _named(items: Sequence[Item]) -> Text:
    if not items:
        return Text(zh="暂无", en="none at present")
    zh = "、".join(f"{item.name.zh}（{item.item}）" for item in items[:NAMED])
    en = ", ".join(f"{item.name.en} ({item.item})" for item in items[:NAMED])
    more = len(items) - NAMED
    return Text(
        zh=zh + (f"等 {len(items)} 项" if more > 0 else ""), en=en + (f" and {more} more" if more > 0 else "")
    )


def _undemanded(folder: Folder) -> Iterator[Problem]:
    """What a plan does by law, and nothing demands: whoever takes the demand away takes the proof away."""
    demanded = {read.form.does for read in folder.demands}
    told: set[Does] = set()
    for plan in folder.plans:
        for number, step in enumerate(plan.form.steps):
            if step.does is not None and step.does not in demanded | told:
                told.add(step.does)
                at = plan.node.find("steps", number, "does")
                yield problem(plan.document.file, at, "does-undemanded", _no_demand(step.does))


def _half_demanded(folder: Folder, facts: Sequence[Fact]) -> Iterator[Problem]:
    """What a plan does in situations that no demand can reach: a demand made narrower proves less."""
    told: set[Does] = set()
    for plan in folder.plans:
        for number, step in enumerate(plan.form.steps):
            due = [read.form for read in folder.demands if read.form.does == step.does]
            if step.does is None or step.does in told or step.skip is None or not due:
                continue
            beyond = _beyond(step, due, facts)
            if beyond is not None:
                told.add(step.does)
                who = in_words({fact.fact: fact for fact in facts}, beyond)
                at = plan.node.find("steps", number, "does")
                yield problem(plan.document.file, at, "does-undemanded", _half(step.does, who), "warning")


def _beyond(step: Step, due: Sequence[Demand], facts: Sequence[Fact]) -> Situation | None:
    """A situation by which a step is not left out, and in which no demand can hold whatever else is so."""
    skips = _skips(step)
    asked = {test.fact for test in skips}
    demanded = [test for one in due for test in one.when if test.fact in asked]
    found = kinds(facts, [*skips, *demanded])
    for values in product(*found.values()):
        situation = dict(zip(found, values, strict=True))
        reached = any(
            all(holds(test, situation) for test in one.when if test.fact in situation) for one in due
        )
        if not reached and not is_skipped(step, situation):
            return situation
    return None


def _skips(step: Step) -> tuple[Condition, ...]:
    return step.skip.tests if step.skip is not None else ()


def _half(does: Does, who: Text) -> Say:
    what = DOES[does]
    return Say(
        f"流程在这种情形也{what.zh}：{who.zh}；invariants.yaml 的 demands 却没有要求，"
        "改流程时可能无人发现它缺少。",
        f"The plan has the {what.en} also in this situation: {who.en}. 'demands' in invariants.yaml does not "
        "reach it: nobody would notice if it fell out of the plan.",
        "请核对 demands 的 when 是否漏写了取值；法律没有要求的，可以不理会。",
        "Check whether 'when' of the demand lacks a value; if no law wants it here, leave it.",
    )


def _no_demand(does: Does) -> Say:
    what = DOES[does]
    return Say(
        f"流程有{what.zh}环节，但 invariants.yaml 的 demands 没有写哪些情形必须{what.zh}，"
        "无法证明它不会缺少。",
        f"The plan has a step for the {what.en}, but 'demands' in invariants.yaml does not say in which "
        "situations it is needed: nobody can prove that it is never left out.",
        f"请在 invariants.yaml 的 demands 写明（does: {does}），并注明依据。",
        f"Write it under 'demands' in invariants.yaml (does: {does}), with its legal basis.",
    )


_TOO_MANY = Say(
    "流程的略过条件和法定环节能区分的情形太多，无法逐一验证。",
    "The skips of the plan and the demands tell too many situations apart to go through all of them.",
    "请减少 skip 判断的要素。",
    "Test fewer facts in skips.",
)

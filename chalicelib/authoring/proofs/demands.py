"""
Nothing the law demands falls out 法定环节: in every situation where a fact demands an inspection, a hearing
or a publication, no channel's plan has a way to a grant that passes it by.

Every plan is looked at with every situation, whatever the rules choose: a person may settle a case's channel,
and a rule of tomorrow may choose another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from chalicelib.authoring.checking.plans.law.bypass import (
    BEFORE_DECISION,
    Bypass,
    bypass,
    conditions,
    place_of,
)
from chalicelib.authoring.checking.plans.places import of_plan, of_use
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.checking.region.units import in_line
from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import Problem, Spot, TooManySituationsError
from chalicelib.authoring.findings.telling import DOES, first_of, joined, named_plan
from chalicelib.authoring.proofs.totals import usual_decisions
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.explained import explained
from chalicelib.authoring.space.reference import holds, may_hold
from chalicelib.authoring.space.walks import Applications
from chalicelib.decisions.effect import in_effect, versions
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.facts import item_facts, with_attributes
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.model import Demand, Item, Release
from chalicelib.decisions.forms.plan import Does, Plan, Role, Step
from chalicelib.decisions.law_names import law_words
from chalicelib.decisions.plans import MAILED, find_lane, tests_of
from chalicelib.decisions.roles import units_of

_PROVED: tuple[Does, ...] = ("inspection", "presence", "hearing", "publication")
"""What is told where nothing demands it: all else an office may also do of its own accord."""

NAMED = 5
"""Items that are told by name."""


def demands(folder: Folder, release: Release, today: date, walks: Walks) -> Iterator[Problem]:
    """Of each plan and each demand the ways that pass it by, told where each is lost."""
    yield from _undemanded(folder)
    yield from _half_demanded(folder, walks)
    yield from _nobody(folder, release)
    yield from _not_called(folder, walks)
    told: set[tuple[Does, Spot]] = set()
    for plan in folder.plans:
        for read in folder.demands:
            try:
                found = list(_passed_by(plan, read.form, folder, walks, today))
            except TooManySituationsError:
                what = DOES[read.form.does]
                yield of_plan(plan, "parts").error("too-many-situations/demands", what=what)
                continue
            for place, message in found:
                if (read.form.does, place) not in told:
                    told.add((read.form.does, place))
                    yield place.tell(message)


def _passed_by(
    plan: ReadPlan, demand: Demand, folder: Folder, walks: Walks, today: date
) -> Iterator[tuple[Spot, Message]]:
    """
    Where a plan passes a demand by. Nobody comes in person in a channel that invariants keep such cases out
    of: where one would that is not in effect today, its dates are what is to be mended.
    """
    keeping = folder.invariants if demand.does == "presence" else ()
    keeping = [one for one in keeping if plan.form.plan not in one.form.expect]
    now = [group for one in keeping if in_effect(one.form, today) for group in one.form.groups]
    holes = list(_holes(plan.form, demand, walks, now))
    for one in (each for each in keeping if holes and not in_effect(each.form, today)):
        if not any(_holes(plan.form, demand, walks, [*now, *one.form.groups])):
            place = one.at("from" if one.form.until is None or one.form.until >= today else "until")
            yield (
                place,
                say(
                    "demand-passed-by/not-today",
                    name=one.form.title,
                    what=DOES[demand.does],
                    title=demand.title,
                    law=joined(map(law_words, demand.basis), "、", ", "),
                    does=demand.does,
                ),
            )
            return
    told: set[Spot] = set()
    for situation, walk, found in holes:
        place = place_of(plan, walk, demand.does, found)
        if place not in told:  # to name the items takes long
            told.add(place)
            yield place, _say(plan.form, demand, walk, found, walks.release, situation, today)


def _holes(
    plan: Plan, demand: Demand, walks: Walks, kept_out: Sequence[Sequence[Condition]]
) -> Iterator[tuple[Situation, Walk, Bypass]]:
    """The ways past a demand, one for each kind of case that a plan can tell apart and that comes there."""
    looked: set[int] = set()
    here = _every(walks, (*demand.when, *tests_of(plan), *chain.from_iterable(kept_out)))
    among = here.all_holding(demand.when) - here.space.any_holding(kept_out)
    for situation, walk in walks.through(plan, here, among, _kinds(plan, walks)):
        if id(walk) not in looked:
            looked.add(id(walk))
            found = bypass(walk, demand.does)
            if found is not None:
                yield situation, walk, found


def _kinds(plan: Plan, walks: Walks) -> Callable[[Situation], Iterator[Callable[[Situation], Walk]]]:
    """The kinds of item that a situation and those like it may have, as walks of their cases."""

    def kinds(said: Situation) -> Iterator[Callable[[Situation], Walk]]:
        for item in walks.made_up(said):
            yield lambda said, item=item: walks.of(plan, item, {MAILED: True, **said})  # type: ignore[misc]

    return kinds


def _say(
    plan: Plan, demand: Demand, walk: Walk, found: Bypass, release: Release, facts: Situation, today: date
) -> Message:
    what, channel = DOES[demand.does], named_plan(plan)
    law, way = joined(map(law_words, demand.basis), "、", ", "), walk.way(found.at)
    asked = {test.fact for test in _counting(plan, demand)}
    met = {name: value for name, value in facts.items() if name in asked}
    who = in_words(with_attributes(release), met) if met else Text(zh="任何情形", en="any")
    items = _named(_items(plan, demand, release, facts, today))
    said: dict[str, Any] = {"channel": channel, "what": what, "way": way, "who": who, "items": items}
    said |= {"title": demand.title, "law": law, "does": demand.does}
    if not found.late and any(walk.steps[at.step].does == demand.does for at in walk.path(found.at)):
        return say("demand-passed-by/undone", **said)
    late = Both("（决定之后才做）", " (it comes only after the decision)") if found.late else Both("", "")
    return say("demand-passed-by", late=late, **said)


def _counting(plan: Plan, demand: Demand) -> list[Condition]:
    """The conditions that count: those of the demand, and those on which what does it hangs."""
    doing = [step for step in plan.steps if step.does == demand.does]
    return [*demand.when, *(test for step in doing for when in conditions(plan, step) for test in when)]


def _items(plan: Plan, demand: Demand, release: Release, facts: Situation, today: date) -> list[Item]:
    """The items that come into the channel today for some applicant, alike in what counts of the facts."""
    found = []
    own = [test for test in _counting(plan, demand) if test.fact.startswith("item.")]
    for code, decision in usual_decisions(release, today).items():
        asked = explained(release, decision, today)
        said = {name: value for name, value in asked.known.items() if name.startswith("item.")}
        here = asked.channels.get(plan.plan, asked.space.none) & asked.space.with_values(said)
        if here and all(holds(test, decision.facts) == holds(test, facts) for test in own):
            found.append(release.items[code])
    return found


def _named(items: Sequence[Item]) -> Text:
    if not items:
        return Text(zh="暂无", en="none at present")
    each = (Text(zh=f"{one.name.zh}（{one.item}）", en=f"{one.name.en} ({one.item})") for one in items)
    return first_of(each, NAMED, "项")


def _doing(folder: Folder) -> Iterator[tuple[ReadPlan, Step, Does]]:
    """Every step that does what is done only where a law demands it; any application may be reviewed."""
    for plan in folder.plans:
        for step in plan.form.steps:
            if step.does is not None and step.does not in ("review", "opinion"):
                yield plan, step, step.does


def _does_at(plan: ReadPlan, step: Step) -> Spot:
    """Where it is written what a step does: at the step, or at its part."""
    document, node = plan.places[step.step]
    return Spot(document.file, node.find("does") if "does" in node.map else document.root.find("does"))


def _undemanded(folder: Folder) -> Iterator[Problem]:
    """What a plan does by law, and nothing demands: whoever takes the demand away takes the proof away."""
    demanded = {read.form.does for read in folder.demands}
    told: set[Does] = set()
    for plan, step, does in _doing(folder):
        if does in _PROVED and does not in demanded | told:
            told.add(does)
            yield _does_at(plan, step).error("does-undemanded/no-demand", what=DOES[does], does=does)


def _half_demanded(folder: Folder, walks: Walks) -> Iterator[Problem]:
    """What plans do in situations that no demand reaches: a demand made narrower proves less."""
    told: set[Does] = set()
    looked: set[tuple[Does, tuple[Condition, ...]]] = set()
    for plan, step, does in _doing(folder):
        due = [read.form for read in folder.demands if read.form.does == does]
        asked = tuple(test for when in conditions(plan.form, step) for test in when)
        if does in told or (does, asked) in looked or not asked or not due:
            continue
        looked.add((does, asked))
        place, plans = _does_at(plan, step), [one.form for one, _, what in _doing(folder) if what == does]
        try:
            beyond = _beyond(asked, due, plans, walks)
        except TooManySituationsError:
            yield place.warning("too-many-situations/demands", what=DOES[does])
            continue
        if beyond is not None:
            told.add(does)
            who = in_words(with_attributes(walks.release), beyond)
            yield place.warning("does-undemanded/half", what=DOES[does], who=who)


def _beyond(
    asked: Sequence[Condition], due: Sequence[Demand], plans: Sequence[Plan], walks: Walks
) -> Situation | None:
    """
    What is so in a situation that no demand reaches though it is done, and though no plan has a way that
    leaves it out then, such as one for a written commitment.
    """
    tests = [*asked, *(test for one in due for test in one.when)]
    named = {test.fact for test in tests}
    each = {plan.plan: plan for plan in plans}.values()
    all_tests = [*tests, *(test for plan in each for test in tests_of(plan))]
    here = _every(walks, all_tests)
    left = here.all_holding(asked) - here.space.any_holding(one.when for one in due)
    for plan in each:
        for sweep in walks.sweeps(here, left, _kinds(plan, walks)):
            left -= sweep.passing_by(due[0].does, before_decision=due[0].does in BEFORE_DECISION)
    if not left:
        return None
    return {name: value for name, value in here.space.situation(left).items() if name in named}


def _every(walks: Walks, tests: Iterable[Condition]) -> Applications:
    """Whatever the facts of an item and an application are."""
    return Applications(walks.space(tuple(with_attributes(walks.release).values()), tests), {})


def _nobody(folder: Folder, release: Release) -> Iterator[Problem]:
    """
    Items of which something is demanded that their units do one by one, and that name no such unit; where
    most do not, the line of the plan by which such units would have to.
    """
    lines: dict[tuple[Does, Role], dict[Spot, None]] = {}
    for plan, step, does in _doing(folder):
        if step.lane is not None:
            key = does, find_lane(plan.form, step.lane).each
            lines.setdefault(key, {})[of_use(plan, step.step, "each")] = None
    facts = [
        (item, [item_facts(release, form, {}) for form in versions(item.form)])
        for item in (folder.items if lines else ())
    ]
    for (does, role), uses in sorted(lines.items()):
        demanded, what = [read.form for read in folder.demands if read.form.does == does], DOES[does]
        due = [item for item, each in facts if any(may_hold(d.when, one) for d in demanded for one in each)]
        without = [item for item in due if not units_of(item.form, role)]
        if 1 < len(without) > len(due) / 2:
            message = say("nobody-does/most", what=what, role=role, number=len(without))
            yield from (use.tell(message) for use in uses)
            continue
        for item in without:
            yield item.at_key("units").tell(say("nobody-does", what=what, role=role))


def _not_called(folder: Folder, walks: Walks) -> Iterator[Problem]:
    """Units that inspect by an item that the rules send into a plan, and on which it does not call."""
    tree = [read.form for read in folder.units]
    for plan in folder.plans:
        steps = [step for step in plan.form.steps if step.does == "inspection" and step.by == "staff"]
        roles = {
            find_lane(plan.form, step.lane).each if step.lane and step.unit == "each" else step.unit
            for step in steps
        }
        asked = [test for step in steps for when in conditions(plan.form, step) for test in when]
        for item in walks.items_met(plan.form) if steps else ():
            called = {unit for role in roles for unit in units_of(item, role)}
            left = [one for one in item.units.inspects if not any(in_line(tree, one, its) for its in called)]
            if (
                called and left and may_hold(asked, item_facts(walks.release, item, {}))
            ):  # no one: told as that
                place = of_use(plan, steps[0].step, "each" if steps[0].lane else "part")
                yield place.warning("joint-inspection/left-out", item=item.name, unit=left[0])
                break

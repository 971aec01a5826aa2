"""
Which troubles a replayed case can meet, found in its plan by what they mean.

Nothing here knows a region or a channel. A step's first outcome is the ordinary one, by convention of the
rule files; everything else that may come of a step is a chance for a trouble.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from chalicelib.decisions.decision import Decision
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.facts.facts import attributes
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import End, Milestone, Outcome, Plan, Step
from chalicelib.decisions.ordinary_way import Met, ordinary_way
from chalicelib.decisions.plans import ends_of, find_lane, find_step
from chalicelib.decisions.roles import units_of
from infra.local.scenarios import Scenario, possible

SMOOTH = Scenario("顺利办结")


class Chance(NamedTuple):
    """What may come of a step instead, and the milestones that are reached by then."""

    step: Step
    outcome: Outcome
    reached: frozenset[Milestone]


class Course:
    """The ordinary way of an item's case, and what else may come of its steps."""

    def __init__(self, release: Release, item: Item, plan: Plan, facts: Mapping[str, FactValue]) -> None:
        self.release, self.item, self.plan, self.facts = release, item, plan, facts
        self.way = ordinary_way(release, plan, item, facts)
        self.reached = list(_reached(plan, item, self.way))

    def chances(self) -> Iterator[Chance]:
        """All that staff may record on the ordinary way beside the first outcomes."""
        for met, reached in zip(self.way, self.reached, strict=True):
            if met.step.by == "staff":
                for outcome in met.step.outcomes[1:]:
                    if possible(outcome, reached):
                        yield Chance(met.step, outcome, reached)

    def ending(self, end: End) -> Iterator[Chance]:
        """Those of the chances that can only come to this end."""
        return (chance for chance in self.chances() if self.ends_in(chance.outcome, end))

    def ends_in(self, outcome: Outcome, end: End) -> bool:
        return outcome.next is not None and ends_of(self.plan, outcome.next) == {end}

    def met(self, by: str, way: str | None) -> Iterator[tuple[Step, frozenset[Milestone]]]:
        """The steps on the ordinary way that end so, where papers travel that way."""
        for met, reached in zip(self.way, self.reached, strict=True):
            if (met.step.by, met.way) == (by, way):
                yield met.step, reached


def _reached(plan: Plan, item: Item, way: Iterable[Met]) -> Iterator[frozenset[Milestone]]:
    """The milestones before each step of a way."""
    reached = frozenset[Milestone]()
    for met in way:
        yield reached
        if met.outcome is not None:
            if met.outcome.accepts and (
                plan.paper_in == "none" or met.outcome.accepts == item.acceptance_trigger
            ):
                reached |= {Milestone.ACCEPTED}
            if met.outcome.marks is not None:
                reached |= {met.outcome.marks}


def troubles(course: Course) -> Iterator[Scenario]:
    """Every trouble that a case can meet, at most one of a kind."""
    for kind in _KINDS:
        found = next(kind(course), None)
        if found is not None:
            yield found


def _corrected(course: Course) -> Iterator[Scenario]:
    for step, outcome, _ in course.chances():
        if outcome.lines:
            yield Scenario("补正一次", found={step.step: outcome.outcome})


def _wrong_file(course: Course) -> Iterator[Scenario]:
    for step, outcome, _ in course.chances():
        if outcome.lines:
            yield Scenario("先传错文件、再补正", bad_upload=True, found={step.step: outcome.outcome})


def _failed(course: Course) -> Iterator[Scenario]:
    """The last of the inspecting units finds something that is to be put right, and comes again alone."""
    for step, outcome, _ in course.chances():
        following = find_step(course.plan, outcome.next) if outcome.next else step
        again = following.by == "applicant" and following.outcomes[0].next == step.step
        if step.does == "inspection" and again:
            units = units_of(course.item, find_lane(course.plan, step.lane).each) if step.lane else (None,)
            found = {step.step: outcome.outcome}
            yield Scenario("首次勘验不合格、整改后通过", found=found, unit=units[-1])


def _missed(course: Course) -> Iterator[Scenario]:
    for step, outcome, _ in course.chances():
        if outcome.missing:
            yield Scenario("清点缺件、再次取件", found={step.step: outcome.outcome})


def _refused(course: Course) -> Iterator[Scenario]:
    for step, outcome, _ in course.ending(End.REFUSED):
        if outcome.marks is Milestone.DECIDED:
            yield Scenario("不予许可", End.REFUSED, found={step.step: outcome.outcome})


def _not_accepted(course: Course) -> Iterator[Scenario]:
    """Only where silence cannot have accepted the application before somebody refuses to."""
    facts = attributes(course.item) | dict(course.facts)
    silent = any(clock.silence and hold(clock.when, facts) for clock in course.release.clocks)
    on_paper = course.item.acceptance_trigger == "paper" and course.plan.paper_in != "none"
    for step, outcome, _ in course.ending(End.NOT_ACCEPTED):
        if not silent or (on_paper and step is course.way[0].step):
            yield Scenario("不予受理", End.NOT_ACCEPTED, found={step.step: outcome.outcome})


def _given_up(course: Course) -> Iterator[Scenario]:
    for step, outcome, _ in course.ending(End.GIVEN_UP):
        yield Scenario("未交材料、视为放弃", End.GIVEN_UP, found={step.step: outcome.outcome})
    for step, reached in course.met("pick_up", "courier"):
        problem = find_step(course.plan, step.outcomes[-1].next or "")
        for outcome in problem.outcomes:
            if possible(outcome, reached) and course.ends_in(outcome, End.GIVEN_UP):
                found = {problem.step: outcome.outcome}
                cancelled = (step.step, "cancel")
                yield Scenario("未交材料、视为放弃", End.GIVEN_UP, found=found, parcel=cancelled)


def _not_fetched(course: Course) -> Iterator[Scenario]:
    for step, _ in course.met("pick_up", "courier"):
        yield Scenario("取件未成、重新预约", parcel=(step.step, "cancel"))


def _returned(course: Course) -> Iterator[Scenario]:
    for step, _ in course.met("delivery", "courier"):
        yield Scenario("送达被退回、重新寄送", parcel=(step.step, "return"))


def _taken_back(course: Course) -> Iterator[Scenario]:
    for step, _ in course.met("staff", None):
        yield Scenario("申请人撤回", End.WITHDRAWN, withdraws=step.step)


def _taken_back_at_hall(course: Course) -> Iterator[Scenario]:
    """At the last moment before the decision."""
    way = zip(course.way, course.reached, strict=True)
    before = [met.step for met, reached in way if Milestone.DECIDED not in reached]
    for step in reversed(before):
        if step.by == "staff":
            yield Scenario("窗口代为撤回", End.WITHDRAWN, withdraws=step.step, at_hall=True)


def _taken_back_on_the_way(course: Course) -> Iterator[Scenario]:
    for _ in course.met("pick_up", "courier"):
        yield Scenario("取件途中撤回", End.WITHDRAWN, carried=True, at_hall=True)


_KINDS: tuple[Callable[[Course], Iterator[Scenario]], ...] = (
    _given_up,
    _not_accepted,
    _missed,
    _not_fetched,
    _taken_back_on_the_way,
    _failed,
    _taken_back_at_hall,
    _returned,
    _refused,
    _corrected,
    _wrong_file,
    _taken_back,
)


def scenarios(release: Release, decisions: Mapping[str, Decision]) -> dict[str, Scenario]:
    """
    A scenario for each item, by its code. Every other case goes smoothly; of the others each meets the
    trouble, of those it can meet, that was met least often before.
    """
    met: Counter[str] = Counter()
    found: dict[str, Scenario] = {}
    for number, (code, decision) in enumerate(sorted(decisions.items())):
        plan = release.plans[decision.channel]
        chosen = SMOOTH
        if number % 2:
            course = Course(release, release.items[code], plan, decision.facts)
            chosen = min(troubles(course), key=lambda each: met[each.name], default=SMOOTH)
        met[chosen.name] += 1
        found[code] = chosen
    return found

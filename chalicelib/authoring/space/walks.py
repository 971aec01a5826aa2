"""
What the ordinary way of a channel's plan hangs on, as sets of situations: they are parted by what holds in
them, not gone through one by one. Twenty papers that each hang on another fact are two sets: where any of
them is due, and where any of those goes home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_, or_

from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.fact_space import Part
from chalicelib.authoring.space.reference import holds
from chalicelib.decisions import plans
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.needs import Computed, counted, hanging
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import Gate, Milestone, Outcome, Plan, Step
from chalicelib.decisions.plans import ELECTRONIC, MAILED, ONWARD, reads

_KNOWN = (CONSENT, MAILED, ELECTRONIC)


def tests_of(plan: Plan) -> list[Condition]:
    """All that the ordinary way of a plan can depend on, as conditions."""
    return [
        *plans.tests_of(plan),
        *(Condition(fact=name, any_of=(True,)) for name in reads(plan) if name in _KNOWN),
    ]


class Applications:
    """
    What applications can say, as the situations of a space, beside what is ``known`` in all of them; of an
    item, whose papers then are counted.
    """

    def __init__(
        self,
        space: DecisionSpace,
        known: Mapping[str, FactValue],
        item: Item | None = None,
        computed: Mapping[str, Computed] | None = None,
    ) -> None:
        self.space, self.known, self._item = space, known, item
        self._computed = computed or {}
        self._counts: dict[str, Mapping[int, Situations]] = {}

    def all_holding(self, tests: Iterable[Condition]) -> Situations:
        """Where all the conditions hold; one on what is neither known nor said never does."""
        return reduce(and_, map(self._holding, tests), self.space.all)

    def counts(self, fact: str) -> Mapping[int, Situations]:
        """How many sheets a computed fact may come to, and where."""
        if fact not in self._counts:
            self._counts[fact] = self._counted(self._computed[fact])
        return self._counts[fact]

    def owed(self, material: Material) -> Situations:
        """Where a material is asked for and no written promise stands in for it."""
        asked = self.all_holding(material.when)
        return asked - self.all_holding(material.committed.when) if material.committed else asked

    @cached_property
    def papers(self) -> tuple[Situations, ...]:
        """Where any sheets of the item are due, and where some of them come back; nothing if all know it."""
        due = back = self.space.none
        if self._item is None or not hanging(self._item):
            return ()
        for one in self._item.materials:
            if one.on_paper and (one.need == "required" or not one.uploaded):
                owed = self.owed(one)
                due, back = due | owed, back | owed if one.returned else back
        return due, back

    def _holding(self, test: Condition) -> Situations:
        fact, space = test.fact, self.space
        if fact in space.classes:
            return space.holding(test)
        if fact in self._computed and fact not in self.known:
            found = (there for n, there in self.counts(fact).items() if holds(test, {fact: n}))
            return reduce(or_, found, space.none)
        return space.all if holds(test, self.known) else space.none

    def _counted(self, computed: Computed) -> Mapping[int, Situations]:
        found = {0: self.space.all}
        for material, sheets in counted(self._item, computed) if self._item is not None else ():
            owed, more = self.owed(material), dict[int, Situations]()
            for n, there in found.items():
                for number, part in ((n, there - owed), (n + sheets, there & owed)):
                    if part:
                        more[number] = more.get(number, self.space.none) | part
            found = more
        return found


def ways(plan: Plan, here: Applications, among: Situations) -> Sequence[Part]:
    """
    Situations parted by the ordinary ways on which a plan leads the cases of an item: by who comes, who takes
    papers and how it ends. Whether a step is met that changes none of it does not part them.
    """
    space = here.space
    known = [space.with_value(name, True) for name in _KNOWN if name in space.classes]
    asked = map(here.all_holding, _telling(plan))
    return space.parted(among, (*asked, *here.papers, *known))


def gates(plan: Plan, here: Applications) -> list[Situations]:
    """Where each condition of a plan's lanes and steps holds."""
    lanes, steps = (lane.when for lane in plan.lanes), (g.when for step in plan.steps for g in step.gates)
    return [here.all_holding(when) for when in (*lanes, *steps) if when]


def _telling(plan: Plan) -> Iterator[tuple[Condition, ...]]:
    """The conditions of lanes and steps that may change who comes, who takes papers, or how it ends."""
    for lane in plan.lanes:
        if lane.when and not _is_idle(plan, lane.first, Gate(when=lane.when, leaves=ONWARD)):
            yield lane.when
    for step in plan.steps:
        yield from (gate.when for gate in step.gates if not _is_idle(plan, step.step, gate))


def _is_idle(plan: Plan, name: str, left_out: Gate) -> bool:
    """Whether the ordinary way from a step on comes where it would without, by steps that only staff see."""
    lane, seen = plan.by_name[name].lane, set[str]()
    while name not in seen:
        seen.add(name)
        step = plan.by_name[name]
        if step.lane != lane or not _is_plain(step):
            return False
        ways: list[Outcome | Gate] = [step.outcomes[0], *step.gates]
        ends = {(one.next, one.leaves) for one in ways if one is not left_out}
        if ends == {(left_out.next, left_out.leaves)}:
            return True
        if len(ends) > 1:
            return False
        ((after, _),) = ends
        if after is None:
            return False
        name = after
    return False


def _is_plain(step: Step) -> bool:
    if step.by != "staff" or not step.outcomes:
        return False
    first = step.outcomes[0]
    moves = first.hand_over is not None or first.marks is Milestone.DELIVERED
    return not (first.visit or moves or first.number is not None)

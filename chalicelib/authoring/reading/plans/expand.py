"""
A plan made of parts → the flat plan that a release holds.

Every flat step keeps the place of the part's step that it comes from, so that what is found in a plan is
told at the line that was written. What does not fit together is reported, and then there is no plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from chalicelib.authoring.reading.documents import Document, Read
from chalicelib.authoring.reading.plans.fits import check_placed, check_uses
from chalicelib.authoring.reading.plans.part import Part, PartOutcome, PartStep, PlanFile, Use
from chalicelib.authoring.reading.plans.part_names import ONWARD
from chalicelib.authoring.reading.plans.placed import Placed, flat_names
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import End, Gate, HandOver, Lane, Outcome, Plan, Step

ENDS = {
    End.GRANTED: Text(zh="办结（准予）", en="Closed, granted"),
    End.REFUSED: Text(zh="办结（不予许可）", en="Closed, refused"),
    End.NOT_ACCEPTED: Text(zh="办结（不予受理）", en="Closed, acceptance refused"),
    End.GIVEN_UP: Text(zh="办结（视为放弃）", en="Closed, given up"),
    End.WITHDRAWN: Text(zh="办结（申请人撤回）", en="Closed, withdrawn by the applicant"),
    End.REVOKED: Text(zh="办结（撤销）", en="Closed, revoked"),
}
"""How each end is called. Ends belong to the program, so their names do."""


@dataclass(frozen=True)
class ReadPlan(Read[Plan]):
    """
    A flat plan; ``document`` and ``node`` are the plan's file, ``places`` where each step is written,
    ``uses`` the line of the plan that brings it in; of an end both are the line that names it.
    """

    places: Mapping[str, tuple[Document, Node]] = field(default_factory=dict)
    uses: Mapping[str, Node] = field(default_factory=dict)

    def among(self, here: Mapping[str, Document]) -> ReadPlan:
        """The same as a plan of another folder, in whose files its steps stand at the same places."""
        places = {step: (here[document.file], node) for step, (document, node) in self.places.items()}
        return replace(self, document=here[self.document.file], places=places)


def expand(plan: Read[PlanFile], files: Mapping[str, Read[Part] | None]) -> ReadPlan | None:
    """
    The flat plan of a plan's file.

    Args:
        files: the region's parts by name; None for one that could not be read, or whose names lead nowhere.

    Returns:
        None where something does not fit; it is among the problems of the plan's file or a part's.
    """
    before = len(plan.document.problems)
    parts = {name: part for name, part in files.items() if part is not None}
    lists = {"": plan.form.parts, **plan.form.exits}
    nodes = {"": plan.node.map["parts"], **plan.node.map["exits"].map}
    check_uses(plan, files)
    used = {use.part for uses in lists.values() for use in uses if use.part is not None}
    if len(plan.document.problems) > before or not used <= parts.keys():
        return None
    entries = {name: _entry(plan.form, parts, uses) for name, uses in lists.items()}
    every = [
        Placed(use, node, parts[use.part], _following(plan.form, parts, uses[number + 1 :], use))
        for name, uses in lists.items()
        for number, (use, node) in enumerate(zip(uses, nodes[name].list, strict=True))
        if use.part is not None
    ]
    check_placed(plan, every, entries)
    if len(plan.document.problems) > before:
        return None
    return _flat(plan, every, entries)


def _flat(plan: Read[PlanFile], every: list[Placed], entries: Mapping[str, str]) -> ReadPlan:
    form = plan.form
    exits = {name: entry for name, entry in entries.items() if name}
    steps, places, lines = [], {}, {}
    for placed in every:
        nodes = placed.part.node.map["steps"].list
        for step, node in zip(placed.part.form.steps, nodes, strict=True):
            flat = _step(placed, step, form, exits)
            steps.append(flat)
            places[flat.step], lines[flat.step] = (placed.part.document, node), placed.node
    for placed in every:
        end = placed.use.end
        if end is not None and end.value not in places:
            steps.append(Step(step=end.value, title=ENDS[end], by="end", end=end, where=placed.use.where))
            places[end.value], lines[end.value] = (plan.document, placed.node), placed.node
    flat_plan = Plan(
        plan=form.plan,
        title=form.title,
        paper_in=form.paper_in,
        result_out=form.result_out,
        start=entries[""],
        steps=tuple(steps),
        lanes=tuple(_lane(placed, exits) for placed in every if placed.use.each is not None),
        exits=exits,
        where=form.where,
    )
    return ReadPlan(flat_plan, plan.document, plan.node, places, lines)


def _entry(plan: PlanFile, parts: Mapping[str, Read[Part]], uses: Sequence[Use]) -> str:
    """The flat step at which a list of parts begins; of ``go_on`` the one of the main list."""
    first = uses[0]
    if first.go_on is not None:
        first = next(use for use in plan.parts if first.go_on in (use.named, use.part))
    return flat_names(first, parts[first.part or ""].form)[parts[first.part or ""].form.steps[0].step]


def _following(plan: PlanFile, parts: Mapping[str, Read[Part]], after: Sequence[Use], use: Use) -> str | None:
    """Where a part leads onward: to the next of its list, or to an end; None where neither is written."""
    if after:
        return _entry(plan, parts, after)
    return None if use.end is None else use.end.value


def _step(placed: Placed, step: PartStep, plan: PlanFile, exits: Mapping[str, str]) -> Step:
    part, names = placed.part.form, placed.names
    outcomes = tuple(_outcome(placed, one, exits) for one in placed.outcomes(step))
    gates = []
    if placed.use.when and step is part.steps[0] and placed.lane is None:
        gates.append(Gate(when=placed.use.when, next=placed.following))
    if step.when:
        gates.append(Gate(when=step.when, next=outcomes[0].next, leaves=outcomes[0].leaves))
    written = step.model_dump(
        include={"title", "by", "unit", "officers", "within", "pauses"}, exclude_defaults=True
    )
    return Step(
        **written,
        step=names[step.step],
        part=part.part,
        lane=placed.lane,
        gates=tuple(gates),
        does=step.does or part.does,
        other_than=tuple(names.get(name, name) for name in step.other_than),
        late=tuple(name for name in step.lates if any(one.outcome == name for one in outcomes)),
        counter=None if step.counter is None else names[step.counter],
        ways=plan.result_out if step.ways == "result_out" else step.ways,
        gives=placed.use.gives if step.by == "delivery" else None,
        outcomes=outcomes,
        where=step.where,
    )


def _outcome(placed: Placed, outcome: PartOutcome, exits: Mapping[str, str]) -> Outcome:
    written = outcome.model_dump(exclude={"next", "gives", "hand_over"}, exclude_defaults=True)
    next_, leaves = placed.names.get(outcome.next), None
    if next_ is None and placed.lane is not None:
        leaves = outcome.next
    elif next_ is None:
        next_ = placed.following if outcome.next == ONWARD else exits[outcome.next]
    return Outcome(**written, next=next_, leaves=leaves, hand_over=_hand_over(placed, outcome))


def _hand_over(placed: Placed, outcome: PartOutcome) -> HandOver | None:
    """A lane's units take the applicant's papers only where the plan says that they collect them."""
    given = outcome.hand_over
    collects = placed.lane is None or placed.use.collects_papers is not None
    return given if given is None or collects or given.from_ != "applicant" else None


def _lane(placed: Placed, exits: Mapping[str, str]) -> Lane:
    leaves = placed.leaves
    return Lane(
        lane=placed.lane or "",
        each=placed.use.each or "inspects",
        when=placed.use.when,
        first=placed.first,
        onward=placed.following or "",
        exits={name: exits[name] for name in placed.part.form.exits if name in leaves},
        collects=placed.use.collects_papers,
    )

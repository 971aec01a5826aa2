"""
A plan made of parts → the flat plan that a release holds.

Every flat step keeps the place of the part's step that it comes from, so that what is found in a plan is
told at the line that was written. What does not fit together is reported, and then there is no plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chalicelib.authoring.documents import Document, Read
from chalicelib.authoring.names import known_name
from chalicelib.authoring.nodes import Node
from chalicelib.authoring.problems import Say
from chalicelib.authoring.reading.part import Part, PartOutcome, PartStep, PlanFile, Use
from chalicelib.authoring.reading.part_names import ONWARD, UNUSED
from chalicelib.decisions.form import Text
from chalicelib.decisions.plan import End, Gate, HandOver, Lane, Outcome, Plan, Step

WITHDRAWN = End.WITHDRAWN.value

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


@dataclass(frozen=True)
class _Placed:
    """A part where a plan uses it: its flat names, and where it is left to."""

    use: Use
    node: Node
    part: Read[Part]
    following: str | None

    @cached_property
    def names(self) -> dict[str, str]:
        return _names(self.use, self.part.form)

    @property
    def lane(self) -> str | None:
        return None if self.use.each is None else self.use.named or self.part.form.part

    @property
    def first(self) -> str:
        return self.names[self.part.form.steps[0].step]

    def outcomes(self, step: PartStep) -> list[PartOutcome]:
        """Those that there are where the part gives what the plan says."""
        return [one for one in step.outcomes if one.gives in (None, self.use.gives)]

    @property
    def leaves(self) -> list[str]:
        """By which names the part can be left here, each once."""
        every = (outcome.next for step in self.part.form.steps for outcome in self.outcomes(step))
        return list(dict.fromkeys(name for name in every if name not in self.names))


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
    _check_uses(plan, files)
    used = {use.part for uses in lists.values() for use in uses if use.part is not None}
    if len(plan.document.problems) > before or not used <= parts.keys():
        return None
    entries = {name: _entry(plan.form, parts, uses) for name, uses in lists.items()}
    every = [
        _Placed(use, node, parts[use.part], _following(plan.form, parts, uses[number + 1 :], use))
        for name, uses in lists.items()
        for number, (use, node) in enumerate(zip(uses, nodes[name].list, strict=True))
        if use.part is not None
    ]
    _check_names(plan, every)
    for placed in every:
        _check_ways_out(plan, placed, entries)
    _check_exits(plan, every)
    if len(plan.document.problems) > before:
        return None
    return _flat(plan, every, entries)


def _flat(plan: Read[PlanFile], every: list[_Placed], entries: Mapping[str, str]) -> ReadPlan:
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
    return _names(first, parts[first.part or ""].form)[parts[first.part or ""].form.steps[0].step]


def _following(plan: PlanFile, parts: Mapping[str, Read[Part]], after: Sequence[Use], use: Use) -> str | None:
    """Where a part leads onward: to the next of its list, or to an end; None where neither is written."""
    if after:
        return _entry(plan, parts, after)
    return None if use.end is None else use.end.value


def _names(use: Use, part: Part) -> dict[str, str]:
    """The flat name of each step of a part. ``as`` names its delivery, or else its first step."""
    if use.named is None:
        return {step.step: step.step for step in part.steps}
    head = next((step for step in part.steps if step.by == "delivery"), part.steps[0])
    return {step.step: use.named if step is head else f"{use.named}-{step.step}" for step in part.steps}


def _step(placed: _Placed, step: PartStep, plan: PlanFile, exits: Mapping[str, str]) -> Step:
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


def _outcome(placed: _Placed, outcome: PartOutcome, exits: Mapping[str, str]) -> Outcome:
    written = outcome.model_dump(exclude={"next", "gives", "hand_over"}, exclude_defaults=True)
    next_, leaves = placed.names.get(outcome.next), None
    if next_ is None and placed.lane is not None:
        leaves = outcome.next
    elif next_ is None:
        next_ = placed.following if outcome.next == ONWARD else exits[outcome.next]
    return Outcome(**written, next=next_, leaves=leaves, hand_over=_hand_over(placed, outcome))


def _hand_over(placed: _Placed, outcome: PartOutcome) -> HandOver | None:
    """A lane's units take the applicant's papers only where the plan says that they collect them."""
    given = outcome.hand_over
    collects = placed.lane is None or placed.use.collects_papers is not None
    return given if given is None or collects or given.from_ != "applicant" else None


def _lane(placed: _Placed, exits: Mapping[str, str]) -> Lane:
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


def _check_uses(plan: Read[PlanFile], parts: Mapping[str, Read[Part] | None]) -> None:
    """Every use names a part that there is, or goes on at one of the main list; only the last ends."""
    main = [name for use in plan.form.parts for name in (use.named or use.part,) if name]
    for path, uses in _lists(plan.form):
        if not uses:
            plan.report(plan.node.find(*path), "empty-list", _EMPTY)
        for number, use in enumerate(uses):
            last = number == len(uses) - 1
            _check_use(plan, (*path, number), use, sorted(parts), main if last and path[0] == "exits" else ())
            if use.end is not None and not last:
                plan.report(plan.node.find(*path, number, "end"), "end-stands-last", _END)
    if WITHDRAWN not in plan.form.exits:
        plan.report(plan.node.key("exits"), "no-withdrawal", _WITHDRAWAL)


def _check_use(
    plan: Read[PlanFile], at: tuple[str | int, ...], use: Use, parts: Sequence[str], main: Sequence[str]
) -> None:
    """
    Args:
        main: the parts at which the case may go on; empty where it may not.
    """
    if (use.part is None) == (use.go_on is None) or (
        use.go_on is not None and use.model_fields_set > {"go_on", "where"}
    ):
        plan.report(plan.node.find(*at), "part-or-go-on", _PART)
    elif use.part is not None:
        known_name(plan, (*at, "part"), use.part, parts, "part", "流程段")
    elif not main:
        plan.report(plan.node.find(*at), "go-on-stands-last", _GO_ON)
    else:
        known_name(plan, (*at, "go_on"), use.go_on or "", main, "part", "流程段")


def _lists(plan: PlanFile) -> Iterator[tuple[tuple[str, ...], Sequence[Use]]]:
    yield ("parts",), plan.parts
    for name, uses in plan.exits.items():
        yield ("exits", name), uses


def _check_names(plan: Read[PlanFile], every: Sequence[_Placed]) -> None:
    """No two steps of a plan have one name, and none that of an end."""
    seen = {end.value for end in End}
    for placed in every:
        names = set(placed.names.values())
        if names & seen:
            plan.document.report(placed.node.at, "duplicate", _twice(min(names & seen)))
        seen |= names


def _check_ways_out(plan: Read[PlanFile], placed: _Placed, entries: Mapping[str, str]) -> None:
    """Wherever a part can be left, the plan says where the case goes."""
    for name in placed.leaves:
        if name == ONWARD and placed.following is None:
            plan.document.report(placed.node.at, "no-way-on", _no_way_on(placed.part.form))
        elif name != ONWARD and name not in entries:
            plan.report(plan.node.key("exits"), "missing-exit", _missing_exit(placed.part.form, name))


def _check_exits(plan: Read[PlanFile], every: Sequence[_Placed]) -> None:
    """Every exit of the plan is taken somewhere; that of a withdrawal always may be."""
    taken = {WITHDRAWN, *(name for placed in every for name in placed.leaves)}
    for name in plan.form.exits:
        if name not in taken:
            plan.report(plan.node.key("exits", name), "exit-unused", UNUSED)


def _twice(name: str) -> Say:
    return Say(
        f"流程中有两个环节叫“{name}”。",
        f"Two steps of the plan are called '{name}'.",
        "请给重复使用的流程段写 as。",
        "Write 'as' where the part stands a second time.",
    )


def _no_way_on(part: Part) -> Say:
    return Say(
        f"流程段“{part.title.zh}”之后没有下一段，也没有写办结方式。",
        f"Nothing follows the part '{part.part}', and no end is written.",
        "请在后面加一段，或写 end。",
        "Add a part after it, or write 'end'.",
    )


def _missing_exit(part: Part, name: str) -> Say:
    return Say(
        f"流程段“{part.title.zh}”可以由“{name}”离开，流程却没有写之后怎样办。",
        f"The part '{part.part}' can be left by '{name}', and the plan does not say what follows.",
        f"请在 exits 中写“{name}”。",
        f"Write '{name}' under 'exits'.",
    )


_EMPTY = Say(
    "这里没有写任何流程段。",
    "No part is written here.",
    "请至少写一段。",
    "Write one part at least.",
)
_PART = Say(
    "每一行写一个流程段（part），或只写回到主线的哪一段（go_on）。",
    "Each line names a part, or the part of the main list to go on at and nothing else.",
    "请写 part；或只写 go_on。",
    "Write 'part', or 'go_on' alone.",
)
_GO_ON = Say(
    "go_on 只能写在 exits 中一列的最后一行。",
    "'go_on' stands in the last line of a list of exits only.",
    "请移到最后，或改为 part。",
    "Move it to the end, or write 'part'.",
)
_END = Say(
    "end 只能写在一列的最后一段。",
    "'end' stands at the last part of a list only.",
    "请移到最后一段。",
    "Move it to the last part.",
)
_WITHDRAWAL = Say(
    "流程没有写申请人撤回之后怎样办（exits 中的 withdrawn）；申请人可随时撤回。",
    "The plan does not say what follows when the applicant withdraws, which she may at any time.",
    "请在 exits 中写 withdrawn。",
    "Write 'withdrawn' under 'exits'.",
)

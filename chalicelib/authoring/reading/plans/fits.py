"""Whether the parts of a plan fit together; what does not is reported, and no flat plan is made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.names import known_name
from chalicelib.authoring.reading.plans.part import Part, PlanFile, Use
from chalicelib.authoring.reading.plans.part_names import ONWARD
from chalicelib.authoring.reading.plans.placed import Placed
from chalicelib.decisions.forms.form import LONGEST_NAME
from chalicelib.decisions.forms.plan import MOST_STEPS, End

WITHDRAWN = End.WITHDRAWN.value


def check_uses(plan: Read[PlanFile], parts: Mapping[str, Read[Part] | None]) -> None:
    """Every use names a part that there is, or goes on at one of the main list; only the last ends."""
    main = [name for use in plan.form.parts for name in (use.named or use.part,) if name]
    for path, uses in _lists(plan.form):
        if not uses:
            plan.report(plan.node.find(*path), say("empty-list"))
        for number, use in enumerate(uses):
            last = number == len(uses) - 1
            _check_use(plan, (*path, number), use, sorted(parts), main if last and path[0] == "exits" else ())
            if use.end is not None and not last:
                plan.report(plan.node.find(*path, number, "end"), say("end-stands-last"))
    if WITHDRAWN not in plan.form.exits:
        plan.report(plan.node.key("exits"), say("no-withdrawal"))


def check_placed(plan: Read[PlanFile], every: Sequence[Placed], entries: Collection[str]) -> None:
    """
    The parts as they are placed make one flat plan: of names and a size that it can have, every step with
    an outcome, every way out of a part written and every exit taken.

    Args:
        entries: the names of the plan's exits.
    """
    _check_names(plan, every)
    _check_size(plan, every)
    for placed in every:
        _check_outcomes(plan, placed)
        _check_ways_out(plan, placed, entries)
    _check_exits(plan, every)


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
        plan.report(plan.node.find(*at), say("part-or-go-on"))
    elif use.part is not None:
        known_name(plan, (*at, "part"), use.part, parts, "unknown-part")
    elif not main:
        plan.report(plan.node.find(*at), say("go-on-stands-last"))
    else:
        known_name(plan, (*at, "go_on"), use.go_on or "", main, "unknown-part")


def _lists(plan: PlanFile) -> Iterator[tuple[tuple[str, ...], Sequence[Use]]]:
    yield ("parts",), plan.parts
    for name, uses in plan.exits.items():
        yield ("exits", name), uses


def _check_names(plan: Read[PlanFile], every: Sequence[Placed]) -> None:
    """No two steps of a plan have one name, and none that of an end or one that is too long."""
    seen = {end.value for end in End}
    for placed in every:
        names = set(placed.names.values())
        if names & seen:
            plan.document.report(placed.node.at, say("duplicate/fits", name=min(names & seen)))
        longest = max(names, key=len)
        if len(longest) > LONGEST_NAME:
            plan.document.report(
                placed.node.at, say("out-of-bounds/step-name", name=longest, longest=LONGEST_NAME)
            )
        seen |= names


def _check_size(plan: Read[PlanFile], every: Sequence[Placed]) -> None:
    number = sum(len(placed.names) for placed in every) + len({placed.use.end for placed in every} - {None})
    if number > MOST_STEPS:
        plan.report(
            plan.node.key("parts"), say("out-of-bounds/too-many", number=number, most_steps=MOST_STEPS)
        )


def _check_outcomes(plan: Read[PlanFile], placed: Placed) -> None:
    """What a part gives here leaves every step of it an outcome."""
    for step in placed.part.form.steps:
        if not placed.outcomes(step):
            plan.document.report(placed.node.at, say("no-outcome", title=step.title, step=step.step))


def _check_ways_out(plan: Read[PlanFile], placed: Placed, entries: Collection[str]) -> None:
    """Wherever a part can be left, the plan says where the case goes."""
    for name in placed.leaves:
        if name == ONWARD and placed.following is None:
            plan.document.report(
                placed.node.at, say("no-way-on", title=placed.part.form.title, part=placed.part.form.part)
            )
        elif name != ONWARD and name not in entries:
            plan.report(
                plan.node.key("exits"),
                say("missing-exit", title=placed.part.form.title, name=name, part=placed.part.form.part),
            )


def _check_exits(plan: Read[PlanFile], every: Sequence[Placed]) -> None:
    """Every exit of the plan is taken somewhere; that of a withdrawal always may be."""
    taken = {WITHDRAWN, *(name for placed in every for name in placed.leaves)}
    for name in plan.form.exits:
        if name not in taken:
            plan.report(plan.node.key("exits", name), say("exit-unused"))

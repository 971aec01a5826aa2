"""Whether the parts of a plan fit together; what does not is reported, and no flat plan is made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from chalicelib.authoring.findings.problems import Say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.names import known_name
from chalicelib.authoring.reading.plans.part import Part, PartStep, PlanFile, Use
from chalicelib.authoring.reading.plans.part_names import ONWARD, UNUSED
from chalicelib.authoring.reading.plans.placed import Placed
from chalicelib.decisions.form import LONGEST_NAME
from chalicelib.decisions.plan import MOST_STEPS, End

WITHDRAWN = End.WITHDRAWN.value


def check_uses(plan: Read[PlanFile], parts: Mapping[str, Read[Part] | None]) -> None:
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


def _check_names(plan: Read[PlanFile], every: Sequence[Placed]) -> None:
    """No two steps of a plan have one name, and none that of an end or one that is too long."""
    seen = {end.value for end in End}
    for placed in every:
        names = set(placed.names.values())
        if names & seen:
            plan.document.report(placed.node.at, "duplicate", _twice(min(names & seen)))
        longest = max(names, key=len)
        if len(longest) > LONGEST_NAME:
            plan.document.report(placed.node.at, "out-of-bounds", _too_long(longest))
        seen |= names


def _check_size(plan: Read[PlanFile], every: Sequence[Placed]) -> None:
    number = sum(len(placed.names) for placed in every) + len({placed.use.end for placed in every} - {None})
    if number > MOST_STEPS:
        plan.report(plan.node.key("parts"), "out-of-bounds", _too_many(number))


def _check_outcomes(plan: Read[PlanFile], placed: Placed) -> None:
    """What a part gives here leaves every step of it an outcome."""
    for step in placed.part.form.steps:
        if not placed.outcomes(step):
            plan.document.report(placed.node.at, "no-outcome", _no_outcome(step))


def _check_ways_out(plan: Read[PlanFile], placed: Placed, entries: Collection[str]) -> None:
    """Wherever a part can be left, the plan says where the case goes."""
    for name in placed.leaves:
        if name == ONWARD and placed.following is None:
            plan.document.report(placed.node.at, "no-way-on", _no_way_on(placed.part.form))
        elif name != ONWARD and name not in entries:
            plan.report(plan.node.key("exits"), "missing-exit", _missing_exit(placed.part.form, name))


def _check_exits(plan: Read[PlanFile], every: Sequence[Placed]) -> None:
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


def _too_long(name: str) -> Say:
    return Say(
        f"流程中环节的全名“{name}”太长，至多 {LONGEST_NAME} 个字符。",
        f"The full name of the step, '{name}', is too long; characters at most {LONGEST_NAME}.",
        "请缩短 as，或缩短流程段中环节的名称。",
        "Shorten 'as', or the step's name in the part.",
    )


def _too_many(number: int) -> Say:
    return Say(
        f"流程展开后有 {number} 个环节，至多 {MOST_STEPS} 个。",
        f"All parts taken together, the plan has {number} steps; at most {MOST_STEPS}.",
        "请减少流程段或其中的环节。",
        "Use fewer parts, or parts with fewer steps.",
    )


def _no_outcome(step: PartStep) -> Say:
    return Say(
        f"环节“{step.title.zh}”在这里没有任何结果：所写的结果都以送达别的东西为前提（gives）。",
        f"The step '{step.step}' has no outcome here: every one belongs to another thing to be given.",
        "请改写这一段的 gives，或给该环节加一个不写 gives 的结果。",
        "Write another 'gives' here, or give the step an outcome without 'gives'.",
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

"""What a plan's file says of the channel: its name, how papers come in and results go out, how it uses "
"its parts."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.checking.plans.places import Place, of_plan, of_use
from chalicelib.authoring.findings.problems import Say
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, same_as_file
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.cases.values import SideKind
from chalicelib.decisions.form import UNDETERMINED
from chalicelib.decisions.plan import Plan
from chalicelib.decisions.unit import APPLICANT, HALL, PARCEL


def check_plans(folder: Folder) -> None:
    """Report what is wrong with the plans' files, and parts that no plan uses; once the parts are right."""
    parts = any(found.file.startswith("parts/") for found in folder.problems)
    for plan in folder.plans:
        same_as_file(plan, "plan", plan.form.plan)
        each_once(plan, ((way, ("result_out", n)) for n, way in enumerate(plan.form.result_out)))
        for place, code, say in () if parts else _faults(plan):
            plan.report(place.at, code, say)
    used = {step.part for plan in folder.plans for step in plan.form.steps}
    for part in () if folder.problems else folder.parts:
        if part.form.part not in used:
            part.report(part.node.find("part"), "unused-part", _UNUSED)


def _faults(plan: ReadPlan) -> Iterator[tuple[Place, str, Say]]:
    form = plan.form
    if form.plan == UNDETERMINED:
        yield of_plan(plan), "no-channel", _NO_CHANNEL
    if form.paper_in not in _takes_in(form) and (form.paper_in != "none" or _takes_in(form)):
        yield of_plan(plan, "paper_in"), "paper-in", _PAPER_IN
    if form.paper_in != "counter" and not {"courier", "electronic"} & set(form.result_out):
        yield of_plan(plan, "result_out"), "counter-only", _COUNTER
    told: set[Place] = set()
    for place, code, say in _uses(plan):
        if place not in told:
            told.add(place)
            yield place, code, say


def _uses(plan: ReadPlan) -> Iterator[tuple[Place, str, Say]]:
    """What does not fit between a part and the line that brings it in."""
    for step in plan.form.steps:
        line = plan.uses[step.step].map
        if step.step in _BESIDE_PLANS:
            named = ("as",) if "as" in line else ()
            yield of_use(plan, step.step, *named), "reserved", _beside(step.step)
        if step.unit == "each" and step.lane is None:
            yield of_use(plan, step.step), "each-outside", _EACH
        if step.lane is not None and step.by not in ("staff", "applicant", "time"):
            yield of_use(plan, step.step, "each"), "lane-step", _LANE
        if step.by == "delivery" and step.gives is None:
            yield of_use(plan, step.step), "missing-gives", _GIVES
        if "collects_papers" in line and "each" not in line:
            yield of_use(plan, step.step, "collects_papers"), "collects-without-each", _COLLECTS


def _takes_in(plan: Plan) -> set[str]:
    """By what ways a plan takes papers in."""
    found = {"courier" for step in plan.steps if step.by == "pick_up"}
    for step in plan.steps:
        for outcome in step.outcomes:
            given = outcome.hand_over
            if given is not None and given.from_ in (APPLICANT, PARCEL):
                taker = step.unit if given.to == "unit" else given.to
                found.add(
                    "courier" if given.from_ == PARCEL else "counter" if taker == HALL else "inspection"
                )
    return found


_NO_CHANNEL = Say(
    "undetermined 是人工判断，没有流程。",
    "'undetermined' is a person's desk: it has no plan.",
    "请给渠道另起一个名字。",
    "Give the channel another name.",
)
_PAPER_IN = Say(
    "paper_in 与环节不符：courier 要有取件环节，inspection 要有单位上门收取，"
    "counter 要有窗口收取，none 不收取。",
    "The steps do not take papers in as 'paper_in' says: courier needs a pick-up, inspection a "
    "hand-over to a unit "
    "that calls, counter one to the hall, and with none nothing is taken.",
    "请补上收取材料的流程段，或改正 paper_in。",
    "Add a part that takes the papers in, or correct 'paper_in'.",
)
_COUNTER = Say(
    "这个渠道不在窗口收材料，结果却只能到窗口领取：申请人还是要跑一趟。",
    "This channel takes no papers at the counter, yet its results can be fetched there only: the "
    "applicant has to "
    "come after all.",
    "请在 result_out 中加上 courier 或 electronic，放在 counter 之前。",
    "Add courier or electronic to 'result_out', before counter.",
)
_EACH = Say(
    "这一段由“走本段的单位”（unit: each）办理，这里却没有写 each。",
    "This part is for the unit that walks it (unit: each), and no 'each' stands here.",
    "请写 each: inspects 或 each: advises。",
    "Write each: inspects or each: advises.",
)
_LANE = Say(
    "各单位分别走的一段里不能有取件、送达。",
    "A part that every unit walks by itself has no pick-up or delivery.",
    "请把它放到另一段。",
    "Put it into another part.",
)
_GIVES = Say(
    "这一段有送达环节，却没有写送达什么。",
    "This part hands something out, and it is not said what.",
    "请写 gives: licence、refusal 或 papers。",
    "Write gives: licence, refusal or papers.",
)
_COLLECTS = Say(
    "collects_papers 说的是各单位中由谁收取材料，只能与 each 一起写。",
    "'collects_papers' says which of the units takes the papers along: it stands beside 'each' only.",
    "请补上 each，或删去 collects_papers。",
    "Add 'each', or remove 'collects_papers'.",
)
_BESIDE_PLANS = {kind.value for kind in SideKind}


def _beside(name: str) -> Say:
    return Say(
        f"环节名“{name}”是旁支待办的名称，两者的待办会同名。",
        f"The step '{name}' has the name of tasks that stand beside plans: theirs and its own would be one.",
        "请给环节改名；同一段用两次的，请改 as。",
        "Give the step another name, or another 'as' where the part is used.",
    )


_UNUSED = Say(
    "没有流程用到这一段。",
    "No plan uses this part.",
    "请在流程中使用，或删去这个文件。",
    "Use it in a plan, or remove the file.",
)

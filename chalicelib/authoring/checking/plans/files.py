"""
What a plan's file says of the channel: its name, how papers come in and results go out, how it uses
its parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.checking.plans.places import of_plan, of_use
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Spot
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, same_as_file
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.cases.side_kinds import SideKind
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL


def check_plans(folder: Folder) -> None:
    """Report what is wrong with the plans' files, and parts that no plan uses; once the parts are right."""
    parts = any(found.file.startswith("parts/") for found in folder.problems)
    for plan in folder.plans:
        same_as_file(plan, "plan", plan.form.plan)
        each_once(plan, ((way, ("result_out", n)) for n, way in enumerate(plan.form.result_out)))
        for place, message in () if parts else _faults(plan):
            plan.report(place.at, message)
    used = {step.part for plan in folder.plans for step in plan.form.steps}
    for part in () if folder.problems else folder.parts:
        if part.form.part not in used:
            part.report(part.node.find("part"), say("unused-part"))


def _faults(plan: ReadPlan) -> Iterator[tuple[Spot, Message]]:
    form = plan.form
    if form.plan == UNDETERMINED:
        yield of_plan(plan), say("no-channel")
    if form.paper_in not in _takes_in(form) and (form.paper_in != "none" or _takes_in(form)):
        yield of_plan(plan, "paper_in"), say("paper-in")
    if form.paper_in != "counter" and not {"courier", "electronic"} & set(form.result_out):
        yield of_plan(plan, "result_out"), say("counter-only")
    told: set[Spot] = set()
    for place, message in _uses(plan):
        if place not in told:
            told.add(place)
            yield place, message


def _uses(plan: ReadPlan) -> Iterator[tuple[Spot, Message]]:
    """What does not fit between a part and the line that brings it in."""
    for step in plan.form.steps:
        line = plan.uses[step.step].map
        if step.step in _BESIDE_PLANS:
            named = ("as",) if "as" in line else ()
            yield of_use(plan, step.step, *named), say("reserved/beside", name=step.step)
        if step.unit == "each" and step.lane is None:
            yield of_use(plan, step.step), say("each-outside")
        if step.lane is not None and step.by not in ("staff", "applicant", "time"):
            yield of_use(plan, step.step, "each"), say("lane-step")
        if step.by == "delivery" and step.gives is None:
            yield of_use(plan, step.step), say("missing-gives")
        if "collects_papers" in line and "each" not in line:
            yield of_use(plan, step.step, "collects_papers"), say("collects-without-each")


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


_BESIDE_PLANS = {kind.value for kind in SideKind}

"""Where a finding about a plan is told: at the line of the part, or of the plan, that was written."""

from __future__ import annotations

from chalicelib.authoring.findings.problems import Spot
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.forms.plan import Outcome, Step


def of_step(plan: ReadPlan, step: str, key: str = "step") -> Spot:
    """A key's value of a step in its part; of an end the line of the plan that names it."""
    document, node = plan.places[step]
    return Spot(document.file, node.find(key) if key in node.map else node.find("end"))


def of_outcome(plan: ReadPlan, step: Step, outcome: Outcome, key: str = "outcome") -> Spot:
    """A key's value of an outcome in its part."""
    document, node = plan.places[step.step]
    found = outcome_node(node, outcome.outcome)
    return Spot(document.file, node.at if found is None else found.find(key))


def outcome_node(step: Node, name: str) -> Node | None:
    outcomes = step.map["outcomes"].list if "outcomes" in step.map else []
    return next((one for one in outcomes if "outcome" in one.map and one.map["outcome"].value == name), None)


def of_use(plan: ReadPlan, step: str, key: str = "part") -> Spot:
    """A key's value of the line that brings a step's part into the plan."""
    return Spot(plan.document.file, plan.uses[step].find(key))


def of_plan(plan: ReadPlan, key: str = "plan") -> Spot:
    """A key's value at the top of the plan's file."""
    return Spot(plan.document.file, plan.node.find(key))


def of_exit(plan: ReadPlan, name: str) -> Spot:
    """Where the plan says what follows one of its ways out."""
    return Spot(plan.document.file, plan.node.find("exits", name))


def next_of(plan: ReadPlan, step: Step, outcome: Outcome) -> str | None:
    """Where an outcome leads, as its part has it: a step of the part, ``onward`` or a way out."""
    _, node = plan.places[step.step]
    found = outcome_node(node, outcome.outcome)
    return None if found is None or "next" not in found.map else str(found.map["next"].value)

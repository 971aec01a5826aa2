"""The names within a part: every step and outcome once, and whatever names one names one that there is."""

from __future__ import annotations

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.names import each_once, known_name
from chalicelib.authoring.reading.plans.part import Part, PartStep

ONWARD = "onward"


def check_part_names(part: Read[Part]) -> None:
    """Report names that no plan could be made of."""
    form = part.form
    steps = [step.step for step in form.steps]
    places: list[tuple[str, tuple[object, ...]]] = [
        (name, ("steps", number, "step")) for number, name in enumerate(steps)
    ]
    places += [(name, ("exits", number)) for number, name in enumerate(form.exits)]
    each_once(part, places)
    taken = {outcome.next for step in form.steps for outcome in step.outcomes}
    for number, name in enumerate(form.exits):
        if name not in taken:
            part.report(part.node.find("exits", number), say("exit-unused"))
    for name, path in places:
        if name == ONWARD:
            part.report(part.node.find(*path), say("reserved"))
    for number, step in enumerate(form.steps):
        _check_step(part, number, step, [*steps, *form.exits, ONWARD])
        if step.counter is not None:
            known_name(part, ("steps", number, "counter"), step.counter, steps, "unknown-step")


def _check_step(part: Read[Part], number: int, step: PartStep, known: list[str]) -> None:
    path = ("steps", number, "outcomes")
    outcomes = [outcome.outcome for outcome in step.outcomes]
    each_once(part, [(name, (*path, n, "outcome")) for n, name in enumerate(outcomes)])
    for n, outcome in enumerate(step.outcomes):
        known_name(part, (*path, n, "next"), outcome.next, known, "unknown-step")
    for n, name in enumerate(step.lates):
        at = ("steps", number, "late", n)
        known_name(part, at, name, outcomes, "unknown-outcome")

"""What a step says of itself: who ends it and by when, what hangs on it, whom and what it names."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, known_name
from chalicelib.authoring.reading.plans.part import Part, PartOutcome, PartStep
from chalicelib.cases.side_kinds import OPENED_BY_PLANS
from chalicelib.decisions.forms.plan import ROLES, HandOver, Milestone
from chalicelib.decisions.forms.unit import APPLICANT, HALL, PARCEL
from chalicelib.decisions.plans import ONWARD, UNITS

_TRAVELS = ("pick_up", "delivery")
_ENDS_LATE = ("applicant", "time")
_WAITING = (*_TRAVELS, *_ENDS_LATE, "parcels")
_BY_PROGRAM = (Milestone.SUBMITTED, Milestone.RECEIVED, Milestone.ACCEPTED)

Path = tuple[object, ...]


def check_parts(folder: Folder) -> None:
    """Report what is wrong with the steps of the parts, each at its own line."""
    whole = len(folder.parts) == len(folder.files["part"])
    steps = sorted({step.step for part in folder.parts for step in part.form.steps}) if whole else []
    wrong = {found.file for found in folder.problems}  # what stands there may be meant and was not read
    clocks = [] if "clocks.yaml" in wrong else [read.form.clock for read in folder.clocks]
    for part in folder.parts:
        for number, step in enumerate(part.form.steps):
            path = ("steps", number)
            if folder.unit_names:
                _check_units(part, path, step, folder.unit_names)
            for n, name in enumerate(step.other_than if whole else ()):
                known_name(part, (*path, "other_than", n), name, steps, "unknown-step")
            for n, name in enumerate(step.pauses.clocks if step.pauses and clocks else ()):
                known_name(part, (*path, "pauses", "clocks", n), name, clocks, "unknown-clock")
            if isinstance(step.ways, tuple):
                each_once(part, ((way, (*path, "ways", n)) for n, way in enumerate(step.ways)))
            _check_step(part, path, step)
            _check_outcomes(part, path, step)
        for number in dict.fromkeys(_unseen(part.form)):
            place = part.node.find("steps", number, "outcomes", 0, "outcome")
            part.report(place, say("visit-not-marked/in-person"))


def _check_units(part: Read[Part], path: Path, step: PartStep, units: list[str]) -> None:
    """Who is named is a role, a unit of the region, or the one that walks the lane."""
    known = [*ROLES, "each", *units]
    known_name(part, (*path, "unit"), step.unit, known, "unknown-unit/name")
    for n, outcome in enumerate(step.outcomes):
        given = outcome.hand_over
        if given is not None:
            at = (*path, "outcomes", n, "hand_over")
            givers = [APPLICANT, PARCEL, UNITS, "unit", *ROLES, *units]
            known_name(part, (*at, "from"), given.from_, givers, "unknown-unit/name")
            known_name(part, (*at, "to"), given.to, ["unit", *ROLES, *units], "unknown-unit/name")


def _check_step(part: Read[Part], path: Path, step: PartStep) -> None:
    for key, message in (*_ending(part.form, step), *_periods(step)):
        part.report(part.node.find(*path, key if key in step.model_fields_set else "step"), message)


def _ending(part: Part, step: PartStep) -> Iterator[tuple[str, Message]]:
    """What is wrong with the way a step ends, each with the key that says it."""
    travels = step.by in _TRAVELS
    if (step.by == "delivery") != bool(step.ways):
        yield "ways", say("step-ways")
    if travels != (step.counter is not None):
        yield "counter", say("step-counter/counter")
    elif any(one.step == step.counter and one.by != "staff" for one in part.steps):
        yield "counter", say("step-counter/counter-step")
    if travels and len(step.outcomes) < 2:
        yield "step", say("missing-outcome")
    if all(outcome.waits_for is not None for outcome in step.outcomes):
        yield "step", say("all-wait")


def _periods(step: PartStep) -> Iterator[tuple[str, Message]]:
    """What is wrong with the time that a step may take, each with the key that says it."""
    if step.by in _WAITING and step.within is None:
        yield "step", say("no-within")
    elif step.late and step.within is None:
        yield "late", say("late-without-within")
    elif step.by in _ENDS_LATE and not step.late:
        yield "step", say("no-late")


def _check_outcomes(part: Read[Part], path: Path, step: PartStep) -> None:
    for n, outcome in enumerate(step.outcomes):
        for key, message in _faults(part.form, step, outcome):
            part.report(part.node.find(*path, "outcomes", n, key), message)
        if outcome.opens is not None:
            known = [kind.value for kind in OPENED_BY_PLANS]
            known_name(part, (*path, "outcomes", n, "opens"), outcome.opens, known, "unknown-side-task")


def _faults(part: Part, step: PartStep, outcome: PartOutcome) -> Iterator[tuple[str, Message]]:
    """What is wrong with an outcome, each with the key that says it."""
    if outcome.visit and step.by != "staff":
        yield "visit", say("visit-place")
    if step.by == "staff" and not outcome.visit:
        yield from _unmarked(part, step, outcome)
    if step.by == "applicant" and outcome.next == step.step:
        yield "next", say("own-step")
    if outcome.marks in _BY_PROGRAM:
        yield "marks", say("marks-by-program")
    if outcome.accepts is not None and step.by != "staff":
        yield "accepts", say("accepts-by")
    if outcome.before is not None and outcome.before == outcome.after:
        yield "after", say("never-possible")
    yield from _unchosen(part, step, outcome)


def _unchosen(part: Part, step: PartStep, outcome: PartOutcome) -> Iterator[tuple[str, Message]]:
    """What an outcome must not be that comes about without a member of staff."""
    if outcome.outcome in step.lates:
        yield from _by_itself(part, step, outcome)
    elif outcome.marks is not None and not _may_mark(step, outcome.marks):
        yield "marks", say("marks-by-staff")
    if outcome in _told(step):
        key = next((key for key in _CHOSEN if getattr(outcome, key) is not None), None)
        if key is not None:
            yield key, say("told-acts", title=outcome.title)


def _may_mark(step: PartStep, milestone: Milestone) -> bool:
    """Whether a step may come to a milestone: but for what a courier delivers, a person comes to it."""
    if step.by == "staff" or milestone in _BY_PROGRAM:
        return True
    return step.by == "delivery" and milestone is Milestone.DELIVERED


def _told(step: PartStep) -> tuple[PartOutcome, ...]:
    """The outcomes that come about by what the applicant or a carrier tells."""
    if step.by in _TRAVELS:
        return step.outcomes[0], step.outcomes[-1]
    return step.outcomes[:1] if step.by in ("applicant", "parcels") else ()


def _by_itself(part: Part, step: PartStep, outcome: PartOutcome) -> Iterator[tuple[str, Message]]:
    """What an outcome that happens when the time is over must not be."""
    does = step.does or part.does
    if step.by == "applicant" and outcome is step.outcomes[0]:
        yield "outcome", say("late-supplied")
    if does is not None and step.by == "staff" and outcome is step.outcomes[0]:
        yield "outcome", say("does-by-silence")
    key = next((key for key in _PERSON if getattr(outcome, key) is not None), None)
    if key is not None:
        yield key, say("late-acts", title=outcome.title)
    elif does is None and step.by == "staff" and _leads_on(part, step, outcome):
        yield "outcome", say("late-acts/leads-on", title=outcome.title)


def _leads_on(part: Part, step: PartStep, outcome: PartOutcome) -> bool:
    """Whether a case comes by an outcome to where the step's ordinary way leads, as if it had been done."""
    return outcome.next in (ONWARD, step.outcomes[0].next) and outcome.next not in part.exits


_PERSON = ("accepts", "marks", "hand_over", "reason", "lines", "number", "missing", "date", "voids", "opens")
"""What a person does; a clock does none of it."""

_CHOSEN = ("before", "after", "waits_for", "lines", "number", "missing", "date", "voids")
"""What only a member of staff can say, and when an outcome can be chosen: what has happened has happened."""


def _unmarked(part: Part, step: PartStep, outcome: PartOutcome) -> Iterator[tuple[str, Message]]:
    """What makes a visit of an outcome that is not marked as one."""
    if _by_hand(outcome.hand_over, step):
        yield "hand_over", say("visit-not-marked/not-marked")
    elif _fetched(part, step, outcome):
        yield "marks", say("visit-not-marked/fetched")


def _unseen(part: Part) -> Iterator[int]:
    """
    The steps, by number, whose first outcome has the applicant seen in person though no visit is marked on
    some way through the part. Several officers of another unit than the hall go to the applicant.
    """
    numbers = {step.step: number for number, step in enumerate(part.steps)}
    ways: list[tuple[int, int | None]] = [(0, None)]
    for number, seen in ways:
        step = part.steps[number]
        first, *others = step.outcomes
        left = [(outcome.next, seen) for outcome in others if not outcome.visit]
        if step.when:
            left.append((first.next, seen))
        if not first.visit:
            left.append((first.next, number if seen is None and _sees(part, step) else seen))
        for name, after in dict.fromkeys(left):
            if name in numbers:
                ways += {(numbers[name], after)} - {*ways}
            elif after is not None:
                yield after


def _sees(part: Part, step: PartStep) -> bool:
    """Whether the applicant comes to be seen; what is handed over then is told by itself."""
    here = step.by == "staff" and (step.officers == 1 or step.unit == HALL)
    by_hand = _by_hand(step.outcomes[0].hand_over, step)
    return here and not by_hand and (step.does or part.does) == "presence"


def _by_hand(given: HandOver | None, step: PartStep) -> bool:
    """Whether the applicant and the hall pass papers to each other over the counter."""
    if given is None:
        return False
    sides = {step.unit if name == "unit" else name for name in (given.from_, given.to)}
    return sides == {APPLICANT, HALL}


def _fetched(part: Part, step: PartStep, outcome: PartOutcome) -> bool:
    """
    Whether the applicant gets a result at the counter: there the ordinary way of handing it out is by hand.
    Only where somebody writes down a reason was it served in another way.
    """
    if outcome.marks is not Milestone.DELIVERED:
        return False
    if all(one.by != "delivery" or one.counter != step.step for one in part.steps):
        return False
    return outcome.reason is None or outcome is step.outcomes[0]

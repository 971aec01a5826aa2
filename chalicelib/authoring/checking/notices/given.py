"""
Whether all is given that a notice tells, wherever an outcome of a plan issues it 填充项有无来源: by who
records the outcome, and by what has happened to the case, on every way that leads there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.authoring.checking.notices.issued import not_known
from chalicelib.authoring.checking.plans.places import of_outcome
from chalicelib.authoring.checking.plans.walking.outline import Ruling
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Milestone, Outcome

_P = Placeholder
_BY_PERSON = {
    _P.REASON: ("reason", "reason: required"),
    _P.LINES: ("lines", "lines: required"),
    _P.PAPERS: ("missing", "missing: required"),
    _P.HEARING_ON: ("date", "date: {at_least: {working_days: 7}}"),
}
"""What an outcome asks a person for, by its key, and how that is written."""
_BY_ACCEPTANCE = frozenset({_P.ACCEPTED_ON, _P.STATUTORY_DUE, _P.PROMISED_DUE, _P.DEFERRED})
_HANGS = _BY_ACCEPTANCE | {_P.DECIDED_ON, _P.RESPOND_BY}
"""What is known only where a case has come so far, or where somebody has to answer."""


def ungiven(folder: Folder, plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """Where an outcome issues a notice that tells what nobody gives, or what is not known by then."""
    notices = {read.form.notice: read for read in folder.notices}
    for step in plan.form.steps:
        for outcome in step.outcomes:
            notice = notices.get(outcome.issues or "")
            if notice is None:
                continue
            for placeholder, (key, how) in _BY_PERSON.items():
                if placeholder in notice.form.placeholders and getattr(outcome, key) is None:
                    message = say(
                        "notice-needs",
                        title=notice.form.title,
                        placeholder=placeholder,
                        outcome=outcome.title,
                        how=how,
                    )
                    yield of_outcome(plan, step, outcome, "issues").tell(message)
            unknown = notice.form.placeholders & _HANGS - _known(plan, walks, step.step, outcome)
            if unknown:
                yield notice.at("text").tell(not_known(unknown))


def _known(plan: ReadPlan, walks: Sequence[Walk], step: str, outcome: Outcome) -> set[Placeholder]:
    known: set[Placeholder] = set()
    after = next((one for one in plan.form.steps if one.step == outcome.next), None)
    if after is not None and after.by == "applicant" and after.within is not None:
        known.add(_P.RESPOND_BY)
    ways = [
        at
        for walk in walks
        for at in walk.here(step)
        if any(edge.outcome is outcome for edge in walk.edges[at])
    ]
    if all(at.accepted for at in ways):
        known |= _BY_ACCEPTANCE
    ruled = all(at.ruling in (Ruling.GRANTED, Ruling.REFUSED) for at in ways)
    if outcome.marks is Milestone.DECIDED or ruled:
        known.add(_P.DECIDED_ON)
    return known

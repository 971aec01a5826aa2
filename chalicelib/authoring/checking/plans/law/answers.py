"""
What the office owes an application by 行政许可法: a list of all that is to be corrected (art. 32), reasons
for every refusal (arts. 32, 38), each answer in a document of its own (书面凭证, 书面决定), two officers at
an inspection (art. 34), notice of a hearing seven days ahead (art. 48), the licence ten working days after
the grant (art. 44).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chalicelib.authoring.checking.clocks import ANSWER_DAYS, DELIVERY_DAYS
from chalicelib.authoring.checking.plans.places import of_outcome, of_step
from chalicelib.authoring.checking.plans.walking.outline import Outline, Ruling
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import End, Milestone, Outcome, Period, Step


class Document(NamedTuple):
    """What the applicant gets in writing 文书: the name that ``issues`` has for it, and the law's article."""

    name: str
    title: Text
    article: Text


_CORRECTION = Document(
    "correction",
    Text(zh="补正告知书", en="a notice of what is to be corrected"),
    Text(zh="第三十二条", en="article 32"),
)
_REVOCATION = Document(
    "revocation", Text(zh="撤销决定书", en="a written revocation"), Text(zh="第六十九条", en="article 69")
)
_HEARING = Document(
    "hearing", Text(zh="听证通知书", en="a notice of the hearing"), Text(zh="第四十八条", en="article 48")
)
_RULINGS: Mapping[Ruling, Document] = {
    Ruling.GRANTED: Document(
        "grant", Text(zh="准予许可决定书", en="a written grant"), Text(zh="第三十八条", en="article 38")
    ),
    Ruling.DECLINED: Document(
        "acceptance-refused",
        Text(zh="不予受理通知书", en="a written refusal of acceptance"),
        Text(zh="第三十二条", en="article 32"),
    ),
    Ruling.REFUSED: Document(
        "refusal", Text(zh="不予许可决定书", en="a written refusal"), Text(zh="第三十八条", en="article 38")
    ),
}

OFFICERS = 2
NOTICE_DAYS = 7
CORRECTION_DAYS = 30
"""
Working days, as many as the law has the office decide in (art. 42: twenty, extended by ten). No law was found
that bounds what an applicant gets for corrections; those of single fields and provinces were not gone
through, so that more is likely a slip, and no error.
"""
_CALENDAR_DAYS = 9
"""In which there are seven working days at least, holidays aside."""


def unanswered(plan: ReadPlan, outline: Outline) -> Iterator[Problem]:
    """
    Where a plan refuses without a word, cannot ask for a correction, inspects alone or hears
    without notice.
    """
    for step in plan.form.steps:
        if step.by == "applicant" and step.within is not None and step.within.fewest < ANSWER_DAYS:
            yield of_step(plan, step.step, "within").warning(
                "short-correction", days=step.within.fewest, answer_days=ANSWER_DAYS
            )
        if step.by == "staff":
            yield from _outcomes(plan, outline, step)
            yield from _step(plan, outline, step)
        if _hands_out_late(outline, step):
            yield of_step(plan, step.step, "within").error("delivery-beyond-law", delivery_days=DELIVERY_DAYS)
        made, sent = _making_and_sending(outline, step)
        if sent <= DELIVERY_DAYS < made + sent:
            yield of_step(plan, step.step, "within").error(
                "delivery-beyond-law/making", made=made, sent=sent, delivery_days=DELIVERY_DAYS
            )


def _outcomes(plan: ReadPlan, outline: Outline, step: Step) -> Iterator[Problem]:
    for outcome in step.outcomes:
        if outcome.reason is None and _refuses(outline, step, outcome):
            yield of_outcome(plan, step, outcome).error("refusal-without-reason", outcome=outcome.title)
        if outcome.marks is Milestone.TOLD and not _asks(outline, outcome):
            yield of_outcome(plan, step, outcome, "marks").error("no-correction/told")
        if outcome.marks is Milestone.TOLD and (after := outline.steps.get(outcome.next or "")):
            yield from _correction(plan, after)
        document = _document(outline, step, outcome)
        if document is not None and outcome.issues != document.name:
            place = of_outcome(plan, step, outcome, "issues" if outcome.issues else "outcome")
            yield place.error(
                "without-document",
                outcome=outcome.title,
                document=document.title,
                article=document.article,
                name=document.name,
            )


def _step(plan: ReadPlan, outline: Outline, step: Step) -> Iterator[Problem]:
    here = of_step(plan, step.step)
    accepts = any(outcome.accepts is not None for outcome in step.outcomes)
    if accepts and all(outcome.marks is not Milestone.TOLD for outcome in step.outcomes):
        yield here.error("no-correction")
    if step.does == "inspection" and step.officers < OFFICERS:
        yield here.error("one-officer/officers", officers=OFFICERS)
    if _announces_late(outline, step):
        yield here.error("hearing-notice", notice_days=NOTICE_DAYS)


def _correction(plan: ReadPlan, step: Step) -> Iterator[Problem]:
    """A time for corrections in which applications would lie as long as the law gives for a decision."""
    if step.by == "applicant" and step.within is not None and step.within.fewest > CORRECTION_DAYS:
        yield of_step(plan, step.step, "within").warning("long-correction", days=CORRECTION_DAYS)


def _refuses(outline: Outline, step: Step, outcome: Outcome) -> bool:
    """Whether an outcome refuses, or takes back what was granted."""
    ruling = outline.ruling(outcome)
    if ruling is not None:
        return ruling is not Ruling.GRANTED
    revoked = frozenset({End.REVOKED})
    return outcome.next is not None and outline.ends[outcome.next] == revoked != outline.ends[step.step]


def _document(outline: Outline, step: Step, outcome: Outcome) -> Document | None:
    """The document that an outcome has to issue, None where the law wants none."""
    if outcome.marks is Milestone.TOLD:
        return _CORRECTION
    ruling = outline.ruling(outcome)
    if ruling is Ruling.GRANTED and not _may_refuse(outline):
        return None  # which outcome is the grant nobody can tell, and that is told
    if ruling is not None:
        return _RULINGS[ruling]
    if _refuses(outline, step, outcome):
        return _REVOCATION
    return _HEARING if _hears_first(outline, step) and _in_time(outcome) else None


def _may_refuse(outline: Outline) -> bool:
    return any(outline.ruling(one) is Ruling.REFUSED for step in outline.plan.steps for one in step.outcomes)


def _asks(outline: Outline, outcome: Outcome) -> bool:
    after = outline.steps.get(outcome.next or "")
    return outcome.lines is not None and after is not None and after.by == "applicant"


def _hands_out_late(outline: Outline, step: Step) -> bool:
    """
    Whether a step of the part that hands out the licence may alone take longer than art. 44 gives. How long
    the applicant lets it lie at the counter is not the office's delay.
    """
    if step.by == "applicant" or step.within is None or step.within.fewest <= DELIVERY_DAYS:
        return False
    sent = [one for one in outline.plan.steps if one.by == "delivery" and one.part == step.part]
    counters = {one.counter for one in sent}
    return step.step not in counters and any(one.gives == "licence" for one in sent)


def _making_and_sending(outline: Outline, step: Step) -> tuple[int, int]:
    """The working days in which a step makes the licence, and in which it is sent then; 0 where none said."""
    if step.within is None or all(outcome.marks is not Milestone.MADE for outcome in step.outcomes):
        return 0, 0
    sent = [one for one in outline.plan.steps if one.by == "delivery" and one.gives == "licence"]
    return step.within.fewest, max((one.within.fewest for one in sent if one.within is not None), default=0)


def _hears_first(outline: Outline, step: Step) -> bool:
    """Whether a hearing begins with this step: none of the same part leads here."""
    if step.does != "hearing":
        return False
    same = [
        one
        for one in outline.plan.steps
        if (one.part, one.does) == (step.part, step.does) and one is not step
    ]
    return all(outcome.next != step.step for one in same for outcome in one.outcomes)


def _announces_late(outline: Outline, step: Step) -> bool:
    """Whether a hearing is held that nobody was told of in time, wherever the notice of one is issued."""
    late = any(one.issues == _HEARING.name and not _in_time(one) for one in step.outcomes)
    return late or (_hears_first(outline, step) and not any(map(_in_time, step.outcomes)))


def _in_time(outcome: Outcome) -> bool:
    return outcome.date is not None and _far(outcome.date.at_least)


def _far(period: Period) -> bool:
    days, working = period.days or 0, period.working_days or 0
    return period.months is not None or days >= _CALENDAR_DAYS or working >= NOTICE_DAYS

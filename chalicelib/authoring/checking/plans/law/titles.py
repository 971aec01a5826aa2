"""
Whether outcomes are called what they do 结果名称: staff click a title, and what it grants or refuses, accepts
or does not, is the law's answer (行政许可法 arts. 32, 38).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chalicelib.authoring.checking.plans.places import of_outcome
from chalicelib.authoring.checking.plans.walking.outline import Outline, Ruling
from chalicelib.authoring.checking.wording import contradicts, says_yes
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import Outcome, Step

_ACTS: Mapping[bool, Text] = {
    True: Text(zh="准予、受理或者通过", en="grants, accepts or passes the application"),
    False: Text(
        zh="不予许可、不予受理或者不通过", en="refuses the application, or does not accept or pass it"
    ),
}


def miscalled(plan: ReadPlan, outline: Outline) -> Iterator[Problem]:
    """
    Outcomes whose titles say the contrary of what they do, in either language; none where nothing refuses,
    for which of them is the grant nobody can tell, and that is told.
    """
    each = (outline.ruling(outcome) for step in plan.form.steps for outcome in step.outcomes)
    if Ruling.REFUSED not in each:
        return
    for step in plan.form.steps:
        for outcome in step.outcomes:
            does = _does(outline, step, outcome)
            if does is not None and contradicts(outcome.title, yes=does):
                yield of_outcome(plan, step, outcome, "title").error(
                    "title-contradicted", title=outcome.title, acts=_ACTS[does]
                )


def _does(outline: Outline, step: Step, outcome: Outcome) -> bool | None:
    """
    Whether an outcome is in the applicant's favour; None where nobody can tell. One that decides nothing is
    against her where it needs a reason, if another is called a refusal and needs none.
    """
    ruling = outline.ruling(outcome)
    if ruling is not None or outcome.accepts is not None:
        return ruling in (None, Ruling.GRANTED)
    open_ = [one for one in step.outcomes if outline.ruling(one) is None and one.accepts is None]
    reasoned = [one for one in open_ if one.reason is not None and says_yes(one.title.zh, "zh")]
    refusing = [one for one in open_ if one.reason is None and says_yes(one.title.zh, "zh") is False]
    if not reasoned or not refusing:
        return None
    return False if outcome in reasoned else True if outcome in refusing else None

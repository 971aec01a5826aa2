"""Who acts in a case: the applicant herself, and while her mandate lasts the agent whom she gave it 代理."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.people.mandates import check_mandate
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role, Submission


def agent_holds(case: Case, on: date) -> bool:
    """Whether acts and what is told are the agent's on a local day; else they are the applicant's."""
    return case.agent is not None and case.mandate is not None and case.mandate.holds(on, case.item)


def agent_is_out(case: Case, on: date) -> bool:
    """Whether the agent's mandate is over on a local day: she may not even look at the case any more."""
    return case.mandate is not None and case.mandate.over(on) is not None


def code_ended(case: Case, at: datetime) -> bool:
    """
    Whether the query code opens nothing any more: it is of the time of a mandate that is over at ``at``, and
    so the agent may know it (docs/decisions/020).
    """
    return mandate_is_over(case, at) and not case.applicants_code


def mandate_is_over(case: Case, at: datetime) -> bool:
    """Whether an agent's mandate was revoked, or its last day is over at ``at``."""
    mandate = case.mandate
    if mandate is None:
        return False
    ran_out = mandate.ends_at is not None and mandate.ends_at <= at
    return ran_out or mandate.ended or mandate.revoked_on is not None


def how_submitted(case: Case, at: datetime) -> Submission:
    """
    Whether the files that complete an application submit it. Not once an agent's mandate is over: an address
    that she was given for a file before is good for up to an hour, and nothing tells whose file comes.
    """
    return Submission.EXPLICIT if mandate_is_over(case, at) else case.submit


def mandate_ends_at(case: Case) -> datetime | None:
    """
    When the mandate runs out, while the case waits for that; None of one that was revoked or has no end, and
    once the case is closed.
    """
    mandate = case.mandate
    if mandate is None or mandate.ended or mandate.revoked_on is not None or case.stage is Stage.CLOSED:
        return None
    return mandate.ends_at


def check_acts(case: Case, by: Actor, on: date) -> None:
    """
    Raises:
        NotPossible: an agent acts for whom there is none, or outside her mandate on this local day.
    """
    if by.role is not Role.AGENT:
        return
    if case.agent is None or case.mandate is None:
        raise no_agent()
    check_mandate(case.mandate, on, case.item)


def no_agent() -> NotPossible:
    """The case has no agent."""
    return NotPossible(
        "no_agent",
        "本办件没有代理人，请由申请人本人办理",
        "this case has no agent; the applicant acts alone",
    )

"""
An agent's mandate comes to its end 委托终止 (民法典 art. 173): it is revoked, or it runs out. The query code
that she may know ends with it; the applicant gets another.
"""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.decide.papers.notices import issue
from chalicelib.cases.people.acting import mandate_ends_at, no_agent
from chalicelib.cases.people.mandates import MandateFault
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.notice import Kind


def decide_revoke_mandate(recorder: EventRecorder, command: commands.RevokeMandate) -> None:
    """
    The agent acts no more, from today on.

    Raises:
        NotPossible: the case has no agent, or her mandate has run out by itself.
    """
    mandate = recorder.case.mandate
    if mandate is None:
        raise no_agent()
    if mandate.revoked_on is not None:
        return
    if mandate.over(recorder.today) is MandateFault.EXPIRED:
        raise NotPossible(
            "mandate_expired",
            "委托授权已经到期，代理人不能再办理，无需撤销",
            "the mandate has run out and the agent cannot act any more: there is nothing to revoke",
        )
    recorder.record(events.MandateRevoked, on=recorder.today)
    if command.code is not None:
        _replace(recorder, command.code)


def decide_replace_query_code(recorder: EventRecorder, command: commands.ReplaceQueryCode) -> None:
    """
    The query code is another from now on, and both parties are told so: nobody waits until they have read it.
    """
    _replace(recorder, command.code)


def _replace(recorder: EventRecorder, code: commands.NewCode) -> None:
    if code.codes != recorder.case.codes + 1:
        return
    recorder.record(events.QueryCodeReplaced, codes=code.codes, code_digest=code.code_digest)
    issue(recorder, Kind.NEW_CODE, waits=False)


def expire_mandate(recorder: EventRecorder) -> None:
    """The last day of a mandate is over: the applicant acts again."""
    mandate, ends = recorder.case.mandate, mandate_ends_at(recorder.case)
    if mandate is not None and ends is not None and ends <= recorder.at:
        recorder.record(events.MandateEnded, until=mandate.until)

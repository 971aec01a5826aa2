"""As what somebody asks: the roles that permissions are given to."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.ports.people.identity import Caller, CodeHolder, Person, Staff, StaffRole


class CallerRole(StrEnum):
    """One caller may have several of them; everybody is anybody."""

    ANYBODY = "anybody"
    HOLDER = "holder"
    """Of a case's query code."""
    PERSON = "person"
    """Who signed on to apply or to act for who does: of each case the applicant, the agent, or neither."""
    OFFICER = "officer"
    AUTHOR = "policy-author"
    APPROVER = "policy-approver"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"

    @property
    def named(self) -> tuple[str, str]:
        """What it is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES = {
    CallerRole.ANYBODY: ("任何人", "anybody"),
    CallerRole.HOLDER: ("持查询码的人", "whoever holds the query code"),
    CallerRole.PERSON: ("登录的申请人或代理人", "an applicant or agent who is signed in"),
    CallerRole.OFFICER: ("办理人员", "officers"),
    CallerRole.AUTHOR: ("政策编制人员", "policy authors"),
    CallerRole.APPROVER: ("政策审批人员", "policy approvers"),
    CallerRole.SUPERVISOR: ("效能监督人员", "supervisors"),
    CallerRole.OPERATOR: ("系统运维人员", "operators"),
}


def roles_of(caller: Caller | None) -> frozenset[CallerRole]:
    """All that somebody is; a member of staff whom the sign-on gives no role is nothing but anybody."""
    match caller:
        case Staff():
            own = {CallerRole(role) for role in caller.roles if role in set(StaffRole)}
        case Person():
            own = {CallerRole.PERSON}
        case CodeHolder():
            own = {CallerRole.HOLDER}
        case None:
            own = set()
    return frozenset(own | {CallerRole.ANYBODY})

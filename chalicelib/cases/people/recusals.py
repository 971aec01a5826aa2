"""
Who of the staff keeps out of a case 公务回避, and why: the grounds of 公务员法 (2018) art. 76. By art. 77 she
says so herself. That a party may ask for it, and who decides then, is a procedure of the office, not in here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.cases.people.staff_numbers import same_number
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role
from chalicelib.decisions.forms.form import Text

if TYPE_CHECKING:
    from chalicelib.cases.case import Case


class RecusalGround(StrEnum):
    """Why somebody keeps out of a case 回避事由. What it is exactly, concerns nobody and is not asked."""

    OWN_INTEREST = "own-interest"
    RELATIVE = "relative"
    OTHER = "other"


GROUND_TITLES = {
    RecusalGround.OWN_INTEREST: Text(zh="涉及本人利害关系", en="own interests are at stake"),
    RecusalGround.RELATIVE: Text(zh="涉及亲属的利害关系", en="those of a relative are"),
    RecusalGround.OTHER: Text(zh="其他可能影响公正执行公务的", en="something else may impair fairness"),
}


def check_not_recused(case: Case, by: Actor) -> None:
    """
    Raises:
        NotPossible: a member of staff who keeps out of this case asks.
    """
    if is_recused(case, by):
        raise recused()


def is_recused(case: Case, by: Actor) -> bool:
    """Whether she is of the staff, and said herself that she keeps out of the case."""
    return by.role is Role.STAFF and same_number(by.id) in map(same_number, case.recused)


def recused() -> NotPossible:
    """She said herself that she keeps out of the case."""
    return NotPossible(
        "recused",
        "您已经对本办件申请回避，不能再办理；由本单位其他人员办理",
        "you have recused yourself from this case; others of your unit see to it",
    )


def own_case() -> NotPossible:
    """She applies in the case, or acts in it for who does."""
    return NotPossible(
        "own_case",
        "您是本办件的申请人或代理人，依法应当回避（公务员法第七十六条）；由本单位其他人员办理",
        "you are the applicant of this case, or the agent: by law you keep out of it (公务员法 art. 76), and "
        "others of your unit see to it",
    )

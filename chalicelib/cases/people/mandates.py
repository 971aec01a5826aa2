"""
What the head of a case keeps of its parties: that they are there, a mandate's dates, what they promised. No
personal data.

The parties themselves lie sealed (``parties``), opened only where a name, a number or a place is needed.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role, Value

PartyName = Literal["applicant", "agent"]
"""Which party of a case is meant."""


def party_of(who: Actor) -> PartyName:
    """As which party somebody acts who comes with the query code of a case."""
    return "agent" if who.role is Role.AGENT else "applicant"


class PartyKind(StrEnum):
    """Whether a party is a person or an organisation 当事人类别: 自然人, 法人或其他组织."""

    NATURAL = "natural"
    LEGAL = "legal"


class PartyMark(Value):
    """
    That a case has a party, since when it is as it is. ``masked``: the name as lists show it, None once the
    case is closed or the party erased; ``digest``: salted, of the whole party (``Parties.digest``).
    """

    kind: PartyKind
    masked: str | None = None
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    since: datetime


class Commitment(Value):
    """
    That something was promised instead of being handed in 告知承诺, when, and by which party. What it was say
    the needs of the case, and its release in which words; their digests stand in the event.
    """

    at: datetime
    party: PartyName


class MandateFault(StrEnum):
    """Why a mandate does not hold 授权无效原因."""

    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OTHER_ITEM = "other_item"


class Mandate(Value):
    """
    What an applicant has an agent do for her 委托授权 (民法典 arts. 165, 173), on local days ``since`` to
    ``until``, both inclusive. ``items``: codes of the items that it is for; none: this case alone. Not good
    from the day on that it was ``revoked_on``. ``ends_at``: the moment after its last day, None of a mandate
    that is not kept yet or has no end; ``ended``: the case has been told that it ran out.
    """

    since: date
    until: date
    items: tuple[str, ...] = ()
    revoked_on: date | None = None
    ends_at: datetime | None = None
    ended: bool = False

    def holds(self, on: date, item: str) -> bool:
        """Whether the agent may act for the item of her case on a local day."""
        return self.fault(on, item) is None

    def fault(self, on: date, item: str) -> MandateFault | None:
        """Why the agent may not act on a local day; None where she may."""
        if self.items and item not in self.items:
            return MandateFault.OTHER_ITEM
        over = self.over(on)
        return MandateFault.NOT_YET if over is None and on < self.since else over

    def over(self, on: date) -> MandateFault | None:
        """How it has ended by a local day: revoked, or run out; None where it has not."""
        if self.revoked_on is not None and on >= self.revoked_on:
            return MandateFault.REVOKED
        return MandateFault.EXPIRED if on > self.until else None


def check_mandate(mandate: Mandate, on: date, item: str) -> None:
    """
    Raises:
        NotPossible: the mandate does not hold on this local day, or for this item; says why and what to do.
    """
    fault = mandate.fault(on, item)
    if fault is not None:
        zh, en = _FAULTS[fault]
        raise NotPossible(f"mandate_{fault.value}", zh, en)


_FAULTS = {
    MandateFault.NOT_YET: (
        "委托授权尚未开始，请在授权起始日之后办理，或由申请人本人办理",
        "the mandate has not begun; act from its first day on, or let the applicant act",
    ),
    MandateFault.EXPIRED: (
        "委托授权已经到期，请申请人重新授权，或由申请人本人办理",
        "the mandate has run out; ask the applicant for a new one, or let the applicant act",
    ),
    MandateFault.REVOKED: (
        "委托授权已经撤销，请由申请人本人办理",
        "the mandate was revoked; the applicant now acts alone",
    ),
    MandateFault.OTHER_ITEM: (
        "委托授权不包括本事项，请申请人就本事项授权，或由申请人本人办理",
        "the mandate is not for this item; ask the applicant for one that is, or let the applicant act",
    ),
}


_YEARS = 100
"""No mandate is older, or is given for longer: nobody acts for so long."""


def check_new_mandate(mandate: Mandate, today: date) -> None:
    """
    Raises:
        NotPossible: a mandate that is given now ends before it begins, or has ended already, or has a day in
            a year that nobody means. The last day of all means that it has no end.
    """
    endless = mandate.until == date.max
    if mandate.since.year < today.year - _YEARS or (mandate.until.year > today.year + _YEARS and not endless):
        raise NotPossible(
            "mandate_years",
            "委托授权的年份不对，请核对起止日期",
            "the years of the mandate cannot be right; please check its dates",
        )
    if mandate.until < mandate.since:
        raise NotPossible(
            "mandate_backwards",
            "授权截止日早于起始日，请核对",
            "the mandate ends before it begins; please check its dates",
        )
    if mandate.until < today:
        zh, en = _FAULTS[MandateFault.EXPIRED]
        raise NotPossible(f"mandate_{MandateFault.EXPIRED.value}", zh, en)

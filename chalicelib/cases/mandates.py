"""
What the head of a case keeps of its parties: that they are there, and a mandate's dates. No personal data.

The parties themselves lie sealed (``parties``), opened only where a name, a number or a place is needed.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.cases.values import Value


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
    from the day on that it was ``revoked_on``.
    """

    since: date
    until: date
    items: tuple[str, ...] = ()
    revoked_on: date | None = None

    def holds(self, on: date, item: str) -> bool:
        """Whether the agent may act for the item of her case on a local day."""
        return self.fault(on, item) is None

    def fault(self, on: date, item: str) -> MandateFault | None:
        """Why the agent may not act on a local day; None where she may."""
        if self.items and item not in self.items:
            return MandateFault.OTHER_ITEM
        if self.revoked_on is not None and on >= self.revoked_on:
            return MandateFault.REVOKED
        if on < self.since:
            return MandateFault.NOT_YET
        return MandateFault.EXPIRED if on > self.until else None

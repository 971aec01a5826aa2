"""Who acts in a case, who a courier can find, and that who they were has been erased."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.cases.values.value import Value

_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
"""One line with something on it: a courier prints it."""


class Role(StrEnum):
    """In what capacity someone acts 身份."""

    APPLICANT = "applicant"
    AGENT = "agent"
    STAFF = "staff"
    COURIER = "courier"
    SYSTEM = "system"


LONGEST_ID = 80
"""Characters of what names an actor."""


class Actor(Value):
    """Who did it. ``id`` names a member of staff, an agent or a trigger, never a person's identity number."""

    role: Role
    id: str = Field(min_length=1, max_length=LONGEST_ID)


CLOCK = Actor(role=Role.SYSTEM, id="clock")
"""Who makes happen what happens because time has passed."""


class Person(Value):
    """
    Someone a courier can find 联系人. Personal data: stays in the case, never in logs or events' texts.

    What is let in is told by ``texts``; this form is laxer, so that what was let in before can be read.
    """

    name: str = Field(max_length=60, pattern=_LINE)
    phone: str = Field(pattern=r"^\+?[0-9][0-9-]{4,23}$")
    address: str = Field(min_length=4, max_length=200, pattern=_LINE)

    @property
    def masked(self) -> str:
        """The name as lists show it: its first sign, and nothing of its length."""
        return f"{self.name.strip()[0]}**"


class ErasureReason(StrEnum):
    """
    Why parties are erased 删除事由: the cases of 个人信息保护法 art. 47 (written from knowledge of the text,
    which was not looked up). A code: nobody's words stay behind.
    """

    PURPOSE = "purpose-over"
    RETENTION = "retention-over"
    CONSENT = "consent-withdrawn"
    UNLAWFUL = "unlawful"
    OTHER_LAW = "other-law"


class Erasure(Value):
    """That the parties of a case were erased 删除: why, when it was decided, and by whom (``Actor.id``)."""

    reason: ErasureReason
    at: datetime
    by: str

"""
Kinds of tasks beside a plan 旁支待办. They stand apart, so that a check of rule files loads nothing
else of cases.
"""

from __future__ import annotations

from enum import StrEnum


class SideKind(StrEnum):
    """What may have to be done beside a plan 旁支待办. The program's own closed list."""

    CHANNEL = "channel"
    PAPER_OWED = "paper-owed"
    DEFERRED_OVERDUE = "deferred-overdue"
    COMMITMENT_CHECK = "commitment-check"
    PARCEL_TROUBLE = "parcel-trouble"
    NOTICE_NOT_SERVED = "notice-not-served"
    SILENCE = "silence"
    COMPLAINT = "complaint"
    PAUSE = "pause"
    EXTENSION = "extension"
    UNDECIDED = "undecided"
    OFFER = "offer"


OF_DECISIONS = (SideKind.UNDECIDED, SideKind.OFFER)
"""What is about a policy decision beside the channel: its name, and what was chosen."""

OPENED_BY_PLANS = (
    SideKind.COMMITMENT_CHECK,
    SideKind.PARCEL_TROUBLE,
    SideKind.COMPLAINT,
)
"""
What an outcome of a plan may open. The others are about something that the program alone knows: opened by a
plan they would be about nothing, and nobody could end them.
"""

"""Who looks at a case just now, as services see it. Only shown: nothing is ever decided by it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol


class Viewer(NamedTuple):
    """A member of staff, by her number, who has had a case open since a moment; ``seen``: last when."""

    staff: str
    since: datetime
    seen: datetime


class Viewers(Protocol):
    """Who has a case open. What nobody renews is forgotten."""

    def of(self, case: str) -> tuple[Viewer, ...]:
        """Who had it open lately, some of them perhaps no more."""

    def keep(self, case: str, viewer: Viewer) -> None:
        """Write down that she has it open."""

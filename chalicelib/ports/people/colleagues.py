"""What members of staff are called 同事姓名, as services see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Colleagues(Protocol):
    """The names of those of the staff who have signed on, sealed: they are personal data."""

    def names(self) -> Mapping[str, str]:
        """
        By staff number. A process may know of a change some seconds late.

        Raises:
            SealError, RetryableError: they cannot be read just now.
        """

    def keep(self, staff: str, name: str) -> None:
        """
        Remember what somebody is called; nothing is written where that is known.

        Raises:
            SealError, RetryableError: as ``names``.
            PermanentError: there is no room for them.
        """
